"""Times and messages: when they are due, by which key they are found, and what fires them."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from app.decisions.wire import from_wire
from app.engine.steps import Timer, Wait
from app.errors import Conflict, EngineError
from app.events.facts import TimerSet, WaitClosed


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("now", "wait", "due"),
    [
        ("2026-01-31T10:00+08:00", "P1M", "2026-02-28T10:00+08:00"),
        ("2024-01-31T10:00+08:00", "P1M", "2024-02-29T10:00+08:00"),
        ("2026-01-30T10:00+08:00", "P1M", "2026-02-28T10:00+08:00"),
        ("2026-03-31T23:30+00:00", "P1M", "2026-05-01T07:30+08:00"),
        ("2026-01-31T10:00+08:00", "P1Y", "2027-01-31T10:00+08:00"),
        ("2026-01-31T10:00+08:00", "P1DT2H", "2026-02-01T12:00+08:00"),
    ],
)
def test_durations_are_reckoned_in_shanghai_and_end_with_the_month(play, now, wait, due):
    case = play("timers", now=at(now), wait={"$duration": wait})
    assert case.step.timers == (Timer("Wait#1", at(due)),)


@pytest.mark.parametrize(
    ("on", "due"),
    [
        ({"$date": "2026-07-15"}, "2026-07-15T00:00+08:00"),
        ({"$datetime": "2026-07-15T12:00:00"}, "2026-07-15T12:00+08:00"),
        ({"$datetime": "2026-07-15T12:00:00+02:00"}, "2026-07-15T12:00+02:00"),
        ({"$datetime": "2026-07-15T12:00:00Z"}, "2026-07-15T12:00+00:00"),
    ],
)
def test_a_date_is_its_first_moment_in_shanghai_and_a_time_without_offset_is_shanghais(play, on, due):
    case = play("dated", on=on)
    assert case.step.timers == (Timer("Wait#1", at(due)),)
    assert isinstance(case.of("TimerSet")[0], TimerSet)


def test_a_timer_whose_time_is_past_is_due_at_once_and_nothing_is_dated_before_what_led_to_it(play):
    now = at("2026-03-02T10:00+08:00")
    assert play("dated", now=now, on={"$date": "2020-01-01"}).step.timers == (Timer("Wait#1", now),)
    assert play("timers", now=now, wait={"$duration": "-P1D"}).step.timers == (Timer("Wait#1", now),)


@pytest.mark.parametrize("on", ["2026-07-15", 5, None, {"$time": "10:00:00"}])
def test_a_timer_that_gives_no_date_time_or_duration_is_refused_by_name(play, on):
    with pytest.raises(EngineError, match=r"dated\.bpmn Wait"):
        play("dated", on=on)


def test_a_task_has_the_limit_of_the_timer_at_its_edge_until_that_comes(play):
    case = play("edges", now=at("2026-09-01T10:00+08:00"), id_no="I", number="N")
    assert [task.limit for task in case.step.tasks] == [at("2026-09-06T10:00+08:00")]
    assert [task.limit for task in case.wake("Remind#1").step.tasks if task.element == "Work"] == [None]


def test_timers_may_be_written_as_plain_iso_texts(play):
    case = play("fixed", now=at("2026-01-31T10:00+08:00"))
    assert case.step.timers == (Timer("Wait#1", at("2026-02-28T10:00+08:00")),)
    assert case.wake("Wait#1").step.timers == (Timer("Until#1", at("2026-09-01T00:00+08:00")),)


def test_only_waking_fires_a_timer_and_never_before_it_is_due(play):
    case = play("dated", on={"$date": "2026-01-01"})
    assert case.step.ended is None
    late = play("timers", wait={"$duration": "P1D"})
    with pytest.raises(Conflict):
        late.wake("Wait#1", now=late.now + timedelta(hours=23))
    assert late.wake("Wait#1").step.ended is not None


def test_what_a_timer_starts_is_dated_by_its_due_time(play):
    case = play("dues", answers={"registers.record": {}})
    due = case.step.timers[0].due
    case.wake("Wait#1", now=due + timedelta(days=3))
    inputs = case.of("RecordWritten")[0].inputs
    assert from_wire(inputs["due"]) == due
    assert from_wire(inputs["now"]) == due + timedelta(days=3)
    assert case.complete("Rest#1").step.variables == {"later": None}


def test_an_event_gateway_shows_every_timer_and_message_behind_it(play):
    case = play("notice", number="N1", publish_until={"$date": "2026-03-09"})
    assert case.step.timers == (
        Timer("NoticeTimer#1", at("2026-03-09T00:00+08:00")),
        Timer("Late#1", at("2026-04-01T09:00+08:00")),
    )
    assert case.step.waits == (Wait("Objection#1", "objection_raised", "N1"),)


def test_the_earlier_of_two_timers_behind_one_event_gateway_fires_alone(play):
    case = play("notice", number="N1", publish_until={"$date": "2026-03-09"}).wake("NoticeTimer#1")
    assert case.step.ended is not None
    assert case.step.ended.outcome == "Clear"
    assert case.path[0] == "leave Either#1"
    assert "enter NoticeTimer#1" in case.path
    late = play("notice", number="N1", publish_until={"$date": "2027-03-09"}).wake("Late#1")
    assert late.step.ended is not None
    assert late.step.ended.outcome == "TooLate"


def test_a_message_closes_the_other_waits_of_its_event_gateway(play):
    case = play("notice", number="N1", publish_until={"$date": "2026-03-09"}).receive("Objection#1", text="不符")
    assert case.tasks == ["Handle#1"]
    assert case.step.variables["objection"] == "不符"
    assert [fact.ref for fact in case.of("TimerDropped")] == ["NoticeTimer#1", "Late#1"]
    assert case.of("WaitClosed") == []
    with pytest.raises(Conflict):
        case.wake("NoticeTimer#1")


@pytest.mark.parametrize("number", [None, 7, ""])
def test_a_correlation_key_must_be_a_text(play, number):
    with pytest.raises(EngineError, match="the correlation key =number gave"):
        play("notice", number=number, publish_until={"$date": "2026-03-09"})


def test_a_message_that_does_not_interrupt_may_come_again_and_each_is_a_visit(play):
    case = play("edges", id_no="I", number="N")
    case.receive("Change#1", kind="move").receive("Change#2", kind="death")
    assert case.tasks == ["Work#1", "Changed#1", "Changed#2"]
    assert case.step.variables["change"] == "death"
    with pytest.raises(Conflict):
        case.receive("Change#1", kind="again")
    case.complete("Work#1", a=Decimal(1))
    assert WaitClosed("Change#3") in case.facts
    assert case.tasks == ["Changed#1", "Changed#2"]
    assert case.complete("Changed#1").complete("Changed#2").step.ended is not None


def test_a_timer_that_does_not_interrupt_fires_once_beside_the_work(play):
    case = play("edges", id_no="I", number="N").wake("Remind#1")
    assert case.tasks == ["Work#1", "Reminded#1"]
    assert case.step.timers == ()


def test_an_interrupting_message_withdraws_the_task_but_not_what_runs_beside_it(play):
    case = play("edges", id_no="I", number="N").receive("Change#1", kind="move").receive("Withdraw#1", why="moved")
    assert case.tasks == ["Changed#1", "Tidy#1"]
    assert [fact.task for fact in case.of("TaskWithdrawn")] == ["Work#1"]
    assert case.step.variables["why"] == "moved"
    assert case.step.waits == ()
    assert [fact.ref for fact in case.of("TimerDropped", "WaitClosed")] == ["Remind#1", "Change#2"]
