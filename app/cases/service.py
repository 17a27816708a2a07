"""The use cases on a case, one method each: doors call these, and every one is a single transaction."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from app.cases.running.commands import Act, Commands, NewOrder, Order, papers_in
from app.cases.running.papers import PaperStore
from app.cases.shown.reporting import recorded
from app.catalogue import Release
from app.errors import Conflict, InvalidAnswers, NotAllowed, Problem, Refused, said
from app.events.actor import Actor
from app.events.facts import Fact, TaskClaimed, TaskCompleted, TaskReleased
from app.identity import Act as Right
from app.identity import Grant, Kind, Person, policy
from app.store import reads
from app.store.clocks.dues import OWNER
from app.store.rows import Case, Command, Match, Message, OpenTask, TaskClosed
from app.store.unit import Work, unit
from app.store.waiting import KeptMessage

Json = Mapping[str, Any]
log = structlog.get_logger(__name__)
MESSAGE_LIFE = timedelta(days=365)


@dataclass(frozen=True)
class Received:
    """A message that was taken in: which cases have had it (or were opened by it), and whether it had come before."""

    cases: list[str]
    again: bool
    opened: bool = False


class Cases:
    """Open, claim, complete, receive: what people and messages do to cases."""

    def __init__(self, commands: Commands, papers: PaperStore, name_of: Callable[[str | None], str]) -> None:
        self.commands, self.papers, self.name_of = commands, papers, name_of

    def open(
        self,
        process_id: str,
        data: Json,
        *,
        by: Person,
        now: datetime,
        key: str,
        division: str | None,
    ) -> str:
        """Open a case with the data handed in; the same key gives the same case.

        It is the person's own, or their office's where the service lets that office file for people who come to it.
        """
        grant = filing_grant(by, process_id, self.commands.releases.in_force_at(now))
        owner = grant.office if grant else by.id
        who = Actor("person", by.id, grant.role, grant.division) if grant else actor(by, None)
        return self.commands.open(NewOrder(process_id, dict(data), who, now, key, division, owner))

    def claim(self, task_id: str, by: Person, now: datetime) -> None:
        """Take a task upon oneself; one's own again changes nothing, another's is a Conflict."""
        self._hold(task_id, by, now, Right.CLAIM)

    def release(self, task_id: str, by: Person, now: datetime) -> None:
        """Give a task back for others to take."""
        self._hold(task_id, by, now, Right.RELEASE)

    def complete(self, task_id: str, answers: Json, *, by: Person, now: datetime, key: str) -> str:
        """One person hands in one task's form; the case moves on as far as it can."""
        order = Order(actor(by, None), now, key, lambda work: self._held(lambda: work.taken(key, task_id=task_id)))

        def plan(work: Work, case: Case, release: Release) -> tuple[Fact, Act]:
            task = self._may(by, Right.COMPLETE, case)
            values = self._checked(task, dict(answers), case, release, now)
            work.attach_papers(case, by.id, list(papers_in(values)))
            lead = TaskCompleted(task.ref, values)
            return lead, lambda machine, state, host, moment: machine.complete(state, task.ref, values, host, moment)

        return self.commands.run(order, plan)

    def receive(
        self, message: str, key: str, payload: Json, *, actor: Actor, now: datetime, message_id: str
    ) -> list[str]:
        """Keep a message and hand it to every case that waits for it; give all that have had it, none if it is kept."""
        return self._take_in(message, key, payload, actor=actor, now=now, message_id=message_id).cases

    def _take_in(
        self, message: str, key: str, payload: Json, *, actor: Actor, now: datetime, message_id: str
    ) -> Received:
        """Receive a message and say whether it is new: the same id again changes nothing, whatever it holds."""
        if not message or not key:
            raise Refused("A message has a name, and a key that says whom or what it is about.")
        with unit(now, keyring=self.commands.keyring) as work:
            kept = Message(message_id, message, key, dict(payload), actor, now, now + MESSAGE_LIFE)
            new = work.keep_message(kept)
        return Received(self.hand_in(message_id, now), again=not new)

    def report(self, message: str, key: str, payload: Json, *, by: Person, now: datetime, message_id: str) -> Received:
        """Take in what a person reports: it opens a case that looks into it first, or goes to every case that waits.

        What an outside system reports counts at once.
        """
        services = self.commands.releases.in_force_at(now).reference("services")
        told = recorded(services, message, key, by.roles[0].division, payload) if Kind.OUTSIDE not in by.kinds else None
        if told is None:
            return self._take_in(message, key, payload, actor=actor(by, None), now=now, message_id=message_id)
        again = self._carried_out(message_id, now)
        case = self.open(told.process, told.data, by=by, now=now, key=message_id, division=told.division)
        return Received([case], again, opened=True)

    def hand_in(self, message_id: str, now: datetime) -> list[str]:
        """Hand a kept message to every case that waits for it and has not had it; gives all that have had it."""
        for match in reads.matches(message_id=message_id):
            self._delivered(match, now)
        return reads.had_by(message_id)

    def _carried_out(self, key: str, now: datetime) -> bool:
        """Say whether a command of this key was carried out before."""
        with unit(now, keyring=self.commands.keyring) as work:
            return work.seen(key) is not None

    def unclaimed(self, by: Person, page: int, size: int) -> list[KeptMessage]:
        """List messages that no case has had, newest first, and one more than a page holds if there are more."""
        policy.require(by, Right.SEE_KEPT)
        return reads.kept(limit=size + 1, offset=(page - 1) * size)

    def _delivered(self, match: Match, now: datetime) -> str | None:
        """Deliver at once; a case that can't take the message now gets it from the jobs, as an incident if need be."""
        try:
            return self.commands.deliver(match, now)
        except Problem as problem:
            log.warning("message_not_delivered", case=match.case_id, problem=type(problem).__name__)
            self.commands.after()
            return None

    def store_paper(
        self,
        content: bytes,
        name: str,
        *,
        slot: str,
        media_type: str,
        by: Person,
        now: datetime,
    ) -> str:
        """Keep an uploaded paper, encrypted and synced before its row; the same content again is the same paper."""
        return self.papers.store(content, name, slot=slot, media_type=media_type, owner=by.id, now=now)

    def functions(self, release_number: int, now: datetime) -> Mapping[str, Callable[..., Any]]:
        """Give the FEEL functions that a release's forms may call, `decide` and `english` among them."""
        release = self.commands.releases.release(release_number)

        def decide(decision: str, context: dict[str, Any]) -> Any:
            return release.model(decision).decide(decision, context, now=now, functions=release.functions).outcome

        return {**release.functions, "decide": decide, "english": release.english.say}

    def _checked(self, task: OpenTask, answers: dict[str, Any], case: Case, release: Release, now: datetime) -> Any:
        """Check answers against the task's form again, whatever the door did; give what the form keeps of them."""
        if task.form is None:
            return {}
        form = release.form(task.form)
        seen = visible(release, case, task.ref)
        checked = form.validate(answers, context=seen, functions=self.functions(release.number, now), now=now)
        if checked.errors:
            raise InvalidAnswers(checked.errors)
        return checked.values

    def _hold(self, task_id: str, by: Person, now: datetime, right: Right) -> None:
        with unit(now, keyring=self.commands.keyring) as work:
            case = self._held(lambda: work.case_holding(task_id))
            task = self._may(by, right, case)
            if task.claimed_by == (by.id if right is Right.CLAIM else None):
                return
            (work.claim(task_id, by.id) if right is Right.CLAIM else work.release(task_id))
            lead = TaskClaimed(task.ref) if right is Right.CLAIM else TaskReleased(task.ref)
            command = Command(f"{right.name}:{task_id}:{case.revision}", actor(by, task), now)
            work.keep(case, command, [lead], None, result=case.id)

    def _held(self, take: Callable[[], Case]) -> Case:
        """Take the case of an open task; of a closed one, say who closed it, how and when."""
        try:
            return take()
        except TaskClosed as late:
            raise closed(late.context["task"], self.name_of) from late

    def _may(self, by: Person, right: Right, case: Case) -> OpenTask:
        """Give the task that a case is held by, to whom it is for."""
        task = case.task
        if task is None:
            raise Conflict("The task is gone.")
        if task.role == OWNER:
            if case.applicant not in by.owners:
                raise NotAllowed("Only who applied may do this.")
            return task
        policy.require(by, right, task)
        if task.claimed_by not in {None, by.id}:
            who = self.name_of(task.claimed_by)
            raise Conflict(
                said("这项任务已由{who}领取。", who=who), who=who, what="领取", at=task.claimed_at, task=task.id
            )
        return task


