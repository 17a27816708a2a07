"""A caseworker's list of tasks: what can be chosen, the counts beside the choices, and each task in one line."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.calendar import Calendar, legal_day
from app.cases.shown.found_by import name_of
from app.cases.shown.labels import labels
from app.cases.shown.pages import root
from app.cases.shown.views import Page, TaskLine
from app.catalogue import Release
from app.store.inboxes import COUNT_UP_TO, Tally
from app.store.rows import ListedTask

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Choice:
    """What somebody chose to see of their tasks; "" leaves a question open."""

    role: str = ""
    division: str = ""
    state: str = "all"  # all, free, mine
    step: str = ""
    item: str = ""
    late: bool = False
    sort: str = "due"  # due, age, name


@dataclass(frozen=True)
class Counts:
    """How many tasks each choice would show, the other choices staying; `cut` where there are more than are counted."""

    states: Mapping[str, int] = field(default_factory=dict)
    steps: Mapping[str, int] = field(default_factory=dict)
    items: Mapping[str, int] = field(default_factory=dict)
    late: int = 0
    cut: bool = False


@dataclass(frozen=True)
class Inbox(Page[TaskLine]):
    """One page of the tasks chosen, and the counts."""

    counts: Counts = field(default_factory=Counts)


def counts(tallies: Sequence[Tally], choice: Choice) -> Counts:
    """Count for each choice what it would show: all the others hold, its own question is left open."""
    plain = [each for each in tallies if each.item is None]
    of_item = [each for each in tallies if each.item == (choice.item or None)]
    states = Counter[str]()
    for each in _fitting(of_item, choice, but="state"):
        states.update({each.state: each.count, "all": each.count})
    steps = _named([(each.step, each.count) for each in _fitting(of_item, choice, but="step")], choice.step)
    listed = [each for each in tallies if each.item is not None]
    items = _named([(each.item or "", each.count) for each in _fitting(listed, choice)], choice.item)
    late = sum(each.count for each in _fitting(of_item, choice, but="late") if each.late)
    return Counts(states, steps, items, late, sum(each.count for each in plain) >= COUNT_UP_TO)


def _fitting(tallies: Iterable[Tally], choice: Choice, but: str = "") -> list[Tally]:
    """Those that are as chosen, whatever they are in the one question."""
    return [
        each
        for each in tallies
        if (but == "state" or choice.state in {"all", each.state})
        and (but == "step" or choice.step in {"", each.step})
        and (but == "late" or each.late or not choice.late)
    ]


def _named(counted: Iterable[tuple[str, int]], chosen: str) -> dict[str, int]:
    """Add up by name; what was chosen stays to be seen, and to be left, when it counts nothing."""
    summed = Counter[str]({chosen: 0} if chosen else {})
    for name, count in counted:
        summed[name] += count
    return dict(sorted(summed.items()))


def left(due: datetime | None, calendar: Calendar, now: datetime) -> int | None:
    """Count the working days left until a clock runs out; when it did, the days since, below nought."""
    if due is None:
        return None
    last, today = legal_day(due) - DAY, legal_day(now)
    return calendar.working_days_between(today, last) if today <= last else (last - today).days


def task_line(
    listed: ListedTask, release: Release, names: Mapping[str, str], items: Sequence[str], days_left: int | None
) -> TaskLine:
    """Tell of a task in one line; whom it is about is masked, since lists are read over shoulders."""
    task, case = listed.task, listed.case
    return TaskLine(
        id=task.id,
        name=task.name,
        case_id=task.case_id,
        case_number=case.number,
        role=task.role or "",
        division=task.division or "",
        opened_at=task.opened_at,
        about=masked(name_of(release, case.process, root(release, listed.state))),
        due_at=task.due_at,
        days_left=days_left,
        items=items or [labels(release).title(case.process)],
        claimed_by=task.claimed_by,
        claimed_name=names.get(task.claimed_by or "", ""),
        claimed_at=task.claimed_at,
    )


def masked(name: str) -> str:
    """Show the first character of a name only: pages are read over shoulders."""
    return f"{name[:1]}{'＊' * (len(name) - 1)}" if name else ""
