"""Called processes and embedded subprocesses: their own variables, or those around them."""

import pytest


def test_a_called_process_sees_its_inputs_alone_and_gives_back_its_outputs_alone(play):
    case = play("caller", "child", start=1, other="not for the child")
    assert case.tasks == ["CallChild#1/Work#1"]
    view = case.machine.look(case.step.state)
    assert view.scopes == {"": {"start": 1, "other": "not for the child"}, "CallChild#1": {"n": 1}}
    case.complete("CallChild#1/Work#1", add=2)
    assert case.tasks == ["After#1"]
    assert case.step.variables == {"start": 1, "other": "not for the child", "result": {"n": 3}}
    assert [fact.ref for fact in case.of("StepTaken")] == ["CallChild#1"]


def test_calls_within_calls_are_named_by_the_way_to_them(play):
    case = play("deep", "caller", "child", start=1)
    assert case.tasks == ["CallCaller#1/CallChild#1/Work#1"]
    case.complete("CallCaller#1/CallChild#1/Work#1", add=2)
    assert case.path == [
        "leave CallCaller#1/CallChild#1/Work#1",
        "flow CallCaller#1/CallChild#1/Work_Done",
        "enter CallCaller#1/CallChild#1/Done#1",
        "leave CallCaller#1/CallChild#1/Done#1",
        "leave CallCaller#1/CallChild#1",
        "flow CallCaller#1/CallChild_After",
        "enter CallCaller#1/After#1",
    ]
    case.complete("CallCaller#1/After#1")
    assert case.step.variables == {"start": 1, "out": 3}


def test_a_subprocess_shares_the_variables_around_it(play):
    case = play("around", "child", key="k").complete("Body#1/InOne#1", v=5)
    assert case.step.variables == {"key": "k"}
    assert case.machine.look(case.step.state).scopes.keys() == {"", "Body#1/InCall#1"}
    case.complete("Body#1/InCall#1/Work#1", add=6)
    assert case.step.variables == {"key": "k", "one": 5, "two": 7}
    assert case.step.ended is not None


def test_an_event_on_a_subprocess_takes_away_all_that_runs_inside_and_keeps_what_was_written(play):
    case = play("around", "child", key="k").complete("Body#1/InOne#1", v=5).receive("Stop#1")
    assert case.tasks == ["Stopped#1"]
    assert case.step.variables == {"key": "k", "one": 5}
    assert [fact.task for fact in case.of("TaskWithdrawn")] == ["Body#1/InCall#1/Work#1"]
    assert [move for move in case.path if move.startswith("cancel")] == [
        "cancel Body#1/InCall#1/Work#1",
        "cancel Body#1/InCall#1",
        "cancel Body#1",
    ]


@pytest.mark.parametrize("name", ["typename", "data_objects", "__class__", "状态", "__spiff__"])
def test_a_variable_may_be_named_like_a_marker_of_the_library(play, name):
    case = play("linear", county="1", **{name: {name: [name]}})
    case.complete("Ask#1", **{name: name, "form": {name: 1}}).complete("Check#1")
    assert case.step.variables[name] == {name: [name]}
    assert case.step.variables["application"] == {name: 1}
