"""The law's own words for what a fact names by an id: offices, elements, registers, results; only the demo uses it."""

from collections.abc import Mapping
from typing import Any, Final

from app.calendar import legal_day
from app.cases.shown.labels import Labels, labels
from app.catalogue import Release
from app.cli.rooms import Rooms
from app.decisions.wire import from_wire, to_wire
from app.events.canonical import decode
from app.events.facts import DecisionMade

REGISTERS: Final = "forms/registers/"
Json = Mapping[str, Any]


class Words:
    """Reads a release once; an id without a word is told as it is, so that nothing is hidden."""

    def __init__(self, rooms: Rooms) -> None:
        """Take the words of the release in force."""
        self._release: Release = rooms.catalogue.in_force(legal_day(rooms.now()))
        self._labels: Labels = labels(self._release)
        self._schemas = {
            path.removeprefix(REGISTERS).removesuffix(".json"): decode(content)
            for path, content in self._release.files.items()
            if path.startswith(REGISTERS)
        }

    def office(self, role: str | None, division: str | None) -> str:
        return self._labels.office(role, division)

    def element(self, ref: str, process: str) -> str:
        return self._labels.element(ref, process)

    def title(self, process: str) -> str:
        return self._labels.title(process)

    def message(self, name: str) -> str:
        """Name a message by the form that people fill in for it, or by what the diagrams say of it."""
        form = self.form_of(name)
        return str(self._release.form(form).title_in("zh")) if form else self._labels.messages.get(name, name)

    def register(self, name: str) -> str:
        return str(self._schemas.get(name, {}).get("title", name))

    def entry(self, register: str, entry: Json) -> str:
        """Tell a register's entry by its fields' titles."""
        fields = self._schemas.get(register, {}).get("properties", {})
        named = {str(fields.get(key, {}).get("title", key)): value for key, value in entry.items()}
        return brief(named)

    def form_of(self, message: str) -> str | None:
        """Give the form by which people fill in a message, where there is one of its name."""
        return message if message in self._release.forms else None

    def handed_in(self, form: str | None, answers: Json) -> str:
        """Tell a form's answers by its labels."""
        if form is None:
            return brief(answers)
        found = self._release.form(form).sections(from_wire(dict(answers)), "zh", None)
        return "，".join(f"{label}：{said}" for _, rows in found for label, said in rows)

    def outcome(self, fact: DecisionMade) -> str:
        """Tell what a table decided, in words."""
        words, matched = self._release.words("zh", fact.decision), fact.explanation.get("matched", ())
        return words.outcome(from_wire(fact.outcome), fact.decision, matched)


def brief(value: Any) -> str:
    """A value in few characters, tags of dates left out."""
    if isinstance(value, Mapping):
        if len(value) == 1 and next(iter(value)).startswith("$"):
            return str(next(iter(value.values())))
        return "，".join(f"{key}：{brief(inner)}" for key, inner in value.items() if inner is not None)
    if isinstance(value, list):
        return "、".join(map(brief, value))
    if value is None:
        return "无"
    return {True: "是", False: "否"}[value] if isinstance(value, bool) else str(to_wire(value))
