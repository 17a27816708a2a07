"""Tables of the product's own working: the simulated clock and leases; only the store's own modules read them."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Instant, Tables


class DemoClockRow(Tables):
    """The simulated clock: one row, shared by web and command line."""

    __tablename__ = "demo_clock"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    now: Mapped[datetime] = mapped_column(Instant)


class LeaseRow(Tables):
    """Who may do what only one process may do at a time, until when by the system's clock."""

    __tablename__ = "lease"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    holder: Mapped[str] = mapped_column(String(80))
    until: Mapped[datetime] = mapped_column(Instant)
