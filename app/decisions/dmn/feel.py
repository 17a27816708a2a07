"""FEEL texts inside a model: compiled with the names that their element can reach, and reported when they can't be."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from app.decisions.builtins import BUILTINS
from app.decisions.dmn.report import Report
from app.decisions.dmn.xml import Element
from app.decisions.expressions import BUILTIN_NAMES, misgiven, reread, unknown_functions
from app.decisions.feel.ast import Parsed
from app.decisions.feel.compile import Compiler
from app.decisions.feel.names import special
from app.decisions.feel.parser import parse, parse_tests
from app.decisions.feel.run import Closure, Scope
from app.decisions.feel.tokens import half_width
from app.decisions.mistakes import mistake
from app.decisions.values.kinds import Value
from app.decisions.values.types import ANY, Type
from app.errors import ExpressionError, Finding, ModelError


@dataclass(frozen=True, slots=True)
class Reach:
    """What a text can see: names, and whether undeclared ones are taken as inputs."""

    names: frozenset[str] = frozenset()
    open: bool = False
    owner: str | None = None

    def plus(self, *names: str) -> "Reach":
        return replace(self, names=self.names | frozenset(names))


@dataclass(frozen=True, slots=True, eq=False)
class ReadTable:
    """A decision table as it is written, what became of it, and what its cells can see: for its analysis."""

    element: Element
    made: Any
    reach: Reach
    texts: "Texts"


class Texts:
    """Compiles the texts of one model."""

    def __init__(
        self, report: Report, compiler: Compiler, members: Collection[str], functions: Collection[str] | None
    ) -> None:
        self.report = report
        self.compiler = compiler
        self.members = frozenset(name for name in members if special(name))
        self.functions = functions
        self.asked: dict[str | None, set[str]] = {}
        self.tables: list[ReadTable] = []

    def expression(self, text: str, reach: Reach, element: str | None) -> Closure:
        return self._compiled(text, reach, element, tests=False)

    def cell(self, text: str, reach: Reach, element: str | None) -> Closure | None:
        """A cell; None for one that says nothing."""
        return None if text.strip() in {"", "-"} else self._compiled(text, reach, element, tests=True)

    def type(self, written: str | None, element: str | None) -> Type:
        if written is None:
            return ANY
        try:
            return self.compiler.named(written)
        except ExpressionError:
            pass
        try:
            return self.compiler.named(written.rpartition(":")[2])
        except ExpressionError:
            self.report.mistake(element, mistake("type", name=written))
            return ANY

    def _compiled(self, text: str, reach: Reach, element: str | None, *, tests: bool) -> Closure:
        if not text.strip():
            self.report.mistake(element, mistake("empty"))
            return _refusal(self.report, element)
        try:
            parsed = self.parsed(text, reach, tests=tests)
            closure = self.compiler.node(parsed.node)
        except (ExpressionError, RecursionError) as wrong:
            found = wrong.finding if isinstance(wrong, ExpressionError) else mistake("deep")
            self.report.unreadable(element, text, found)
            return _refusal(self.report, element)
        self._check(parsed, reach, element)
        return closure

    def parsed(self, text: str, reach: Reach, *, tests: bool) -> Parsed:
        """The tree of a text, with the names that its element can reach."""
        names = frozenset(name for name in reach.names if special(name)) | BUILTIN_NAMES | self._hosts()
        return (parse_tests if tests else parse)(text, names, self.members)

    def _hosts(self) -> frozenset[str]:
        return frozenset(name for name in self.functions or () if special(name))

    def _check(self, parsed: Parsed, reach: Reach, element: str | None) -> None:
        own = reach.names | set(BUILTINS) | set(self.functions or ()) | {"?"}
        for found in unknown_functions(parsed, own):
            self.report.mistake(element, found, "warning" if self.functions is None else "error")
        for found in misgiven(parsed, reach.names | set(self.functions or ())):
            self.report.mistake(element, found)
        for found in reread(parsed, reach.names):
            self.report.mistake(element, found)
        unknown = parsed.free - own - parsed.calls
        if reach.open:
            self.asked.setdefault(reach.owner, set()).update(unknown)
            return
        for name in sorted(unknown):
            sign = next(filter(half_width, name), None)
            wide = sign and mistake("full_width", found=sign, wanted=half_width(sign))
            self.report.mistake(element, wide or mistake("input", name=name))


def _refusal(report: Report, element: str | None) -> Closure:
    """What stands for an expression that was refused: asking it is refused too."""
    return refusing([finding for finding in report.findings if finding.element == element][-1:])


def refusing(found: list[Finding]) -> Closure:
    """What stands for logic that was found wanting: whoever asks it is told what was found."""

    def refuse(_: Scope) -> NoReturn:
        raise ModelError(found)

    return refuse


def refusal(report: Report, element: str | None) -> Closure:
    return _refusal(report, element)


def constant(value: Value) -> Closure:
    return lambda _scope: value
