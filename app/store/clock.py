"""The simulated clock and leases as others see them; the business clock of demo mode and tests reads here."""

from datetime import datetime

from sqlalchemy import select

from app.store.db import reading
from app.store.models import DemoClockRow, LeaseRow

_NOW = select(DemoClockRow.now)


def simulated_now() -> datetime | None:
    """Give the simulated time, or None while nobody has set it."""
    with reading() as connection:
        found: datetime | None = connection.execute(_NOW).scalar()
    return found


def lease_holder(name: str, now: datetime) -> str | None:
    """Name who holds a lease by the system's clock."""
    held = select(LeaseRow.holder).where(LeaseRow.name == name, LeaseRow.until > now)
    with reading() as connection:
        found: str | None = connection.execute(held).scalar()
    return found
