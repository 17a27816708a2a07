"""Looking up statutory clocks: of a case, and those whose days are used up; `reads` gives it on."""

from datetime import datetime

from sqlalchemy import func, or_, select

from app.store.clocks.row import StatutoryClock
from app.store.clocks.writes import clock_of
from app.store.db import reading
from app.store.models import CaseRow, ClockRow, JobRow
from app.store.models.waiting import TIMER_OF_A_CASE
from app.store.rows import Case


def clocks_of(case: Case) -> list[StatutoryClock]:
    """List the clocks of a case, ended ones too."""
    with reading() as connection:
        rows = connection.execute(select(*ClockRow.__table__.c).where(ClockRow.case_no == case.no)).all()
    return [clock_of(case, row) for row in sorted(rows, key=lambda row: str(row.name))]


def due_clocks(now: datetime, *, case_id: str | None = None, limit: int = 100) -> list[tuple[str, str, datetime]]:
    """List clocks whose days are used up by now, the earliest first, as case, name and instant."""
    query = select(CaseRow.id, ClockRow.name, ClockRow.due_at).join(CaseRow, CaseRow.no == ClockRow.case_no)
    query = query.where(ClockRow.due_at <= now)
    if case_id is not None:
        query = query.where(CaseRow.id == case_id)
    with reading() as connection:
        rows = connection.execute(query.order_by(ClockRow.due_at, ClockRow.case_no, ClockRow.name).limit(limit))
        return [(case, name, due) for case, name, due in rows if due is not None]


def anything_due(case_id: str, now: datetime) -> bool:
    """Say in one statement whether a timer or a clock of a case is due by now: before most commands nothing is."""
    timer = select(JobRow.id).where(JobRow.case_no == CaseRow.no, TIMER_OF_A_CASE, JobRow.status == "ready")
    clock = select(ClockRow.name).where(ClockRow.case_no == CaseRow.no, ClockRow.due_at <= now)
    either = or_(timer.where(JobRow.due_at <= now).exists(), clock.exists())
    with reading() as connection:
        return connection.execute(select(CaseRow.no).where(CaseRow.id == case_id, either)).first() is not None


def next_clock() -> datetime | None:
    """Give the earliest instant at which a clock runs out."""
    with reading() as connection:
        found: datetime | None = connection.execute(select(func.min(ClockRow.due_at))).scalar()
    return found
