"""Service tasks and decisions: looks, records, asks, tells, and what becomes of their results."""

import pytest

from app.engine.steps import Ask
from app.errors import EngineError, NotFound
from app.events.facts import AskSent, DecisionMade, LookTaken, RecordWritten, TellQueued

ANSWERS = {
    "registers.find": {"entry": {"level": 2}},
    "registers.record": {},
    "outside.tell": {},
    "rate": lambda inputs: {"rate": inputs["level"] * 10},
}


def test_looks_and_records_run_inline_and_an_ask_waits(play):
    case = play("delegates", id="A", answers=ANSWERS)
    assert case.facts[1:4] == (
        LookTaken("Look#1", "registers.find", {"key": "A", "deep": {"er": 1}}, {"entry": {"level": 2}}),
        RecordWritten("Record#1", "registers.record", {"key": "A"}, {}),
        AskSent("Ask#1", "outside.ask", {"key": "A"}),
    )
    assert case.step.asks == (Ask("Ask#1", "outside.ask", {"key": "A"}),)
    assert case.step.variables == {"id": "A", "found": {"level": 2}}


def test_the_answer_completes_the_ask_and_only_mapped_results_stay(play):
    case = play("delegates", id="A", answers=ANSWERS).answer("Ask#1", code="ok", noise="gone")
    assert case.facts[1:4] == (
        TellQueued("Tell#1", "outside.tell", {"reply": {"code": "ok"}}, {}),
        DecisionMade("Decide#1", "rate", "deployment", 1, "abc", {"rate": 20}, {"binding": "deployment"}),
        DecisionMade("Again#1", "rate", "latest", 1, "abc", {"rate": 10}, {"binding": "latest"}),
    )
    assert case.step.variables == {
        "id": "A",
        "found": {"level": 2},
        "reply": {"code": "ok"},
        "rated": {"rate": 20},
        "again": 10,
    }


def test_a_decision_sees_the_variables_and_its_inputs(play):
    case = play("delegates", id="A", answers=ANSWERS).answer("Ask#1", code="ok")
    _, scope, ref = case.host.calls[-1]
    assert ref == "Again#1"
    assert scope.keys() == {"id", "found", "reply", "rated", "level"}


def test_a_decision_without_an_outcome_leaves_no_older_value_standing(play):
    none = ANSWERS | {"rate": None}
    case = play("delegates", id="A", rated={"rate": 5}, again=5, answers=none).answer("Ask#1", code="ok")
    assert (case.step.variables["rated"], case.step.variables["again"]) == (None, None)


def test_a_delegate_that_fails_fails_the_command_as_it_is(play):
    with pytest.raises(NotFound):
        play("delegates", id="A")


def test_a_key_can_t_be_written_into_what_is_no_context(play):
    case = play("linear", county="1", result="text").complete("Ask#1", form={"age": 1})
    with pytest.raises(EngineError, match=r"linear\.bpmn Check output: result\.checked writes a key into"):
        case.complete("Check#1", checked=True)


def test_a_task_s_own_variables_are_seen_while_it_is_open_and_gone_afterwards(play):
    case = play("linear", county="1").complete("Ask#1", form={"age": 9})
    (place,) = case.machine.look(case.step.state).elements
    assert (place.ref, place.kind) == ("Check#1", "userTask")
    assert place.variables == {"county": "1", "application": {"age": 9}, "age": 9}
    assert "age" not in case.step.variables
    case.complete("Check#1", checked=True, noise=1)
    assert case.step.variables == {"county": "1", "application": {"age": 9}, "result": {"checked": True, "age": 9}}


def test_an_expression_that_fails_names_its_element(play):
    with pytest.raises(EngineError, match=r"linear\.bpmn Ask division: =county gave"):
        play("linear", county=110101)
