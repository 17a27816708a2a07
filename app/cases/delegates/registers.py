"""Looks at and records in the product's own registers; `app.wiring` binds them to the names that diagrams use."""

from datetime import date, datetime
from typing import Any

from app.calendar import legal_day
from app.cases.delegates import Call, Json
from app.errors import EngineError, NotFound
from app.store.rows import NewEntry, RegisterEntry


def find(call: Call) -> Json:
    """Give a subject's entries of a register, newest first, and the one valid on the day (today unless mapped).

    What is decided and recorded by what was seen asks to `hold` it: no other command can change it in between.
    """
    on = _day(call.inputs.get("on"), call.now)
    names = (_text(call, "register"), _text(call, "subject"))
    if call.inputs.get("hold") is True:
        call.work.hold(*names)
    entries = sorted(call.work.find(*names), key=_newest, reverse=True)
    current = next((entry for entry in entries if _valid(entry, on)), None)
    return {"entries": [row(entry) for entry in entries], "current": None if current is None else row(current)}


def record(call: Call) -> Json:
    """Write an entry; the same subject and key again supersedes the entry before it.

    With `once` it doesn't where the key stands on the new entry's first day or later: that one is answered instead.
    """
    new = NewEntry(
        register=_text(call, "register"),
        subject=_text(call, "subject"),
        key=_text(call, "key"),
        valid_from=_day(call.inputs.get("valid_from"), call.now),
        valid_to=_maybe_day(call.inputs.get("valid_to")),
        entry=call.inputs["entry"],
        source=call.key,
    )
    if call.inputs.get("once") is True:
        return _record_once(call, new)
    call.work.record(new, call.case)
    return {}


def _record_once(call: Call, new: NewEntry) -> Json:
    """Of two commands that ask at the same moment, the second waits for the first and finds what it wrote."""
    call.work.hold(new.register, new.subject)
    for found in call.work.find(new.register, new.subject):
        if found.key == new.key and (found.valid_to is None or new.valid_from < found.valid_to):
            return {"standing": row(found)}
    call.work.record(new, call.case)
    return {"standing": None}


def end(call: Call) -> Json:
    """End an entry: from the day on it is no longer valid; what has ended by then stays as it is.

    `valid_from` names the entry that began that day, so that a later one under the same key is left alone. Where the
    entry may be missing, the diagram says `if_any`.
    """
    on = _day(call.inputs.get("on"), call.now)
    names = (_text(call, "register"), _text(call, "subject"), _text(call, "key"))
    standing = _standing(call, *names)
    if standing is None and call.inputs.get("if_any") is not True:
        raise NotFound(f"{call.ref}: no entry in {names[0]} under this key")
    if standing is not None and (standing.valid_to is None or on < standing.valid_to):
        call.work.end(*names, on, source=call.key, case=call.case)
    return {}


def _standing(call: Call, register: str, subject: str, key: str) -> RegisterEntry | None:
    began = _maybe_day(call.inputs.get("valid_from"))
    under_key = [entry for entry in call.work.find(register, subject) if entry.key == key]
    return next((entry for entry in under_key if began is None or entry.valid_from == began), None)


def row(entry: RegisterEntry) -> Json:
    """Give an entry as diagrams and the console see it."""
    return {
        "key": entry.key,
        "valid_from": {"$date": entry.valid_from.isoformat()},
        "valid_to": None if entry.valid_to is None else {"$date": entry.valid_to.isoformat()},
        "entry": entry.entry,
    }


def _newest(entry: RegisterEntry) -> tuple[date, int]:
    return entry.valid_from, entry.id


def _valid(entry: RegisterEntry, on: date) -> bool:
    return entry.valid_from <= on and (entry.valid_to is None or on < entry.valid_to)


def _text(call: Call, name: str) -> str:
    value = call.inputs.get(name)
    if not isinstance(value, str) or not value:
        raise EngineError(f"{call.ref}: {name} must be a text that is not empty")
    return value


def _maybe_day(value: Any) -> date | None:
    return None if value is None else date.fromisoformat(value["$date"])


def _day(value: Any, now: datetime) -> date:
    return _maybe_day(value) or legal_day(now)
