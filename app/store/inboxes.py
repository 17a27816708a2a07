"""Lists of open tasks by role and division, quick among a million; `reads` gives it on."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, exists, false, func, or_, select, union

from app.store.db import reading
from app.store.divisions import EVERYWHERE, PROVINCE_DIGITS, prefix
from app.store.models import CaseRow, OpenTaskRow
from app.store.rows import ListedTask
from app.store.writes.cases import task_columns, task_of
from app.store.writes.ground import Query

COUNT_UP_TO = 1000
Scope = tuple[str, str]  # role, division


def inbox(
    scopes: Sequence[Scope], *, person: str | None = None, state: str = "all", limit: int = 20, offset: int = 0
) -> list[ListedTask]:
    """List open tasks that a person's roles cover, oldest first; `state` is all, free or mine (the person's)."""
    if not scopes:
        return []
    found = _candidates(scopes, _held(state, person), limit + offset)
    columns = (CaseRow.id.label("case_id"), *task_columns(), CaseRow.number, CaseRow.applicant)
    query = select(*columns, CaseRow.opened_at.label("case_opened_at")).join(found, found.c.id == OpenTaskRow.id)
    query = query.join(CaseRow, CaseRow.no == OpenTaskRow.case_no)
    query = query.order_by(OpenTaskRow.opened_at, OpenTaskRow.id).limit(limit).offset(offset)
    with reading() as connection:
        rows = connection.execute(query).all()
    return [ListedTask(task_of(row, row.case_id), row.number, row.applicant, row.case_opened_at) for row in rows]


def inbox_count(scopes: Sequence[Scope], *, person: str | None = None, state: str = "all") -> int:
    """Count what `inbox` would list, up to a thousand: nobody reads on past that."""
    if not scopes:
        return 0
    found = _candidates(scopes, _held(state, person), COUNT_UP_TO)
    with reading() as connection:
        return min(COUNT_UP_TO, connection.execute(select(func.count()).select_from(found)).scalar_one())


def worked_on(case_id: str, scopes: Sequence[Scope]) -> bool:
    """Say whether a case has, or had, a task that these roles cover."""
    covered = [covered_by(role, division) for role, division in scopes]
    had = select(OpenTaskRow.id).join(CaseRow, CaseRow.no == OpenTaskRow.case_no).where(CaseRow.id == case_id)
    with reading() as connection:
        return bool(connection.execute(select(exists(had.where(or_(false(), *covered))))).scalar())


def covered_by(role: str, division: str) -> ColumnElement[bool]:
    """Say in SQL what `divisions.covers` says."""
    start = prefix(division)
    inside = _starts(start)
    if len(start) <= PROVINCE_DIGITS:
        inside = or_(inside, OpenTaskRow.division.is_(None), OpenTaskRow.division == EVERYWHERE)
    return and_(OpenTaskRow.role == role, inside)


def _starts(start: str) -> ColumnElement[bool]:
    """A county or city is a range that the index finds; wider ones are filtered while reading in order of time."""
    if len(start) <= PROVINCE_DIGITS:
        return func.substr(OpenTaskRow.division, 1, len(start)) == start
    if not start.isdigit():
        return OpenTaskRow.division == start
    after = str(int(start) + 1).zfill(len(start))
    return and_(OpenTaskRow.division >= start, OpenTaskRow.division < after)


def _candidates(scopes: Sequence[Scope], held: list[ColumnElement[bool]], most: int) -> Subquery:
    """Find the tasks of each scope apart: one query over all would read them in order of time and pass most by."""
    parts: list[Any] = []
    for role, division in dict.fromkeys(scopes):
        covered = covered_by(role, division)
        query: Query = select(OpenTaskRow.id).where(OpenTaskRow.closed_at.is_(None), covered, *held)
        if len(prefix(division)) <= PROVINCE_DIGITS:
            query = query.order_by(OpenTaskRow.opened_at, OpenTaskRow.id).limit(most)
        parts.append(select(query.subquery().c.id))
    return union(*parts).subquery()


def _held(state: str, person: str | None) -> list[ColumnElement[bool]]:
    held: dict[str, list[ColumnElement[bool]]] = {
        "free": [OpenTaskRow.claimed_by.is_(None)],
        "mine": [OpenTaskRow.claimed_by == person],
    }
    return held.get(state, [])
