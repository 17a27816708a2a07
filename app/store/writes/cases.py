"""Opening, taking and keeping cases: one command's facts, state and waits in few statements; unit.py calls it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, insert, select, update

from app.errors import NotFound
from app.events import chain
from app.events.facts import Fact
from app.store.clocks.dues import anything_due
from app.store.db import Instant
from app.store.models import CaseItemRow, CaseRow, CaseStateRow, CommandRow, CounterRow, OpenTaskRow, StreamRow
from app.store.rows import AlreadyDone, Case, Command, NewCase, OpenTask, TaskClosed, case_stream
from app.store.shapes import StepLike
from app.store.writes.chains import Chains, Stream
from app.store.writes.ground import Found, Query
from app.store.writes.waits import Waits

SHANGHAI = ZoneInfo("Asia/Shanghai")
STATE = "state"
SUMMARY = (
    CaseRow.no,
    CaseRow.id,
    CaseRow.number,
    CaseRow.process,
    CaseRow.release,
    CaseRow.division,
    CaseRow.applicant,
    CaseRow.opened_at,
    CaseRow.ended_at,
    CaseRow.outcome,
)
TASK = tuple(getattr(OpenTaskRow, name) for name in OpenTask.__annotations__ if name != "case_id")


def task_of(row: Found, case_id: str) -> OpenTask:
    """Read a task from a row whose task columns are labelled `task_...`."""
    given = {name: getattr(row, f"task_{name}") for name in OpenTask.__annotations__ if name != "case_id"}
    return OpenTask(case_id=case_id, **given)


def task_columns() -> list[Any]:
    return [column.label(f"task_{column.key}") for column in TASK]


class Cases(Waits, Chains):
    """One case and what is kept of it."""

    def open_case(self, new: NewCase) -> Case:
        """Begin a case: its stream, its data key and its acceptance number; its facts come with `keep`."""
        name = case_stream(new.id)
        wrapped, sealer = self.keyring.new_key(name)
        values = {"name": name, "seq": 0, "head": chain.GENESIS, "data_key": wrapped}
        no = self.run(insert(StreamRow).values(**values).returning(StreamRow.id)).scalar_one()
        number = new.number or self.acceptance_number(new.division)
        opened = Case(
            no=no,
            id=new.id,
            number=number,
            process=new.process,
            release=new.release,
            division=new.division,
            applicant=new.applicant,
            opened_at=self.now,
            ended_at=None,
            outcome=None,
            state=None,
            revision=0,
            head=chain.GENESIS,
            sealer=sealer,
        )
        row = {column.key: getattr(opened, column.key) for column in SUMMARY}
        subject = self.keyring.index(new.subject) if new.subject else None
        self.run(insert(CaseRow).values(**row, subject=subject))
        self.run(insert(CaseStateRow).values(case_no=no, state=None))
        return opened

    def note_items(self, case_no: int, items: Mapping[str, str | None]) -> None:
        """Keep what a case was asked for and what came of it, so that it is found by both."""
        if items:
            noted = self.upsert(CaseItemRow)
            rows = [{"case_no": case_no, "item": item, "outcome": outcome} for item, outcome in items.items()]
            anew = noted.on_conflict_do_update(
                index_elements=["case_no", "item"], set_={"outcome": noted.excluded.outcome}
            )
            self.run(anew, rows)

    def acceptance_number(self, division: str | None) -> str:
        """Give the next number of the day in a division; a rolled-back case leaves no gap."""
        name = f"{self.now.astimezone(SHANGHAI):%Y%m%d}-{division or '000000'}"
        first = self.upsert(CounterRow).values(name=name, value=1)
        counted = first.on_conflict_do_update(index_elements=["name"], set_={"value": CounterRow.value + 1})
        return f"{name}-{self.run(counted.returning(CounterRow.value)).scalar_one():05d}"

    def case(self, case_id: str, *, lock: bool = True) -> Case:
        """Take a case for a command; with a lock nobody else can take it before this unit ends."""
        row = self.run(TAKE if lock else LOOK, {"of_case": case_id}).first()
        if row is None:
            raise NotFound(f"case {case_id}")
        return self._case(row)

    def case_holding(self, task_id: str) -> Case:
        """Take the case that an open task belongs to; the task is `case.task`. A closed task is TaskClosed."""
        row = self.run(HOLD, {"of_task": task_id}).first()
        if row is None:
            raise NotFound(f"task {task_id}")
        return self._holding(row)

    def _holding(self, row: Found) -> Case:
        task = task_of(row, row.id)
        if task.closed_at is not None:
            raise TaskClosed(task=task)
        return replace(self._case(row), task=task)

    def taken(self, key: str, *, case_id: str | None = None, task_id: str | None = None) -> Case:
        """Take a case, named by itself or by its open task, for the command of a key.

        The same statement tells that the command was carried out before, which is AlreadyDone with its result, and
        whether the case has a timer or a clock that is due by now and comes first.
        """
        asked = {"of_key": key, "by_now": self.now}
        row = self.run(_taking(of_task=task_id is not None), {**asked, "of_this": task_id or case_id}).first()
        if row is None:
            raise NotFound(f"case {case_id}" if task_id is None else f"task {task_id}")
        if row.done_no is not None:
            raise AlreadyDone(key, result=self.result(key, row.done_result))
        return replace(self._case(row) if task_id is None else self._holding(row), due=bool(row.due))

    def keep(
        self, case: Case, command: Command, facts: Sequence[Fact], step: StepLike | None = None, result: Any = None
    ) -> Case:
        """Write what one command did; without a step only the facts (a claim, a paper, an incident)."""
        number = self.write_command(command, case.no, result)
        stream = Stream(case.no, case.stream, case.revision, case.head, case.sealer)
        recorded = self.write_facts(stream, command, number, facts)
        if recorded:
            case = replace(case, revision=recorded[-1].seq, head=recorded[-1].hash)
        if step is not None:
            case = self._keep_step(case, command, facts, step)
        return case

    def _keep_step(self, case: Case, command: Command, facts: Sequence[Fact], step: StepLike) -> Case:
        sealed = case.sealer.seal(STATE, case.id, step.state)
        self.run(KEEP_STATE, {"of_case": case.no, "new": sealed})
        self.keep_waits(case, command, facts, step)
        if step.ended is None:
            return replace(case, state=step.state)
        ended = replace(case, state=step.state, ended_at=command.at, outcome=step.ended.outcome)
        ends = update(CaseRow).where(CaseRow.no == case.no)
        self.run(ends.values(ended_at=ended.ended_at, outcome=ended.outcome))
        return ended

    def _case(self, row: Found) -> Case:
        sealer = self.keyring.unwrap_or_erased(row.data_key, case_stream(row.id))
        state = None if row.state is None else sealer.open(STATE, row.id, row.state)
        summary = {column.key: getattr(row, column.key) for column in SUMMARY}
        return Case(**summary, state=state, revision=row.seq, head=row.head, sealer=sealer)


def case_query() -> Query:
    """Ask for cases with all that a command needs of them."""
    return (
        select(*SUMMARY, StreamRow.seq, StreamRow.head, StreamRow.data_key, CaseStateRow.state)
        .join(StreamRow, StreamRow.id == CaseRow.no)
        .join(CaseStateRow, CaseStateRow.case_no == CaseRow.no)
    )


LOOK = case_query().where(CaseRow.id == bindparam("of_case"))
# Every joined row is locked, so that PostgreSQL reads each again after waiting for the one before us.
TAKE = LOOK.with_for_update()
HOLDING = case_query().add_columns(*task_columns()).join(OpenTaskRow, OpenTaskRow.case_no == CaseRow.no)
HOLD = HOLDING.where(OpenTaskRow.id == bindparam("of_task")).with_for_update()


@cache
def _taking(*, of_task: bool) -> Query:
    """Build the question that takes a case for a command: each command asks it."""
    done = CommandRow.key == bindparam("of_key")
    query = (HOLDING if of_task else case_query()).add_columns(
        select(CommandRow.no).where(done).scalar_subquery().label("done_no"),
        select(CommandRow.result).where(done).scalar_subquery().label("done_result"),
        anything_due(bindparam("by_now", type_=Instant)).label("due"),
    )
    whose = OpenTaskRow.id if of_task else CaseRow.id
    return query.where(whose == bindparam("of_this")).with_for_update()


KEEP_STATE = update(CaseStateRow).where(CaseStateRow.case_no == bindparam("of_case")).values(state=bindparam("new"))
