"""The figures are those that somebody would count who read every case, and no case of other times is read for them."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import event, text

from app.calendar import legal_day
from app.events.facts import CaseOpened, StateReached, TokensMoved
from app.store import reads
from app.store.clocks.row import StatutoryClock
from app.store.db import db
from app.store.divisions import covers
from app.store.figures import Within, counted
from app.store.ids import new_id
from app.store.rows import Command, NewCase
from app.store.search import items_of
from tests.unit.store.conftest import NOW, PERSON, Ended, Step, Task

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
DIVISIONS = ("140105", "140105", "140106", "140100", "140403", "140000", "0", None, "130102")
PROCESSES = ("one_thing", "delivery", "entitlement")
ITEMS = {"补贴": ("granted", "refused", None), "证": ("issued", None)}
MARKS = [datetime(2026, month, 1, tzinfo=UTC) for month in (3, 4, 5)]
UNTIL = datetime(2026, 6, 1, tzinfo=UTC)
TASKS = (("federation", "核对材料"), ("federation", "制证"), ("hospital", "评定"))


@dataclass(frozen=True)
class Made:
    """A case as it was made: all that the recount goes by."""

    process: str
    division: str | None
    release: int
    opened_at: datetime
    ended_at: datetime | None
    outcome: str | None
    items: dict[str, str | None]
    tasks: list[tuple[str, str, str | None, datetime | None]]  # role, name, division, due


@pytest.fixture
def filled(work):
    """Open, and partly end, many cases at all times of some months."""

    def fill(seed: int, count: int = 60) -> list[Made]:
        chance = Random(seed)
        return [made(chance) for _ in range(count)]

    def made(chance: Random) -> Made:
        opened_at = BEGINNING + timedelta(minutes=chance.randrange(300 * 24 * 60))
        ended_at = opened_at + timedelta(minutes=chance.randrange(60 * 24 * 60)) if chance.random() < 0.6 else None
        due = NOW + timedelta(days=chance.randrange(-20, 20)) if chance.random() < 0.7 else None
        laid = [] if ended_at else chance.sample(TASKS, chance.randrange(3))
        one = Made(
            chance.choice(PROCESSES),
            chance.choice(DIVISIONS),
            chance.randrange(1, 4),
            opened_at,
            ended_at,
            chance.choice(("done", "withdrawn")) if ended_at else None,
            {item: chance.choice(outcomes) if ended_at else None for item, outcomes in ITEMS.items()},
            [(role, name, chance.choice(DIVISIONS), due) for role, name in laid],
        )
        keep(one)
        return one

    def keep(one: Made) -> None:
        case_id = new_id()
        tasks = tuple(Task(f"T#{n}", role, place, name=name) for n, (role, name, place, _) in enumerate(one.tasks))
        with work(one.opened_at) as at_work:
            case = at_work.open_case(NewCase(case_id, one.process, one.release, one.division, PERSON.id))
            lead = CaseOpened(one.process, one.release, case.number, one.division or "", {})
            facts = [lead, TokensMoved([["enter", "Start#1"]]), StateReached("00")]
            case = at_work.keep(case, Command(f"open:{case_id}", PERSON, one.opened_at), facts, Step(tasks=tasks))
            at_work.note_items(case.no, one.items)
            if one.tasks and (due := one.tasks[0][3]):
                running = StatutoryClock("all", 90, 0, date(2026, 1, 1), None, due, None, None, "late", "key")
                at_work.keep_clock(case, running)
        if one.ended_at:
            with work(one.ended_at) as at_work:
                end = Command(f"end:{case_id}", PERSON, one.ended_at)
                at_work.keep(at_work.case(case_id), end, [StateReached("01")], Step(ended=Ended(one.outcome or "")))

    return fill


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("process", ["", "one_thing"])
@pytest.mark.parametrize(("division", "digits"), [("140105", 8), ("140100", 6), ("140000", 4), ("0", 2)])
def test_figures_are_what_one_counts_by_hand(filled, seed, process, division, digits):
    cases = filled(seed)
    got = counted(Within(division, digits, MARKS, UNTIL, process), NOW)
    assert summed(got) == by_hand(cases, division, digits, process)


def summed(got) -> dict[str, Any]:
    """The counts by what they are counted by; the release is the newest, and told apart below."""
    return {
        "opened": {(one.process, one.below, one.part): (one.release, one.count) for one in got.opened},
        "ended": {(one.process, one.below, one.part): (one.release, one.count) for one in got.ended},
        "lasted": {(one.process, one.below, one.days): one.count for one in got.lasted},
        "came_of": {(one.process, one.below, one.item, one.outcome, one.end): one.count for one in got.came_of},
        "standing": {(one.process, one.below): (one.release, one.count) for one in got.standing},
        "late": {(one.process, one.below): one.count for one in got.late},
        "waiting": {(one.role, one.name): (one.count, one.late) for one in got.waiting},
    }


def by_hand(cases: list[Made], division: str, digits: int, process: str) -> dict[str, Any]:
    mine = [one for one in cases if process in {"", one.process}]
    here = [one for one in mine if covers(division, one.division)]
    over = [one for one in here if one.ended_at and MARKS[0] <= one.ended_at < UNTIL]
    laid = [(one, task) for one in mine for task in one.tasks if covers(division, task[2])]
    late = [(one, task) for one, task in laid if task[3] and task[3] <= NOW]

    def below(place: str | None) -> str:
        return (place or "0")[:digits]

    def things(one: Made) -> list[tuple[str, str, str]]:
        return [(item, came or "", "" if came else one.outcome or "") for item, came in one.items.items()]

    return {
        "opened": newest(
            ((one.process, below(one.division), part(one.opened_at)), one.release)
            for one in here
            if MARKS[0] <= one.opened_at < UNTIL
        ),
        "ended": newest(((one.process, below(one.division), part(one.ended_at)), one.release) for one in over),
        "lasted": Counter(
            (one.process, below(one.division), (legal_day(one.ended_at) - legal_day(one.opened_at)).days)
            for one in over
        ),
        "came_of": Counter((one.process, below(one.division), *came) for one in over for came in things(one)),
        "standing": newest(((one.process, below(one.division)), one.release) for one in here if not one.ended_at),
        "late": Counter((one.process, below(task[2])) for one, task in late),
        "waiting": {
            key: (count, Counter(task[:2] for _, task in late)[key])
            for key, count in Counter(task[:2] for _, task in laid).items()
        },
    }


def newest(found) -> dict[Any, tuple[int, int]]:
    """How many there are of each key, after the highest of their releases."""
    listed = list(found)
    return {
        key: (max(release for other, release in listed if other == key), count)
        for key, count in Counter(key for key, _ in listed).items()
    }


def part(moment: datetime) -> int:
    return sum(1 for mark in MARKS[1:] if mark <= moment)


def test_the_recount_goes_by_what_the_store_kept(filled):
    cases = filled(7, 10)
    kept = reads.cases(limit=50)
    assert Counter((one.process, one.division, one.opened_at, one.ended_at, one.outcome) for one in kept) == Counter(
        (one.process, one.division, one.opened_at, one.ended_at, one.outcome) for one in cases
    )
    listed = items_of(one.no for one in kept)
    assert sorted(map(str, listed.values())) == sorted(str(sorted(one.items.items())) for one in cases)


def test_the_oldest_open_task_is_told(filled):
    cases = filled(3)
    oldest = {one.role + one.name: one.oldest for one in counted(Within("0", 2, MARKS, UNTIL), NOW).waiting}
    for role, name in TASKS:
        assert oldest[role + name] == min(
            one.opened_at for one in cases for task in one.tasks if task[:2] == (role, name)
        )


MANY = 5000
WAYS = ("ix_case__opened", *["ix_case__ended"] * 4, *["ix_open_task_name"] * 2)  # one a query, in their order
FROM_END_TO_END = re.compile(r"(SCAN|Seq Scan on) case_\b")


@pytest.mark.parametrize("process", ["", "one_thing"])
@pytest.mark.parametrize("division", ["140105", "140100", "140000", "0"])
def test_no_query_reads_the_cases_of_other_times(app, database, filled, process, division):
    """Among five thousand cases of years before, no plan reads the table of cases from end to end."""
    filled(1, 20)
    of_old()
    plans = explained(Within(division, 6, MARKS, UNTIL, process))
    assert len(plans) == len(WAYS)
    assert [plan for plan in plans if FROM_END_TO_END.search(plan)] == []
    if "sqlite" in database:  # PostgreSQL reads a table of few tasks as it is
        assert [way in plan for plan, way in zip(plans, WAYS, strict=True)] == [True] * len(WAYS), plans


def of_old() -> None:
    """Cases that ended years ago, many of them, and the database knows that."""
    stream = "INSERT INTO stream (id, name, seq, head) VALUES (:no, :name, 1, '00')"
    case = (
        "INSERT INTO case_ (no, id, number, process, release, division, opened_at, ended_at, outcome)"
        " VALUES (:no, :id, :number, 'one_thing', 1, '140105', :at, :at, 'done')"
    )
    rows = [
        {"no": 1000 + n, "name": f"old:{n}", "id": new_id().replace("-", ""), "number": f"old-{n}", "at": at(n)}
        for n in range(MANY)
    ]
    with db.engine.begin() as connection:
        connection.execute(text(stream), rows)
        connection.execute(text(case), rows)
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))


def at(number: int) -> str:
    return f"{2000 + number % 25}-{number % 12 + 1:02d}-02 00:00:00.000000" + (
        "" if db.engine.dialect.name == "sqlite" else "+00"
    )


def explained(within: Within) -> list[str]:
    """How the database goes about each of the queries."""
    told = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        told.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    counted(within, NOW)
    event.remove(db.engine, "before_cursor_execute", note)
    asked = "EXPLAIN QUERY PLAN" if db.engine.dialect.name == "sqlite" else "EXPLAIN"
    with db.engine.connect() as connection:
        found = [
            connection.exec_driver_sql(f"{asked} {statement}", parameters).all()
            for statement, parameters in told
            if statement.startswith("SELECT")
        ]
    return ["\n".join(str(row[-1]) for row in rows) for rows in found]
