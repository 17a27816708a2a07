"""The figures of a division and a period, for whoever may see them: staff for theirs, operators and auditors too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from app.calendar import legal_day, start_of_day
from app.cases.figures import reckoning
from app.cases.figures.periods import DAY, Period
from app.cases.figures.reckoning import Report
from app.cases.shown.found_by import service_of
from app.catalogue import Release
from app.errors import NotAllowed
from app.identity import Act, Person, covers, policy, prefix
from app.store.divisions import EVERYWHERE
from app.store.figures import Within, counted


class Releases(Protocol):
    """Where releases come from: the catalogue."""

    def release(self, number: int) -> Release: ...
    def in_force_at(self, now: datetime) -> Release: ...


@dataclass(frozen=True)
class Place:
    """A division whose figures somebody may see, as the list of divisions has it."""

    code: str
    level: str
    entry: Mapping[str, Any]


class Figures:
    """Counts only: no case is opened for them, and nobody is named."""

    def __init__(self, releases: Releases) -> None:
        self._releases = releases

    def places(self, by: Person, now: datetime) -> list[Place]:
        """List the divisions whose figures somebody may see: their own and those below, the widest first."""
        held = {grant.division for grant in by.roles if policy.allows(grant, Act.SEE_FIGURES)}
        listed = self._listed(now)
        found = [entry for entry in listed if any(covers(own, entry["code"]) for own in held)]
        tops = [entry for entry in found if entry["parent"] not in {each["code"] for each in found}]
        whole = [{"code": EVERYWHERE, "level": "all", "name": ""}] if EVERYWHERE in held and len(tops) > 1 else []
        known = {entry["code"] for entry in listed} | {EVERYWHERE}
        own = [{"code": code, "level": "county", "name": code} for code in sorted(held - known)]
        return [Place(entry["code"], str(entry.get("level", "")), entry) for entry in (*whole, *found, *own)]

    def report(self, division: str, period: Period, by: Person, now: datetime, process: str = "") -> Report:
        """Count what was opened and what ended in a period, and what is open now."""
        places = self.places(by, now)
        if division not in {place.code for place in places}:
            raise NotAllowed(f"the figures of {division} are not for {by.login}")
        today = legal_day(now)
        shown = Period(period.first, min(period.last, today)) if period.first <= today else period
        slices = shown.slices()
        start = prefix(division)
        marks = [start_of_day(one.first) for one in slices]
        within = Within(division, len(start) + 2, marks, start_of_day(period.last + DAY), process)
        found = counted(within, now)
        return Report(
            division=division,
            period=period,
            process=process,
            now=now,
            slices=slices,
            processes=reckoning.processes(found, len(slices)),
            things=reckoning.things(found, self._granted),
            waiting=sorted(found.waiting, key=lambda one: (one.role, -one.count, one.name)),
            below=reckoning.below(found, _below(places, division), self._granted),
        )

    def _listed(self, now: datetime) -> Sequence[Mapping[str, Any]]:
        listed: Sequence[Mapping[str, Any]] = self._releases.in_force_at(now).reference("divisions")
        return listed

    def _granted(self, process: str, release: int) -> Sequence[str] | None:
        """The outcomes by which a release's law grants what was asked for; None where it speaks of no granting."""
        service = service_of(self._releases.release(release), process)
        granted: Sequence[str] | None = service.get("granted") if service else None
        return granted


def _below(places: Sequence[Place], division: str) -> list[str]:
    """The digits of the divisions right below; none below a county."""
    return [prefix(place.code) for place in places if place.entry.get("parent") == division]
