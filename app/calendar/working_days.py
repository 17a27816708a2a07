"""Which days are worked, from the official yearly schedules; for deadlines, notices and the FEEL functions."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

# Holidays that fall on the same day every year; what a year without a published schedule falls back to.
FIXED_HOLIDAYS: frozenset[tuple[int, int]] = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
LONGEST_SPAN = 20_000
_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


def schedule_problems(schedule: Any) -> list[str]:
    """What is wrong with one year's schedule, as sentences; empty when it can be used."""
    if not isinstance(schedule, Mapping) or not isinstance(schedule.get("year"), int):
        return ["a schedule is an object with a number `year`"]
    problems: list[str] = []
    for key in ("holidays", "makeup"):
        listed = schedule.get(key)
        if not isinstance(listed, list):
            problems.append(f"`{key}` is a list of dates")
            continue
        problems += [problem for item in listed if (problem := _day_problem(item, key, schedule["year"])) is not None]
    if not problems and set(schedule["holidays"]) & set(schedule["makeup"]):
        problems.append("a day can't be both a holiday and worked to make up for one")
    return problems


def _day_problem(item: Any, key: str, year: int) -> str | None:
    try:
        day = date.fromisoformat(str(item))
    except ValueError:
        return f"`{key}`: {item!r} is not a date"
    if day.year != year:
        return f"`{key}`: {item} is not a day of {year}"
    if key == "makeup" and day.weekday() < _SATURDAY:
        return f"`makeup`: {item} is no weekend day"
    return None


class Calendar:
    """Working days of the years that are published, and a fallback, said to be one, for those that aren't."""

    def __init__(
        self,
        years: Mapping[int, Mapping[str, Any]],
        fixed_holidays: Collection[tuple[int, int]] = FIXED_HOLIDAYS,
    ) -> None:
        """Take each year's schedule, as in `workdays-<year>.json`; a faulty one is refused with ValueError."""
        self._published = frozenset(years)
        self._fixed = frozenset(fixed_holidays)
        self._off: set[date] = set()
        self._worked: set[date] = set()
        for year, schedule in years.items():
            problems = schedule_problems({**schedule, "year": year})
            if problems:
                raise ValueError(f"schedule of {year}: {'; '.join(problems)}")
            self._off.update(map(date.fromisoformat, schedule["holidays"]))
            self._worked.update(map(date.fromisoformat, schedule["makeup"]))

    def provisional(self, year: int) -> bool:
        """Whether the year's schedule isn't published, so that its days may still change."""
        return year not in self._published

    def is_working_day(self, day: date) -> bool:
        if day in self._worked:
            return True
        if day.weekday() >= _SATURDAY or day in self._off:
            return False
        return not (self.provisional(day.year) and (day.month, day.day) in self._fixed)

    def working_days_after(self, day: date, count: int) -> date:
        """The count-th working day after the day, which itself is not counted; the day itself for nought."""
        if not 0 <= count <= LONGEST_SPAN:
            raise ValueError(f"a number of working days lies between 0 and {LONGEST_SPAN}")
        for _ in range(count):
            day = next(later for later in _days_from(day + _ONE_DAY) if self.is_working_day(later))
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days come after the start, up to and with the end; negative when the end comes first."""
        if end < start:
            return -self.working_days_between(end, start)
        if (end - start).days > LONGEST_SPAN:
            raise ValueError(f"the days lie more than {LONGEST_SPAN} days apart")
        spread = (start + timedelta(days=offset) for offset in range(1, (end - start).days + 1))
        return sum(map(self.is_working_day, spread))


def _days_from(day: date) -> Iterator[date]:
    while True:
        yield day
        day += _ONE_DAY
