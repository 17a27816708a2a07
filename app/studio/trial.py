"""Trying a decision table of a draft: what its inputs ask, what was typed, and what the rules make of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any, Final

from lxml import etree

from app.catalogue.checks.safety import sift
from app.catalogue.drafting import Draft
from app.catalogue.release import Release
from app.catalogue.tables import model_of
from app.catalogue.words import LIST
from app.decisions import Model, evaluate
from app.decisions.analysis import why_not
from app.decisions.values import Value
from app.decisions.words import Words
from app.errors import DecisionError, ExpressionError, FieldError
from app.web import desk
from app.web.law import Asked, Law, asked
from app.web.look.language import lang, say

MARK: Final = "in."  # what was typed for an input comes under its name behind this
LONGEST: Final = 2000
TRUTHS: Final[Mapping[str, bool]] = {"true": True, "false": False}
SAMPLES: Final[Mapping[str, str]] = {"string": '"…"', "number": "1", "boolean": "true", "date": 'date("2026-01-31")'}


@dataclass(frozen=True)
class Question:
    """One input: how it is asked for, what was typed, and what is wrong with it."""

    name: str
    label: str
    kind: str  # boolean, number, string, date, or feel for all that has no field of its own
    sample: str
    offers: Sequence[tuple[str, str]]  # what cells ask for: as it is written, and in words
    typed: str
    error: str = ""


@dataclass(frozen=True)
class Outcome:
    """What the rules decided, column by column, why, and what would have to be otherwise."""

    rows: Sequence[tuple[str, str]]
    tables: Sequence[Asked]
    otherwise: str = ""  # the least that would have to be different, and what would come of it
    then: Sequence[tuple[str, str]] = ()
    problem: str = ""


class Trial:
    """One decision of one file, tried with what was typed."""

    def __init__(self, draft: Draft, path: str, wanted: str, typed: Mapping[str, str]) -> None:
        """Load the table as it stands in the draft; ModelError where it can't be."""
        content = draft.files[path]
        tables = {name: each for name, each in draft.files.items() if name.startswith("dmn/") or name == path}
        self.model: Model = model_of(path, tables)
        words = {LIST: draft.files[LIST]} if sift({LIST: draft.files.get(LIST, b"")}).json else {}
        files = {**draft.base.files, **words, path: content}
        self.law = Law(Release(draft.base.number, "", files, draft.base.effective_on))
        self.functions = draft.base.functions
        self.decisions = self.model.decisions
        self.decision = wanted if wanted in self.decisions else self.decisions[-1]
        self._typed = typed
        self._root: Any = etree.fromstring(content)

    @cached_property
    def questions(self) -> list[Question]:
        """The inputs that the decision rests on, with what was typed for each."""
        return [self._question(name) for name in self.model.inputs(self.decision)]

    @property
    def errors(self) -> list[FieldError]:
        return [FieldError(MARK + one.name, one.label, one.error) for one in self.questions if one.error]

    def names(self) -> list[tuple[str, str]]:
        """The file's decisions by id and name."""
        found = {one.get("id"): one.get("name") for one in self._root.iter("{*}decision")}
        return [(key, self.law.say(str(found.get(key) or key))) for key in self.decisions]

    def outcome(self) -> Outcome:
        """Decide; rules that clash, or an outcome that can't be reckoned, are told as what they are."""
        given = {one.name: self._read(one.kind, one.typed) for one in self.questions}
        now = desk.now()
        try:
            made = self.model.decide(self.decision, given, now=now, functions=self.functions)
            other = why_not(self.model, self.decision, given, now=now, functions=self.functions)
        except (DecisionError, ExpressionError) as problem:
            return Outcome((), (), problem=say(problem.zh) + str(problem.detail))
        rows, tables = self._rows(made.outcome, made.matched), asked(made.as_data(), self.law)
        if other is None:
            return Outcome(rows, tables)
        then = self._rows(other.outcome, [other.rule]) if other.tried else ()
        return Outcome(rows, tables, other.as_text(self._words).partition("\n")[0], then)

    @cached_property
    def _words(self) -> Words:
        """The draft's words, and what its table calls the parts of its outcome."""
        return self.law.release.words(lang()).with_labels(self.model.labels(self.decision))

    def _rows(self, outcome: Value, rules: Sequence[str]) -> list[tuple[str, str]]:
        """The outcome part by part; what only repeats a rule's id says nothing to people."""
        if isinstance(outcome, dict):
            return self._words.rows(outcome, rules)
        return [(say("结论"), self._words.outcome(outcome, self.decision))]

    def _question(self, name: str) -> Question:
        asks = next((one for one in self._root.iter("{*}inputData") if one.get("name") == name), None)
        column = next((one for one in self._root.iter("{*}input") if _expression(one) == name), None)
        types = [one.get("typeRef") for one in (asks if asks is not None else ()) if one.get("typeRef")]
        label = next((one.get("label") for one in (asks, column) if one is not None and one.get("label")), "")
        kind = types[0] if types and types[0] in SAMPLES else "feel"
        typed = str(self._typed.get(MARK + name, "")).strip()[:LONGEST]
        sample = self._sample(types[0]) if types else ""
        return Question(
            name, self.law.say(label or name), kind, sample, self._offers(name, column), typed, self._wrong(kind, typed)
        )

    def _offers(self, name: str, column: Any) -> list[tuple[str, str]]:
        """The texts that a column's cells ask for."""
        if column is None:
            return []
        place = [*column.getparent().iterfind("{*}input")].index(column)
        rules = column.getparent().iterfind("{*}rule")
        cells = [[*rule.iterfind("{*}inputEntry")][place].findtext("{*}text") or "" for rule in rules]
        words = [cell.strip()[1:-1] for cell in cells if cell.count('"') == 2 and cell.strip()[:1] == '"']
        return [(word, self._words.value(word, name)) for word in dict.fromkeys(words)]

    def _sample(self, kind: str) -> str:
        """How a value of a type is written, by the type's own definition."""
        item = next((one for one in self._root.iter("{*}itemDefinition") if one.get("name") == kind), None)
        if item is None:
            return SAMPLES.get(kind, "")
        parts = [(one.get("name"), (one.findtext("{*}typeRef") or "")) for one in item.iterfind("{*}itemComponent")]
        inside = ", ".join(f"{name}: {SAMPLES.get(part, 'null')}" for name, part in parts)
        one = f"{{{inside}}}" if parts else SAMPLES.get((item.findtext("{*}typeRef") or "").strip(), "null")
        return f"[{one}]" if item.get("isCollection") == "true" else one

    def _wrong(self, kind: str, typed: str) -> str:
        try:
            self._read(kind, typed)
        except InvalidOperation:
            return say("请填数字，例如 1 或 0.5。")
        except ValueError:
            return say("请填日期，例如 2026-01-31。")
        except ExpressionError:
            return say("写法不对，请按 FEEL 表达式填写；文字要加双引号。")
        return ""

    def _read(self, kind: str, typed: str) -> Value:
        if not typed:
            return None
        if kind == "boolean":
            return TRUTHS.get(typed)
        if kind == "number":
            return _number(typed)
        if kind == "date":
            return date.fromisoformat(typed)
        return typed if kind == "string" else evaluate(typed, {}, now=desk.now(), functions=self.functions)


def _number(typed: str) -> Decimal:
    number = Decimal(typed)
    if not number.is_finite():
        raise InvalidOperation(typed)
    return number


def _expression(column: Any) -> str:
    return (column.findtext("{*}inputExpression/{*}text") or "").strip()
