"""Cases as an event log for process mining: which step was taken when and by which office, and nobody's name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Final

from app.cases.audit.access import divisions_of, record_readings
from app.cases.audit.finding import NOBODY, Asked, wanted
from app.cases.audit.xes import Event, Trace, write
from app.cases.running.commands import Commands
from app.cases.shown.labels import Labels, labels
from app.errors import TooMany
from app.events.actor import Actor
from app.events.facts import (
    DecisionMade,
    TaskClaimed,
    TaskCompleted,
    TaskOpened,
    TaskReleased,
    TaskWithdrawn,
    TokensMoved,
)
from app.identity import Person
from app.store.divisions import EVERYWHERE
from app.store.records import facts_of
from app.store.rows import CaseSummary, Record
from app.store.sealing import Erased, Unreadable
from app.store.search import Wanted, search

MOST: Final = 2_000  # cases in one log that a page gives; the console gives all
BATCH: Final = 200
PSEUDONYM: Final = 12
# The lifecycle of a task in the words of XES.
TRANSITIONS: Final = {
    TaskClaimed: "assign",
    TaskReleased: "reassign",
    TaskCompleted: "complete",
    TaskWithdrawn: "withdraw",
}


@dataclass(frozen=True)
class Written:
    """How many cases a log holds, and how many were left out because their facts were erased or can't be read."""

    cases: int
    left_out: int


class EventLogs:
    """Writes XES logs of the cases that somebody may audit."""

    def __init__(self, commands: Commands, most: int = MOST) -> None:
        self._commands, self._most = commands, most

    def write(self, asked: Asked, by: Person, now: datetime, out: BinaryIO) -> Written:
        """Write the cases of a search, newest first; TooMany beyond `most`. That it was done is recorded."""
        looked = wanted(asked, divisions_of(by))
        if len(search(looked, limit=self._most + 1)) > self._most:
            raise TooMany(f"An event log of a page holds at most {self._most} cases; `yijianshi audit log` writes all.")
        record_readings(self._commands.keyring, by, [NOBODY], "event log", now)
        return self._write(looked, out)

    def write_all(self, process: str, out: BinaryIO) -> Written:
        """Write every case of one process, or of all where none is named; for the console."""
        return self._write(Wanted([EVERYWHERE], process=process), out)

    def _write(self, looked: Wanted, out: BinaryIO) -> Written:
        counted = {"cases": 0, "left_out": 0}

        def traces() -> Iterator[Trace]:
            for case in _found(looked):
                trace = self._trace(case)
                counted["left_out" if trace is None else "cases"] += 1
                if trace is not None:
                    yield trace

        write(out, traces())
        return Written(**counted)

    def _trace(self, case: CaseSummary) -> Trace | None:
        words = labels(self._commands.releases.release(case.release))
        try:
            records = facts_of(case.id, keyring=self._commands.keyring)
        except (Erased, Unreadable):
            return None
        about = {"release": case.release, "division": case.division, "outcome": case.outcome}
        return Trace(case.number, words.title(case.process), about, list(self._events(case, records, words)))

    def _events(self, case: CaseSummary, records: Sequence[Record], words: Labels) -> Iterator[Event]:
        """Tell people's tasks by what was done with them, every other step when it was passed."""
        tasks = {one.fact.task: one.fact for one in records if isinstance(one.fact, TaskOpened)}
        rules = {one.fact.ref: one.fact for one in records if isinstance(one.fact, DecisionMade)}
        for record in records:
            fact = record.fact
            if isinstance(fact, TaskOpened):
                yield self._event(record, fact.name, "schedule", fact.task, (fact.role, fact.division), words)
            elif isinstance(fact, TaskClaimed | TaskReleased | TaskCompleted | TaskWithdrawn):
                task = tasks[fact.task]
                office = (task.role, task.division)
                yield self._event(record, task.name, TRANSITIONS[type(fact)], fact.task, office, words)
            elif isinstance(fact, TokensMoved):
                for verb, ref in fact.path:
                    if verb == "leave" and ref not in tasks and words.is_step(ref, case.process):
                        made = rules.get(ref)
                        decided = made.decision if made else None
                        name = words.element(ref, case.process)
                        yield self._event(record, name, "complete", ref, (None, None), words, decided)

    def _event(
        self,
        record: Record,
        name: str,
        transition: str,
        instance: str,
        office: tuple[str | None, str | None],
        words: Labels,
        decision: str | None = None,
    ) -> Event:
        """Tell one event; a person is a pseudonym, the same in every log of this installation, in an office."""
        role, division = office
        return Event(
            name,
            transition,
            record.at,
            instance,
            self._resource(record.actor) if role else "system",
            words.roles.get(role or ""),
            words.divisions.get(division or ""),
            decision,
        )

    def _resource(self, actor: Actor) -> str:
        if actor.kind != "person" or actor.id is None:
            return actor.kind
        return self._commands.keyring.index(actor.id, "event log")[:PSEUDONYM]


def _found(looked: Wanted) -> Iterator[CaseSummary]:
    offset = 0
    while found := search(looked, limit=BATCH, offset=offset):
        yield from found
        offset += len(found)
