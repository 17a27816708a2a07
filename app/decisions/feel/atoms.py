"""The part of the parser that reads what has no operator in front: literals, names, lists, contexts, functions."""

from app.decisions.feel.ast import (
    AllBut,
    Call,
    ContextOf,
    Filter,
    FunctionOf,
    InstanceOf,
    ListOf,
    Literal,
    Name,
    Node,
    Path,
    RangeOf,
    TypeNode,
)
from app.decisions.feel.tokens import unescape
from app.decisions.feel.types import Types
from app.decisions.values.durations import duration
from app.decisions.values.numbers import number
from app.decisions.values.temporal import read_date, read_datetime, read_time

_CONSTANTS = {"true": True, "false": False, "null": None}
_ENDS = frozenset((")", "]", "}", ",", "..", "=", "!=", "<=", ">=", ">", "+", "*", "/", "**", ".", ":"))
_END_WORDS = frozenset(("and", "or", "then", "else", "return", "satisfies", "in", "between", "instance"))


class Atoms(Types):
    """Reads primary expressions and what may be hung on them: calls, filters, paths."""

    range_end = False

    def primary(self) -> Node:
        """An atom with its calls, filters, paths and `instance of`."""
        range_end, self.range_end = self.range_end, False
        with self.deeper():
            node = self._atom()
            while self.token.kind == "op" and self.token.text in {"(", "[", "."}:
                if self.token.text == "[" and range_end and self._closes():
                    break
                node = self._hung(node)
        return node

    def instances(self) -> Node:
        node = self.primary()
        while self.sees("instance") and self.ahead().text == "of":
            self.take()
            self.take()
            node = InstanceOf(node, self.type())
        return node

    def _closes(self) -> bool:
        """Whether this `[` ends a range: what follows it can't begin a filter."""
        after = self.ahead()
        if after.kind == "end" or (after.kind == "op" and after.text in _ENDS):
            return True
        return after.kind == "word" and after.text in _END_WORDS

    def _hung(self, node: Node) -> Node:
        if self.accept("."):
            return Path(node, self.member())
        if self.accept("("):
            return self._call(node)
        self.expect("[")
        self.filters += 1
        with self.binding("item"):
            condition = self.expression()
        self.filters -= 1
        self.expect("]")
        return Filter(node, condition)

    def _call(self, callee: Node) -> Call:
        call = self._arguments(callee)
        if isinstance(callee, Name) and not self.is_bound(callee.name):
            self.calls.add(callee.name)
            self.given.add((callee.name, len(call.args) if call.names is None else call.names))
        return call

    def _arguments(self, callee: Node) -> Call:
        if self.accept(")"):
            return Call(callee, ())
        labels: list[str] = []
        args: list[Node] = []
        while True:
            label = self._argument_label()
            if label is not None:
                labels.append(label)
            args.append(self.expression())
            if not self.accept(","):
                break
        self.expect(")")
        if labels and len(labels) != len(args):
            raise self.error("labels")
        return Call(callee, tuple(args), tuple(labels) or None)

    def _argument_label(self) -> str | None:
        label = self.label(":")
        if label is not None:
            self.expect(":")
        return label

    def _atom(self) -> Node:
        token = self.token
        if token.kind == "num":
            return self._number()
        if token.kind == "str":
            return Literal(unescape(self.take().text))
        if token.kind == "op":
            return self._symbol()
        if token.kind == "end":
            raise self.error("value")
        return self._word()

    def _number(self) -> Node:
        value = number(self.token.text)
        if value is None:
            raise self.error("digits")
        self.take()
        return Literal(value)

    def _symbol(self) -> Node:
        opener = self.take().text
        if opener == "(":
            return self._parenthesis()
        if opener in {"[", "]"}:
            return self._list(opener)
        if opener == "{":
            return self._context()
        if opener == "?":
            self.asked += 1
            return Name("?")
        if opener == "@" and self.token.kind == "str":
            return self._at_literal()
        self.at -= 1
        raise self.error("value")

    def _at_literal(self) -> Node:
        text = unescape(self.token.text)
        for read in (read_date, read_datetime, read_time, duration):
            value = read(text)
            if value is not None:
                self.take()
                return Literal(value)
        raise self.error("temporal")

    def _word(self) -> Node:
        word = self.token.text
        if self.ahead().text == "(" and word == "function":
            self.take()
            return self._function()
        at = self.at
        name = self.variable()
        if self.at == at + 1 and name in _CONSTANTS:
            return Literal(_CONSTANTS[name])
        self.read(name)
        return Name(name)

    def _parenthesis(self) -> Node:
        if self.sees("<", "<=", ">", ">=", "=", "!="):
            return self._operator_range()
        inner = self.expression()
        if self.accept(".."):
            return self._range(inner, included=False)
        self.expect(")")
        return inner

    def _operator_range(self) -> Node:
        """`(< 10)`: a range with one end, as a value."""
        operator = self.take().text
        end = self.expression()
        self.expect(")")
        if operator == "!=":
            return AllBut(end)
        if operator == "=":
            return RangeOf(end, end, start_included=True, end_included=True)
        if operator[0] == "<":
            return RangeOf(None, end, start_included=False, end_included=operator == "<=")
        return RangeOf(end, None, start_included=operator == ">=", end_included=False)

    def _range(self, start: Node, *, included: bool) -> Node:
        self.range_end = True
        end = self.expression()
        self.range_end = False
        closer = self.expect("]", ")", "[").text
        return RangeOf(start, end, included, closer == "]")

    def _list(self, opener: str) -> Node:
        if opener == "[" and self.accept("]"):
            return ListOf(())
        first = self.expression()
        if self.accept(".."):
            return self._range(first, included=opener == "[")
        if opener == "]":
            raise self.missing("..")
        items = [first]
        while self.accept(","):
            items.append(self.expression())
        self.expect("]")
        return ListOf(tuple(items))

    def _context(self) -> Node:
        entries: list[tuple[str, Node]] = []
        with self.entries() as bound:
            while not self.accept("}"):
                key = unescape(self.take().text) if self.token.kind == "str" else self.label(":")
                if key is None:
                    raise self.error("entry")
                if key in bound:
                    raise self.error("twice", key=key)
                self.expect(":")
                value = self.expression()
                entries.append((key, value))
                bound.append(key)
                if value != Name(key):
                    bound.renewed.add(key)
                if not self.sees("}"):
                    self.expect(",")
        return ContextOf(tuple(entries))

    def _function(self) -> Node:
        self.expect("(")
        parameters: list[tuple[str, TypeNode | None]] = []
        while not self.accept(")"):
            name = self.label(":", ",", ")")
            if name is None:
                raise self.error("name")
            parameters.append((name, self.type() if self.accept(":") else None))
            if not self.sees(")"):
                self.expect(",")
        if self.sees("external"):
            raise self.error("external")
        with self.binding(*(name for name, _ in parameters)):
            return FunctionOf(tuple(parameters), self.expression())
