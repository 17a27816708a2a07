"""What comes by message, by time and from outside: once, in the order of the law, and never lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.cases.jobs import BATCH
from app.cases.office import TURN
from app.cases.queries import raised_at
from app.errors import Conflict, Problem
from app.events.facts import IncidentRaised, IncidentResolved, MessageReceived, MessagesExpired, TimerFired
from app.store import reads
from app.store.records import records, stream_names
from tests.cases.product import CITIZEN, COUNTY, DAY, HOUR, MEI, NOW, SUBJECT, UNTIL, instant

LATE = UNTIL + 3 * DAY
BACK_OFF = [2, 4, 8, 16, 32]


def receive(product, message, key, payload, message_id="m1", now=NOW):
    return product.cases.receive(message, key, payload, actor=CITIZEN, now=now, message_id=message_id)


def kept():
    return [one.id for one in reads.kept(limit=100)]


def of(product, case_id, kind):
    return [record for record in product.facts(case_id) if isinstance(record.fact, kind)]


def case_of(product, process):
    (found,) = [case.id for case in reads.cases() if case.process == process]
    return found


def notice(product, **more):
    return product.open("notice", number="N1", later=instant(UNTIL + DAY), **more)


def test_a_message_nobody_waits_for_is_kept_and_given_once_to_who_waits_later(product):
    assert receive(product, "word", SUBJECT, {"said": "早"}) == []
    product.cases.drain(NOW)
    assert kept() == ["m1"]
    case_id = product.open("follow", now=NOW + DAY)
    product.cases.drain(NOW + DAY)
    assert product.cases.drain(NOW + DAY) == 0
    (told,) = of(product, case_id, MessageReceived)
    assert told.fact.payload == {"said": "早"}
    assert kept() == []
    assert product.whole() == []


def test_a_message_that_no_case_had_within_its_time_is_given_to_no_later_one_and_the_record_says_so(product):
    receive(product, "word", SUBJECT, {"said": "早"})
    product.cases.tick(NOW + 364 * DAY)
    assert kept() == ["m1"]
    product.cases.tick(NOW + 366 * DAY)
    assert kept() == []
    (day,) = [name for name in stream_names() if name.startswith("messages:")]
    assert [one.fact for one in records(day, keyring=product.keyring)] == [MessagesExpired(1)]
    case_id = product.open("follow", now=NOW + 367 * DAY)
    product.cases.drain(NOW + 367 * DAY)
    assert of(product, case_id, MessageReceived) == []
    assert product.whole() == []


def test_a_message_is_given_to_every_case_that_waits_for_it_and_to_none_twice(product):
    cases = [product.open("follow", key=key) for key in ("a", "b")]
    assert sorted(receive(product, "word", SUBJECT, {"said": "x"})) == sorted(cases)
    assert sorted(receive(product, "word", SUBJECT, {"said": "x"}, now=NOW + DAY)) == sorted(cases)
    assert [len(of(product, case_id, MessageReceived)) for case_id in cases] == [1, 1]


def test_a_message_with_another_key_wakes_nobody(product):
    case_id = product.open("follow")
    assert receive(product, "word", "another", {"said": "x"}) == []
    assert of(product, case_id, MessageReceived) == []


def test_overdue_timers_fire_once_each_in_order_and_are_dated_by_their_instants(product):
    dues = [UNTIL + n * DAY for n in (2, 0, 1)]
    case_id = product.open("dates", **dict(zip(("first", "second", "third"), map(instant, dues), strict=True)))
    other = product.open("dates", key="other", **{name: instant(dues[2]) for name in ("first", "second", "third")})
    assert product.cases.tick(LATE) == 6
    assert product.cases.tick(LATE) == 0
    fired = of(product, case_id, TimerFired)
    assert [record.fact.ref for record in fired] == ["Second#1", "Third#1", "First#1"]
    assert [record.at for record in fired] == sorted(dues)
    assert [record.at for record in of(product, other, TimerFired)] == [dues[2]] * 3
    product.cases.drain(LATE)
    told = [text["text"] for _, _, text in product.outside.arrived()]
    assert told == ["2", "3", "1", "2", "3", "1"]
    assert product.whole() == []


def test_a_timer_that_an_earlier_one_took_away_does_not_fire_however_late_the_clock(product):
    case_id = notice(product)
    assert product.cases.tick(LATE) == 1
    assert [record.fact.ref for record in of(product, case_id, TimerFired)] == ["TmrOver#1"]
    assert reads.case(case_id).outcome == "Clear"
    assert reads.incidents() == []


def test_a_person_who_comes_before_the_late_clock_finds_the_case_where_time_left_it(product):
    case_id = product.open("errand")
    product.cases.complete(product.task("Check"), {"result": "good"}, by=MEI, now=NOW, key="c")
    product.cases.drain(NOW)
    receive(product, "objection", reads.case(case_id).number, {"text": "?"}, now=LATE)
    assert of(product, case_id, MessageReceived) == []
    assert reads.case(case_id).outcome == "Done"
    assert kept() == ["m1"]
    assert of(product, case_id, IncidentRaised) == []


@pytest.mark.parametrize("first", ["tick", "drain", "person"])
def test_an_objection_that_came_in_time_counts_however_late_it_is_dealt_with(product, first):
    """The message is there before anybody waits, as after a process that died between keeping and giving it."""
    in_time = UNTIL - HOUR
    receive(product, "objection", "N1", {"text": "不符"}, now=in_time)
    case_id = notice(product, now=in_time - DAY)
    if first == "person":
        receive(product, "objection", "N1", {"text": "又"}, message_id="m2", now=LATE)
    else:
        getattr(product.cases, first)(LATE)
    (told,) = of(product, case_id, MessageReceived)
    assert (told.at, told.fact.payload) == (in_time, {"text": "不符"})
    assert of(product, case_id, TimerFired) == []
    assert product.task("Handle")
    assert product.whole() == []


def test_a_message_that_waited_is_heard_before_what_is_due_the_moment_its_place_is_reached(product):
    """A second objection lies there while the first is looked into; the notice ends as soon as it is dismissed."""
    receive(product, "objection", "N1", {"text": "又"}, now=UNTIL - HOUR)
    case_id = notice(product, now=UNTIL)
    product.cases.tick(LATE)
    (told,) = of(product, case_id, MessageReceived)
    assert (told.at, told.fact.payload) == (UNTIL, {"text": "又"})
    assert of(product, case_id, TimerFired) == []
    assert product.task("Handle")


def test_an_objection_that_came_too_late_finds_the_notice_over_though_no_clock_has_ticked(product):
    case_id = notice(product)
    assert receive(product, "objection", "N1", {"text": "晚"}, now=UNTIL + timedelta(seconds=1)) == []
    assert reads.case(case_id).outcome == "Clear"
    assert [record.at for record in of(product, case_id, TimerFired)] == [UNTIL]
    product.cases.drain(LATE)
    assert of(product, case_id, IncidentRaised) == []
    assert kept() == ["m1"]


def asked(product):
    """An errand whose question is ready to be asked, all before it sent."""
    case_id = product.open()
    product.cases.drain(NOW)
    product.cases.complete(product.task("Check"), {"result": "good"}, by=MEI, now=NOW, key="c")
    product.outside.tries.clear()
    return case_id


def fail_until_incident(product):
    """Drain whenever the next try is due, and give the seconds that each waited."""
    product.outside.down = True
    waited = []
    product.cases.drain(NOW)
    for _ in BACK_OFF:
        tries = len(product.outside.tries)
        seconds = 0
        while len(product.outside.tries) == tries:
            seconds += 1
            product.system.now += timedelta(seconds=1)
            product.cases.drain(NOW)
        waited.append(seconds)
    return waited


def test_a_question_to_an_office_that_is_down_is_asked_again_ever_later_then_a_person_looks(product):
    case_id = asked(product)
    assert fail_until_incident(product) == BACK_OFF
    product.system.now += DAY
    assert product.cases.drain(NOW) == 0
    assert len(product.outside.tries) == 1 + len(BACK_OFF)
    (incident,) = reads.incidents()
    assert (incident.case_id, incident.ref, incident.division) == (case_id, "Compare#1", COUNTY)
    (raised,) = of(product, case_id, IncidentRaised)
    assert raised.fact.reason == "OutsideUnavailable"


def test_an_incident_is_dated_by_the_fact_that_raised_it_last(product):
    asked(product)
    fail_until_incident(product)
    (first,) = reads.incidents()
    assert first.raised_at == NOW
    product.cases.retry(f"job:{first.id}", MEI, NOW + HOUR)
    while not reads.incidents():
        product.system.now += DAY
        product.cases.drain(NOW + DAY)
    (second,) = reads.incidents()
    assert (second.id, second.raised_at) == (first.id, NOW + DAY)


def test_two_incidents_of_one_case_have_each_its_own_time(product):
    product.open()
    fail_until_incident(product)
    product.cases.complete(product.task("Check"), {"result": "good"}, by=MEI, now=NOW, key="c")
    for _ in range(20):
        product.system.now += DAY
        product.cases.drain(NOW + HOUR)
    assert {one.origin: one.raised_at for one in reads.incidents()} == {"outbox": NOW, "job": NOW + HOUR}


def test_an_incident_that_the_record_knows_nothing_of_is_told_as_a_fault(product):
    asked(product)
    fail_until_incident(product)
    (incident,) = reads.incidents()
    assert raised_at(incident) == NOW
    with pytest.raises(Problem, match="no fact says when"):
        raised_at(replace(incident, raised_at=None))


def test_an_incident_taken_up_again_goes_on_and_the_case_with_it(product):
    case_id = asked(product)
    fail_until_incident(product)
    product.outside.down = False
    (incident,) = reads.incidents()
    product.cases.retry(f"job:{incident.id}", MEI, NOW)
    with pytest.raises(Conflict):
        product.cases.retry(f"job:{incident.id}", MEI, NOW)
    product.cases.drain(NOW)
    assert reads.incidents() == []
    (resolved,) = of(product, case_id, IncidentResolved)
    assert (resolved.actor.id, resolved.fact.ref) == (MEI.id, "Compare#1")
    assert "AnswerReceived" in product.kinds(case_id)
    assert case_of(product, "follow")
    assert len({key for key in product.outside.tries if "Compare" in key}) == 1
    assert product.whole() == []


def test_what_is_told_to_an_office_that_is_down_waits_and_holds_up_no_case(product):
    case_id = product.open()
    fail_until_incident(product)
    assert [incident.origin for incident in reads.incidents()] == ["outbox"]
    product.outside.down = False
    product.cases.complete(product.task("Check"), {"result": "good"}, by=MEI, now=NOW, key="c")
    product.cases.drain(NOW)
    (incident,) = reads.incidents()
    product.cases.retry(f"outbox:{incident.id}", MEI, NOW)
    product.cases.drain(NOW)
    assert reads.incidents() == []
    assert [text["text"] for _, what, text in product.outside.arrived() if what == "sms.send"] == ["begun"]
    assert product.kinds(case_id).count("IncidentRaised") == 1
    assert product.whole() == []


def test_a_long_turn_renews_its_lease_on_the_way_and_ends_when_another_has_it(product):
    for number in range(BATCH // 3):
        product.open("dates", key=str(number), **dict.fromkeys(("first", "second", "third"), instant(UNTIL)))
    assert product.cases.take_turn("one")
    product.system.now += TURN - timedelta(seconds=1)
    assert product.cases.tick(UNTIL, "one") == 3 * (BATCH // 3)
    product.system.now += timedelta(seconds=2)
    assert not product.cases.take_turn("another")


def test_a_turn_whose_lease_is_lost_fires_nothing_more(product):
    product.open("dates", **dict.fromkeys(("first", "second", "third"), instant(UNTIL)))
    assert product.cases.take_turn("another")
    assert product.cases.tick(UNTIL, "one") == 0
