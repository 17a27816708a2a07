"""What a case is found by later: whom it is about, what was asked for and what came of it; commands keep it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app.catalogue import Release
from app.decisions import evaluate
from app.decisions.wire import from_wire
from app.errors import ExpressionError, NotFound

Json = Mapping[str, Any]
OPENED_ABOUT = "subject_opened"


def subject_of(release: Release, process: str, data: Json) -> str | None:
    """Give the identity number of the person whom a new case is about, where the release says how to read it.

    A case that a diagram opened has a rule of its own, which the services may leave out.
    """
    service = service_of(release, process)
    rule = service.get("subject") if service else _services(release).get(OPENED_ABOUT)
    found = read(rule, _scope(data)) if rule else None
    return found if isinstance(found, str) and found else None


def name_of(release: Release, process: str, variables: Json) -> str:
    """Give the name of the person whom a case is about; a case opened by a diagram has a rule of its own."""
    service = service_of(release, process)
    services = release.reference("services")
    found = read(service["about"] if service else services["about_opened"], _scope(variables))
    return found if isinstance(found, str) else ""


def is_asked_for(release: Release, process: str) -> bool:
    """Whether people ask for things by this process; other cases are opened by diagrams."""
    return service_of(release, process) is not None


def items_of(release: Release, process: str, variables: Json) -> dict[str, str | None]:
    """Give each thing that was asked for, and what came of it so far."""
    service = service_of(release, process)
    return dict(_items(service, _scope(variables))) if service else {}


def read(expression: str, scope: Json, functions: Mapping[str, Callable[..., Any]] | None = None) -> Any:
    """Read a value out of a case's variables; None where there is none yet."""
    try:
        return evaluate(expression, scope, functions=functions)
    except ExpressionError:
        return None


def _items(service: Json, scope: Json) -> Iterator[tuple[str, str | None]]:
    for one in service.get("results", ()):
        if read(one["asked"], scope) is True:
            outcome = read(one["outcome"], scope)
            yield one["name"], outcome if isinstance(outcome, str) else None


def service_of(release: Release, process: str) -> Json | None:
    """Give what the release says of a process by which people ask for things; of others it says nothing."""
    found = _services(release).get(process)
    return found if isinstance(found, dict) else None


def _services(release: Release) -> Json:
    try:
        found: Json = release.reference("services")
    except NotFound:  # a release without services has only cases that diagrams open
        return {}
    return found


def _scope(variables: Json) -> dict[str, Any]:
    return {name: from_wire(value) for name, value in variables.items()}
