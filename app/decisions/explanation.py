"""Why a decision came out as it did: every rule, every cell, every value, and the decisions it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from app.decisions.conditions import condition, names
from app.decisions.feel.run import STEPS
from app.decisions.values.kinds import Value, kind, weight
from app.decisions.wire import to_wire
from app.decisions.words import Words, unmarked

_PLAIN: Final = frozenset({"not given", "type", "value not allowed"})
"""Notes about what was handed in; the others are about formulas."""


@dataclass(frozen=True, slots=True)
class RuleTrace:
    """One rule and the verdict of each of its cells: T held, F did not, N can't be told, - not asked."""

    id: str
    label: str
    annotation: str
    cells: str
    asks: tuple[str, ...] = field(default=(), compare=False)
    """The cells as they are written."""
    held: bool = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "held", not set(self.cells) - {"T", "-"})


@dataclass(frozen=True, slots=True)
class TableTrace:
    """One table at work: the values that met its columns, its rules, and those that the hit policy chose."""

    id: str
    policy: str
    columns: tuple[tuple[str, Value], ...]
    rules: tuple[RuleTrace, ...]
    chosen: tuple[str, ...]
    by_default: bool
    labels: Mapping[str, str] = field(default_factory=dict)
    """What people call the outputs, by their names."""
    fields: tuple[str, ...] = ()
    """What the columns ask: the name of an input, or an expression."""

    def as_data(self) -> dict[str, Any]:
        return {
            "table": self.id,
            "policy": self.policy,
            "inputs": [{"label": label, "value": travelling(value)} for label, value in self.columns],
            "rules": [_rule(rule) for rule in self.rules],
            "chosen": list(self.chosen),
            "by_default": self.by_default,
        }


def _rule(rule: RuleTrace) -> dict[str, Any]:
    found = {"id": rule.id, "cells": rule.cells, "label": rule.label, "annotation": rule.annotation}
    return {name: value for name, value in found.items() if value}


@dataclass(frozen=True, slots=True)
class Explanation:
    """One decision: its outcome and everything that led to it."""

    decision: str
    name: str
    model: str
    outcome: Value
    given: dict[str, Value]
    tables: tuple[TableTrace, ...]
    requires: tuple["Explanation", ...]
    notes: tuple[tuple[str, str], ...]
    called: Mapping[str, str] = field(default_factory=dict)
    """What people call the inputs, by their names."""

    @property
    def labels(self) -> dict[str, str]:
        """What people call the inputs and the parts of the outcome, by their names."""
        every = (self.called, *(table.labels for table in self.tables))
        return {name: label for labels in every for name, label in labels.items() if label}

    @property
    def matched(self) -> list[str]:
        """The ids of the rules that gave the outcome."""
        return [rule for table in self.tables for rule in table.chosen]

    @property
    def held(self) -> list[str]:
        """The ids of all rules whose every cell held, chosen by the hit policy or not."""
        return [rule.id for table in self.tables for rule in table.rules if rule.held]

    def as_data(self) -> dict[str, Any]:
        """Wire JSON; a decision required twice is told once."""
        return data_of(self, set())

    def as_text(self, words: Words | str = "zh") -> str:
        """The explanation as a caseworker reads it, in a language or with the host's own words."""
        return "\n".join(_Telling(Words(words) if isinstance(words, str) else words).lines(self, 0))


def data_of(explanation: Explanation, told: set[str]) -> dict[str, Any]:
    """One decision's wire JSON; `told` holds the decisions that were told before."""
    if explanation.decision in told:
        return {"decision": explanation.decision, "told": True}
    told.add(explanation.decision)
    found = {
        "decision": explanation.decision,
        "name": explanation.name,
        "model": explanation.model,
        "outcome": travelling(explanation.outcome),
        "given": {name: travelling(value) for name, value in explanation.given.items()},
        "matched": explanation.matched,
        "tables": [table.as_data() for table in explanation.tables],
        "notes": [list(note) for note in explanation.notes],
        "requires": [data_of(each, told) for each in explanation.requires],
    }
    return {name: value for name, value in found.items() if value not in ([], {}) or name == "outcome"}


def travelling(value: Value) -> Any:
    """Wire JSON, with a word in the place of a function, which can't travel."""
    weight(value, STEPS)
    return _worded(value)


def _worded(value: Value) -> Any:
    if isinstance(value, list):
        return [_worded(each) for each in value]
    if isinstance(value, dict):
        return {name: _worded(each) for name, each in value.items()}
    return {"$function": value.name} if kind(value) == "function" else to_wire(value)


class _Telling:
    """Writes explanations out, each decision once."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.told: set[str] = set()

    def lines(self, explanation: Explanation, depth: int) -> list[str]:
        pad, name = "  " * depth, self.words.translate(explanation.name)
        if explanation.decision in self.told:
            return [pad + self.words.say("told", name)]
        self.told.add(explanation.decision)
        words = self.words.with_labels(explanation.labels)
        outcome = words.outcome(explanation.outcome, explanation.decision, explanation.matched)
        found = [words.say("decision", name, outcome)]
        if explanation.given:
            found.append("  " + words.say("given", words.pairs(explanation.given)))
        found += [f"  {line}" for line in _notes(explanation, words)]
        for table in explanation.tables:
            found += ["  " + line for line in _table(table, words)]
        if explanation.requires:
            found.append("  " + words.say("requires"))
        inner = [line for each in explanation.requires for line in self.lines(each, depth + 2)]
        return [pad + line for line in found] + inner


def _notes(explanation: Explanation, words: Words) -> list[str]:
    """What went wrong, one line a kind; how a formula failed only where nothing came of it."""
    notes = [note for note in explanation.notes if explanation.outcome is None or note[0] in _PLAIN]
    kinds = dict.fromkeys(what for what, _ in notes)
    told = {kind: dict.fromkeys(words.label(detail) for what, detail in notes if what == kind) for kind in kinds}
    return [words.say(kind, words.say("list").join(details)) for kind, details in told.items()]


def _table(table: TableTrace, words: Words) -> list[str]:
    found = [words.say("table", words.phrase(table.policy))]
    for place, rule in enumerate(table.rules, 1):
        missed = "failed" if "F" in rule.cells else "unsure"
        verdict = "chosen" if rule.id in table.chosen else "held" if rule.held else missed
        head = words.say("rule", str(place)) + (f" {rule.label}" if rule.label else "")
        found.append(f"  {words.say('verdict', head, words.say(verdict))}{_cells(table, rule, words)}")
        if rule.annotation and verdict == "chosen":
            found.append(f"    {unmarked(rule.annotation)}")
    if table.chosen:
        return found
    return [*found, "  " + words.say("default" if table.by_default else "none")]


def _cells(table: TableTrace, rule: RuleTrace, words: Words) -> str:
    """The cells that decided: those that failed, those that can't be told where none did, or all that held."""
    wanted = next((each for each in "FN" if each in rule.cells), "T")
    places = [place for place, cell in enumerate(rule.cells) if cell == wanted]
    return words.say("semicolon").join(_cell(table, rule, place, words) for place in places) or words.say("any")


def _cell(table: TableTrace, rule: RuleTrace, place: int, words: Words) -> str:
    label, value = table.columns[place]
    name = words.field(table.fields[place], label)
    text, met = rule.asks[place], words.being(value, name)
    if names(text, value, words, name):
        return words.say("cell T", words.label(label), met)
    key = "cell TT" if rule.cells[place] == "T" else "cell F"
    return words.say(key, words.label(label), met, condition(text, words, name))
