"""A case's life in one picture: a lane for each office and process, a bar for each task, a mark for what befell it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import count
from typing import Final

from app.audit.telling.story import Story, Told
from app.calendar import legal_day
from app.cases.shown.views import FactLine
from app.web.look.showing import day, role

# What is marked, by the sign that it is drawn as.
MARKS: Final[Mapping[str, str]] = {
    "CaseOpened": "begin",
    "CaseEnded": "end",
    "DecisionMade": "decision",
    "TimerFired": "timer",
    "ClockRanOut": "timer",
    "MessageReceived": "message",
    "AnswerReceived": "message",
    "IncidentRaised": "trouble",
}
KINDS: Final[Mapping[str, str]] = {
    "task": "任务",
    "begin": "开立",
    "end": "办结",
    "decision": "规则判断",
    "timer": "到时",
    "message": "消息或答复",
    "trouble": "异常",
}
ENDS: Final[Mapping[str, str]] = {"TaskCompleted": "done", "TaskWithdrawn": "stopped"}
STEP, ROW, LABEL, HEAD = 24, 26, 190, 34
LEAST: Final = 900  # how wide the picture is at least


@dataclass
class Item:
    """One bar or mark: the fact that it begins with and, of a task, how and when it ended."""

    kind: str
    lane: str
    name: str
    seq: int
    since: datetime
    column: int
    until: datetime | None = None
    last: int = 0  # the column that a bar ends in
    state: str = "active"
    row: int = 0


@dataclass(frozen=True)
class Lane:
    """One office or process, and the rows that it takes."""

    name: str
    row: int
    rows: int


@dataclass(frozen=True)
class Life:
    """The whole picture, in columns and rows; a column is a step of the case, not a stretch of time."""

    items: Sequence[Item]
    lanes: Sequence[Lane]
    days: Sequence[tuple[int, str]]  # the column in which a new day begins
    columns: int
    now: int
    kinds: Mapping[str, str] = field(default_factory=lambda: KINDS)

    @property
    def step(self) -> int:
        """How wide a column is."""
        return max(STEP, (LEAST - LABEL) // max(1, self.columns))

    @property
    def width(self) -> int:
        return LABEL + self.columns * self.step + STEP

    @property
    def height(self) -> int:
        return HEAD + ROW * sum(lane.rows for lane in self.lanes) + 6

    def x(self, column: int) -> int:
        return LABEL + column * self.step + self.step // 2

    def y(self, row: int) -> int:
        return HEAD + row * ROW + ROW // 2


def lifeline(facts: Sequence[FactLine], told: Sequence[Told], story: Story, now: int) -> Life:
    """Draw the life that these facts tell, with a line at the fact that is looked at."""
    items: list[Item] = []
    days: list[tuple[int, str]] = []
    columns, at, seen = count(), 0, None
    open_tasks: dict[str, Item] = {}
    for fact, words in zip(facts, told, strict=True):
        if fact.kind in {*MARKS, *ENDS, "TaskOpened"}:
            column = next(columns)
            seen = _turn(fact.at, column, seen, days)
            _take(fact, words, column, story, items, open_tasks)
        if fact.seq <= now:
            at = column
    total = next(columns)
    for item in open_tasks.values():
        item.last = total - 1
    return Life(items, _stand(items), days, total, at)


def _turn(moment: datetime, column: int, seen: date | None, days: list[tuple[int, str]]) -> date:
    """Note the column in which another day begins."""
    today = legal_day(moment)
    if today != seen:
        days.append((column, day(today)))
    return today


def _take(
    fact: FactLine, words: Told, column: int, story: Story, items: list[Item], open_tasks: dict[str, Item]
) -> None:
    task = str(fact.body.get("task", ""))
    if fact.kind in ENDS:
        item = open_tasks.pop(task, None)
        if item:
            item.until, item.last, item.state = fact.at, column, ENDS[fact.kind]
        return
    if fact.kind == "TaskOpened":
        lane, kind, name = role(fact.body["role"]), "task", words.what
    else:
        lane, kind, name = _process(fact, story), MARKS[fact.kind], words.sentence
    item = Item(kind, lane, name, fact.seq, fact.at, column)
    items.append(item)
    if kind == "task":
        open_tasks[task] = item


def _process(fact: FactLine, story: Story) -> str:
    process, _ = story.where(str(fact.body.get("ref") or ""))
    return story.law.title(process)


def _stand(items: Sequence[Item]) -> list[Lane]:
    """Give each item a row of its lane that is free in its columns; lanes stand in the order in which they begin."""
    lanes: list[Lane] = []
    row = 0
    for name in dict.fromkeys(item.lane for item in items):
        free: list[int] = []  # the first free column of each row
        for item in (item for item in items if item.lane == name):
            at = next((n for n, column in enumerate(free) if column <= item.column), len(free))
            free[at : at + 1] = [max(item.last, item.column) + 1]
            item.row = row + at
        lanes.append(Lane(name, row, len(free)))
        row += len(free)
    return lanes
