"""A case is kept whole: what it waits for, its facts, its number; both databases behave alike."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from app.errors import Conflict, NotFound
from app.events.facts import TaskClaimed, TaskCompleted
from app.store import reads, records, verify
from app.store.ids import new_id
from app.store.rows import AlreadyDone, Command, NewCase, TaskClosed
from app.store.unit import unit
from app.store.writes.waits import task_id
from tests.unit.store.conftest import NOW, PERSON, Ask, Ended, Step, Task, Timer, Wait

LATER = NOW + timedelta(days=7)
FULL = Step(
    b"engine state",
    (Task("Check#1"), Task("Visit#1")),
    (Timer("Notice#1", LATER),),
    (Wait("Objection#1", "objection_raised", "N-1"),),
    (Ask("Compare#1"),),
)


def test_a_case_comes_back_as_it_was_kept(opened, work):
    case_id = opened(FULL)
    with work() as at_work:
        case = at_work.case(case_id)
    assert (case.state, case.revision, case.division) == (b"engine state", 3, "140105")
    assert [task.ref for task in reads.tasks_of(case_id)] == ["Check#1", "Visit#1"]
    assert reads.next_due() == LATER
    assert reads.case_by_number(case.number).id == case_id


def test_acceptance_numbers_count_by_day_and_division(opened):
    numbers = [reads.case(opened(division=place)).number for place in ("140105", "140105", "130102")]
    assert numbers == ["20260901-140105-00001", "20260901-140105-00002", "20260901-130102-00001"]


def test_only_differences_of_what_a_case_waits_for_are_written(opened, completed, keyring):
    case_id = opened(FULL)
    completed(case_id, "Check#1", Step(b"next", (Task("Issue#1"),), (), (), (Ask("Compare#1"), Ask("Tell#2"))))
    tasks = {task.ref: (task.closed_how, task.closed_by) for task in reads.tasks_of(case_id)}
    assert tasks == {
        "Check#1": ("completed", PERSON.id),
        "Visit#1": ("withdrawn", PERSON.id),
        "Issue#1": (None, None),
    }
    assert reads.next_due() is None
    assert [job.ref for job in reads.due_asks(NOW, keyring=keyring)] == ["Compare#1", "Tell#2"]
    assert reads.due_asks(NOW, keyring=keyring)[0].inputs == {"id_no": "140105199001011234"}


def test_one_completion_takes_eight_statements(opened, work, statements):
    case_id = opened(Step(b"a", (Task("Check#1"),), (Timer("T#1", LATER),)))
    statements.clear()
    with work() as at_work:
        case = at_work.taken("done", task_id=task_id(case_id, "Check#1"))
        step = Step(b"b", (Task("Issue#1"), Task("Visit#1")), (Timer("T#1", LATER),))
        at_work.keep(case, Command("done", PERSON, NOW), [TaskCompleted("Check#1", {})] * 9, step, result=case_id)
    assert len([one for one in statements if not one.startswith("BEGIN")]) <= 8


def test_a_case_is_taken_with_what_came_of_the_command_and_what_is_due_before_it(opened, completed, work):
    case_id = opened(Step(b"a", (Task("Check#1"),), (Timer("T#1", LATER),)))
    task = task_id(case_id, "Check#1")
    for now, due in ((NOW, False), (LATER, True)):
        with work(now) as at_work:
            assert at_work.taken("click", case_id=case_id).due is due
            assert at_work.taken("click", task_id=task).due is due
    completed(case_id, "Check#1", Step(b"b", (), (Timer("T#1", LATER),)), key="click")
    with work() as at_work, pytest.raises(AlreadyDone) as done:
        at_work.taken("click", task_id=task)
    assert done.value.context["result"] == case_id
    with work() as at_work, pytest.raises(TaskClosed):
        at_work.taken("another", task_id=task)
    with work() as at_work, pytest.raises(NotFound):
        at_work.taken("another", task_id=case_id)


def test_the_same_command_is_done_once_and_remembers_its_result(opened, completed, work):
    case_id = opened(FULL)
    completed(case_id, "Check#1", Step(b"b", (Task("Visit#1"),)), key="click")
    with work() as at_work:
        assert at_work.seen("click") == case_id
    with pytest.raises(AlreadyDone):
        completed(case_id, "Visit#1", Step(b"c"), key="click")
    assert [task.ref for task in reads.tasks_of(case_id, open_only=True)] == ["Visit#1"]


def test_a_claim_keeps_its_fact_and_a_second_person_is_told_who_was_first(opened, work):
    case_id = opened(FULL)
    task = task_id(case_id, "Check#1")
    with work() as at_work:
        case = at_work.case_holding(task)
        at_work.claim(task, PERSON.id)
        at_work.keep(case, Command("claim", PERSON, NOW), [TaskClaimed("Check#1")])
    with pytest.raises(Conflict) as refused, work() as at_work:
        at_work.claim(task, new_id())
    assert refused.value.context["claimed_by"] == PERSON.id
    with work() as at_work:
        at_work.release(task)
    assert reads.task(task).claimed_by is None


def test_a_closed_task_can_not_be_completed_again(opened, completed, work):
    case_id = opened(FULL)
    completed(case_id, "Check#1", Step(b"b"))
    with pytest.raises(Conflict) as refused, work() as at_work:
        at_work.case_holding(task_id(case_id, "Check#1"))
    assert refused.value.context["task"].closed_how == "completed"
    with pytest.raises(NotFound), work() as at_work:
        at_work.case(new_id())


def test_a_case_taken_before_another_command_can_not_be_kept_after_it(opened, work):
    case_id = opened(FULL)
    with work() as at_work:
        stale = at_work.case(case_id)
        at_work.keep(stale, Command("first", PERSON, NOW), [TaskClaimed("Check#1")])
        with pytest.raises(Conflict):
            at_work.keep(stale, Command("second", PERSON, NOW), [TaskClaimed("Visit#1")])


def test_a_case_ends_with_its_outcome(opened, completed):
    case_id = opened(FULL)
    completed(case_id, "Check#1", Step(b"z", ended=Ended("granted")))
    case = reads.case(case_id)
    assert (case.outcome, case.ended_at) == ("granted", NOW)
    assert reads.tasks_of(case_id, open_only=True) == []


def test_of_two_people_who_complete_one_task_at_once_one_wins(app, opened, keyring):
    case_id = opened(Step(b"a", (Task("Check#1"),)))
    start, outcomes = Barrier(2), []

    def complete(key: str) -> None:
        with app.app_context():
            start.wait()
            try:
                with unit(NOW, keyring=keyring) as at_work:
                    case = at_work.case_holding(task_id(case_id, "Check#1"))
                    facts = [TaskCompleted("Check#1", {"by": key})]
                    at_work.keep(case, Command(key, PERSON, NOW), facts, Step(key.encode()))
                outcomes.append("won")
            except Conflict:
                outcomes.append("told")

    threads = [Thread(target=complete, args=(key,)) for key in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["told", "won"]
    assert len(records.facts_of(case_id, keyring=keyring)) == 4
    assert verify.verify_case(case_id, keyring=keyring) == []


def test_facts_of_one_command_share_it_and_come_back_in_order(opened, completed, keyring):
    case_id = opened(FULL)
    completed(case_id, "Check#1", Step(b"b"), key="k2")
    told = records.facts_of(case_id, keyring=keyring)
    assert [fact.seq for fact in told] == [1, 2, 3, 4, 5, 6]
    assert {fact.command_id for fact in told[3:]} == {"k2"}
    assert told[3].fact == TaskCompleted("Check#1", {"complete": "yes"})
    assert (told[3].actor, told[3].at) == (PERSON, NOW)


def test_cases_are_found_by_applicant_and_by_identity_number_that_no_table_holds(opened, keyring, work):
    case_id = opened(subject="140105199001011234")
    assert [case.id for case in reads.cases_of_subject("140105199001011234", keyring=keyring)] == [case_id]
    assert [case.id for case in reads.cases_of([PERSON.id])] == [case_id]
    with work() as at_work:
        case = at_work.open_case(NewCase(new_id(), "other", 1, None))
    assert case.number.startswith("20260901-000000-")
