"""How a case moves: tasks, gateways, ends, refs, and the order of facts."""

import pytest

from app.errors import Conflict, EngineError, NotFound
from app.events.facts import StateReached, StepTaken, TaskOpened, TokensMoved


def test_a_case_opens_at_its_first_task(play):
    case = play("linear", form={"age": 30}, county="110101")
    assert case.facts[:-1] == (
        TokensMoved(
            [
                ["enter", "Begin#1"],
                ["leave", "Begin#1"],
                ["flow", "Begin_Ask"],
                ["enter", "Ask#1"],
            ]
        ),
        TaskOpened("Ask#1", "填表", "f", "window", "110101"),
    )
    assert case.facts[-1] == StateReached(case.step.hash)
    task = case.step.tasks[0]
    assert (task.process, task.element, task.step, task.scripted) == ("linear", "Ask", "asked", "={form: case.form}")


def test_a_case_ends_with_the_outcome_of_its_end_event(play):
    case = play("linear", form=1, county="1").complete("Ask#1", form={"age": 9})
    assert case.of("StepTaken") == [StepTaken("Ask#1", "asked")]
    case.complete("Check#1", checked=True)
    assert case.step.ended is not None
    assert case.step.ended.outcome == "granted"
    assert case.kinds == ["TokensMoved", "CaseEnded", "StateReached"]
    assert case.step.tasks == ()


@pytest.mark.parametrize("command", ["complete", "receive", "answer", "wake"])
def test_what_is_not_open_is_a_conflict(play, command):
    case = play("linear", county="1").complete("Ask#1")
    with pytest.raises(Conflict):
        getattr(case, command)("Ask#1")
    with pytest.raises(Conflict):
        getattr(case, "answer" if command == "complete" else command)("Check#1")


def test_nothing_can_be_done_to_a_case_that_ended(play):
    case = play("linear", county="1").complete("Ask#1").complete("Check#1")
    with pytest.raises(Conflict):
        case.complete("Check#1")


@pytest.mark.parametrize(("age", "expected"), [(16, ["Old#1"]), (8, ["Young#1"]), (3, [])])
def test_an_exclusive_gateway_takes_the_first_true_flow_or_its_default(play, age, expected):
    assert play("choose", age=age).tasks == expected


def test_a_condition_that_is_neither_true_nor_false_stops_the_command_by_name(play):
    with pytest.raises(EngineError, match=r"choose\.bpmn Way ToOld.*gave None"):
        play("choose", age="sixteen")


def test_no_true_condition_and_no_default_stops_the_command(play):
    with pytest.raises(EngineError, match=r"stuck\.bpmn Way: no condition is true"):
        play("stuck", n=0)


def test_an_unknown_process_is_refused(play):
    with pytest.raises(NotFound, match="no diagram"):
        play("linear", county="1").open("unknown", {})


def test_each_visit_of_an_element_has_a_number(play):
    case = play("loop", n=0, limit=3)
    for number in (1, 2, 3):
        assert case.tasks == [f"Do#{number}"]
        case.complete(f"Do#{number}")
    assert case.step.variables["n"] == 3
    assert case.step.ended is not None


def test_a_terminate_end_event_takes_everything_else_away(play):
    case = play("terminate", "child")
    assert case.tasks == ["Long#1", "Stop#1", "Call#1/Work#1"]
    case.complete("Stop#1")
    assert case.step.ended is not None
    assert case.step.ended.outcome == "killed"
    assert [fact.task for fact in case.of("TaskWithdrawn")] == ["Long#1", "Call#1/Work#1"]
    assert [fact.ref for fact in case.of("TimerDropped")] == ["Tick#1"]
    assert [move for move in case.path if move.startswith("cancel")] == [
        "cancel Long#1",
        "cancel Call#1/Work#1",
        "cancel Call#1",
        "cancel Tick#1",
    ]


def test_ids_that_the_library_keeps_for_itself_are_ordinary_ids_here(play):
    case = play("reserved").complete("Root#1").complete("reserved.EndJoin#1")
    assert case.step.ended is not None
    assert case.step.ended.outcome == "End"
