"""What a worked case must hold to be played; which fields those are is the release's `acceptance.json`."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from app.errors import Refused

Json = dict[str, Any]
LISTS = ("items", "rights_held", "documents_supplied", "events")


def whole(worked: Json, texts: Json) -> Json:
    """The worked case, with the usual for what it leaves out; refused with everything that is wrong in it."""
    case = worked | {name: worked.get(name) or [] for name in LISTS}
    if isinstance(case.get("facts"), Mapping):
        case["facts"] = texts["facts"] | case["facts"]
    wrong = [*_parts(case), *_fields(case, texts["needs"], texts["days"]), *_events(case["events"], texts["events"])]
    if wrong:
        raise Refused("; ".join(wrong))
    return case


def _parts(case: Json) -> Iterator[str]:
    for name in ("applicant", "facts", "expect"):
        if not isinstance(case.get(name), Mapping):
            yield f"`{name}` is missing or no object"
    for name in LISTS:
        if not isinstance(case[name], list):
            yield f"`{name}` is no list"


def _fields(case: Json, needs: list[str], days: list[str]) -> Iterator[str]:
    for path in needs:
        if _at(case, path) in (None, ""):
            yield f"`{path}` is missing"
    for path in days:
        if _at(case, path) is not None and not _day(_at(case, path)):
            yield f"`{path}` must be a day such as 2026-09-01, not {_at(case, path)!r}"


def _events(events: Any, known: Json) -> Iterator[str]:
    for number, event in enumerate(events if isinstance(events, list) else [], start=1):
        if not isinstance(event, Mapping) or "kind" not in event:
            yield f"event {number}: {event!r} has no `kind`"
        elif event["kind"] not in list(known):
            yield f"event {number}: {event['kind']!r} is none of {', '.join(known)}"
        elif "on" in event and not _day(event["on"]):
            yield f"event {number}: `on` must be a day such as 2026-09-01, not {event['on']!r}"
        elif "on" not in event and not event.get("during"):
            yield f"event {number}: neither `on`, a day, nor `during`, a step"


def _at(case: Json, path: str) -> Any:
    found: Any = case
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _day(value: Any) -> bool:
    try:
        return bool(date.fromisoformat(value))
    except (TypeError, ValueError):
        return False
