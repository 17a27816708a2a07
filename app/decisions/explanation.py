"""Why a decision came out as it did: every rule, every cell, every value, and the decisions it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.decisions.feel.run import STEPS
from app.decisions.values.kinds import Value, kind, weight
from app.decisions.wire import to_wire
from app.decisions.wording import Words, unmarked


@dataclass(frozen=True, slots=True)
class RuleTrace:
    """One rule and the verdict of each of its cells: T held, F did not, N can't be told, - not asked."""

    id: str
    label: str
    annotation: str
    cells: str
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

    def as_text(self, lang: str = "zh") -> str:
        """The explanation as a caseworker reads it."""
        return "\n".join(_Telling(lang).lines(self, 0))


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

    def __init__(self, lang: str) -> None:
        self.words = Words(lang)
        self.told: set[str] = set()

    def lines(self, explanation: Explanation, depth: int) -> list[str]:
        pad = "  " * depth
        if explanation.decision in self.told:
            return [pad + self.words.say("told", explanation.name)]
        self.told.add(explanation.decision)
        labels = explanation.labels
        found = [self.words.say("decision", explanation.name, self.words.outcome(explanation.outcome, labels))]
        if explanation.given:
            found.append("  " + self.words.say("given", self.words.outcome(explanation.given, labels)))
        found += [f"  {self.words.say(what, labels.get(detail, detail))}" for what, detail in explanation.notes]
        for table in explanation.tables:
            found += ["  " + line for line in self._table(table)]
        if explanation.requires:
            found.append("  " + self.words.say("requires"))
        inner = [line for each in explanation.requires for line in self.lines(each, depth + 2)]
        return [pad + line for line in found] + inner

    def _table(self, table: TableTrace) -> list[str]:
        found = [self.words.say("table", self.words.table.get(table.policy, table.policy))]
        for place, rule in enumerate(table.rules, 1):
            missed = "failed" if "F" in rule.cells else "unsure"
            verdict = "chosen" if rule.id in table.chosen else "held" if rule.held else missed
            head = self.words.say("rule", str(place)) + (f" {rule.label}" if rule.label else "")
            line = f"  {head}{self.words.table['colon']}{self.words.table[verdict]}"
            found.append(f"{line}{self.words.table['semicolon']}{self._cells(table, rule)}")
            if rule.annotation and verdict == "chosen":
                found.append(f"    {unmarked(rule.annotation)}")
        if table.chosen:
            return found
        return [*found, "  " + self.words.say("default" if table.by_default else "none")]

    def _cells(self, table: TableTrace, rule: RuleTrace) -> str:
        """The cells that decided: those that failed, or all that held."""
        wanted = "T" if rule.held else "FN"
        told = [
            self.words.say(f"cell {cell}", label, self.words.value(value))
            for cell, (label, value) in zip(rule.cells, table.columns, strict=True)
            if cell in wanted
        ]
        return self.words.table["semicolon"].join(told) or self.words.say("any")
