"""The two kinds of FEEL duration: months, and exact seconds."""

import re
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from app.decisions.values.numbers import FEEL, split

_MONTHS = re.compile(r"(-?)P(?:(\d{1,18})Y)?(?:(\d{1,18})M)?", re.ASCII)
_SECONDS = re.compile(
    r"(-?)P(?:(\d{1,18})D)?(?:T(?:(\d{1,18})H)?(?:(\d{1,18})M)?(?:(\d{1,18}(?:\.\d{0,34})?)S)?)?", re.ASCII
)

LONGEST = 40
"""No duration has more digits than this, in months or in seconds; an operation that would make one has no result."""


@dataclass(frozen=True, order=True, slots=True)
class YearsMonths:
    """A years and months duration."""

    months: int

    def __post_init__(self) -> None:
        if abs(self.months) >= 10**LONGEST:
            raise OverflowError("months")

    def __neg__(self) -> "YearsMonths":
        return YearsMonths(-self.months)

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        parts = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
        return ("-" if self.months < 0 else "") + "P" + parts


@dataclass(frozen=True, order=True, slots=True)
class DaysTime:
    """A days and time duration; seconds may have a fraction."""

    seconds: Decimal

    def __post_init__(self) -> None:
        if self.seconds.adjusted() >= LONGEST:
            raise OverflowError(self.seconds)

    @classmethod
    def of(cls, delta: timedelta) -> "DaysTime":
        whole = delta.days * 86400 + delta.seconds
        return cls(Decimal(whole) + Decimal(delta.microseconds) / 1000000)

    def as_timedelta(self) -> timedelta:
        """The nearest Python duration (microseconds); OverflowError when it is too long."""
        return timedelta(microseconds=int(FEEL.multiply(self.seconds, Decimal(1000000))))

    def nanos(self) -> int:
        """Whole nanoseconds; OverflowError when it is longer than any two dates lie apart."""
        if self.seconds.adjusted() > 17:
            raise OverflowError(self.seconds)
        return int(FEEL.multiply(self.seconds, Decimal(1_000_000_000)))

    def parts(self) -> tuple[int, int, int, Decimal]:
        """Days, hours, minutes and seconds, each with the sign of the whole."""
        days, hours, minutes, seconds = self._sizes()
        if self.seconds < 0:
            return -days, -hours, -minutes, seconds.copy_negate()
        return days, hours, minutes, seconds

    def _sizes(self) -> tuple[int, int, int, Decimal]:
        whole, fraction = split(self.seconds.copy_abs())
        minutes, seconds = divmod(whole, 60)
        hours, minutes = divmod(minutes, 60)
        days, hours = divmod(hours, 24)
        return days, hours, minutes, FEEL.add(Decimal(seconds), fraction)

    def __neg__(self) -> "DaysTime":
        return DaysTime(self.seconds.copy_negate())

    def __str__(self) -> str:
        days, hours, minutes, seconds = self._sizes()
        spelt = format(seconds, "f")
        spelt = spelt.rstrip("0").rstrip(".") if "." in spelt else spelt
        clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "") + (f"{spelt}S" if seconds else "")
        text = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
        return ("-" if self.seconds < 0 else "") + "P" + (text or "T0S")


Duration = YearsMonths | DaysTime


def duration(text: str) -> Duration | None:
    """Read an ISO 8601 duration of one kind or the other; a mixture is none."""
    return _years_months(text) or _days_time(text)


def _years_months(text: str) -> YearsMonths | None:
    found = _MONTHS.fullmatch(text)
    if found is None or found[2] is found[3] is None:
        return None
    months = int(found[2] or 0) * 12 + int(found[3] or 0)
    return YearsMonths(-months if found[1] else months)


def _days_time(text: str) -> DaysTime | None:
    found = _SECONDS.fullmatch(text)
    if found is None or text[-1] in "PT":
        return None
    whole = int(found[2] or 0) * 86400 + int(found[3] or 0) * 3600 + int(found[4] or 0) * 60
    seconds = FEEL.add(Decimal(whole), Decimal(found[5] or 0))
    return DaysTime(seconds.copy_negate() if found[1] else seconds)
