"""Looking up cases, tasks, messages and registers; nothing here writes, and rights are the callers' question."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select

from app.errors import NotFound
from app.store.clocks.reads import clocks_of, due_clocks, next_clock
from app.store.db import reading
from app.store.inboxes import inbox, tallies, worked_on
from app.store.keyring import Keyring
from app.store.models import CaseRow, CommandRow, MessageRow, OpenTaskRow, OutboxRow, StreamRow
from app.store.rows import Case, CaseSummary, Match, Message, OpenTask, RegisterEntry, case_stream
from app.store.waiting import due_asks, due_outbox, due_timers, had_by, incidents, kept, matches, next_due
from app.store.writes.cases import STATE, SUMMARY, case_query, task_columns, task_of
from app.store.writes.ground import Found, Query
from app.store.writes.messages import message_of
from app.store.writes.registers import entries_asked, entry_of

__all__ = [
    "Match",
    "case",
    "case_by_number",
    "case_of_task",
    "case_with_state",
    "cases",
    "cases_of",
    "cases_of_subject",
    "clocks_of",
    "counts",
    "due_asks",
    "due_clocks",
    "due_outbox",
    "due_timers",
    "entries",
    "had_by",
    "inbox",
    "incidents",
    "kept",
    "length_of",
    "matches",
    "message",
    "next_clock",
    "next_due",
    "open_tasks",
    "opened_by",
    "standing",
    "tallies",
    "task",
    "tasks_of",
    "worked_on",
]


def case(case_id: str) -> CaseSummary:
    return _one_case(CaseRow.id == case_id, case_id)


def case_of_task(task_id: str) -> str:
    """Give the id of the case that a task (open or closed) belongs to."""
    return task(task_id).case_id


def case_with_state(case_id: str, *, keyring: Keyring) -> Case:
    """Give a case with its state opened, not taken: for looking only."""
    with reading() as connection:
        row = connection.execute(case_query().where(CaseRow.id == case_id)).first()
    if row is None:
        raise NotFound(f"case {case_id}")
    sealer = keyring.unwrap_or_erased(row.data_key, case_stream(row.id))
    state = None if row.state is None else sealer.open(STATE, row.id, row.state)
    return Case(**vars(_summary(row)), state=state, revision=row.seq, head=row.head, sealer=sealer)


def length_of(case_id: str) -> int:
    """Give the number of a case's last fact, as its stream tells it."""
    with reading() as connection:
        return int(connection.execute(select(StreamRow.seq).where(StreamRow.name == case_stream(case_id))).scalar_one())


def cases(*, limit: int = 1000, offset: int = 0, open_only: bool = False) -> list[CaseSummary]:
    """List cases, oldest first."""
    query = select(*SUMMARY).order_by(CaseRow.no).limit(limit).offset(offset)
    return _cases(query.where(CaseRow.ended_at.is_(None)) if open_only else query)


def cases_of(owners: Collection[str], *, limit: int = 200, offset: int = 0) -> list[CaseSummary]:
    """List the cases that belong to a person or an office, newest first."""
    query = select(*SUMMARY).where(CaseRow.applicant.in_(owners)).order_by(CaseRow.no.desc())
    return _cases(query.limit(limit).offset(offset))


def cases_of_subject(subject: str, *, keyring: Keyring) -> list[CaseSummary]:
    """List the cases about an identity number, which the table doesn't hold: its keyed index does."""
    return _cases(select(*SUMMARY).where(CaseRow.subject == keyring.index(subject)).order_by(CaseRow.no))


def opened_by(case_no: int) -> list[CaseSummary]:
    """List the cases that a case's diagrams opened, oldest first."""
    asked = select(literal("open:") + OutboxRow.key).where(OutboxRow.case_no == case_no, OutboxRow.kind == "open")
    done = select(CommandRow.stream).where(CommandRow.key.in_(asked))
    return _cases(select(*SUMMARY).where(CaseRow.no.in_(done)).order_by(CaseRow.no))


