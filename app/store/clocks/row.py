"""A statutory clock as the store hands it out and takes it in."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class StatutoryClock:
    """How many working days an office may take, how many it used before `since`, and what is sent when it is late."""

    name: str
    days: int
    used: int
    since: date | None
    stopped_by: str | None
    due_at: datetime | None
    ended_at: datetime | None
    rang_at: datetime | None
    message: str
    key: str = field(repr=False)
