"""When a case must be done, by its running statutory clocks; kept on its open tasks, so that lists sort by it."""

from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, ScalarSelect, func, or_, select

from app.store.models import CaseRow, ClockRow, JobRow
from app.store.models.waiting import TIMER_OF_A_CASE, status_is

OWNER: Final = "applicant"  # whose tasks no statutory clock measures: it says how long the offices may take


def due_of(case_no: int) -> ScalarSelect[datetime]:
    """Ask for the earliest instant at which a clock of the case runs out, or ran out; none while all stand."""
    earliest = func.min(func.coalesce(ClockRow.due_at, ClockRow.rang_at))
    running = (ClockRow.case_no == case_no, ClockRow.ended_at.is_(None), ClockRow.since.is_not(None))
    return select(earliest).where(*running).scalar_subquery()


def anything_due(now: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Ask whether a timer or a clock of the case that is asked for is due by now: before most commands nothing is."""
    timer = select(JobRow.id).where(JobRow.case_no == CaseRow.no, TIMER_OF_A_CASE, status_is(JobRow, "ready"))
    clock = select(ClockRow.name).where(ClockRow.case_no == CaseRow.no, ClockRow.due_at <= now)
    return or_(timer.where(JobRow.due_at <= now).exists(), clock.exists())
