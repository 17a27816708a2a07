"""The words in which people are told values, labels and conditions: set phrases, and what the host calls its codes."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from app.decisions.values.kinds import Value
from app.decisions.values.text import literal
from app.decisions.wording import LANGUAGES

_MARK: Final = re.compile(r"(^|；)[ -~][ -~、]*?(?:：|(?=「))")


def unmarked(reason: str) -> str:
    """A rule's reason without the marks by which analysts refer to the law: `EMP「…」；G9：…`."""
    return _MARK.sub(r"\1", reason)


def unchanged(text: str) -> str:
    return text


@dataclass(frozen=True)
class Words:
    """One language's words: `said` gives a field's codes theirs, `labels` gives the parts of contexts theirs."""

    lang: str = "zh"
    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    translate: Callable[[str], str] = unchanged
    """From the language in which a model is written to this one."""

    def say(self, key: str, *parts: str) -> str:
        return self._table[key].format(*parts)

    def phrase(self, key: str) -> str:
        """The set phrase of a key; of an unknown one, the key."""
        return self._table.get(key, key)

    @property
    def _table(self) -> Mapping[str, str]:
        return LANGUAGES.get(self.lang, LANGUAGES["zh"])

    def of(self, name: str) -> Mapping[str, str]:
        """The words for a field's codes."""
        return self.said.get(name, {})

    def field(self, asks: str, label: str) -> str:
        """The field of a column: the input that it asks, or the label of one that asks something made of inputs."""
        return asks if asks in self.said or label not in self.said else label

    def with_labels(self, labels: Mapping[str, str]) -> "Words":
        """The same with other labels, which come first."""
        others = {name: label for name, label in self.labels.items() if name not in labels}
        return Words(self.lang, self.said, {**labels, **others}, self.translate)

    def label(self, name: str) -> str:
        return self.translate(self.labels.get(name) or name)

    def value(self, value: Value, name: str = "") -> str:
        """A value as people say it; `name` is the field that it is the value of."""
        if isinstance(value, bool):
            return self.say(str(value).lower())
        if isinstance(value, list):
            several = len(value) > 1
            each = (self._inside(one, name) if several else self.value(one, name) for one in value)
            return self.say("list").join(each) or self.say("empty")
        if isinstance(value, dict):
            return self.say("inner joint").join(self.say("inner", *row) for row in self.rows(value))
        if value is None:
            return self.say("null")
        text = value if isinstance(value, str) else literal(value)
        return self.of(name).get(text) or (self.translate(text) if isinstance(value, str) else text)

    def _inside(self, value: Value, name: str) -> str:
        said = self.value(value, name)
        return f"{self.say('open')}{said}{self.say('close')}" if isinstance(value, dict) else said

    def rows(self, values: Mapping[str, Value], without: Collection[Value] = ()) -> list[tuple[str, str]]:
        """Values by what people call them; texts among `without` are codes that only programs need."""
        return [
            (self.label(name), self.value(value, name))
            for name, value in values.items()
            if not (isinstance(value, str) and value in without)
        ]

    def pairs(self, values: Mapping[str, Value], without: Collection[Value] = ()) -> str:
        said = [self.say("pair", label, words) for label, words in self.rows(values, without)]
        return self.say("semicolon").join([*(each.rstrip("。.") for each in said[:-1]), *said[-1:]])

    def outcome(self, value: Value, decision: str = "", without: Collection[Value] = ()) -> str:
        """A whole outcome, in the order of its labels; the decision's id is the field of one that has no parts."""
        if isinstance(value, dict):
            places = {name: place for place, name in enumerate(self.labels)}
            ordered = sorted(value, key=lambda name: places.get(name, len(places)))
            return self.pairs({name: value[name] for name in ordered}, without)
        return self.say("no outcome") if value is None else self.value(value, decision)

    def being(self, value: Value, name: str = "") -> str:
        """What a field is, as the second half of a sentence."""
        return self.say("is null") if value is None else self.say("is", self.value(value, name))

    def either(self, options: Iterable[str]) -> str:
        """One of several: `A、B或C`."""
        *before, last = dict.fromkeys(options)
        return self.say("list").join(before) + self.say("or") + last if before else last
