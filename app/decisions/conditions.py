"""A cell of a decision table in words: `>= 18` is 不小于18, `not("a", "b")` 不为甲或乙; what has no words is quoted."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from app.decisions.expressions import BUILTIN_NAMES, COMPILER
from app.decisions.feel.ast import (
    Call,
    Compare,
    Literal,
    Logic,
    Name,
    Negate,
    Node,
    Path,
    Quantified,
    RangeOf,
    Test,
    Tests,
    below,
)
from app.decisions.feel.parser import parse, parse_tests
from app.decisions.feel.run import Run, Scope
from app.decisions.feel.tests import COMPARISONS
from app.decisions.values.kinds import Value
from app.decisions.words import Words
from app.errors import ExpressionError

ASKED: Final = Name("?")
_MOST: Final = 12
"""So many codes are named one by one."""


class _WordlessError(Exception):
    """A condition that has no words here."""


def condition(text: str, words: Words, name: str = "") -> str:
    """What a cell asks of the field `name`, so that it can follow a "must"; nothing for a cell that asks nothing."""
    if text.strip() in {"", "-"}:
        return ""
    try:
        return _Cell(words, name).tests(_read(text))
    except (ExpressionError, RecursionError, _WordlessError):
        return words.say("written", text)


def names(text: str, value: Value, words: Words, name: str = "") -> bool:
    """Whether a value alone says what a cell asked: it is among those that the cell names, or is the other truth."""
    try:
        listed = _Cell(words, name).listed(_read(text)) or []
    except (ExpressionError, RecursionError, _WordlessError):
        return False
    return words.value(value, name) in listed or (isinstance(value, bool) and words.value(not value) in listed)


def asked(text: str, words: Words, name: str = "") -> str:
    """What a cell asks, to stand by itself: the condition without its verb."""
    return condition(text, words, name).removeprefix(words.say("be", ""))


def given(text: str, words: Words, name: str) -> str | None:
    """What an output gives, where it is a value or the name of an input; None for a formula."""
    try:
        return _Cell(words, name).noun(parse(text, BUILTIN_NAMES).node)
    except (ExpressionError, RecursionError, _WordlessError):
        return None


def _read(text: str) -> Tests:
    node = parse_tests(text, BUILTIN_NAMES).node
    if not isinstance(node, Tests):
        raise _WordlessError
    return node


class _Cell:
    """One cell of a column: its field, and what stands for the value that meets it."""

    def __init__(self, words: Words, name: str, asked: Node = ASKED) -> None:
        self.words = words
        self.name = name
        self.asked = asked

    def tests(self, cell: Tests) -> str:
        listed = self.listed(cell)
        if listed is not None:
            return self._be(listed)
        if not cell.negated:
            return self._any([self._test(test) for test in cell.tests])
        listed = self.listed(Tests(cell.tests))
        if listed is not None:
            return self._be(listed, "!=")
        if len(cell.tests) == 1 and cell.tests[0].asks:
            return self._denied(cell.tests[0].operand)
        return self._not(self._any([self._test(test) for test in cell.tests]))

    def listed(self, cell: Tests) -> list[str] | None:
        """The values that a cell names, or the codes that it lets pass; None where it asks in another way."""
        if cell.negated:
            return self._other(cell.tests[0].operand) if len(cell.tests) == 1 else None
        each = [self._listed(test) for test in cell.tests]
        return None if None in each else [word for words in each for word in words or ()]

    def _other(self, node: Node) -> list[str] | None:
        """What is not a truth is the other one, or nothing."""
        if isinstance(node, Literal) and isinstance(node.value, bool):
            return [self.words.value(not node.value), self.words.say("null")]
        return None

    def _be(self, listed: list[str], key: str = "be") -> str:
        """That a value is one of several; nothing comes last."""
        null = self.words.say("null")
        if listed == [null] and key == "be":
            return null
        return self.words.say(key, self.words.either(sorted(listed, key=lambda word: word == null)))

    def _any(self, said: Sequence[str]) -> str:
        """One of several conditions; nothing comes last."""
        null, joint = self.words.say("null"), self.words.say("or")
        said = sorted(said, key=lambda each: each == null)
        return (self.words.say("or else") if any(joint in each for each in said) else joint).join(said)

    def _listed(self, test: Test) -> list[str] | None:
        """The values that a test lets pass, where it names them or the field's codes do; else None."""
        if test.asks:
            return None
        if isinstance(test.operand, RangeOf):
            return self._coded(lambda value: _within(value, test.operand)) if not test.operator else None
        if test.operator in {"", "="}:
            return [self.noun(test.operand)]
        if not _sure(test.operand):
            return None
        wanted = _constant(test.operand)
        return self._coded(lambda value: COMPARISONS[test.operator](value, wanted) is True)

    def _coded(self, holds: Callable[[Decimal], bool]) -> list[str] | None:
        """The words of the field's codes that are numbers for which something holds."""
        found = [
            said for code, said in self.words.of(self.name).items() if (n := _number(code)) is not None and holds(n)
        ]
        return found if 0 < len(found) <= _MOST else None

    def _test(self, test: Test) -> str:
        if test.asks:
            return self.asks(test.operand)
        if isinstance(test.operand, RangeOf) and not test.operator:
            return self._range(test.operand)
        return self.compared(test.operator or "=", test.operand)

    def compared(self, operator: str, operand: Node) -> str:
        listed = self._listed(Test(operator, operand))
        if listed is not None:
            return self._be(listed)
        ordered = operator not in {"=", "!="} and _sure(operand)
        dated = " date" if ordered and isinstance(_constant(operand), date) else ""
        return self.words.say(operator + dated, self.noun(operand))

    def _range(self, interval: RangeOf) -> str:
        listed = self._listed(Test("", interval))
        if listed is not None:
            return self._be(listed)
        low, high = interval.start, interval.end
        if low is not None and high is not None and interval.start_included and interval.end_included:
            return self.words.say("be", self.words.say("between", self.noun(low), self.noun(high)))
        ends = [(">" + "=" * interval.start_included, low), ("<" + "=" * interval.end_included, high)]
        return self.words.say("and").join(self.compared(sign, end) for sign, end in ends if end is not None)

    def noun(self, node: Node) -> str:
        if isinstance(node, Name) and node.name in self.words.labels:
            return self.words.label(node.name)
        return self.words.value(_constant(node), self.name)

    def asks(self, node: Node, *, inner: bool = False) -> str:
        """A condition that names the value it asks of; `inner` where it stands among others."""
        if isinstance(node, Logic):
            return self._logic(node, inner=inner)
        if isinstance(node, Compare):
            return self._comparison(node)
        held = _contained(node, self.asked)
        if held:
            return self._holding("contains", held)
        if isinstance(node, Call) and isinstance(node.callee, Name) and node.names is None:
            return self._call(node.callee.name, node.args)
        if isinstance(node, Quantified) and len(node.iterators) == 1 and node.iterators[0].domain == self.asked:
            return self._entries(node, node.iterators[0].name)
        raise _WordlessError

    def _logic(self, node: Logic, *, inner: bool) -> str:
        if node.word == "and":
            return self.words.say("and").join(self.asks(each, inner=True) for each in node.operands)
        held = _contained(node, self.asked)
        if held:
            return self._holding("contains", held)
        first = node.operands[0]
        same = [each for each in node.operands if isinstance(each, Compare) and each.operator == "="]
        if isinstance(first, Compare) and len(same) == len(node.operands) == sum(e.left == first.left for e in same):
            return self._about(first.left, lambda cell: cell.tests(Tests(tuple(Test("", e.right) for e in same))))
        said = self._any([self.asks(each, inner=True) for each in node.operands])
        return self._bracketed(said) if inner else said

    def _about(self, left: Node, tell: "Callable[[_Cell], str]") -> str:
        """What is asked of the value itself, or of a part of it by the part's own words."""
        if left == self.asked:
            return tell(self)
        if isinstance(left, Path) and left.source == self.asked:
            return f"{self.words.label(left.member)}{self.words.say('gap')}{tell(_Cell(self.words, left.member))}"
        raise _WordlessError

    def _comparison(self, node: Compare) -> str:
        return self._about(node.left, lambda cell: cell.compared(node.operator, node.right))

    def _call(self, function: str, args: tuple[Node, ...]) -> str:
        if function == "not" and len(args) == 1:
            return self._denied(args[0])
        if function == "starts with" and args[0] == self.asked and len(args) == 2:
            return self.words.say("starts", self.noun(args[1]))
        raise _WordlessError

    def _entries(self, node: Quantified, each: str) -> str:
        """What some or every entry must be: its codes by their words, where the condition looks at nothing else."""
        if node.word == "some" and self.words.of(self.name) and _names(node.body) == {each}:
            codes = self.words.of(self.name)
            found = [
                said for code, said in codes.items() if COMPILER.node(node.body)(Scope(Run(), {each: code})) is True
            ]
            if 0 < len(found) <= _MOST:
                return self.words.say("contains", self.words.either(found))
        return self.words.say(node.word, _Cell(self.words, self.name, Name(each)).asks(node.body))

    def _denied(self, node: Node) -> str:
        held = _contained(node, self.asked)
        return self._holding("lacks", held) if held else self._not(self.asks(node))

    def _holding(self, key: str, held: Sequence[Node]) -> str:
        return self.words.say(key, self.words.either(map(self.noun, held)))

    def _not(self, said: str) -> str:
        """That a condition does not hold; one of several parts is kept together."""
        several = any(self.words.say(joint) in said for joint in ("or", "and"))
        return self.words.say("not all", self._bracketed(said)) if several else self.words.say("not", said)

    def _bracketed(self, said: str) -> str:
        return f"{self.words.say('open')}{said}{self.words.say('close')}"


