"""One command on one case: load, run the engine to its next waits, keep all in one transaction; this room only."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.cases.delegates import Delegate
from app.cases.running import clocks
from app.cases.running.host import LiveHost, Releases
from app.cases.shown.found_by import is_asked_for, items_of, subject_of
from app.cases.shown.views import ClockLine
from app.catalogue import Release
from app.engine.machine import Machine
from app.engine.steps import Moment, Step
from app.errors import Conflict, EngineError, Problem
from app.events.actor import CLOCK, Actor
from app.events.facts import CaseOpened, Fact, MessageReceived, TimerFired
from app.store import reads
from app.store.ids import new_id
from app.store.keyring import Keyring
from app.store.rows import AlreadyDone, Case, Command, DueJob, Match, NewCase
from app.store.unit import Work, unit

Json = dict[str, Any]
Act = Callable[[Machine, bytes, LiveHost, Moment], Step]


@dataclass(frozen=True)
class NewOrder:
    """A case to be opened: its process, the data handed in, whose it is and where it belongs."""

    process: str
    data: Json
    actor: Actor
    now: datetime
    key: str
    division: str | None
    applicant: str | None = None


@dataclass(frozen=True)
class Order:
    """What is to be done to one case: who does it, when, under which key once only, and how the case is taken."""

    actor: Actor
    now: datetime
    key: str
    take: Callable[[Work], Case]
    due: datetime | None = None

    def command(self, case: Case) -> Command:
        """Tell what is recorded: on a task, people act in the role and the division that it is laid before."""
        task, who = case.task, self.actor
        if task is not None:
            who = replace(who, role=task.role, division=task.division)
        return Command(self.key, who, self.now)


def order_on(case_id: str, actor: Actor, now: datetime, key: str, due: datetime | None = None) -> Order:
    """Order something done to a case that is named by itself."""
    return Order(actor, now, key, lambda work: work.taken(key, case_id=case_id), due)


@dataclass(frozen=True)
class Carried:
    """A command that was carried out: on which case, and the engine's step unless it had been carried out before."""

    case_id: str
    step: Step | None


class _TimesFirst(Conflict):
    """A time of the case is due before the command, which is taken back before it did anything."""


# Decides, with the case taken and its release at hand, which fact records the order and what the machine is to do.
Plan = Callable[[Work, Case, Release], tuple[Fact, Act]]


