"""The lists of open tasks: whom they show what, chosen, sorted and counted in few statements that find by an index."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import event

from app.store import reads
from app.store.clocks.row import StatutoryClock
from app.store.db import db, reading
from app.store.inboxes import ORDERS, Tally, Wish
from tests.unit.store.conftest import NOW, PERSON, Step, Task

DAY = timedelta(days=1)
WISH = Wish(PERSON.id, NOW)
COUNTY = [("federation", "140105")]
WIDE = [("federation", "140000")]


@pytest.fixture
def listed(keyring):
    """List what somebody's offices are shown."""
    return lambda scopes, wish=WISH, **page: reads.inbox(scopes, wish, keyring=keyring, **page)


@pytest.fixture
def timed(opened, work):
    """Open a case with one task, and let a clock of it run until an instant."""

    def open_one(due: datetime | None, task: Task | None = None, items: tuple[str, ...] = (), at=NOW) -> str:
        case_id = opened(Step(tasks=(task or Task("T#1"),)), at=at)
        running = StatutoryClock("all", 90, 0, date(2026, 8, 1), None, due, None, None, "late", "key")
        with work() as at_work:
            case = at_work.case(case_id)
            at_work.note_items(case.no, dict.fromkeys(items))
            if due:
                at_work.keep_clock(case, running)
        return case_id

    return open_one


def cases(found) -> list[str]:
    return [one.case.id for one in found]


def test_an_inbox_shows_what_the_roles_cover(opened, listed):
    places = ["140105", "140106", "140205", "130102", None]
    made = {place: opened(Step(tasks=(Task("T#1", division=place),))) for place in places}
    opened(Step(tasks=(Task("T#1", role="hospital"),)))

    def seen(division: str) -> set[str | None]:
        return {one.task.division for one in listed([("federation", division)])}

    assert seen("140105") == {"140105"}
    assert seen("140100") == {"140105", "140106"}
    assert seen("140000") == {"140105", "140106", "140205", None}
    assert seen("0") == set(places)
    assert listed([]) == []
    assert reads.worked_on(made["140105"], [("federation", "140100")])
    assert not reads.worked_on(made["140105"], [("federation", "130000")])


def test_what_is_due_first_stands_first_and_what_has_no_clock_last(timed, listed):
    soon, late, none = timed(NOW + DAY, at=NOW - DAY), timed(NOW - DAY), timed(None, at=NOW - 2 * DAY)
    assert cases(listed(COUNTY)) == [late, soon, none]
    assert cases(listed(COUNTY, replace(WISH, late=True))) == [late]
    assert cases(listed(COUNTY, replace(WISH, sort="age"))) == [none, soon, late]
    assert cases(listed(COUNTY, limit=1, offset=1)) == [soon]


def test_a_task_is_due_with_the_clock_that_stops_runs_on_and_rings(timed, listed, work):
    case_id = timed(NOW + DAY)
    clock = StatutoryClock("all", 90, 0, date(2026, 8, 1), None, None, None, None, "late", "key")

    def due_after(**changed: object) -> datetime | None:
        with work() as at_work:
            at_work.keep_clock(at_work.case(case_id), replace(clock, **changed))
        return listed(COUNTY)[0].task.due_at

    assert due_after(since=None, stopped_by="Correct#1") is None
    assert due_after(due_at=NOW + 9 * DAY) == NOW + 9 * DAY
    assert due_after(rang_at=NOW - DAY) == NOW - DAY
    assert due_after(ended_at=NOW) is None


def test_a_task_opened_under_a_running_clock_is_due_with_it(timed, completed, listed):
    case_id = timed(NOW + DAY)
    completed(case_id, "T#1", Step(tasks=(Task("U#1", name="复核"),)))
    assert [(one.task.name, one.task.due_at) for one in listed(COUNTY)] == [("复核", NOW + DAY)]


