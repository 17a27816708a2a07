"""An outcome that did not come, told to a caseworker: what would have to be otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.decisions.explanation import Explanation, travelling
from app.decisions.values.kinds import Value
from app.decisions.words import Words


@dataclass(frozen=True, slots=True)
class Change:
    """One column's value as it met the table, and as it would have to be; `plain` when it is an input by itself."""

    label: str
    name: str
    plain: bool
    now: Value
    then: Value


@dataclass(frozen=True, slots=True)
class WhyNot:
    """The nearest rule, the smallest change that makes it give its outcome, and that outcome once it was tried."""

    decision: str
    name: str
    place: int
    rule: str
    annotation: str
    changes: tuple[Change, ...]
    tried: bool = False
    outcome: Value = None
    labels: Mapping[str, str] = field(default_factory=dict)

    def after(self, then: Explanation) -> "WhyNot":
        return replace(self, tried=True, outcome=then.outcome, labels=then.labels)

    def as_data(self) -> dict[str, Any]:
        """Wire JSON."""
        changes = [
            {"label": each.label, "name": each.name, "now": travelling(each.now), "then": travelling(each.then)}
            for each in self.changes
        ]
        found = {"decision": self.decision, "rule": self.rule, "place": self.place, "changes": changes}
        return found | ({"outcome": travelling(self.outcome)} if self.tried else {})

    def as_text(self, words: Words | str = "zh") -> str:
        """One sentence, and the outcome that was tried; in a language or with the host's own words."""
        return "\n".join(self.lines(Words(words) if isinstance(words, str) else words))

    def lines(self, words: Words) -> list[str]:
        words = words.with_labels(self.labels)
        changes = words.say("and then").join(
            words.say(
                "change", words.label(each.label), words.value(each.then, each.name), words.being(each.now, each.name)
            )
            for each in self.changes
        )
        told = words.say("if", changes, str(self.place))
        return (
            [told, words.say("outcome", words.outcome(self.outcome, self.decision, [self.rule]))]
            if self.tried
            else [told]
        )
