"""What happens without anybody asking: due timers, questions outside, what goes out; clock and console call it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog

from app.cases.running.commands import Act, NewOrder, order_on
from app.cases.service import Cases
from app.catalogue import Release
from app.errors import OutsideUnavailable, Problem
from app.events.actor import SYSTEM, Actor
from app.events.facts import AnswerReceived, Fact, IncidentRaised, IncidentResolved
from app.store import reads
from app.store.rows import Case, Command, DueJob, Match, Outgoing
from app.store.unit import Work, unit

TRIES = 6
FIRST_WAIT = timedelta(seconds=2)
BATCH = 50
log = structlog.get_logger(__name__)


def _always() -> bool:
    """Nobody else may take over: who asks is alone with the clock."""
    return True


class Outside(Protocol):
    """The outside systems, as `app.connectors` reaches them."""

    def ask(self, system: str, operation: str, payload: dict[str, Any], key: str) -> dict[str, Any]: ...
    def tell(self, system: str, operation: str, payload: dict[str, Any], key: str) -> object: ...


class Jobs:
    """Timers by the business clock; questions and the outbox at once, retried by the system's clock."""

    def __init__(self, cases: Cases, outside: Outside, system_now: Callable[[], datetime]) -> None:
        self.cases, self.outside, self._system_now = cases, outside, system_now
        self._commands = cases.commands

    def tick(self, now: datetime, still: Callable[[], bool] = _always) -> int:
        """Fire every timer that is due, in the order of their due instants across all cases, while `still` says so."""
        fired = self._commands.ring_due(now)
        while still() and (due := reads.due_timers(now, keyring=self._commands.keyring, limit=BATCH)):
            fired += sum(self._try("job", job.id, job.attempts, self._wake, job, now) for job in due)
        return fired

    def drain(self, now: datetime) -> int:
        """Do all that is ready to go out or be asked, until nothing is left; what waits for a later try stays."""
        done = self._deliver_kept(now)
        while batch := self._ready():
            done += sum(self._try(origin, job.id, job.attempts, act, job, now) for origin, act, job in batch)
            done += self._deliver_kept(now)
        return done

    def retry(self, origin: str, number: int, actor: Actor, now: datetime, allow: Callable[[Case], None]) -> None:
        """Take an incident up again; the case says who did, and `allow` refuses whom it is not for."""
        with unit(now, keyring=self._commands.keyring) as work:
            case_id, ref = work.retry(origin, number)
            case = work.case(case_id)
            allow(case)
            command = Command(f"retry:{origin}:{number}:{case.revision}", actor, now)
            work.keep(case, command, [IncidentResolved(ref)], None)
        self._commands.after()

    def _ready(self) -> list[tuple[str, Callable[[Any, datetime], int], Any]]:
        system, keyring = self._system_now(), self._commands.keyring
        asks = reads.due_asks(system, keyring=keyring, limit=BATCH)
        outgoing = reads.due_outbox(system, keyring=keyring, limit=BATCH)
        return [
            *(("outbox", self._send, each) for each in outgoing),
            *(("job", self._ask, each) for each in asks),
        ]

    def _try(
        self, origin: str, number: int, attempts: int, act: Callable[[Any, datetime], int], job: Any, now: datetime
    ) -> int:
        """One item's failure must not stop the next: it waits for its next try, or becomes an incident."""
        try:
            return act(job, now)
        except Problem as problem:
            later = isinstance(problem, OutsideUnavailable) and attempts + 1 < TRIES
            self._failed(origin, number, job, problem, now, self._again(attempts) if later else None)
            return 0

    def _again(self, attempts: int) -> datetime:
        wait: timedelta = FIRST_WAIT * 2**attempts
        return self._system_now() + wait

    def _wake(self, job: DueJob, now: datetime) -> int:
        """Fire what is due in the case by this timer's instant: one listed before it may have dropped or moved it."""
        del now  # a timer's command is dated by its due instant
        return self._commands.wake_due(job.case_id, job.due_at)

    def _ask(self, job: DueJob, now: datetime) -> int:
        """Ask without a transaction, then hand the answer in as a command of its own."""
        ask = job.inputs
        key = f"{job.case_id}:{job.ref}"
        answer = self.outside.ask(str(ask["system"]), str(ask["operation"]), ask.get("payload") or {}, key)

        def plan(work: Work, case: Case, release: Release) -> tuple[Fact, Act]:
            del work, case, release
            lead = AnswerReceived(job.ref, answer)
            return lead, lambda machine, state, host, moment: machine.answer(state, job.ref, answer, host, moment)

        self._commands.run(order_on(job.case_id, SYSTEM, now, f"answer:{key}"), plan)
        return 1

    def _deliver_kept(self, now: datetime) -> int:
        """Hand kept messages to the cases that wait for them by now; one that a case can't take becomes an incident."""
        delivered = 0
        for match in reads.matches():
            try:
                self._commands.deliver(match, now)
            except Problem as problem:
                self._refused(match, problem, now)
            delivered += 1
        return delivered

    def _refused(self, match: Match, problem: Problem, now: datetime) -> None:
        """A message that a case can't take is not tried again for ever: the case says so, and a person looks."""
        log.error("message_refused", case=match.case_id, problem=type(problem).__name__)
        with unit(now, keyring=self._commands.keyring) as work:
            case = work.case(match.case_id)
            work.deliver(match.message_id, case, match.ref)
            command = Command(f"refused:{match.message_id}:{match.case_id}", SYSTEM, now)
            work.keep(case, command, [IncidentRaised(match.ref, type(problem).__name__)], None)

    def _send(self, out: Outgoing, now: datetime) -> int:
        {"tell": self._tell, "open": self._open, "send": self._message}[out.kind](out, now)
        with unit(now, keyring=self._commands.keyring) as work:
            work.sent(out.id)
        return 1

    def _tell(self, out: Outgoing, now: datetime) -> None:
        del now
        body = out.body
        self.outside.tell(str(body["system"]), str(body["operation"]), body.get("payload") or {}, out.key)

    def _open(self, out: Outgoing, now: datetime) -> None:
        body = out.body
        order = NewOrder(
            process=str(body["process"]),
            data=body.get("data") or {},
            actor=SYSTEM,
            now=now,
            key=f"open:{out.key}",
            division=body.get("division"),
        )
        self._commands.open(order)

    def _message(self, out: Outgoing, now: datetime) -> None:
        body = out.body
        actor = Actor("system", out.case_id)
        self.cases.receive(
            str(body["message"]), str(body["key"]), body.get("payload") or {}, actor=actor, now=now, message_id=out.key
        )

    def _failed(
        self, origin: str, number: int, job: Any, problem: Problem, now: datetime, again_at: datetime | None
    ) -> None:
        log.warning("job_failed", origin=origin, job=number, problem=type(problem).__name__, again_at=again_at)
        with unit(now, keyring=self._commands.keyring) as work:
            counted = work.failed(origin, number, str(problem), again_at)
            if counted and again_at is None:
                case = work.case(job.case_id)
                ref = str(getattr(job, "ref", None) or getattr(job, "key", ""))
                command = Command(f"incident:{origin}:{number}:{job.attempts}:{now.isoformat()}", SYSTEM, now)
                work.keep(case, command, [IncidentRaised(ref, type(problem).__name__)], None)
