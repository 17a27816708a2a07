"""Lists of open tasks by role and division, quick among a million; `reads` gives it on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Subquery, and_, case, exists, false, func, null, or_, select, union
from sqlalchemy import union_all as both
from sqlalchemy.orm import aliased

from app.store.db import reading
from app.store.divisions import EVERYWHERE, PROVINCE_DIGITS, prefix
from app.store.keyring import Keyring
from app.store.models import CaseItemRow, CaseRow, CaseStateRow, OpenTaskRow, StreamRow
from app.store.rows import CaseSummary, ListedTask, case_stream
from app.store.writes.cases import STATE, SUMMARY, task_columns, task_of
from app.store.writes.ground import Found, Query

COUNT_UP_TO: Final = 1000  # nobody reads on past that
Scope = tuple[str, str]  # role, division
ORDERS: Final[dict[str, tuple[Any, ...]]] = {
    "due": (OpenTaskRow.due_at.asc().nulls_last(), OpenTaskRow.opened_at, OpenTaskRow.id),
    "age": (OpenTaskRow.opened_at, OpenTaskRow.id),
    "name": (OpenTaskRow.name, OpenTaskRow.opened_at, OpenTaskRow.id),
}


@dataclass(frozen=True)
class Wish:
    """Which tasks somebody wants to see at a time, and in which order; "" leaves a question open."""

    person: str
    now: datetime
    state: str = "all"  # all, free or mine (the person's)
    step: str = ""  # a task's name
    item: str = ""  # what its case was asked for
    late: bool = False
    sort: str = "due"  # due, age or name


@dataclass(frozen=True)
class Tally:
    """How many tasks are alike: of one name, held by one kind of holder, late or not; of all items, or of one."""

    step: str
    state: str  # free, mine or others
    late: bool
    item: str | None
    count: int


def inbox(
    scopes: Sequence[Scope], wish: Wish, *, keyring: Keyring, limit: int = 20, offset: int = 0
) -> list[ListedTask]:
    """List open tasks that a person's roles cover, each with its case and the state of it, in one statement."""
    if not scopes:
        return []
    order = ORDERS[wish.sort]
    found = _candidates(scopes, list(_wished(wish)), order, limit + offset)
    summary = [column.label(f"case_{column.key}") for column in SUMMARY]
    query = select(*task_columns(), *summary, StreamRow.data_key, CaseStateRow.state)
    query = query.join(found, found.c.id == OpenTaskRow.id).join(CaseRow, CaseRow.no == OpenTaskRow.case_no)
    query = query.join(StreamRow, StreamRow.id == CaseRow.no).join(CaseStateRow, CaseStateRow.case_no == CaseRow.no)
    with reading() as connection:
        rows = connection.execute(query.order_by(*order).limit(limit).offset(offset)).all()
    return [_listed(row, keyring) for row in rows]


def tallies(scopes: Sequence[Scope], wish: Wish) -> list[Tally]:
    """Count the open tasks that roles cover, whatever is wished; of more than a thousand, those due first."""
    if not scopes:
        return []
    found = _candidates(scopes, [], ORDERS["due"], COUNT_UP_TO)
    some = select(found.c.id).limit(COUNT_UP_TO).subquery()
    late = func.coalesce(OpenTaskRow.due_at <= wish.now, false())
    mine = OpenTaskRow.claimed_by == wish.person
    held = case((OpenTaskRow.claimed_by.is_(None), "free"), (mine, "mine"), else_="others")
    told = (OpenTaskRow.name.label("step"), held.label("state"), late.label("late"))
    plain: Query = select(*told, null().label("item"), func.count().label("count")).join(
        some, some.c.id == OpenTaskRow.id
    )
    by_item: Query = select(*told, CaseItemRow.item, func.count()).join(some, some.c.id == OpenTaskRow.id)
    by_item = by_item.join(CaseItemRow, CaseItemRow.case_no == OpenTaskRow.case_no)
    query = both(plain.group_by(*told), by_item.group_by(*told, CaseItemRow.item))
    with reading() as connection:
        return [Tally(step, state, bool(late), item, n) for step, state, late, item, n in connection.execute(query)]


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
    """A county or city is a range that the index finds; wider ones are filtered while reading in order."""
    if len(start) <= PROVINCE_DIGITS:
        return func.substr(OpenTaskRow.division, 1, len(start)) == start
    if not start.isdigit():
        return OpenTaskRow.division == start
    after = str(int(start) + 1).zfill(len(start))
    return and_(OpenTaskRow.division >= start, OpenTaskRow.division < after)


def _candidates(
    scopes: Sequence[Scope], wished: list[ColumnElement[bool]], order: tuple[Any, ...], most: int
) -> Subquery:
    """Find the tasks of each scope apart: one query over all would read them in order and pass most by."""
    parts: list[Any] = []
    for role, division in dict.fromkeys(scopes):
        covered = covered_by(role, division)
        query: Query = select(OpenTaskRow.id).where(OpenTaskRow.closed_at.is_(None), covered, *wished)
        parts.append(select(query.order_by(*order).limit(most).subquery().c.id))
    return union(*parts).subquery()


def _wished(wish: Wish) -> Iterator[ColumnElement[bool]]:
    if wish.state == "free":
        yield OpenTaskRow.claimed_by.is_(None)
    if wish.state == "mine":  # few: found by the person, not by reading what a whole province holds
        held = aliased(OpenTaskRow)
        yield OpenTaskRow.id.in_(select(held.id).where(held.claimed_by == wish.person, held.closed_at.is_(None)))
    if wish.step:
        yield OpenTaskRow.name == wish.step
    if wish.item:
        asked = CaseItemRow.case_no == OpenTaskRow.case_no, CaseItemRow.item == wish.item
        yield exists(select(CaseItemRow.item).where(*asked))
    if wish.late:
        yield OpenTaskRow.due_at <= wish.now


def _listed(row: Found, keyring: Keyring) -> ListedTask:
    summary = CaseSummary(**{column.key: getattr(row, f"case_{column.key}") for column in SUMMARY})
    task = task_of(row, summary.id)
    if row.data_key is None or row.state is None:
        return ListedTask(task, summary)
    sealer = keyring.unwrap(row.data_key, case_stream(summary.id))
    return ListedTask(task, summary, sealer.open(STATE, summary.id, row.state))
