"""Statutory clocks: working days with holidays and make-up days, stopped by a correction, rung once.

That a process killed in the middle of it changes nothing is shown by test_killed_at_any_write.
"""

from datetime import datetime, timedelta

from app.calendar import SHANGHAI
from app.events.facts import ClockRanOut, TaskOpened
from app.store import reads
from tests.cases.product import DAY, MEI, NOW

# 1 September 2026 is a Tuesday; the 3rd is off and Saturday the 5th is worked to make up for it.
LAST = datetime(2026, 9, 6, 0, tzinfo=SHANGHAI)  # the 2nd, the 4th and the 5th are used up


def clock(product, case_id, now):
    (line,) = product.cases.commands.clock_lines(reads.case_with_state(case_id, keyring=product.keyring), now)
    return line


def done(product, task, result, now):
    product.cases.complete(product.task(task), {"result": result}, by=MEI, now=now, key=f"{task} {now}")


def chiefs(product, case_id):
    return [r for r in product.facts(case_id) if isinstance(r.fact, TaskOpened) and r.fact.name == "Chief"]


def test_a_clock_counts_working_days_with_holidays_and_make_up_days(product):
    case_id = product.open("review")
    assert clock(product, case_id, NOW).due_at == LAST
    spent = [clock(product, case_id, NOW + n * DAY).used for n in range(6)]
    assert spent == [0, 1, 1, 2, 3, 3]
    assert clock(product, case_id, NOW + 2 * DAY).left == 2
    assert product.rooms.clock.next_due() == LAST


def test_a_clock_that_runs_out_sends_its_message_once_and_the_diagram_goes_on(product):
    case_id = product.open("review")
    product.cases.tick(LAST - timedelta(seconds=1))
    product.cases.drain(LAST)
    assert chiefs(product, case_id) == []
    for _ in range(2):
        product.cases.tick(LAST + DAY)
        product.cases.drain(LAST + DAY)
    assert len(chiefs(product, case_id)) == 1
    (rang,) = [r for r in product.facts(case_id) if isinstance(r.fact, ClockRanOut)]
    assert (rang.at, rang.fact.message) == (LAST, "out_of_time")
    assert clock(product, case_id, LAST + DAY).state == "late"
    assert product.whole() == []


def test_a_correction_stops_the_clock_and_it_runs_on_with_what_was_left(product):
    case_id = product.open("review")
    done(product, "Look", "bad", NOW + DAY)  # one day is used
    stopped = clock(product, case_id, NOW + 20 * DAY)
    assert (stopped.state, stopped.used, stopped.left, stopped.due_at) == ("stopped", 1, 2, None)
    assert product.cases.tick(NOW + 20 * DAY) == 0
    done(product, "Correct", "good", NOW + 20 * DAY)  # Monday the 21st
    running = clock(product, case_id, NOW + 20 * DAY)
    assert (running.state, running.due_at) == ("running", datetime(2026, 9, 24, 0, tzinfo=SHANGHAI))
    done(product, "Look", "good", NOW + 21 * DAY)
    assert clock(product, case_id, NOW + 40 * DAY).state == "ended"
    assert reads.due_clocks(NOW + 400 * DAY) == []
    assert product.whole() == []


def test_an_office_that_is_late_is_told_so_before_its_own_late_command(product):
    """The scheduler was down: the clock rings at its instant before what is done after it."""
    case_id = product.open("review")
    done(product, "Look", "good", LAST + 3 * DAY)
    kinds = product.kinds(case_id)
    assert kinds.index("ClockRanOut") < kinds.index("TaskCompleted")
    assert product.whole() == []


def test_the_first_tick_of_a_day_sets_its_anchor_and_the_next_none(product):
    product.open("review")
    for at in (NOW, NOW, NOW + DAY):
        product.cases.tick(at)
    assert [one.day for one in product.rooms.audit.anchor(NOW + DAY)] == ["2026-09-01", "2026-09-02"]
    assert product.whole() == []
