"""A stretch of days and the parts it is told in: weeks of a month, months of a year, years of more."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.calendar import months_after

DAY: Final = timedelta(days=1)
FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)  # days that may be asked about
WEEKS_UP_TO, MONTHS_UP_TO, YEARS_UP_TO = 31, 24, 10  # days, months and years of a period


@dataclass(frozen=True)
class Slice:
    """Part of a period, both days included; `of` is week, month or year, and not `whole` where the period cuts it."""

    of: str
    first: date
    last: date
    whole: bool = True


@dataclass(frozen=True)
class Period:
    """Days from the first to the last, both included."""

    first: date
    last: date

    @property
    def too_long(self) -> bool:
        return months_after(self.first, 12 * YEARS_UP_TO) <= self.last

    def slices(self) -> list[Slice]:
        """The period's parts, one after the other, none of them empty."""
        if (self.last - self.first).days < WEEKS_UP_TO:
            return list(self._cut("week"))
        of = "month" if months_after(self.first.replace(day=1), MONTHS_UP_TO) > self.last else "year"
        return list(self._cut(of))

    def _cut(self, of: str) -> Iterator[Slice]:
        first = self.first
        while first <= self.last:
            begins, ends = _around(first, of)
            last = min(ends, self.last)
            yield Slice(of, first, last, whole=(begins, ends) == (first, last))
            first = last + DAY


def _around(day: date, of: str) -> tuple[date, date]:
    """The first and the last day of the week, month or year in which a day lies."""
    if of == "week":
        monday = day - day.weekday() * DAY
        return monday, monday + 6 * DAY
    first = day.replace(day=1) if of == "month" else day.replace(month=1, day=1)
    return first, months_after(first, 1 if of == "month" else 12) - DAY
