"""The simulated clock and leases; unit.py calls it."""

from datetime import datetime

from sqlalchemy import delete

from app.errors import Refused
from app.store.models import DemoClockRow, LeaseRow
from app.store.writes.ground import Ground

THE_ROW = 1


class Machinery(Ground):
    """What the product keeps about its own working."""

    def set_clock(self, now: datetime) -> None:
        """Set the simulated clock; it never goes back, since what has happened has happened."""
        row = self.upsert(DemoClockRow).values(id=THE_ROW, now=now)
        later = row.on_conflict_do_update(index_elements=["id"], set_={"now": now}, where=DemoClockRow.now <= now)
        if self.run(later.returning(DemoClockRow.id)).first() is None:
            raise Refused("The simulated clock can't go back.")

    def lease(self, name: str, holder: str, *, now: datetime, until: datetime) -> bool:
        """Take or renew a lease by the system's clock; False while another holds it."""
        row = self.upsert(LeaseRow).values(name=name, holder=holder, until=until)
        free = (LeaseRow.holder == holder) | (LeaseRow.until <= now)
        taken = row.on_conflict_do_update(index_elements=["name"], set_={"holder": holder, "until": until}, where=free)
        return self.run(taken.returning(LeaseRow.name)).first() is not None

    def give_back(self, name: str, holder: str) -> None:
        self.run(delete(LeaseRow).where(LeaseRow.name == name, LeaseRow.holder == holder))
