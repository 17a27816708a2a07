"""What a case waits for, kept as differences to what stood before: tasks, jobs, subscriptions; cases.py calls it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import BigInteger, bindparam, cast, delete, insert, literal, null, or_, select, union_all, update

from app.events.facts import AnswerReceived, Fact, TaskCompleted, TimerFired
from app.store.clocks.dues import OWNER, due_of
from app.store.db import Instant
from app.store.models import JobRow, OpenTaskRow, SubscriptionRow
from app.store.models.waiting import status_is
from app.store.rows import Case, Command
from app.store.shapes import AskLike, StepLike, TaskLike, TimerLike, WaitLike
from app.store.writes.ground import Ground, Query

ASK = "ask"


def task_id(case_id: str, ref: str) -> str:
    """Name a task by its case and visit, so that a replay gives the same name."""
    return str(uuid5(UUID(case_id), ref))


@dataclass
class _Standing:
    """What the tables hold of a case: refs of open tasks, and rows of live jobs and subscriptions by ref."""

    tasks: set[str] = field(default_factory=set)
    timers: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    asks: dict[str, int] = field(default_factory=dict)
    waits: dict[str, int] = field(default_factory=dict)


class Waits(Ground):
    """Diffs of a step's sets; each kind of change is one statement, and none when nothing changed."""

    def keep_waits(self, case: Case, command: Command, facts: Sequence[Fact], step: StepLike) -> None:
        standing = self._standing(case)
        self._keep_tasks(case, command, facts, step.tasks, standing)
        self._drop_jobs(facts, step, standing)
        self._keep_jobs(case, command, step, standing)
        self._keep_subscriptions(case, command, step.waits, standing)

    def _standing(self, case: Case) -> _Standing:
        standing = _Standing()
        for kind, number, ref, due in self.run(STANDING, {"of_case": case.no}):
            if kind == "task":
                standing.tasks.add(ref)
            elif kind == "timer":
                standing.timers[ref] = (number, due)
            else:
                (standing.asks if kind == ASK else standing.waits)[ref] = number
        return standing

    def _keep_tasks(
        self, case: Case, command: Command, facts: Sequence[Fact], tasks: Sequence[TaskLike], standing: _Standing
    ) -> None:
        gone = standing.tasks - {task.ref for task in tasks}
        completed = gone & {fact.task for fact in facts if isinstance(fact, TaskCompleted)}
        closed = {"at": command.at, "by": command.actor.id}
        if gone:
            how = {ref: "completed" if ref in completed else "withdrawn" for ref in sorted(gone)}
            self.run(CLOSE, [{**closed, "how": how[ref], "of_task": task_id(case.id, ref)} for ref in how])
        new = [_task_row(case, command, task) for task in tasks if task.ref not in standing.tasks]
        theirs = [row for row in new if row["role"] == OWNER]
        if offices := [row for row in new if row["role"] != OWNER]:
            limit = bindparam("own_limit", type_=Instant)
            limited = [row | {"own_limit": row["limit_at"]} for row in offices]
            self.run(insert(OpenTaskRow).values(due_at=due_of(case.no, limit)), limited)
        if theirs:
            self.run(insert(OpenTaskRow), [row | {"due_at": row["limit_at"]} for row in theirs])

    def _drop_jobs(self, facts: Sequence[Fact], step: StepLike, standing: _Standing) -> None:
        done = {fact.ref for fact in facts if isinstance(fact, TimerFired | AnswerReceived)}
        live = {timer.ref for timer in step.timers} | {ask.ref for ask in step.asks}
        numbers = {ref: number for ref, (number, _) in standing.timers.items()} | standing.asks
        gone = [
            {"of_job": number, "as": "done" if ref in done else "dropped"}
            for ref, number in sorted(numbers.items())
            if ref not in live
        ]
        if gone:
            self.run(CLOSE_JOBS, gone)

    def _keep_jobs(self, case: Case, command: Command, step: StepLike, standing: _Standing) -> None:
        new = [_timer_row(case, timer) for timer in step.timers if timer.ref not in standing.timers]
        new += [_ask_row(case, command, ask) for ask in step.asks if ask.ref not in standing.asks]
        if new:
            self.run(ADD_JOBS, new)
        for timer in step.timers:
            number, due = standing.timers.get(timer.ref, (0, timer.due))
            if due != timer.due:
                self.run(update(JobRow).where(JobRow.id == number).values(due_at=timer.due))

    def _keep_subscriptions(self, case: Case, command: Command, waits: Sequence[WaitLike], standing: _Standing) -> None:
        live = {wait.ref for wait in waits}
        gone = [{"of_wait": number} for ref, number in sorted(standing.waits.items()) if ref not in live]
        if gone:
            self.run(END_WAITS, gone)
        new = [
            {
                "case_no": case.no,
                "ref": wait.ref,
                "message": wait.message,
                "opened_at": command.at,
                "key_index": self.keyring.index(wait.key, f"message:{wait.message}"),
            }
            for wait in waits
            if wait.ref not in standing.waits
        ]
        if new:
            self.run(ADD_WAITS, new)


def _standing_query() -> Any:
    """Ask for all that a case waits for in one statement."""
    case_no = bindparam("of_case", type_=BigInteger)
    none, nothing = cast(null(), BigInteger), cast(null(), Instant)
    tasks: Query = select(literal("task"), none, OpenTaskRow.ref, nothing)
    jobs: Query = select(JobRow.kind, JobRow.id, JobRow.ref, JobRow.due_at)
    waits: Query = select(literal("wait"), SubscriptionRow.id, SubscriptionRow.ref, nothing)
    return union_all(
        tasks.where(OpenTaskRow.case_no == case_no, OpenTaskRow.closed_at.is_(None)),
        jobs.where(JobRow.case_no == case_no, or_(status_is(JobRow, "ready"), status_is(JobRow, "incident"))),
        waits.where(SubscriptionRow.case_no == case_no),
    )


STANDING = _standing_query()
CLOSE = (
    update(OpenTaskRow)
    .where(OpenTaskRow.id == bindparam("of_task"))
    .values(closed_at=bindparam("at"), closed_by=bindparam("by"), closed_how=bindparam("how"))
)
CLOSE_JOBS = update(JobRow).where(JobRow.id == bindparam("of_job")).values(status=bindparam("as"))
END_WAITS = delete(SubscriptionRow).where(SubscriptionRow.id == bindparam("of_wait"))
ADD_JOBS, ADD_WAITS = insert(JobRow), insert(SubscriptionRow)


def _task_row(case: Case, command: Command, task: TaskLike) -> dict[str, Any]:
    return {
        "id": task_id(case.id, task.ref),
        "case_no": case.no,
        "ref": task.ref,
        "process": task.process,
        "element": task.element,
        "name": task.name,
        "form": task.form,
        "role": task.role,
        "division": task.division,
        "step": task.step,
        "scripted": task.scripted,
        "opened_at": command.at,
        "limit_at": task.limit,
    }


def _timer_row(case: Case, timer: TimerLike) -> dict[str, Any]:
    return {"case_no": case.no, "kind": "timer", "ref": timer.ref, "due_at": timer.due, "body": None}


def _ask_row(case: Case, command: Command, ask: AskLike) -> dict[str, Any]:
    body = case.seal(f"{ASK}:{ask.ref}", {"delegate": ask.delegate, "inputs": ask.inputs})
    return {"case_no": case.no, "kind": ASK, "ref": ask.ref, "due_at": command.at, "body": body}
