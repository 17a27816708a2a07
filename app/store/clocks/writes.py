"""Statutory clocks of a case: read and written as whole rows; unit.py calls it."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from app.store.clocks.dues import OWNER, due_of
from app.store.clocks.row import StatutoryClock
from app.store.models import ClockRow, OpenTaskRow
from app.store.rows import Case
from app.store.writes.ground import Ground

BODY = "clock"


def clock_of(case: Case, row: Any) -> StatutoryClock:
    told = case.open(f"{BODY}:{row.name}", row.body)
    kept = {name: getattr(row, name) for name in StatutoryClock.__annotations__ if name not in told}
    return StatutoryClock(**kept, **told)


class Clocks(Ground):
    """What a command reads and writes of a case's clocks."""

    def clocks(self, case: Case) -> dict[str, StatutoryClock]:
        """Give the clocks of a case by name, ended ones too."""
        rows = self.run(select(*ClockRow.__table__.c).where(ClockRow.case_no == bindparam("c")), {"c": case.no})
        return {row.name: clock_of(case, row) for row in rows}

    def keep_clock(self, case: Case, clock: StatutoryClock) -> None:
        """Write a clock as it now stands; the offices' open tasks of the case are due with it."""
        values = asdict(clock)
        told = {name: values.pop(name) for name in ("message", "key")}
        values["body"] = case.seal(f"{BODY}:{clock.name}", told)
        row = self.upsert(ClockRow).values(case_no=case.no, **values)
        self.run(row.on_conflict_do_update(index_elements=["case_no", "name"], set_=values))
        open_tasks = update(OpenTaskRow).where(OpenTaskRow.case_no == case.no, OpenTaskRow.closed_at.is_(None))
        self.run(
            open_tasks.where(OpenTaskRow.role.is_distinct_from(OWNER)).values(
                due_at=due_of(case.no, OpenTaskRow.limit_at)
            )
        )

    def end_clocks(self, case: Case, at: datetime) -> None:
        """End what still runs or stands when the case is over."""
        open_ones = update(ClockRow).where(ClockRow.case_no == case.no, ClockRow.ended_at.is_(None))
        self.run(open_ones.values(ended_at=at, due_at=None))
