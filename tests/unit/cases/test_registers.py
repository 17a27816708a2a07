"""What a diagram may ask of the registers: of two who ask at the same moment, the second sees what the first wrote."""

from datetime import date
from threading import Event, Thread

import pytest

from app.cases.delegates import Call, registers
from app.store.unit import unit
from tests.unit.store.conftest import NOW

ID_NO = "140105199001011234"
STEP = 0.3  # seconds that the second is given to overtake the first
FIRST, LATER = date(2026, 9, 1), date(2026, 10, 1)


def day(value: date) -> dict[str, str]:
    return {"$date": value.isoformat()}


def right(on: date, said: str, **more: object) -> dict[str, object]:
    named = {"register": "entitlements", "subject": ID_NO, "key": "care_subsidy"}
    return named | {"valid_from": day(on), "entry": {"said": said}} | more


def record(at_work, case_id, ref, inputs):
    return registers.record(Call(at_work, at_work.case(case_id), ref, inputs, NOW))


def find(at_work, case_id, ref, **more):
    asked = {"register": "entitlements", "subject": ID_NO} | more
    return registers.find(Call(at_work, at_work.case(case_id), ref, asked, NOW))


def test_an_entry_recorded_once_is_answered_and_not_written_over(work, opened):
    case_id = opened()
    with work() as at_work:
        assert record(at_work, case_id, "A#1", right(FIRST, "first", once=True)) == {"standing": None}
        told = record(at_work, case_id, "A#2", right(LATER, "second", once=True))["standing"]
        assert (told["key"], told["valid_from"], told["entry"]) == ("care_subsidy", day(FIRST), {"said": "first"})
        assert [one["entry"] for one in find(at_work, case_id, "A#3")["entries"]] == [{"said": "first"}]
        assert record(at_work, case_id, "A#4", right(FIRST, "plain")) == {}
        assert [one["entry"] for one in find(at_work, case_id, "A#5")["entries"]] == [{"said": "plain"}]


@pytest.mark.parametrize(("on", "written"), [(date(2026, 9, 30), False), (LATER, True)])
def test_an_entry_that_ended_is_in_the_way_to_its_last_day_and_no_longer(work, opened, on, written):
    case_id = opened()
    with work() as at_work:
        record(at_work, case_id, "A#1", right(FIRST, "ended", valid_to=day(LATER)))
        told = record(at_work, case_id, "A#2", right(on, "new", once=True))
    assert (told["standing"] is None) is written


@pytest.mark.parametrize("asked", ["once", "hold"])
def test_the_second_of_two_waits_and_sees_what_the_first_wrote(app, work, opened, keyring, asked):
    cases, wrote, told = [opened(key="one"), opened(key="two")], Event(), []

    def second() -> None:
        with app.app_context():
            wrote.wait()
            with unit(NOW, keyring=keyring) as other:
                if asked == "once":
                    told.append(record(other, cases[1], "B#1", right(FIRST, "second", once=True))["standing"])
                else:
                    told.append(find(other, cases[1], "B#1", hold=True)["current"])

    thread = Thread(target=second)
    thread.start()
    with work() as at_work:
        record(at_work, cases[0], "A#1", right(FIRST, "first", once=True))
        wrote.set()
        thread.join(STEP)
        assert (thread.is_alive(), told) == (True, [])
    thread.join()
    assert [one["entry"] for one in told] == [{"said": "first"}]
