"""Months, quarters and years by the short names that stand in addresses, and how people call them."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final

from app.calendar import months_after
from app.cases.figures import Period
from app.cases.figures.periods import DAY, FIRST, LAST, Slice
from app.web.look.language import lang, say
from app.web.look.showing import day

KEY: Final = re.compile(r"(20\d\d)(?:-(?:(0[1-9]|1[0-2])|Q([1-4])))?")  # 2026-08, 2026-Q3, 2026
MONTHS, QUARTERS, YEARS = 12, 5, 3  # how many are offered
Option = tuple[str, str]


def period_of(key: str) -> Period | None:
    """The days of a month, a quarter or a year; None of what is none of them."""
    found = KEY.fullmatch(key)
    if not found:
        return None
    told = [int(part) if part else 0 for part in found.groups()]
    first = date(told[0], told[1] or max(1, 3 * told[2] - 2), 1)
    return Period(first, months_after(first, _length(key)) - DAY)


def month(day: date) -> str:
    return f"{day.year}-{day.month:02d}"


def quarter(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


def year(day: date) -> str:
    return str(day.year)


NAMED: Final[Mapping[int, Callable[[date], str]]] = {1: month, 3: quarter, 12: year}  # by their months


def beside(key: str, today: date) -> tuple[str, str]:
    """The one before and the one after, "" where there is none to look at."""
    period = period_of(key)
    if period is None:
        return "", ""
    before, after = months_after(period.first, -_length(key)), months_after(period.first, _length(key))
    same = NAMED[_length(key)]
    return same(before) if before >= FIRST else "", same(after) if after <= today else ""


def offered(today: date, chosen: str) -> list[tuple[str, list[Option]]]:
    """What may be chosen, by its length, the newest first; what was chosen is among it."""
    first = today.replace(day=1)
    months = [month(months_after(first, -n)) for n in range(MONTHS)]
    quarters = [quarter(months_after(first, -3 * n)) for n in range(QUARTERS)]
    years = [str(today.year - n) for n in range(YEARS)]
    for keys in (months, quarters, years):
        if period_of(chosen) and _length(chosen) == _length(keys[0]) and chosen not in keys:
            keys.append(chosen)
    groups = [(say("月"), months), (say("季度"), quarters), (say("年"), years)]
    return [(name, [(key, called(key)) for key in keys]) for name, keys in groups]


def called(key: str) -> str:
    """A month, quarter or year as people call it."""
    found = KEY.fullmatch(key)
    if not found or lang() == "en":
        return key.replace("-Q", " Q")
    of_year, of_month, of_quarter = found.groups()
    if of_quarter:
        return f"{of_year}年第{of_quarter}季度"
    return f"{of_year}年{int(of_month)}月" if of_month else f"{of_year}年"


def days(first: date, last: date) -> str:
    """Days from the first to the last, in words; the year is told once where it is the same."""
    short = lang() == "zh" and first.year == last.year
    return say("{first}至{last}", first=day(first), last=f"{last.month}月{last.day}日" if short else day(last))


def part(one: Slice) -> str:
    """A part of a period: a whole month or year by its name, what is cut and weeks by their days."""
    if one.of == "week" or not one.whole:
        return day(one.first) if one.first == one.last else days(one.first, one.last)
    return called(month(one.first) if one.of == "month" else year(one.first))


def since_and_until(since: str, until: str) -> Iterator[tuple[str, date | None]]:
    """Two days as they were typed; None where one is no day that can be looked at."""
    for name, typed in (("since", since), ("until", until)):
        try:
            found = date.fromisoformat(typed)
        except ValueError:
            found = date.min
        yield name, found if FIRST <= found <= LAST else None


def _length(key: str) -> int:
    """How many months."""
    return 3 if "Q" in key else 1 if "-" in key else 12
