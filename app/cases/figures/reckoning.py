"""What the counts come to: by process, by part of the period, by what was asked for, by division below."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any, Final

from app.cases.figures.periods import Period, Slice
from app.store.figures import CameOf, Counted, Waiting

HALF, MOST = 0.5, 0.9
Granted = Callable[[str, int], Sequence[str] | None]  # process and release -> outcomes that grant, if the law says so
REST: Final = ""  # the division itself, and what names no division


@dataclass(frozen=True)
class Process:
    """Cases of one process: the newest release that tells its name, the counts, and how long they took, in days."""

    process: str
    release: int
    opened: int
    ended: int
    standing: int
    late: int  # open tasks whose time is over
    half: int | None  # half of those that ended took no longer
    most: int | None  # nine out of ten took no longer
    parts: Sequence[tuple[int, int]]  # opened and ended in each part of the period


@dataclass(frozen=True)
class Came:
    """One outcome of a thing asked for, how often, and whether it was granted; without one, how the case ended."""

    outcome: str
    end: str
    release: int
    count: int


@dataclass(frozen=True)
class Thing:
    """One thing asked for, in cases that ended: what came of it, and how many were granted where the law says so."""

    process: str
    item: str
    release: int
    came: Sequence[Came]
    granted: int | None

    @property
    def count(self) -> int:
        return sum(one.count for one in self.came)

    @property
    def decided(self) -> int:
        return sum(one.count for one in self.came if one.outcome)


@dataclass(frozen=True)
class Part:
    """One of the divisions below, by the digits that its codes begin with."""

    digits: str
    opened: int
    ended: int
    standing: int
    late: int
    decided: int  # things asked for of which the law says what grants them
    granted: int
    half: int | None


@dataclass(frozen=True)
class Report:
    """The figures of one division, period and process (or all)."""

    division: str
    period: Period
    process: str
    now: datetime
    slices: Sequence[Slice]
    processes: Sequence[Process]
    things: Sequence[Thing]
    waiting: Sequence[Waiting]
    below: Sequence[Part]

    @property
    def nothing(self) -> bool:
        """Whether there is nothing at all to show."""
        return not (self.processes or self.things or self.waiting)


def processes(counted: Counted, slices: int) -> list[Process]:
    """The figures of each process, those with most cases first."""
    newest = _newest(counted)
    opened, ended = _parts(counted.opened, slices), _parts(counted.ended, slices)
    standing, late = _by_process(counted.standing), _by_process(counted.late)
    days: dict[str, Counter[int]] = defaultdict(Counter)
    for one in counted.lasted:
        days[one.process][one.days] += one.count
    found = [
        Process(
            process=name,
            release=newest[name],
            opened=sum(opened[name]),
            ended=sum(ended[name]),
            standing=standing[name],
            late=late[name],
            half=within(days[name], HALF),
            most=within(days[name], MOST),
            parts=list(zip(opened[name], ended[name], strict=True)),
        )
        for name in newest
    ]
    return sorted(found, key=lambda one: (-one.opened - one.ended, -one.standing, one.process))


def things(counted: Counted, granted: Granted) -> list[Thing]:
    """What came of each thing asked for, those asked for most often first, process by process."""
    found: dict[tuple[str, str], list[CameOf]] = defaultdict(list)
    for one in counted.came_of:
        found[one.process, one.item].append(one)
    listed = [_thing(process, item, came, granted) for (process, item), came in found.items()]
    whole = _by_process(counted.came_of)
    return sorted(listed, key=lambda one: (-whole[one.process], one.process, -one.count, one.item))


def below(counted: Counted, divisions: Sequence[str], granted: Granted) -> list[Part]:
    """The divisions below, side by side; what belongs to none of them comes last, under no digits."""
    where = {digits: digits for digits in divisions}
    opened, ended = _summed(counted.opened, where), _summed(counted.ended, where)
    standing, late = _summed(counted.standing, where), _summed(counted.late, where)
    decided, good, days = Counter[str](), Counter[str](), defaultdict[str, Counter[int]](Counter)
    for one in counted.lasted:
        days[where.get(one.below, REST)][one.days] += one.count
    for came in counted.came_of:
        outcomes, at = granted(came.process, came.release), where.get(came.below, REST)
        if came.outcome and outcomes is not None:
            decided[at] += came.count
            good[at] += came.count if came.outcome in outcomes else 0
    rest = [REST] if REST in {*opened, *ended, *standing, *late} else []
    return [
        Part(
            digits=digits,
            opened=opened[digits],
            ended=ended[digits],
            standing=standing[digits],
            late=late[digits],
            decided=decided[digits],
            granted=good[digits],
            half=within(days[digits], HALF),
        )
        for digits in ([*divisions, *rest] if divisions else ())
    ]


def within(days: Mapping[int, int], share: float) -> int | None:
    """The least number of days within which this share of all that are counted was over."""
    wanted, so_far = ceil(share * sum(days.values())), 0
    for each in sorted(days):
        so_far += days[each]
        if so_far >= wanted:
            return each
    return None


def _thing(process: str, item: str, found: Sequence[CameOf], granted: Granted) -> Thing:
    release = max(one.release for one in found)
    counts, newest = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for one in found:
        counts[one.outcome, one.end] += one.count
        newest[one.outcome, one.end] = max(newest[one.outcome, one.end], one.release)
    order = sorted(counts, key=lambda key: (not key[0], -counts[key], key))
    came = [Came(outcome, end, newest[outcome, end], counts[outcome, end]) for outcome, end in order]
    outcomes = granted(process, release)
    good = None if outcomes is None else sum(one.count for one in came if one.outcome in outcomes)
    return Thing(process, item, release, came, good)


def _parts(found: Iterable[Any], slices: int) -> dict[str, list[int]]:
    parts: dict[str, list[int]] = defaultdict(lambda: [0] * slices)
    for one in found:
        parts[one.process][one.part] += one.count
    return parts


def _by_process(found: Iterable[Any]) -> Counter[str]:
    summed = Counter[str]()
    for one in found:
        summed[one.process] += one.count
    return summed


def _summed(found: Iterable[Any], where: Mapping[str, str]) -> Counter[str]:
    """Add up by division below."""
    summed = Counter[str]()
    for one in found:
        summed[where.get(one.below, REST)] += one.count
    return summed


def _newest(counted: Counted) -> dict[str, int]:
    newest: dict[str, int] = {}
    found: Iterable[Any] = (*counted.opened, *counted.ended, *counted.standing, *counted.late)
    for one in found:
        newest[one.process] = max(newest.get(one.process, 0), one.release)
    return newest
