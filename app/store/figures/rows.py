"""What is counted: where, when and of which process; and the counts as they come out of the tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Within:
    """The cases and tasks to count: of a division and those below it, from the first mark up to `until`.

    The marks part the time; `digits` of a division's code say to which part of it something belongs.
    """

    division: str
    digits: int
    marks: Sequence[datetime]
    until: datetime  # not included
    process: str = ""


@dataclass(frozen=True)
class Flow:
    """Cases of a process that were opened, or ended, between one mark and the next."""

    process: str
    below: str
    part: int  # the number of the mark
    release: int  # the newest among them, whose words they are told in
    count: int


@dataclass(frozen=True)
class Lasted:
    """Cases of a process that ended so many days after the day they were opened on."""

    process: str
    below: str
    days: int
    count: int


@dataclass(frozen=True)
class CameOf:
    """Things asked for in cases that ended, by what came of them; without an outcome, by how the case ended."""

    process: str
    below: str
    item: str
    outcome: str  # "" where nothing was decided
    end: str  # the case's outcome, where nothing was decided
    release: int
    count: int


@dataclass(frozen=True)
class Standing:
    """Cases of a process that are open now."""

    process: str
    below: str
    release: int
    count: int


@dataclass(frozen=True)
class Late:
    """Open tasks of a process's cases whose time is over now."""

    process: str
    below: str
    release: int
    count: int


@dataclass(frozen=True)
class Waiting:
    """Open tasks of one name that are laid before one role."""

    role: str
    name: str
    count: int
    late: int
    oldest: datetime
