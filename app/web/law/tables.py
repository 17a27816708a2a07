"""A decision's tables as the law writes them, with what met each condition and which rule was taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from app.decisions.conditions import asked as asked_in_words
from app.decisions.conditions import given
from app.decisions.wire import from_wire
from app.decisions.words import Words, unmarked
from app.web.law.names import Law
from app.web.look.language import lang, say
from app.web.look.masking import hidden

VERDICTS: Final[Mapping[str, str]] = {"T": "符合", "F": "不符合", "N": "无法判断", "-": "不限"}
BROUGHT: Final = 300


@dataclass(frozen=True)
class Met:
    """What met a column: its label, the value in words, and as it is recorded where that is a code."""

    label: str
    words: str
    raw: str = ""


@dataclass(frozen=True)
class Cell:
    """One condition: what it asks, in words and as it is written, and whether what met it held."""

    text: str
    verdict: str
    words: str
    raw: str = ""


@dataclass(frozen=True)
class Ruled:
    """One rule: its conditions, what it gives, why it is law, and whether it was taken."""

    name: str
    cells: Sequence[Cell]
    gives: Sequence[str]
    source: str
    chosen: bool


@dataclass(frozen=True)
class Asked:
    """One table at work."""

    name: str
    policy: str
    inputs: Sequence[Met]
    outputs: Sequence[str]
    rules: Sequence[Ruled]
    by_default: bool


@dataclass(frozen=True)
class _Written:
    """A table as its file writes it: what columns ask, outputs by name and label, each rule's texts by its id."""

    asks: Sequence[str]
    outputs: Sequence[tuple[str, str]]
    rules: Mapping[str, tuple[Sequence[str], Sequence[str]]]


_NO_TABLE: Final = _Written((), (), {})


def asked(explanation: Any, law: Law) -> list[Asked]:
    """Give the tables that a decision asked, the required decisions' after its own; [] where nothing was decided."""
    if not isinstance(explanation, dict):
        return []
    name = law.say(str(explanation.get("name", "")))
    own = [_table(name, table, law) for table in explanation.get("tables", [])]
    return own + [table for each in explanation.get("requires", []) for table in asked(each, law)]


def _table(name: str, table: Mapping[str, Any], law: Law) -> Asked:
    written, words = _written(str(table.get("table", "")), law), law.release.words(lang())
    told = [str(one["label"]) for one in table.get("inputs", [])]
    asks = [*written.asks, *[""] * (len(told) - len(written.asks))]
    fields = [words.field(text, label) for text, label in zip(asks, told, strict=False)]
    inputs = [
        _met(law.say(one["label"]), one["value"], field, words)
        for one, field in zip(table.get("inputs", []), fields, strict=True)
    ]
    chosen = set(table.get("chosen", []))
    rules = [
        _rule(say("规则第{n}条", n=n), rule, written, fields, law, chosen=rule.get("id") in chosen)
        for n, rule in enumerate(table["rules"], 1)
    ]
    outputs = [law.say(label) for _, label in written.outputs]
    return Asked(name, str(table.get("policy", "")), inputs, outputs, rules, bool(table.get("by_default")))


def _met(label: str, value: Any, field: str, words: Words) -> Met:
    said = hidden(words.value(from_wire(value), field))
    raw = hidden(str(value)) if isinstance(value, str | Decimal) else ""
    return Met(label, said, raw if raw != said else "")


def _rule(
    name: str, rule: Mapping[str, Any], written: _Written, fields: Sequence[str], law: Law, *, chosen: bool
) -> Ruled:
    words = law.release.words(lang())
    conditions, gives = written.rules.get(str(rule.get("id")), ((), ()))
    verdicts = str(rule.get("cells", ""))
    texts = [*conditions, *[""] * (len(verdicts) - len(conditions))]
    cells = [
        Cell(_short(asked_in_words(text, words, field)), one, say(VERDICTS[one]), text)
        for text, one, field in zip(texts, verdicts, fields, strict=False)
    ]
    given_ = [
        _short(_gives(text, output, law, words)) for text, (output, _) in zip(gives, written.outputs, strict=False)
    ]
    source = unmarked(str(rule.get("annotation") or rule.get("label") or ""))
    return Ruled(name, cells, given_, law.say(source), chosen)


def _gives(text: str, output: str, law: Law, words: Words) -> str:
    """What a rule gives: a value or an input in words, a formula with its names in words."""
    said = given(text, words, output)
    return law.spoken(text) if said is None else said


def _short(text: str) -> str:
    return text if len(text) <= BROUGHT else f"{text[:BROUGHT]}…"


def _written(table: str, law: Law) -> _Written:
    element = law.tables.get(table)
    if element is None:
        return _NO_TABLE
    asks = [(one.findtext("{*}inputExpression/{*}text") or "").strip() for one in element.iterfind("{*}input")]
    outputs = [
        (one.get("name") or "", one.get("label") or one.get("name") or "") for one in element.iterfind("{*}output")
    ]
    rules = {rule.get("id", ""): _texts(rule) for rule in element.iterfind("{*}rule")}
    said = [n for n, _ in enumerate(outputs) if not all(_is_code(rule, gives, n) for rule, (_, gives) in rules.items())]
    kept = {rule: (cells, [gives[n] for n in said]) for rule, (cells, gives) in rules.items()}
    return _Written(asks, [outputs[n] for n in said], kept)


def _is_code(rule: str, gives: Sequence[str], column: int) -> bool:
    """Whether an output only repeats the rule's id, which says nothing to people."""
    return gives[column].strip('"') == rule


def _texts(rule: Any) -> tuple[list[str], list[str]]:
    return [_text(one) for one in rule.iterfind("{*}inputEntry")], [
        _text(one) for one in rule.iterfind("{*}outputEntry")
    ]


def _text(entry: Any) -> str:
    return (entry.findtext("{*}text") or "").strip()