class Commands:
    """Carries orders out. Before an order at t, what the case's timers were due to do by t is done first."""

    def __init__(self, releases: Releases, delegates: Mapping[str, Delegate], keyring: Keyring) -> None:
        self.releases, self.delegates, self.keyring = releases, delegates, keyring
        self.after: Callable[[], None] = _nothing

    def open(self, order: NewOrder) -> str:
        """Open a case on the release in force; the same key opens it once."""
        with unit(order.now, keyring=self.keyring) as work:
            if (known := work.seen(order.key)) is not None:
                return str(known)
            case = self._open(work, order)
        self.after()
        return case.id

    def run(self, order: Order, plan: Plan) -> str:
        """Carry one order out on an open case; the same key does it once."""
        try:
            return self._run(order, plan, times_first=True).case_id
        except _TimesFirst as late:
            case_id = late.context["case"]
        self.ring_due(order.now, case_id)
        self.wake_due(case_id, order.now)
        return self._run(order, plan).case_id

    def wake_due(self, case_id: str, now: datetime) -> int:
        """Fire the case's timers due by now, one command each, in the order they were due."""
        fired, more = 0, True
        while more and (jobs := reads.due_timers(now, keyring=self.keyring, case_id=case_id, limit=1)):
            if self._heard_before(jobs[0]):
                continue  # what came in time may have taken the timer away
            step = self.wake(jobs[0]).step
            fired += 1
            more = step is None or any(timer.due <= now for timer in step.timers)
        return fired

    def ring_due(self, now: datetime, case_id: str | None = None) -> int:
        """Ring every statutory clock whose days are used up by now, each in a command of its own at its instant."""
        rung = 0
        while due := reads.due_clocks(now, case_id=case_id):
            for owner, name, at in due:
                with unit(at, keyring=self.keyring) as work:
                    calendar = self.releases.in_force_at(now).calendar
                    rung += clocks.ring(work, work.case(owner), name, calendar, at)
        return rung

    def clock_lines(self, case: Case, now: datetime) -> list[ClockLine]:
        """Tell what remains of a case's statutory clocks by the calendar in force."""
        calendar = self.releases.in_force_at(now).calendar
        return [clocks.line(one, calendar, now) for one in reads.clocks_of(case)]

    def deliver(self, match: Match, now: datetime) -> str | None:
        """Hand one kept message to one case that waits for it, once; None when a time that came first took its place.

        It counts from when both the message and the place that waits for it were there, however late this is.
        """
        since = min(now, match.since)
        if self.wake_due(match.case_id, since) and match not in reads.matches(case_id=match.case_id):
            return None
        return self._hand_in(match, since)

    def wake(self, job: DueJob) -> Carried:
        """Fire one timer; what it starts is dated by its due instant."""
        lead = TimerFired(job.ref, {"$datetime": job.due_at.isoformat()})
        key = f"wake:{job.case_id}:{job.ref}:{job.due_at.isoformat()}"
        order = order_on(job.case_id, CLOCK, job.due_at, key, job.due_at)

        def act(machine: Machine, state: bytes, host: LiveHost, moment: Moment) -> Step:
            return machine.wake(state, job.ref, host, moment)

        return self._run(order, lambda _work, _case, _release: (lead, act))

    def _heard_before(self, job: DueJob) -> bool:
        """Deliver one message that came by when a timer was due, though it is only found now: it was in time."""
        for match in reads.matches(case_id=job.case_id):
            if match.since <= job.due_at:
                try:
                    self._hand_in(match, match.since)
                except Problem:  # the jobs find it again and say so by an incident
                    continue
                return True
        return False

    def _hand_in(self, match: Match, now: datetime) -> str:
        kept = reads.message(match.message_id, keyring=self.keyring)
        who = Actor("message", kept.id, kept.actor.role, kept.actor.division)
        order = order_on(match.case_id, who, now, f"deliver:{match.message_id}:{match.case_id}")

        def plan(work: Work, case: Case, release: Release) -> tuple[Fact, Act]:
            del release
            work.deliver(match.message_id, case, match.ref)
            lead = MessageReceived(match.ref, kept.name, kept.payload)
            return lead, lambda machine, state, host, moment: machine.receive(
                state, match.ref, kept.payload, host, moment
            )

        return self._run(order, plan).case_id

    def _open(self, work: Work, order: NewOrder) -> Case:
        release = self.releases.in_force_at(order.now)
        about = subject_of(release, order.process, order.data)
        new = NewCase(new_id(), order.process, release.number, order.division, order.applicant, about)
        case = work.open_case(new)
        work.note_items(case.no, items_of(release, order.process, order.data))
        papers = list(papers_in(order.data))
        if papers and order.actor.id:
            work.attach_papers(case, order.actor.id, papers)
        data = {**order.data, "case_number": case.number}
        host = self._host(work, case, release, order.now)
        step = release.machine.open(order.process, data, host, Moment(order.now))
        lead = CaseOpened(order.process, release.number, case.number, order.division, data)
        command = Command(order.key, order.actor, order.now)
        self._keep(work, case, command, (lead, *step.facts), step)
        return case

    def _run(self, order: Order, plan: Plan, *, times_first: bool = False) -> Carried:
        with unit(order.now, keyring=self.keyring) as work:
            try:
                case = order.take(work)
            except AlreadyDone as before:
                return Carried(str(before.context["result"]), None)
            if times_first and case.due:
                raise _TimesFirst(case=case.id)
            release = self.releases.release(case.release)
            lead, act = plan(work, case, release)
            host = self._host(work, case, release, order.now)
            step = act(release.machine, _state(case), host, Moment(order.now, order.due))
            self._keep(work, case, order.command(case), (lead, *step.facts), step)
        self.after()
        return Carried(case.id, step)

    def _host(self, work: Work, case: Case, release: Release, now: datetime) -> LiveHost:
        return LiveHost(work, case, release, self.releases, self.delegates, now)

    def _keep(self, work: Work, case: Case, command: Command, facts: Sequence[Fact], step: Step) -> None:
        work.keep(case, command, facts, step, result=case.id)
        clocks.keep(work, case, facts, lambda: self.releases.in_force_at(command.at).calendar, command.at)
        release = self.releases.release(case.release)
        if step.ended and is_asked_for(release, case.process):
            ended = release.machine.look(step.state).scopes.get("", {})
            work.note_items(case.no, items_of(release, case.process, ended))


def papers_in(value: Any) -> Iterator[str]:
    """Name every paper that answers hold, wherever it stands in them."""
    if isinstance(value, dict):
        if isinstance(value.get("paper"), str):
            yield value["paper"]
            return
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from papers_in(part)


def _state(case: Case) -> bytes:
    if case.state is None:
        raise EngineError(f"case {case.number} has no state")
    return case.state


def _nothing() -> None:
    """Do nothing after a commit until the clock's door says what to do."""
