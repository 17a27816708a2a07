"""A case's commands once more in one unbroken memory: never encoded and read back, and yet the same facts."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from app.cases.running.host import RecordedHost
from app.catalogue import Catalogue
from app.engine import commands, results
from app.engine.machine import Machine
from app.engine.steps import Moment
from app.engine.tokens.levels import Case
from app.engine.tokens.variables import Cells
from app.engine.tokens.walk import Walk
from app.events.facts import AnswerReceived, CaseOpened, Fact, MessageReceived, TaskCompleted, TimerFired
from app.store.rows import Record
from app.wiring import DELEGATES


def straight(records: list[Record], catalogue: Catalogue) -> Iterator[tuple[list[Fact], list[Fact]]]:
    """Give, command by command, the facts recorded and the facts that come out in memory."""
    case: Case | None = None
    for _, group in groupby(records, key=lambda record: record.command_id):
        command = list(group)
        lead, at = command[0].fact, command[0].at
        release = catalogue.release(records[0].fact.release)
        host = RecordedHost([one.fact for one in command], release, catalogue, DELEGATES)
        if isinstance(lead, CaseOpened):
            case = _opened(release.machine, lead, host, Moment(at))
        elif case is not None and type(lead) in MOVES:
            case.walk = Walk(host, Moment(at), case.walk.cells)
            MOVES[type(lead)](case, lead)
        else:
            continue
        yield [one.fact for one in command[1:]], list(results.step(case).facts)


def _opened(machine: Machine, lead: CaseOpened, host: RecordedHost, moment: Moment) -> Case:
    case = machine.case(lead.process, Walk(host, moment, Cells()))
    commands.begin(case, lead.data)
    return case


MOVES: dict[type[Fact], Any] = {
    TaskCompleted: lambda case, lead: commands.complete(case, lead.task, lead.answers),
    MessageReceived: lambda case, lead: commands.receive(case, lead.ref, lead.payload),
    AnswerReceived: lambda case, lead: commands.answer(case, lead.ref, lead.answer),
    TimerFired: lambda case, lead: commands.wake(case, lead.ref),
}