def _contained(node: Node, asked: Node) -> list[Node]:
    """What a list that was asked about must contain one of, where that is the whole condition."""
    if isinstance(node, Logic) and node.word == "or":
        each = [_contained(one, asked) for one in node.operands]
        return [held for one in each for held in one] if all(each) else []
    if isinstance(node, Call) and node.callee == Name("list contains") and node.names is None and len(node.args) == 2:
        return [node.args[1]] if node.args[0] == asked else []
    return []


def _sure(node: Node) -> bool:
    """Whether a node has a value by itself: it names nothing but functions."""
    return isinstance(node, (Literal, Negate, Call)) and not _names(node)


def _constant(node: Node) -> Value:
    if not _sure(node):
        raise _WordlessError
    return COMPILER.node(node)(Scope(Run(), {}))


def _names(node: Node) -> set[str]:
    """The names below a node, but for those of the functions that it calls."""
    found = list(below(node))
    called = [each.callee for each in found if isinstance(each, Call)]
    return {each.name for each in found if isinstance(each, Name) and not any(each is one for one in called)}


def _within(value: Decimal, interval: Node) -> bool:
    assert isinstance(interval, RangeOf)
    ends = [(">" + "=" * interval.start_included, interval.start), ("<" + "=" * interval.end_included, interval.end)]
    return all(end is None or COMPARISONS[sign](value, _constant(end)) is True for sign, end in ends)


def _number(code: str) -> Decimal | None:
    try:
        return Decimal(code)
    except InvalidOperation:
        return None
