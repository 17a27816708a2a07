"""The queries that count: each reads the period asked for, or what is open now, by an index of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, false, func, literal, null, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from app.store.db import snapshot
from app.store.divisions import EVERYWHERE, PROVINCE_DIGITS, prefix
from app.store.figures.elapsed import Elapsed
from app.store.figures.rows import CameOf, Flow, Lasted, Late, Standing, Waiting, Within
from app.store.models import CaseItemRow, CaseRow, OpenTaskRow
from app.store.writes.ground import Query

Division = InstrumentedAttribute[str | None]
Moment = InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]
NEWEST, MANY = func.max(CaseRow.release), func.count()


@dataclass(frozen=True)
class Counted:
    """All counts of one moment."""

    opened: Sequence[Flow]
    ended: Sequence[Flow]
    lasted: Sequence[Lasted]
    came_of: Sequence[CameOf]
    standing: Sequence[Standing]
    late: Sequence[Late]
    waiting: Sequence[Waiting]


def counted(within: Within, now: datetime) -> Counted:
    """Count all of it at one moment of the database."""
    with snapshot() as connection:

        def rows(query: Query) -> Sequence[Any]:
            return connection.execute(query).all()

        return Counted(
            opened=[Flow(*row) for row in rows(_flow(within, CaseRow.opened_at))],
            ended=[Flow(*row) for row in rows(_flow(within, CaseRow.ended_at))],
            lasted=[Lasted(*row) for row in rows(_lasted(within))],
            came_of=[CameOf(*row) for row in rows(_came_of(within))],
            standing=[Standing(*row) for row in rows(_standing(within))],
            late=[Late(*row) for row in rows(_late(within, now))],
            waiting=[Waiting(*row) for row in rows(_waiting(within, now))],
        )


def _flow(within: Within, moment: Moment) -> Query:
    whose = (CaseRow.process, _below(CaseRow.division, within), _part(moment, within.marks))
    query: Query = select(*whose, NEWEST, MANY).where(*_during(within, moment))
    return query.group_by(*whose)


def _lasted(within: Within) -> Query:
    days: ColumnElement[int] = Elapsed(CaseRow.opened_at, CaseRow.ended_at)
    whose = (CaseRow.process, _below(CaseRow.division, within), days)
    query: Query = select(*whose, MANY).where(*_during(within, CaseRow.ended_at))
    return query.group_by(*whose)


def _came_of(within: Within) -> Query:
    outcome = func.coalesce(CaseItemRow.outcome, "")
    end = case((CaseItemRow.outcome.is_(None), func.coalesce(CaseRow.outcome, "")), else_="")
    whose = (CaseRow.process, _below(CaseRow.division, within), CaseItemRow.item, outcome, end)
    query: Query = select(*whose, NEWEST, MANY).join(CaseItemRow, CaseItemRow.case_no == CaseRow.no)
    return query.where(*_during(within, CaseRow.ended_at)).group_by(*whose)


def _standing(within: Within) -> Query:
    whose = (CaseRow.process, _below(CaseRow.division, within))
    query: Query = select(*whose, NEWEST, MANY).where(CaseRow.ended_at.is_(None), *_where(within, CaseRow.division))
    return query.group_by(*whose)


def _late(within: Within, now: datetime) -> Query:
    whose = (CaseRow.process, _below(OpenTaskRow.division, within))
    query: Query = select(*whose, NEWEST, MANY).join(CaseRow, CaseRow.no == OpenTaskRow.case_no)
    late = (OpenTaskRow.closed_at.is_(None), OpenTaskRow.due_at <= now)
    return query.where(*late, *_where(within, OpenTaskRow.division)).group_by(*whose)


def _waiting(within: Within, now: datetime) -> Query:
    late = func.count(case((OpenTaskRow.due_at <= now, 1), else_=null()))
    whose = (func.coalesce(OpenTaskRow.role, ""), OpenTaskRow.name)
    query: Query = select(*whose, MANY, late, func.min(OpenTaskRow.opened_at))
    if within.process:
        query = query.join(CaseRow, CaseRow.no == OpenTaskRow.case_no)
    query = query.where(OpenTaskRow.closed_at.is_(None), *_where(within, OpenTaskRow.division))
    return query.group_by(OpenTaskRow.role, OpenTaskRow.name)


def _during(within: Within, moment: Moment) -> tuple[ColumnElement[bool], ...]:
    return (moment >= within.marks[0], moment < within.until, *_where(within, CaseRow.division))


def _where(within: Within, division: Division) -> tuple[ColumnElement[bool], ...]:
    """The rest, said so that no database goes by it through all the years of a division or a process."""
    asked = CaseRow.process + "" == within.process if within.process else true()
    return (_inside(division, within.division), asked)


def _inside(division: Division, covering: str) -> ColumnElement[bool]:
    """Say in SQL what `divisions.covers` says."""
    start = prefix(covering)
    if not start:
        return true()
    inside = func.substr(division, 1, len(start)) == start
    nowhere = or_(division.is_(None), division == EVERYWHERE) if len(start) <= PROVINCE_DIGITS else false()
    return or_(inside, nowhere)


def _below(division: Division, within: Within) -> ColumnElement[str]:
    return func.substr(func.coalesce(division, EVERYWHERE), 1, within.digits)


def _part(moment: Moment, marks: Sequence[datetime]) -> ColumnElement[int]:
    """The number of the last mark that is not after a moment."""
    if len(marks) == 1:
        return literal(0)
    return case(*((moment < mark, number) for number, mark in enumerate(marks[1:])), else_=len(marks) - 1)