def opened_with(key: str) -> list[CaseSummary]:
    """Give the case that a command of this key opened; none if there was no such command."""
    done = select(CommandRow.stream).where(CommandRow.key == key)
    return _cases(select(*SUMMARY).where(CaseRow.no.in_(done)))


def case_by_number(number: str) -> CaseSummary:
    return _one_case(CaseRow.number == number, number)


def task(task_id: str) -> OpenTask:
    """Give a task, open or closed."""
    with reading() as connection:
        row = connection.execute(_tasks().where(OpenTaskRow.id == task_id)).first()
    if row is None:
        raise NotFound(f"task {task_id}")
    return task_of(row, row.case_id)


def tasks_of(case_id: str, *, open_only: bool = False) -> list[OpenTask]:
    """List the tasks of a case as they were opened, closed ones too unless only the open are asked for."""
    query = _tasks().where(CaseRow.id == case_id).order_by(OpenTaskRow.opened_at, OpenTaskRow.ref)
    if open_only:
        query = query.where(OpenTaskRow.closed_at.is_(None))
    with reading() as connection:
        return [task_of(row, row.case_id) for row in connection.execute(query)]


def open_tasks(case_ids: Collection[str]) -> dict[str, list[OpenTask]]:
    """Give the open tasks of several cases, looked up at once; a case without any is left out."""
    query = _tasks().where(CaseRow.id.in_(case_ids), OpenTaskRow.closed_at.is_(None))
    found: dict[str, list[OpenTask]] = {}
    with reading() as connection:
        for row in connection.execute(query.order_by(OpenTaskRow.opened_at, OpenTaskRow.ref)):
            found.setdefault(row.case_id, []).append(task_of(row, row.case_id))
    return found


def message(message_id: str, *, keyring: Keyring) -> Message:
    with reading() as connection:
        row = connection.execute(select(*MessageRow.__table__.c).where(MessageRow.id == message_id)).first()
    if row is None:
        raise NotFound(f"message {message_id}")
    return message_of(row, keyring)


def entries(
    register: str, subject: str, *, keyring: Keyring, on: date | None = None, history: bool = False
) -> list[RegisterEntry]:
    """List what stands in a register about a person, with `history` also what was superseded."""
    with reading() as connection:
        found = connection.execute(*entries_asked(register, keyring.index(subject), on, history=history)).all()
    return [entry_of(row, keyring) for row in found]


def standing(register: str, subjects: Collection[str], on: date, *, keyring: Keyring) -> dict[str, list[RegisterEntry]]:
    """Give what is valid on a day about each of many people, by one statement; who has nothing is left out."""
    indexes = {keyring.index(subject): subject for subject in subjects}
    found: dict[str, list[RegisterEntry]] = {}
    with reading() as connection:
        for row in connection.execute(*entries_asked(register, list(indexes), on)):
            found.setdefault(indexes[row.subject], []).append(entry_of(row, keyring))
    return found


def counts() -> dict[str, int]:
    """Count what an operator watches."""
    asked = {
        "cases": select(func.count(CaseRow.no)),
        "open_cases": select(func.count(CaseRow.no)).where(CaseRow.ended_at.is_(None)),
        "open_tasks": select(func.count(OpenTaskRow.id)).where(OpenTaskRow.closed_at.is_(None)),
        "facts": select(func.coalesce(func.sum(StreamRow.seq), 0)),
    }
    with reading() as connection:
        return {name: int(connection.execute(query).scalar_one()) for name, query in asked.items()}


def _tasks(*more: Any) -> Query:
    columns = (CaseRow.id.label("case_id"), *task_columns(), *more)
    query: Query = select(*columns).join(CaseRow, CaseRow.no == OpenTaskRow.case_no)
    return query


def _one_case(condition: ColumnElement[bool], name: str) -> CaseSummary:
    found = _cases(select(*SUMMARY).where(condition))
    if not found:
        raise NotFound(f"case {name}")
    return found[0]


def _cases(query: Any) -> list[CaseSummary]:
    with reading() as connection:
        return [_summary(row) for row in connection.execute(query)]


def _summary(row: Found) -> CaseSummary:
    return CaseSummary(**{column.key: getattr(row, column.key) for column in SUMMARY})
