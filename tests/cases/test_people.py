"""What people do to cases: once by key, one at a time, in their own county, and not at all when it is wrong."""

from datetime import timedelta

import pytest

from app.errors import Conflict, InvalidAnswers, NotAllowed, NotFound, Problem
from app.events.facts import TaskClaimed
from app.store import reads
from tests.cases.product import APPLICANT, DAY, FAR, HOUR, LAN, MEI, NOW

GOOD = {"result": "good"}


def complete(product, task, by=MEI, key="complete", answers=GOOD, now=NOW):
    return product.cases.complete(task, answers, by=by, now=now, key=key)


def test_the_same_key_twice_opens_one_case(product):
    first, second = product.open(), product.open(now=NOW + HOUR)
    assert first == second
    assert len(reads.cases()) == 1


def test_a_completion_sent_twice_counts_once_and_gives_the_same_case(product):
    case_id = product.open()
    task = product.task("Check")
    assert complete(product, task) == complete(product, task, now=NOW + DAY) == case_id
    assert product.kinds(case_id).count("TaskCompleted") == 1


def test_who_completes_second_hears_who_was_first_how_and_when(product):
    product.open()
    task = product.task("Check")
    complete(product, task, by=LAN, now=NOW + HOUR)
    with pytest.raises(Conflict) as late:
        complete(product, task, key="mine", now=NOW + 2 * HOUR)
    told = late.value.context
    assert (told["who"], told["what"], told["at"]) == ("兰", "办结", NOW + HOUR)
    assert told["task"] == task


def test_a_task_that_somebody_has_claimed_is_not_completed_by_another(product):
    case_id = product.open()
    task = product.task("Check")
    product.cases.claim(task, by=LAN, now=NOW)
    facts = product.facts(case_id)
    with pytest.raises(Conflict) as held:
        complete(product, task, by=MEI)
    assert (held.value.context["who"], held.value.context["what"]) == ("兰", "领取")
    assert product.facts(case_id) == facts
    assert complete(product, task, by=LAN) == case_id


def test_a_task_claimed_by_another_can_not_be_claimed(product):
    product.open()
    task = product.task("Check")
    product.cases.claim(task, by=LAN, now=NOW)
    with pytest.raises(Conflict) as held:
        product.cases.claim(task, by=MEI, now=NOW)
    assert held.value.context["who"] == "兰"


def test_claiming_and_giving_back_twice_are_recorded_once(product):
    case_id = product.open()
    task = product.task("Check")
    for act in (product.cases.claim, product.cases.claim, product.cases.release, product.cases.release):
        act(task, MEI, NOW)
    told = [kind for kind in product.kinds(case_id) if kind in {"TaskClaimed", "TaskReleased"}]
    assert told == ["TaskClaimed", "TaskReleased"]


@pytest.mark.parametrize("stranger", [FAR, APPLICANT], ids=["another county's office", "the applicant"])
def test_nobody_acts_on_a_task_that_is_not_theirs(product, stranger):
    case_id = product.open()
    task, facts = product.task("Check"), product.facts(case_id)
    for act in (product.cases.claim, product.cases.release):
        with pytest.raises(NotAllowed):
            act(task, stranger, NOW)
    with pytest.raises(NotAllowed):
        complete(product, task, by=stranger)
    assert product.facts(case_id) == facts


@pytest.mark.parametrize("answers", [{}, {"result": "perhaps"}, {"result": {"$date": "x"}}])
def test_wrong_answers_change_nothing(product, answers):
    case_id = product.open()
    task, facts = product.task("Check"), product.facts(case_id)
    before = reads.case_with_state(case_id, keyring=product.keyring)
    with pytest.raises(InvalidAnswers) as wrong:
        complete(product, task, answers=answers)
    assert [error.key for error in wrong.value.errors] == ["result"]
    after = reads.case_with_state(case_id, keyring=product.keyring)
    assert (after.state, after.revision) == (before.state, before.revision)
    assert product.facts(case_id) == facts
    assert complete(product, task) == case_id


def test_answers_that_the_form_does_not_ask_for_are_not_kept(product):
    case_id = product.open()
    complete(product, product.task("Check"), answers=GOOD | {"extra": "1"})
    (fact,) = [record.fact for record in product.facts(case_id) if record.fact.kind == "TaskCompleted"]
    assert fact.answers == GOOD


def test_a_task_that_does_not_exist_is_not_found(product):
    with pytest.raises(NotFound):
        complete(product, "00000000-0000-7000-8000-000000000000")


def test_a_process_that_does_not_exist_leaves_no_case_behind(product):
    with pytest.raises(Problem):
        product.open("nothing")
    assert reads.cases() == []


def test_a_completion_is_one_commit_and_few_statements(product, statements):
    product.open()
    task = product.task("Check")
    statements.clear()
    complete(product, task)
    assert statements.count("COMMIT") == 1
    assert len(statements) - 1 <= 12


def test_what_goes_out_costs_one_statement_however_much_it_is(product, statements):
    product.open("many")
    task = product.task("Check")
    statements.clear()
    complete(product, task)
    assert statements.count("COMMIT") == 1
    assert sum("INSERT INTO outbox" in each for each in statements) == 1
    assert len(statements) - 1 <= 13
    assert product.cases.drain(NOW) == 6


def test_the_claim_stands_in_the_case_with_role_and_division(product):
    case_id = product.open()
    product.cases.claim(product.task("Check"), by=MEI, now=NOW + timedelta(minutes=5))
    last = product.facts(case_id)[-1]
    assert isinstance(last.fact, TaskClaimed)
    assert (last.actor.id, last.actor.role, last.actor.division) == (MEI.id, "federation", "140105")
