"""六（二）: what other offices know is compared with the rights that stand: one event a difference."""

from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import pytest

from app.catalogue import read_folder
from app.cli.daily.imports import Importer
from app.cli.rooms import Rooms
from app.cli.scratch import inside, prepare
from app.connectors.simulators.serving import running
from app.events.actor import Actor
from app.events.facts import MessageReceived
from app.factory import create_app
from app.settings import Settings
from app.store import reads

ROOT = Path(__file__).resolve().parents[2]
MORNING = datetime(2026, 8, 17, 1, tzinfo=UTC)
FIRST, SECOND, THIRD = "140105199001012118", "140105196503033134", "140105196604044158"
WHO = Actor("person", "nobody", "civil_affairs", "140105")


@pytest.fixture
def rooms(tmp_path):
    with running(tmp_path / "outside.sqlite3") as outside_url:
        app = create_app(inside(Settings(), tmp_path, outside_url))
        with app.app_context():
            made = Rooms(app)
            prepare(made, read_folder(ROOT), MORNING)
            yield made


def right(rooms, id_no, benefit="living_subsidy"):
    """Take over a certificate and a right, and give the case of the right."""
    importer = Importer(rooms, rooms.people.named("civil_affairs_xd"), "before")
    certificate = {
        "kind": "certificate",
        "id_no": id_no,
        "county": "140105",
        "number": None,
        "issued_on": "2024-05-01",
        "expires_on": None,
        "reissue_count": 0,
        "levels": [{"category": "肢体", "level": 1}],
    }
    importer.take(certificate)
    row = {
        "kind": "right",
        "id_no": id_no,
        "benefit": benefit,
        "rate": 1,
        "since": "2025-01",
        "name": "示例",
        "phone": "13800000000",
        "county": "140105",
        "number": "X",
        "relief": "dibao",
        "long_term_care": True,
    }
    taken = importer.take(row)
    rooms.cases.drain(rooms.now())
    [opened] = reads.opened_by(reads.case(taken).no)
    return opened.id


def heard(rooms, case):
    """The changes that a case was told, in order."""
    return [one.fact.payload["kind"] for one in rooms.queries.record(case) if isinstance(one.fact, MessageReceived)]


def compare(rooms, rows, month="2026-08"):
    return list(rooms.comparison.run(rows, month, actor=WHO, now=rooms.now()))


def test_a_difference_reaches_the_right_and_equal_data_reach_nothing(rooms):
    dead, living = right(rooms, FIRST), right(rooms, SECOND)
    done = compare(rooms, [{"id_no": FIRST, "died_on": "2026-08-10"}, {"id_no": SECOND, "relief": "dibao"}])
    assert [len(one.differences) for one in done] == [1, 0]
    assert heard(rooms, dead) == ["death"]
    assert heard(rooms, living) == []


def test_every_cause_of_the_plan_is_a_difference(rooms):
    case, on = right(rooms, FIRST), "2026-08-10"
    causes = {
        "relief_change": {"relief": "none", "relief_on": on},
        "level_change": {"level_changed_on": on},
        "move": {"moved_on": on},
        "prison": {"imprisoned_on": on},
        "injury_care": {"injury_care_on": on},
        "freeze": {"certificate_status": "frozen", "status_on": on},
        "cancellation": {"certificate_status": "cancelled", "status_on": on},
        "death": {"died_on": on},
    }
    for row in causes.values():
        [done] = compare(rooms, [{"id_no": FIRST, **row}])
        assert len(done.differences) == 1
        rooms.cases.drain(rooms.now())
    assert heard(rooms, case) == list(causes)


def test_the_same_difference_is_told_once_a_month(rooms):
    case = right(rooms, FIRST)
    rows = [{"id_no": FIRST, "relief": "none", "relief_on": "2026-08-01"}]
    for month in ("2026-08", "2026-08", "2026-09"):
        compare(rooms, rows, month)
        rooms.cases.drain(rooms.now())  # the case asks and goes back to waiting
    assert heard(rooms, case) == ["relief_change", "relief_change"]


def test_cut_off_in_the_middle_and_run_again_nothing_is_lost_or_doubled(rooms):
    cases = [right(rooms, each) for each in (FIRST, SECOND, THIRD)]
    rows = [{"id_no": each, "imprisoned_on": "2026-08-03"} for each in (FIRST, SECOND, THIRD)]
    cut = rooms.comparison.run(rows, "2026-08", actor=WHO, now=rooms.now())
    assert len(list(islice(cut, 1))) == 1
    cut.close()
    assert [heard(rooms, case) for case in cases] == [["prison"], [], []]
    compare(rooms, rows)
    assert [heard(rooms, case) for case in cases] == [["prison"]] * 3


def test_who_has_no_right_is_no_difference(rooms):
    assert compare(rooms, [{"id_no": FIRST, "died_on": "2026-08-10"}])[0].differences == []


@pytest.mark.parametrize(
    "row",
    [
        {"died_on": "2026-08-10"},
        {"id_no": FIRST, "certificate_status": "frozen"},
        {"id_no": FIRST, "died_on": "2026-08-10", "certificate_status": "frozen"},
    ],
)
def test_a_row_that_cannot_be_told_is_refused_as_a_whole_and_the_next_goes_on(rooms, row):
    case, other = right(rooms, FIRST), right(rooms, SECOND)
    first, second = compare(rooms, [row, {"id_no": SECOND, "died_on": "2026-08-10"}])
    assert first.refused
    assert (heard(rooms, case), heard(rooms, other)) == ([], ["death"])
    assert len(second.differences) == 1


def test_a_month_is_a_month(rooms):
    with pytest.raises(Exception, match="2026-13"):
        compare(rooms, [], "2026-13")
