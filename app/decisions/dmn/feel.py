"""FEEL texts inside a model: compiled with the names that their element can reach, and reported when they can't be."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from app.decisions.builtins import BUILTINS
from app.decisions.dmn.report import Report
from app.decisions.dmn.xml import Element
from app.decisions.expressions import BUILTIN_NAMES
from app.decisions.feel.ast import Parsed
from app.decisions.feel.compile import Compiler
from app.decisions.feel.names import special
from app.decisions.feel.parser import parse, parse_tests
from app.decisions.feel.run import Closure, Scope
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
            zh = (f"没有名为“{written}”的类型", "请使用 FEEL 类型，或在模型中定义该类型。")
            self.report.error(element, f"There is no type {written!r}.", "Use a FEEL type or define it.", zh)
            return ANY

    def _compiled(self, text: str, reach: Reach, element: str | None, *, tests: bool) -> Closure:
        if not text.strip():
            self.report.unreadable(element, "an expression is empty")
            return _refusal(self.report, element)
        try:
            parsed = self.parsed(text, reach, tests=tests)
            closure = self.compiler.node(parsed.node)
        except (ExpressionError, RecursionError) as wrong:
            self.report.unreadable(element, wrong.detail if isinstance(wrong, ExpressionError) else "nested too deep")
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
        for name in sorted(parsed.calls - own):
            self._unknown_function(name, element)
        unknown = parsed.free - own - parsed.calls
        if reach.open:
            self.asked.setdefault(reach.owner, set()).update(unknown)
            return
        for name in sorted(unknown):
            zh = (f"“{name}”不是本决策的输入", "请添加对该输入数据或决策的依赖，或更正名称。")
            self.report.error(
                element, f"{name!r} is not an input of this decision.", "Require an input or decision so named.", zh
            )

    def _unknown_function(self, name: str, element: str | None) -> None:
        zh = (f"没有名为“{name}”的函数", "请更正函数名，或由系统提供该函数。")
        tell = self.report.warning if self.functions is None else self.report.error
        tell(element, f"There is no function {name!r} in FEEL.", "Correct it, or have the host offer it.", zh)


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
