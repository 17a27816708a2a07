"""What an onlooker sees of one person's cases: steps, decisions, calls, tasks and registers, as FEEL values."""

from collections.abc import Callable, Sequence
from typing import Any

from app.calendar import legal_day
from app.cli.rooms import Rooms
from app.decisions.wire import from_wire
from app.events.facts import (
    AskSent,
    CaseEnded,
    DecisionMade,
    Fact,
    LookTaken,
    RecordWritten,
    StepTaken,
    TaskOpened,
    TellQueued,
)

Json = dict[str, Any]


def look(rooms: Rooms, subject: str, registers: Sequence[str]) -> Json:
    """Everything recorded so far, in the order in which it happened."""
    seen: dict[str, list[Json]] = {"steps": [], "decisions": [], "calls": [], "tasks": [], "ends": []}
    for when, case, fact in recorded(rooms):
        kind = KINDS.get(type(fact))
        if kind:
            name, told = kind
            place = {"case": case.id, "process": case.process, "ref": getattr(fact, "ref", ""), "day": legal_day(when)}
            seen[name].append(place | {key: from_wire(value) for key, value in told(fact).items()})
    kept = {name: [from_wire(row) for row in rooms.queries.register(name, subject)] for name in registers}
    return {**seen, "registers": kept}


def recorded(rooms: Rooms) -> list[tuple[Any, Any, Fact]]:
    """All facts of all cases with their time and case; a case's own order is kept."""
    found = [
        (one.at, number, one.seq, case, one.fact)
        for number, case in enumerate(rooms.queries.cases())
        for one in rooms.queries.record(case.id)
    ]
    return [(at, case, fact) for at, _, _, case, fact in sorted(found, key=lambda one: one[:3])]


def _step(fact: StepTaken) -> Json:
    return {"step": fact.step}


def _decision(fact: DecisionMade) -> Json:
    return {"decision": fact.decision, "outcome": fact.outcome}


def _call(fact: LookTaken | RecordWritten | AskSent | TellQueued) -> Json:
    return {"delegate": fact.delegate, **fact.inputs}


def _task(fact: TaskOpened) -> Json:
    return {"ref": fact.task, "form": fact.form, "role": fact.role, "division": fact.division}


def _end(fact: CaseEnded) -> Json:
    return {"outcome": fact.outcome}


KINDS: dict[type[Fact], tuple[str, Callable[[Any], Json]]] = {
    StepTaken: ("steps", _step),
    DecisionMade: ("decisions", _decision),
    LookTaken: ("calls", _call),
    RecordWritten: ("calls", _call),
    AskSent: ("calls", _call),
    TellQueued: ("calls", _call),
    TaskOpened: ("tasks", _task),
    CaseEnded: ("ends", _end),
}
