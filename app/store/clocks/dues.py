"""When a case must be done, by its running statutory clocks; kept on its open tasks, so that lists sort by it."""

from datetime import datetime
from typing import Final

from sqlalchemy import ScalarSelect, func, select

from app.store.models import ClockRow

OWNER: Final = "applicant"  # whose tasks no statutory clock measures: it says how long the offices may take


def due_of(case_no: int) -> ScalarSelect[datetime]:
    """Ask for the earliest instant at which a clock of the case runs out, or ran out; none while all stand."""
    earliest = func.min(func.coalesce(ClockRow.due_at, ClockRow.rang_at))
    running = (ClockRow.case_no == case_no, ClockRow.ended_at.is_(None), ClockRow.since.is_not(None))
    return select(earliest).where(*running).scalar_subquery()
