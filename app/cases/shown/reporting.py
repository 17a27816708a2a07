"""What the holder of a certificate or right may report by themselves, as the release's list of services says."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.cases.shown.found_by import items_of, read, service_of, subject_of
from app.cases.shown.views import ToReport
from app.catalogue import Release
from app.decisions.wire import from_wire, to_wire

Json = Mapping[str, Any]
CameOf = Iterable[tuple[str, str | None]]


def holds(release: Release, process: str, came_of: CameOf) -> bool:
    """Say whether something came of a case of which changes must be told: offices have looked into whose it is."""
    service = service_of(release, process)
    if not service or "reports" not in service:
        return False
    kept = {one["name"]: one.get("holds", ()) for one in service["results"]}
    return any(outcome in kept.get(name, ()) for name, outcome in came_of)


def to_report(release: Release, process: str, variables: Json) -> ToReport | None:
    """Give what may be reported about the person whom a case is about; nothing while it holds nothing."""
    service, subject = service_of(release, process), subject_of(release, process, variables)
    if not service or not subject or not holds(release, process, items_of(release, process, variables).items()):
        return None
    reports = service["reports"]
    return ToReport(reports["message"], subject, reports["choices"], reports["preset"])


def whole(report: ToReport, answers: Json) -> dict[str, Any]:
    """Give the message's payload: the answers, and what is not asked of who reports for themselves."""
    scope = {name: from_wire(value) for name, value in answers.items()}
    return {**answers, **{name: to_wire(read(said, scope)) for name, said in report.preset.items()}}
