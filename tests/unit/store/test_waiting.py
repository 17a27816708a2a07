"""Timers, questions, messages and what goes out: due in order, done once, and an incident when tries are spent."""

from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import event

from app.errors import Conflict
from app.events.actor import Actor
from app.events.facts import TimerFired
from app.store import reads
from app.store.db import db
from app.store.rows import AlreadyDone, Command, Message
from tests.unit.store.conftest import NOW, PERSON, Ask, Step, Timer, Wait

DAY = timedelta(days=1)
WAITING = Step(b"w", waits=(Wait("W#1", "change_reported", "140105199001011234"),))


def told(message_id: str = "m1", key: str = "140105199001011234") -> Message:
    return Message(message_id, "change_reported", key, {"kind": "death"}, Actor("system"), NOW, NOW + 30 * DAY)


def kept():
    return [one.id for one in reads.kept(limit=100)]


def test_timers_come_in_the_order_they_were_due_and_only_when_due(opened):
    late, soon = opened(Step(timers=(Timer("L#1", NOW + 3 * DAY),))), opened(Step(timers=(Timer("S#1", NOW + DAY),)))
    both = [(job.case_id, job.ref, job.due_at) for job in reads.due_timers(NOW + 5 * DAY)]
    assert both == [(soon, "S#1", NOW + DAY), (late, "L#1", NOW + 3 * DAY)]
    assert reads.due_timers(NOW) == []
    assert [job.case_id for job in reads.due_timers(NOW + 5 * DAY, case_id=late)] == [late]
    assert (reads.next_due(), reads.next_due(NOW + 2 * DAY)) == (NOW + DAY, NOW + 3 * DAY)


def test_a_timer_that_fired_is_done_and_one_that_moved_is_due_at_its_new_time(opened, work):
    case_id = opened(Step(timers=(Timer("A#1", NOW), Timer("B#1", NOW + DAY))))
    with work() as at_work:
        case = at_work.case(case_id)
        fired = [TimerFired("A#1", {"$datetime": NOW.isoformat()})]
        at_work.keep(case, Command("wake", PERSON, NOW), fired, Step(timers=(Timer("B#1", NOW + 9 * DAY),)))
    assert [(job.ref, job.due_at) for job in reads.due_timers(NOW + 10 * DAY)] == [("B#1", NOW + 9 * DAY)]


def test_a_question_waits_for_its_next_try_then_becomes_an_incident_that_can_be_taken_up(opened, work, keyring):
    case_id = opened(Step(asks=(Ask("Compare#1"),)))
    [job] = reads.due_asks(NOW, keyring=keyring)
    with work() as at_work:
        at_work.failed("job", job.id, "timed out", NOW + DAY)
    assert reads.due_asks(NOW, keyring=keyring) == []
    assert [again.attempts for again in reads.due_asks(NOW + DAY, keyring=keyring)] == [1]
    with work() as at_work:
        at_work.failed("job", job.id, "timed out again", None)
    [incident] = reads.incidents()
    assert (incident.origin, incident.ref, incident.reason, incident.case_id) == (
        *("job", "Compare#1", "timed out again"),
        case_id,
    )
    with work() as at_work:
        at_work.retry("job", job.id)
    assert reads.due_asks(NOW, keyring=keyring)[0].ref == "Compare#1"
    with pytest.raises(Conflict), work() as at_work:
        at_work.retry("job", job.id)


def test_what_goes_out_goes_once_whatever_is_queued_twice(opened, work, keyring):
    case_id = opened()
    for _ in range(2):
        with work() as at_work:
            at_work.queue(at_work.case(case_id), "tell", f"{case_id}:Sms#1", {"system": "sms", "to": "13800000000"})
    [outgoing] = reads.due_outbox(NOW, keyring=keyring)
    assert (outgoing.kind, outgoing.body, outgoing.case_id) == ("tell", {"system": "sms", "to": "13800000000"}, case_id)
    with work() as at_work:
        at_work.failed("outbox", outgoing.id, "no answer", None)
    assert [incident.origin for incident in reads.incidents()] == ["outbox"]
    with work() as at_work:
        at_work.retry("outbox", outgoing.id)
        at_work.sent(outgoing.id)
    assert reads.due_outbox(NOW, keyring=keyring) == []


