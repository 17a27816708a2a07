"""What people report of a change, themselves or at an office: which case it opens, as the release's services say."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.cases.shown.found_by import items_of, read, service_of
from app.cases.shown.views import Reported, ToReport
from app.catalogue import Release
from app.decisions.wire import from_wire, to_wire

Json = Mapping[str, Any]
CameOf = Iterable[tuple[str, str | None]]
EVERYWHERE = "0"


def holds(release: Release, process: str, came_of: CameOf) -> bool:
    """Say whether something came of a case of which changes must be told: offices have looked into whose it is."""
    service = service_of(release, process)
    if not service or "reports" not in service:
        return False
    kept = {one["name"]: one.get("holds", ()) for one in service["results"]}
    return any(outcome in kept.get(name, ()) for name, outcome in came_of)


def to_report(release: Release, process: str, variables: Json) -> ToReport | None:
    """Give what may be reported about the person whom a case is about; nothing while it holds nothing."""
    service = service_of(release, process)
    if not service or not holds(release, process, items_of(release, process, variables).items()):
        return None
    reports, scope = service["reports"], _scope(variables)
    person, division = read(reports["person"], scope), _place(read(reports["division"], scope))
    return ToReport(reports["form"], reports["opens"], to_wire(person), division, reports["choices"], reports["preset"])


def told(report: ToReport, answers: Json) -> Reported:
    """Give the case to open: the answers, and what is not asked of who reports for themselves."""
    scope = _scope(answers)
    whole = {**answers, **{name: to_wire(read(said, scope)) for name, said in report.preset.items()}}
    return Reported(report.opens, {report.form: whole, **report.person}, report.division)


def recorded(services: Json, message: str, key: str, office: str | None, answers: Json) -> Reported | None:
    """Give the case that a caseworker's record opens; None for a message that goes straight to who waits for it."""
    for process, service in services.items():
        records = service.get("records", {}) if isinstance(service, Mapping) else {}
        if records.get("message") == message:
            scope = {"key": key, "office": office}
            person: Json = to_wire(read(records["person"], scope))
            return Reported(process, {message: dict(answers), **person}, _place(read(records["division"], scope)))
    return None


def _place(found: Any) -> str:
    return found if isinstance(found, str) else EVERYWHERE


def _scope(variables: Json) -> dict[str, Any]:
    return {name: from_wire(value) for name, value in variables.items()}
