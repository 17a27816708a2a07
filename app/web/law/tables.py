"""A decision's tables as the law writes them, with what met each condition and which rule was taken."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.web.law.names import Law
from app.web.look.language import say
from app.web.look.masking import hidden
from app.web.look.showing import plain

VERDICTS: Final[Mapping[str, str]] = {"T": "符合", "F": "不符合", "N": "无法判断", "-": "不限"}
BROUGHT: Final = 300
NOTHING: Final = re.compile(r"\bnull\b")


@dataclass(frozen=True)
class Cell:
    """One condition: how it is written and whether what met it held."""

    text: str
    verdict: str
    words: str


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
    inputs: Sequence[tuple[str, str]]
    outputs: Sequence[str]
    rules: Sequence[Ruled]
    by_default: bool


@dataclass(frozen=True)
class _Written:
    """A table as its file writes it: labels of outputs, and the texts of each rule by its id."""

    outputs: Sequence[str]
    rules: Mapping[str, tuple[Sequence[str], Sequence[str]]]


def asked(explanation: Any, law: Law) -> list[Asked]:
    """Give the tables that a decision asked, the required decisions' after its own; [] where nothing was decided."""
    if not isinstance(explanation, dict):
        return []
    name = law.say(str(explanation.get("name", "")))
    own = [_table(name, table, law) for table in explanation.get("tables", [])]
    return own + [table for each in explanation.get("requires", []) for table in asked(each, law)]


def _table(name: str, table: Mapping[str, Any], law: Law) -> Asked:
    written = _written(str(table.get("table", "")), law)
    chosen = set(table.get("chosen", []))
    rules = [_rule(n, rule, written, law, chosen=rule.get("id") in chosen) for n, rule in enumerate(table["rules"], 1)]
    inputs = [(law.say(str(one["label"])), hidden(_value(one["value"], law))) for one in table.get("inputs", [])]
    outputs = [law.say(label) for label in written.outputs]
    return Asked(name, str(table.get("policy", "")), inputs, outputs, rules, bool(table.get("by_default")))


def _rule(number: int, rule: Mapping[str, Any], written: _Written, law: Law, *, chosen: bool) -> Ruled:
    conditions, gives = written.rules.get(str(rule.get("id")), ((), ()))
    verdicts = str(rule.get("cells", ""))
    texts = [*conditions, *[""] * (len(verdicts) - len(conditions))]
    cells = [
        Cell(law.say(_said(text, law)), one, say(VERDICTS[one])) for text, one in zip(texts, verdicts, strict=False)
    ]
    source = str(rule.get("annotation") or rule.get("label") or "")
    return Ruled(
        say("规则{n}", n=number), cells, [law.say(_said(text, law)) for text in gives], law.say(source), chosen
    )


def _value(value: Any, law: Law) -> str:
    return law.say(law.spoken(plain(value)))


def _said(text: str, law: Law) -> str:
    """A condition as people read it: truths and nothing in words, codes by their names, texts without their quotes."""
    words = {"true": say("是"), "false": say("否"), "null": say("无"), "-": "—"}
    if text in words:
        return words[text]
    inner = text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' and '"' not in text[1:-1] else text
    inner = law.called(inner) if inner != text else NOTHING.sub(say("无"), law.spoken(text))
    return inner if len(inner) <= BROUGHT else f"{inner[:BROUGHT]}…"


def _written(table: str, law: Law) -> _Written:
    element = law.tables.get(table)
    if element is None:
        return _Written((), {})
    outputs = [one.get("label") or one.get("name") or "" for one in element.iterfind("{*}output")]
    rules = {rule.get("id", ""): _texts(rule) for rule in element.iterfind("{*}rule")}
    said = [n for n, _ in enumerate(outputs) if not all(_is_code(rule, gives, n) for rule, (_, gives) in rules.items())]
    kept = {rule: (asks, [gives[n] for n in said]) for rule, (asks, gives) in rules.items()}
    return _Written([outputs[n] for n in said], kept)


def _is_code(rule: str, gives: Sequence[str], column: int) -> bool:
    """Whether an output only repeats the rule's id, which says nothing to people."""
    return gives[column].strip('"') == rule


def _texts(rule: Any) -> tuple[list[str], list[str]]:
    return [_text(one) for one in rule.iterfind("{*}inputEntry")], [
        _text(one) for one in rule.iterfind("{*}outputEntry")
    ]


def _text(entry: Any) -> str:
    return (entry.findtext("{*}text") or "").strip()
