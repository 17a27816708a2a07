"""An outcome that did not come, told to a caseworker: what would have to be otherwise, in Chinese or English."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.decisions.explanation import Explanation, travelling
from app.decisions.values.kinds import Value
from app.decisions.wording import Words

_WORDS = {
    "zh": {
        "if": "若{changes}，则符合规则{place}。",
        "change": "“{label}”为{then}（现为{now}）",
        "and": "，且",
        "outcome": "结果将为：{outcome}",
    },
    "en": {
        "if": "If {changes}, rule {place} would hold.",
        "change": '"{label}" were {then} (it is {now})',
        "and": " and ",
        "outcome": "The outcome would be: {outcome}",
    },
}


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

    def as_text(self, lang: str = "zh") -> str:
        """One sentence, and the outcome that was tried."""
        table, words = _WORDS.get(lang, _WORDS["zh"]), Words(lang)
        changes = table["and"].join(
            table["change"].format(label=each.label, then=words.value(each.then), now=words.value(each.now))
            for each in self.changes
        )
        lines = [table["if"].format(changes=changes, place=self.place)]
        if self.tried:
            lines.append(table["outcome"].format(outcome=words.outcome(self.outcome, self.labels)))
        return "\n".join(lines)
