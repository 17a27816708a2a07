"""Looking up statutory clocks: of a case, and those whose days are used up; `reads` gives it on."""

from datetime import datetime

from sqlalchemy import func, select

from app.store.clocks.row import StatutoryClock
from app.store.clocks.writes import clock_of
from app.store.db import reading
from app.store.models import CaseRow, ClockRow
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


def next_clock() -> datetime | None:
    """Give the earliest instant at which a clock runs out."""
    with reading() as connection:
        found: datetime | None = connection.execute(select(func.min(ClockRow.due_at))).scalar()
    return found