def closed(task: OpenTask, name_of: Callable[[str | None], str]) -> Conflict:
    """Tell that a task is no longer open, with what changed."""
    if task.closed_how == "withdrawn":
        return Conflict("案件已有变化（如申请已撤回），这项任务不再需要办理。", at=task.closed_at, task=task.id)
    who = name_of(task.closed_by)
    what = "办结" if task.closed_how == "completed" else "结束"
    return Conflict(
        said("这项任务已由{who}{what}。", who=who or "系统", what=what),
        who=who,
        what=what,
        at=task.closed_at,
        task=task.id,
    )


def filing_grant(by: Person, process_id: str, release: Release) -> Grant | None:
    """Give the grant by which a caseworker files for another; None for those who open cases of their own.

    What is no service for applicants (a register taken over, say) is opened by whoever is let do so at the console.
    """
    offices = _filing_offices(by, process_id, release)
    if offices is None:
        return None
    found = next((grant for grant in by.roles if grant.role in offices), None)
    if found is None:
        raise NotAllowed("No office of this person takes in applications of this kind.")
    return found


def may_file(by: Person, process_id: str, release: Release) -> bool:
    """Say whether somebody may open cases of a kind: for themselves, or at an office that files for others."""
    offices = _filing_offices(by, process_id, release)
    return offices is None or any(grant.role in offices for grant in by.roles)


def _filing_offices(by: Person, process_id: str, release: Release) -> Collection[str] | None:
    """Name the offices one of which a caseworker must be of; None for who opens a case without any."""
    service = release.reference("services").get(process_id) if Kind.CASEWORKER in by.kinds else None
    return None if service is None else service.get("filed_by", ())


def visible(release: Release, case: Case, ref: str) -> dict[str, Any]:
    """Give the variables that can be seen at an open task: the case's, and the task's own."""
    if case.state is None:
        return {}
    return next((e.variables for e in release.machine.look(case.state).elements if e.ref == ref), {})


def actor(by: Person, task: OpenTask | None) -> Actor:
    """Name a person in the role and division in which they act."""
    if task is not None:
        return Actor("person", by.id, task.role, task.division)
    grant = by.roles[0] if by.roles else None
    return Actor("person", by.id, grant.role if grant else None, grant.division if grant else None)
