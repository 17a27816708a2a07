"""What people tell of a case, themselves or at an office (a change, a rating): which case it opens, as services say."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from app.cases.shown.found_by import items_of, read, service_of
from app.cases.shown.views import Opening, Reported
from app.catalogue import Release
from app.decisions.wire import from_wire, to_wire
from app.store.rows import CaseSummary

Json = Mapping[str, Any]
CameOf = Iterable[tuple[str, str | None]]
EVERYWHERE = "0"
TELLING = ("reports", "rates")


def applied_for(services: Json) -> dict[str, Json]:
    """Give what people apply for, by process; what is opened by telling of another case is no application."""
    listed = {process: one for process, one in services.items() if isinstance(one, Mapping)}
    told = {one[way]["opens"] for one in listed.values() for way in TELLING if way in one}
    return {process: one for process, one in listed.items() if process not in told}


def holds(release: Release, process: str, came_of: CameOf) -> bool:
    """Say whether something came of a case of which changes must be told: offices have looked into whose it is."""
    service = service_of(release, process)
    if not service or "reports" not in service:
        return False
    kept = {one["name"]: one.get("holds", ()) for one in service["results"]}
    return any(outcome in kept.get(name, ()) for name, outcome in came_of)


def to_report(release: Release, process: str, variables: Json) -> Opening | None:
    """Give what may be reported about the person whom a case is about; nothing while it holds nothing."""
    service = service_of(release, process)
    if not service or not holds(release, process, items_of(release, process, variables).items()):
        return None
    return _opening(service["reports"], _scope(variables))


def to_rate(release: Release, case: CaseSummary, variables: Json) -> Opening | None:
    """Give how a case that ended may be rated: once, so the key of the rating is made of the case; none once erased."""
    service = service_of(release, case.process)
    if not service or "rates" not in service or case.ended_at is None or not variables:
        return None
    rates, scope = service["rates"], {**_scope(variables), "ended": case.outcome}
    if read(rates["when"], scope) is not True:
        return None
    return replace(_opening(rates, scope), once=f"{rates['opens']}:{case.id}")


def told(opening: Opening, answers: Json) -> Reported:
    """Give the case to open: the answers, and what is not asked of who tells for themselves."""
    scope = _scope(answers)
    whole = {**answers, **{name: to_wire(read(said, scope)) for name, said in opening.preset.items()}}
    return Reported(opening.opens, {opening.form: whole, **opening.person}, opening.division)


def recorded(services: Json, message: str, key: str, office: str | None, answers: Json) -> Reported | None:
    """Give the case that a caseworker's record opens; None for a message that goes straight to who waits for it."""
    for process, service in services.items():
        records = service.get("records", {}) if isinstance(service, Mapping) else {}
        if records.get("message") == message:
            scope = {"key": key, "office": office}
            person: Json = to_wire(read(records["person"], scope))
            return Reported(process, {message: dict(answers), **person}, _place(read(records["division"], scope)))
    return None


def _opening(said: Json, scope: Json) -> Opening:
    person, division = to_wire(read(said["person"], scope)), _place(read(said["division"], scope))
    return Opening(said["form"], said["opens"], person, division, said.get("choices", {}), said.get("preset", {}))


def _place(found: Any) -> str:
    return found if isinstance(found, str) else EVERYWHERE


def _scope(variables: Json) -> dict[str, Any]:
    return {name: from_wire(value) for name, value in variables.items()}
