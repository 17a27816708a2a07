"""How a rehearsal reads a worked case: every question is FEEL in the release's `acceptance.json`, none is Python."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from app.calendar import legal_day
from app.cli.rooms import Rooms
from app.decisions import evaluate
from app.decisions.wire import from_wire, to_wire

REFERENCE = "acceptance"
Json = dict[str, Any]


@dataclass(frozen=True)
class Rules:
    """The release's own words on how to play one worked case and what to look at afterwards."""

    rooms: Rooms
    worked: Json
    _in_force: dict[date, Any] = field(default_factory=dict)  # asked for at every question

    @property
    def texts(self) -> Json:
        found: Json = self._release(self.rooms.now()).reference(REFERENCE)
        return found

    def ask(self, text: str, scope: Mapping[str, Any] | None = None) -> Any:
        """Evaluate FEEL over the worked case, its facts and dates, and what else is handed in."""
        now = self.rooms.now()
        return evaluate(text, self.scope | dict(scope or {}), now=now, functions=self.functions(now))

    def ask_wire(self, text: str, scope: Mapping[str, Any] | None = None) -> Any:
        return to_wire(self.ask(text, scope))

    def day(self, name: str, scope: Mapping[str, Any] | None = None) -> date:
        """One of the rehearsal's days, by its name in the reference file."""
        found = self.ask(self.texts[name], scope)
        if not isinstance(found, date) or isinstance(found, datetime):
            raise TypeError(f"{REFERENCE}.json: {name} gives {found!r}, not a date")
        return found

    @cached_property
    def scope(self) -> Json:
        """What every question can see; nothing changes it."""
        case = from_wire(self.worked)
        days = {name: date.fromisoformat(self.worked[name]) for name in ("submitted_on", "as_of")}
        return {"case": case, "facts": case["facts"], **days}

    def functions(self, now: datetime) -> dict[str, Callable[..., Any]]:
        """The release's own functions, and `decide`, which asks one of its tables."""
        release = self._release(now)

        def decide(decision: str, context: Json) -> Any:
            return release.model(decision).decide(decision, context, now=now, functions=release.functions).outcome

        return {**release.functions, "decide": decide}

    def _release(self, now: datetime) -> Any:
        day = legal_day(now)
        if day not in self._in_force:
            self._in_force[day] = self.rooms.catalogue.in_force(day)
        return self._in_force[day]