def test_what_the_applicant_must_do_is_never_due_with_the_offices_clock(timed, completed, work):
    """Neither when the task is opened under a running clock, nor when that clock runs on."""
    case_id = timed(NOW + DAY)
    completed(case_id, "T#1", Step(tasks=(Task("C#1", role="applicant"), Task("U#1"))))

    def due() -> dict[str | None, datetime | None]:
        return {task.role: task.due_at for task in reads.tasks_of(case_id, open_only=True)}

    assert due() == {"applicant": None, "federation": NOW + DAY}
    with work() as at_work:
        clock = StatutoryClock("all", 90, 0, date(2026, 8, 1), None, NOW + 2 * DAY, None, None, "late", "key")
        at_work.keep_clock(at_work.case(case_id), clock)
    assert due() == {"applicant": None, "federation": NOW + 2 * DAY}


@pytest.mark.parametrize(
    ("limit", "clock", "due"),
    [
        (NOW + DAY, None, NOW + DAY),
        (NOW + DAY, NOW + 9 * DAY, NOW + DAY),
        (NOW + 9 * DAY, NOW + DAY, NOW + DAY),
        (None, NOW + DAY, NOW + DAY),
        (None, None, None),
    ],
)
def test_a_task_is_due_by_its_own_limit_or_the_clock_whichever_is_sooner(timed, completed, listed, limit, clock, due):
    """Laid before the clock began to run, and under a running one."""
    case_id = timed(clock, Task("T#1", limit=limit))
    assert [one.task.due_at for one in listed(COUNTY)] == [due]
    completed(case_id, "T#1", Step(tasks=(Task("U#1", limit=limit), Task("C#1", role="applicant", limit=limit))))
    assert {task.role: task.due_at for task in reads.tasks_of(case_id, open_only=True)} == {
        "federation": due,
        "applicant": limit,
    }


def test_tasks_are_chosen_by_step_item_and_holder_and_counted(timed, listed, work):
    check = Task("T#1", name="核对")
    first, second = timed(NOW - DAY, check, ("新办",)), timed(NOW + DAY, check, ("新办", "补贴"), at=NOW + DAY)
    third = timed(None, Task("T#1", name="审查"))
    with work() as at_work:
        at_work.claim(listed(COUNTY)[0].task.id, PERSON.id)
    assert cases(listed(COUNTY, replace(WISH, state="mine"))) == [first]
    assert cases(listed(COUNTY, replace(WISH, state="free"))) == [second, third]
    assert cases(listed(COUNTY, replace(WISH, step="审查"))) == [third]
    assert cases(listed(COUNTY, replace(WISH, item="补贴"))) == [second]
    assert cases(listed(COUNTY, replace(WISH, item="新办", sort="name"))) == [first, second]
    assert set(reads.tallies(COUNTY, WISH)) == {
        Tally("核对", "mine", True, None, 1),
        Tally("核对", "free", False, None, 1),
        Tally("审查", "free", False, None, 1),
        Tally("核对", "mine", True, "新办", 1),
        Tally("核对", "free", False, "新办", 1),
        Tally("核对", "free", False, "补贴", 1),
    }


def test_the_state_of_an_erased_case_is_not_listed(timed, listed, work):
    case_id = timed(None)
    assert listed(COUNTY)[0].state is not None
    with work() as at_work:
        at_work.erase(case_id, NOW)
    assert [one.state for one in listed(COUNTY)] == [None]


@pytest.mark.parametrize("scopes", [COUNTY, WIDE])
def test_a_list_is_one_statement_however_many_stand_on_it(scopes, timed, listed, statements):
    for _ in range(3):
        timed(NOW)
    statements.clear()
    assert len(listed(scopes)) == 3
    assert len(reads.tallies(scopes, WISH)) == 1
    assert len([one for one in statements if one.lstrip().startswith("SELECT")]) == 2


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # PostgreSQL reads small tables from end to end anyway
@pytest.mark.parametrize(("sort", "index"), [("due", "due"), ("age", "wide"), ("name", "name")])
def test_each_order_of_a_wide_list_is_read_off_an_index(sort, index, app, listed):
    """Whoever answers for a province sees the first page without sorting all."""
    asked: list[tuple[str, object]] = []
    event.listen(db.engine, "before_cursor_execute", lambda *told: asked.append((told[2], told[3])))
    listed(WIDE, replace(WISH, sort=sort))
    statement, values = asked[0]
    with reading() as connection:
        plan = [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    assert set(ORDERS) == {"due", "age", "name"}
    assert any(f"ix_open_task_{index}" in line for line in plan), plan
