"""FEEL text to a tree: expressions by precedence, and unary tests."""

from collections.abc import Callable
from functools import lru_cache

from app.decisions.feel.ast import (
    Between,
    Chain,
    Compare,
    For,
    If,
    In,
    Iterator,
    Logic,
    Negate,
    Node,
    Parsed,
    Quantified,
    Test,
    Tests,
)
from app.decisions.feel.atoms import Atoms
from app.decisions.feel.tokens import FOREIGN, half_width, misplaced
from app.decisions.mistakes import misread, wrong
from app.errors import ExpressionError

_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
_NOTHING: frozenset[str] = frozenset()


class Parser(Atoms):
    """Reads whole expressions and cells."""

    def expression(self) -> Node:
        with self.deeper():
            return self._textual()

    def _textual(self) -> Node:
        if self.token.kind == "word" and not self._is_variable():
            if self.sees("if"):
                return self._if()
            if self.sees("for"):
                return self._for()
            if self.sees("some", "every") and self.ahead().kind == "word":
                return self._quantified()
        return self._any_of()

    def _is_variable(self) -> bool:
        """Whether a name of the scope that begins with a keyword stands here."""
        at = self.at
        name = self.variable()
        known = self.at - at > 1 and (name in self._spelt() or self.is_bound(name))
        self.at = at
        return known

    def _spelt(self) -> set[str]:
        return {name for found in self.scope.get(self.token.text, ()) for name in found[1:]}

    def _if(self) -> Node:
        self.take()
        condition = self.expression()
        self.expect("then")
        then = self.expression()
        self.expect("else")
        return If(condition, then, self.expression())

    def _for(self) -> Node:
        self.take()
        with self.binding() as bound:
            iterators = self._iterators(bound, "return")
            bound.append("partial")
            return For(iterators, self.expression())

    def _quantified(self) -> Node:
        word = self.take().text
        with self.binding() as bound:
            return Quantified(word, self._iterators(bound, "satisfies"), self.expression())

    def _iterators(self, bound: list[str], end: str) -> tuple[Iterator, ...]:
        found: list[Iterator] = []
        while True:
            name = self.label("in")
            if name is None:
                raise self.error("iterator")
            self.expect("in")
            domain = self.expression()
            found.append(Iterator(name, domain, self.expression() if self.accept("..") else None))
            bound.append(name)
            if not self.accept(","):
                break
        self.expect(end)
        return tuple(found)

    def _any_of(self) -> Node:
        return self._logic("or", self._all_of)

    def _all_of(self) -> Node:
        return self._logic("and", self._comparison)

    def _logic(self, word: str, operand: Callable[[], Node]) -> Node:
        operands = [operand()]
        while self.accept(word):
            operands.append(operand())
        return operands[0] if len(operands) == 1 else Logic(word, tuple(operands))

    def _comparison(self) -> Node:
        node = self._sum()
        while True:
            if self.sees(*_COMPARISONS):
                node = Compare(self.take().text, node, self._sum())
            elif self.accept("between"):
                low = self._sum()
                self.expect("and")
                node = Between(node, low, self._sum())
            elif self.accept("in"):
                node = In(node, self._in_tests())
            else:
                return node

    def _in_tests(self) -> Tests:
        """What may follow `in`: one test, or several in parentheses."""
        at, asked = self.at, self.asked
        if self.accept("("):
            try:
                tests = self._tests()
                self.expect(")")
            except ExpressionError:
                self.at, self.asked = at, asked
            else:
                if len(tests) > 1 or not self._goes_on():
                    return Tests(tests)
                self.at, self.asked = at, asked
        return Tests((self._test(operand=self._sum),))

    def _goes_on(self) -> bool:
        return self.sees(".", "[", "+", "-", "*", "/", "**")

    def _tests(self) -> tuple[Test, ...]:
        tests = [self._test()]
        while self.accept(","):
            tests.append(self._test())
        return tuple(tests)

    def _test(self, operand: Callable[[], Node] | None = None) -> Test:
        asked = self.asked
        read = operand or self.expression
        if self.sees(*_COMPARISONS):
            return Test(self.take().text, self._sum())
        node = read()
        return Test("", node, asks=self.asked > asked)

    def _sum(self) -> Node:
        return self._chain(("+", "-"), self._product)

    def _product(self) -> Node:
        return self._chain(("*", "/"), self._power)

    def _power(self) -> Node:
        return self._chain(("**",), self._negation)

    def _chain(self, operators: tuple[str, ...], operand: Callable[[], Node]) -> Node:
        first = operand()
        rest: list[tuple[str, Node]] = []
        while self.sees(*operators):
            rest.append((self.take().text, operand()))
        return Chain(first, tuple(rest)) if rest else first

    def _negation(self) -> Node:
        if not self.accept("-"):
            return self.instances()
        with self.deeper():
            return Negate(self._negation())

    def cell(self) -> Tests:
        """A whole cell of a table: `-`, `not(...)`, or tests."""
        if self.token.kind == "end" or (self.sees("-") and self.ahead().kind == "end"):
            self.take()
            return Tests(())
        if self.sees("not") and self.ahead().text == "(":
            whole = self._negated_cell()
            if whole is not None:
                return whole
        return Tests(self._tests())

    def _negated_cell(self) -> Tests | None:
        at, asked = self.at, self.asked
        self.at += 2
        try:
            tests = self._tests()
            self.expect(")")
        except ExpressionError:
            self.at, self.asked = at, asked
            return None
        if self.token.kind == "end":
            return Tests(tests, negated=True)
        self.at, self.asked = at, asked
        return None

    def whole(self, node: Node) -> Parsed:
        if self.token.kind != "end":
            raise self.error("rest")
        return Parsed(
            node,
            frozenset(self.free),
            frozenset(self.soft),
            frozenset(self.calls),
            frozenset(self.given),
            frozenset(self.reread),
        )


@lru_cache(maxsize=8192)
def parse(text: str, scope: frozenset[str] = _NOTHING, members: frozenset[str] = _NOTHING) -> Parsed:
    """Read an expression; `scope` and `members` are the names that the lexer could not find by itself."""
    parser = Parser(text, scope, members)
    return _guarded(parser, tests=False)


@lru_cache(maxsize=8192)
def parse_tests(text: str, scope: frozenset[str] = _NOTHING, members: frozenset[str] = _NOTHING) -> Parsed:
    """Read a cell of a decision table."""
    parser = Parser(text, scope, members)
    return _guarded(parser, tests=True)


def _guarded(parser: Parser, *, tests: bool) -> Parsed:
    try:
        return parser.whole(parser.cell() if tests else parser.expression())
    except ExpressionError as found:
        raise _typed(parser, found) or found from None
    except RecursionError as deep:
        raise wrong("deep") from deep


def _typed(parser: Parser, found: ExpressionError) -> ExpressionError | None:
    """A mistake of typing that explains another: a full-width sign before it, or an operator of other languages."""
    at = found.context.get("at")
    if at is None:
        return None
    for token in parser.stream:
        named = token.kind != "word" or any(token.text in name for name in parser.names)
        place = None if named else misplaced(token.text)
        if token.start <= at and place is not None:
            sign = token.text[place]
            return misread(parser.text, token.start + place, "full_width", found=sign, wanted=half_width(sign))
    signs = ((start, sign) for start in (max(at - 1, 0), at) for sign in FOREIGN if parser.text.startswith(sign, start))
    start, sign = next(signs, (at, ""))
    return misread(parser.text, start, "foreign", found=sign, wanted=FOREIGN[sign]) if sign else None
