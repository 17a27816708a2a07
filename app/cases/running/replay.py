"""Replay: run a case's recorded commands again on its pinned release and compare every fact; auditors call it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from app.cases.delegates import Delegate
from app.cases.running.host import RecordedHost, Releases
from app.catalogue import Release
from app.engine.machine import Machine
from app.engine.steps import Moment, Step
from app.errors import Problem
from app.events.canonical import encode
from app.events.facts import (
    AnswerReceived,
    CaseOpened,
    Fact,
    MessageReceived,
    TaskCompleted,
    TimerFired,
    to_body,
)
from app.store.rows import Record

LEADS_THAT_RUN = (CaseOpened, TaskCompleted, MessageReceived, TimerFired, AnswerReceived)


@dataclass(frozen=True)
class Replay:
    """What a replay found: how much was run again, and each difference in words (none: the case is proved)."""

    case_id: str
    number: str
    commands: int
    facts: int
    differences: tuple[str, ...]


def replay(
    case_id: str, number: str, records: Sequence[Record], releases: Releases, delegates: Mapping[str, Delegate]
) -> Replay:
    """Re-run every recorded command, feeding recorded answers instead of calling; stop at the first that differs."""
    again = _Again(releases, delegates)
    commands = 0
    for command in _commands(records):
        if not isinstance(command[0].fact, LEADS_THAT_RUN):
            continue
        commands += 1
        if differences := again.differences(command):
            return Replay(case_id, number, commands, len(records), differences)
    return Replay(case_id, number, commands, len(records), ())


class _Again:
    """A case on its second way: the state so far and the release that it is pinned to."""

    def __init__(self, releases: Releases, delegates: Mapping[str, Delegate]) -> None:
        self._releases, self._delegates = releases, delegates
        self._release: Release | None = None
        self._state = b""

    def differences(self, command: Sequence[Record]) -> tuple[str, ...]:
        lead = command[0].fact
        if isinstance(lead, CaseOpened):
            self._release = self._releases.release(lead.release)
        if self._release is None:
            return (f"#{command[0].seq}: the case was never opened",)
        host = RecordedHost([record.fact for record in command], self._release, self._releases, self._delegates)
        try:
            step = run_again(self._release.machine, self._state, lead, host, command[0].at)
        except Problem as problem:
            return (f"#{command[0].seq} {lead.kind}: {problem}",)
        self._state = step.state
        return tuple(_differences(command[1:], step.facts))


def run_again(machine: Machine, state: bytes, lead: Fact, host: RecordedHost, at: datetime) -> Step:
    """Turn a recorded lead back into the machine's command."""
    moment = Moment(at)
    match lead:
        case CaseOpened():
            return machine.open(lead.process, lead.data, host, moment)
        case TaskCompleted():
            return machine.complete(state, lead.task, lead.answers, host, moment)
        case MessageReceived():
            return machine.receive(state, lead.ref, lead.payload, host, moment)
        case AnswerReceived():
            return machine.answer(state, lead.ref, lead.answer, host, moment)
        case TimerFired():
            return machine.wake(state, lead.ref, host, Moment(at, datetime.fromisoformat(lead.due["$datetime"])))
    raise Problem(f"{lead.kind} is no command of the engine")


def _commands(records: Sequence[Record]) -> Iterator[list[Record]]:
    for _, command in groupby(records, key=lambda record: record.command_id):
        yield list(command)


def _differences(recorded: Sequence[Record], again: Sequence[Fact]) -> Iterator[str]:
    for record, fact in zip(recorded, again, strict=False):
        if (differing := _differing(record.fact, fact)) is not None:
            yield f"#{record.seq} {record.fact.kind}: {differing}"
            return
    if len(recorded) != len(again):
        last = recorded[-1].seq if recorded else 0
        yield f"after #{last}: {len(recorded)} facts were recorded and {len(again)} come out now"


def _differing(recorded: Fact, again: Fact) -> str | None:
    if recorded.kind != again.kind:
        return f"{again.kind} comes out now"
    was, now = to_body(recorded), to_body(again)
    names = [name for name in was if encode(was[name]) != encode(now.get(name))]
    return (
        f"{', '.join(names)} differ: {_short(was, names)} was recorded, {_short(now, names)} comes out now"
        if names
        else None
    )


def _short(body: Mapping[str, Any], names: Sequence[str]) -> str:
    return encode({name: body.get(name) for name in names}).decode()[:300]
