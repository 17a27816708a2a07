"""When an open task must be done: by its own limit, or its case's running statutory clocks; kept so that lists sort."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, SQLColumnExpression, case, func, or_, select

from app.store.models import CaseRow, ClockRow, JobRow
from app.store.models.waiting import TIMER_OF_A_CASE, status_is

OWNER: Final = "applicant"  # whose tasks no statutory clock measures: it says how long the offices may take


def due_of(case_no: int, limit: SQLColumnExpression[Any]) -> ColumnElement[datetime | None]:
    """Ask for the earlier of a task's own limit and the instant at which a clock of its case runs out, or ran out.

    Clocks that stand say nothing; with neither there is none.
    """
    runs_out = func.coalesce(ClockRow.due_at, ClockRow.rang_at)
    earliest = func.min(case((limit < runs_out, limit), else_=runs_out))
    running = (ClockRow.case_no == case_no, ClockRow.ended_at.is_(None), ClockRow.since.is_not(None))
    return func.coalesce(select(earliest).where(*running).scalar_subquery(), limit)


def anything_due(now: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Ask whether a timer or a clock of the case that is asked for is due by now: before most commands nothing is."""
    timer = select(JobRow.id).where(JobRow.case_no == CaseRow.no, TIMER_OF_A_CASE, status_is(JobRow, "ready"))
    clock = select(ClockRow.name).where(ClockRow.case_no == CaseRow.no, ClockRow.due_at <= now)
    return or_(timer.where(JobRow.due_at <= now).exists(), clock.exists())