def test_a_message_goes_once_to_every_case_that_waits_for_it(opened, work, keyring):
    waiting = {opened(WAITING), opened(WAITING)}
    opened(Step(waits=(Wait("W#1", "change_reported", "somebody else"),)))
    with work() as at_work:
        assert at_work.keep_message(told())
        assert not at_work.keep_message(told())
    assert {match.case_id for match in reads.matches(message_id="m1")} == waiting
    for match in reads.matches():
        with work() as at_work:
            at_work.deliver("m1", at_work.case(match.case_id), match.ref)
    assert reads.matches() == []
    with pytest.raises(AlreadyDone), work() as at_work:
        at_work.deliver("m1", at_work.case(waiting.pop()), "W#1")
    assert reads.message("m1", keyring=keyring).payload == {"kind": "death"}


def test_a_message_nobody_waits_for_is_kept_for_later_until_its_time_is_over(opened, work):
    with work() as at_work:
        at_work.keep_message(told())
    assert (reads.matches(), kept()) == ([], ["m1"])
    case_id = opened(WAITING)
    assert [match.case_id for match in reads.matches(case_id=case_id)] == [case_id]
    with work() as at_work:
        assert at_work.expire_messages(NOW + 29 * DAY) == 0
        assert at_work.expire_messages(NOW + 30 * DAY) == 1
    assert reads.matches() == []


def test_an_erased_case_asks_and_tells_nothing_and_holds_up_no_other(opened, work, keyring):
    gone, kept = opened(Step(b"s", asks=(Ask("Gone#1"),))), opened(Step(b"s", asks=(Ask("Kept#1"),)))
    with work() as at_work:
        for case_id in (gone, kept):
            at_work.queue(at_work.case(case_id), "tell", case_id, {"system": "sms"})
        at_work.erase(gone, NOW)
    assert [job.ref for job in reads.due_asks(NOW, keyring=keyring)] == ["Kept#1"]
    assert [out.key for out in reads.due_outbox(NOW, keyring=keyring)] == [kept]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # PostgreSQL decides by statistics, a test has none
def test_one_cases_timers_are_not_looked_for_among_all_that_are_due(opened, work):
    case_id = opened(Step(timers=(Timer("S#1", NOW + DAY),)))
    with work() as at_work:
        for look in (partial(reads.due_timers, NOW + 2 * DAY), partial(at_work.taken, "key")):
            with explained() as plans:
                look(case_id=case_id)
            assert plans
            assert not [step for step in plans if "ix_job_due" in step]


def test_no_look_of_a_command_binds_a_value_to_what_a_partial_index_is_about(opened, completed, work, statements):
    case_id = opened(Step(b"a", timers=(Timer("S#1", NOW + DAY),), waits=(Wait("W#1", "died", "1"),)))
    statements.clear()
    reads.due_timers(NOW, case_id=case_id)
    reads.matches(case_id=case_id)
    with work() as at_work:
        at_work.taken("key", case_id=case_id)
    completed(case_id, "T#1", Step(b"b"))
    looks = [one for one in statements if one.startswith("SELECT")]
    assert sum("status = 'ready'" in one or "status = 'waiting'" in one for one in looks) == 4
    assert not [one for one in looks if "status = ?" in one or "status = %" in one]


@contextmanager
def explained():
    """The steps by which SQLite finds what is asked of it."""
    plans = []

    def explain(connection, _cursor, statement, parameters, *_):
        plan = connection.connection.cursor().execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
        plans.extend(step[3] for step in plan.fetchall())

    event.listen(db.engine, "before_cursor_execute", explain)
    try:
        yield plans
    finally:
        event.remove(db.engine, "before_cursor_execute", explain)
