"""Cases are found by what people know of them, in the divisions that may be looked at, on either database."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from app.store import reads
from app.store.db import db
from app.store.search import Wanted, items_of, search
from app.store.unit import unit
from tests.unit.store.conftest import NOW, Ended, Step

EVERYWHERE = ("0",)


@pytest.fixture
def case_in(opened, work):
    """Open a case in a division, asked for these things, ended or not; give its number."""

    def made(division="140105", *, items=None, ended=None, **more):
        case_id = opened(Step(ended=Ended(ended) if ended else None), division=division, **more)
        with work() as at_work:
            at_work.note_items(at_work.case(case_id).no, items or {})
        return reads.case(case_id).number

    return made


def numbers(**wanted):
    return [case.number for case in search(Wanted(**({"within": EVERYWHERE} | wanted)), limit=50)]


def test_newest_come_first_and_pages_follow_each_other(case_in):
    made = [case_in() for _ in range(3)]
    assert numbers() == made[::-1]
    assert [case.number for case in search(Wanted(EVERYWHERE), limit=1, offset=1)] == [made[1]]


@pytest.mark.parametrize(
    ("within", "seen"),
    [
        (("0",), {"140105", "140106", "140200", "130102", None}),
        (("140000",), {"140105", "140106", "140200", None}),
        (("140100",), {"140105", "140106"}),
        (("140105",), {"140105"}),
        (("140105", "130102"), {"140105", "130102"}),
        ((), set()),
    ],
)
def test_only_the_divisions_that_may_be_looked_at_are_found(case_in, within, seen):
    for division in ("140105", "140106", "140200", "130102", None):
        case_in(division)
    assert {case.division for case in search(Wanted(within), limit=50)} == seen


def test_a_division_asked_for_narrows_but_never_widens(case_in):
    case_in("140105")
    case_in("130102")
    assert len(numbers(division="140100")) == 1
    assert numbers(division="130102", within=("140000",)) == []


def test_a_number_is_found_whole_or_by_its_beginning(case_in):
    first, second = case_in("140105"), case_in("130102")
    assert numbers(number=first) == [first]
    assert numbers(number=second[:12]) == [second]
    assert numbers(number="%") == []


def test_a_person_is_found_by_the_keyed_index_only(case_in, work):
    mine = case_in(subject="140105199001011234")
    case_in(subject="140105199001015678")
    with work() as at_work:
        index = at_work.keyring.index("140105199001011234")
    assert numbers(subject=index) == [mine]
    assert numbers(subject="140105199001011234") == []


def test_an_item_with_an_outcome_is_one_and_the_same_thing(case_in):
    granted = case_in(items={"补贴": "granted", "证": "issued"}, ended="Done")
    refused = case_in(items={"补贴": "refused", "证": "granted"}, ended="Done")
    open_one = case_in(items={"补贴": None})
    assert numbers(item="补贴") == [open_one, refused, granted]
    assert numbers(item="补贴", outcome="granted") == [granted]
    assert numbers(outcome="granted") == [refused, granted]
    assert numbers(outcome="Done") == [refused, granted]
    assert numbers(ended=False) == [open_one]
    assert numbers(ended=True, item="证") == [refused, granted]


def test_a_period_is_by_the_day_of_opening(case_in):
    made = case_in()
    assert numbers(since=NOW, until=NOW + timedelta(seconds=1)) == [made]
    assert numbers(since=NOW + timedelta(seconds=1)) == []
    assert numbers(until=NOW) == []


def test_what_came_of_an_item_takes_the_place_of_nothing(opened, work):
    case_id = opened(Step())
    with work() as at_work:
        no = at_work.case(case_id).no
        at_work.note_items(no, {"证": None})
        at_work.note_items(no, {"证": "issued"})
    assert items_of([no]) == {no: [("证", "issued")]}


def test_an_erased_case_is_no_longer_found_by_person_or_item(case_in, keyring):
    case_in(items={"证": "issued"}, subject="140105199001011234")
    found = search(Wanted(EVERYWHERE), limit=1)[0]
    with unit(NOW, keyring=keyring) as work:
        work.erase(found.id, NOW)
    assert items_of([found.no]) == {}
    assert numbers(subject=keyring.index("140105199001011234")) == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # PostgreSQL reads small tables from end to end anyway
@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        ({"subject": "a" * 64}, "ix_case__subject"),
        ({"division": "140105"}, "ix_case__division"),
        ({"item": "证", "outcome": "issued"}, "ix_case_item_found"),
        ({"outcome": "issued"}, "ix_case_item_outcome"),
        ({"process": "delivery"}, "ix_case__process"),
    ],
)
def test_every_way_in_has_an_index(app, wanted, index):
    plan = explained(Wanted(EVERYWHERE, **wanted))
    assert index in plan, plan


def explained(wanted):
    """How the database would go about a search."""
    told = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        told.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    search(wanted, limit=20)
    event.remove(db.engine, "before_cursor_execute", note)
    statement, parameters = told[-1]
    with db.engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return " ".join(str(row[-1]) for row in rows)
