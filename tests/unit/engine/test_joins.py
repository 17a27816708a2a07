"""Where branches part and meet, and what they see of each other's variables."""

import pytest

from app.errors import EngineError


@pytest.mark.parametrize("order", [("One", "Two", "Three"), ("Three", "Two", "One"), ("Two", "One", "Three")])
def test_a_parallel_join_waits_for_every_branch_and_keeps_what_each_wrote(play, order):
    case = play("parallel", x=0)
    for number, name in enumerate(order):
        assert "After#1" not in case.tasks
        case.complete(f"{name}#1", v=number)
    assert case.tasks == ["After#1"]
    written = {"One": "one", "Two": "two", "Three": "x"}
    assert case.step.variables == {written[name]: number for number, name in enumerate(order)}


def test_a_branch_sees_only_what_its_own_ancestors_wrote(play):
    case = play("shared", box={"old": 1})
    case.complete("One#1", v=2)
    case.complete("Two#1")
    assert case.step.variables == {
        "box": {"old": 1, "one": 2},
        "seen_one": {"old": 1, "one": 2},
        "seen_two": {"old": 1},
    }


def test_a_join_replaces_lists_whole_and_never_mixes_them(play):
    case = play("parallel", x=[1, 2, 3])
    case.complete("One#1", v=[2, 1]).complete("Two#1", v=0).complete("Three#1", v=[3])
    assert case.step.variables == {"x": [3], "one": [2, 1], "two": 0}


def test_two_flows_may_join_the_same_two_gateways(play):
    case = play("one_way", answers={"registers.find": {"entry": 1}})
    assert case.tasks == ["After#1"]
    assert case.step.variables == {"quick": 1}


@pytest.mark.parametrize(
    ("items", "tasks"),
    [
        ([], ["After#1"]),
        (["one"], ["One#1"]),
        (["two", "one"], ["One#1", "Two#1"]),
        (["one", "two", "three"], ["One#1", "Two#1", "Three#1/Work#1"]),
    ],
)
def test_an_inclusive_gateway_opens_every_branch_that_is_asked_for(play, items, tasks):
    assert play("inclusive", "child", items=items).tasks == tasks


@pytest.mark.parametrize("last", ["One#1", "Three#1/Work#1"])
def test_an_inclusive_join_waits_for_all_open_branches_and_what_runs_inside_them(play, last):
    case = play("inclusive", "child", items=["one", "three"])
    for ref in sorted(case.tasks, key=lambda ref: ref == last):
        assert case.tasks != ["After#1"]
        case.complete(ref, v=1, add=4)
    assert case.tasks == ["After#1"]
    assert case.step.variables["one"] == 1
    assert case.step.variables["three"] == 7


def test_an_inclusive_join_waits_for_a_branch_that_may_still_turn_away(play):
    case = play("detour", extra=True).complete("Two#1")
    assert case.tasks == ["One#1"]
    assert case.complete("One#1").tasks == ["Extra#1"]
    assert case.complete("Extra#1").tasks == ["After#1"]
    assert play("detour", extra=False).complete("Two#1").complete("One#1").tasks == ["After#1"]


@pytest.mark.parametrize("both", [True, False])
def test_an_inclusive_join_in_a_loop_joins_each_round_by_itself(play, both):
    case = play("rounds", both=both)
    for number, answer in ((1, "go"), (2, "stop")):
        assert case.tasks == [f"One#{number}", f"Two#{number}"][: 2 if both else 1]
        for ref in case.tasks:
            case.complete(ref, v=answer)
    assert case.step.ended is not None


def test_a_second_token_on_one_flow_does_not_stand_in_for_another_flow(play):
    case = play("excess").complete("One#1").complete("Two#1")
    assert case.tasks == ["Three#1"]
    assert case.complete("Three#1").tasks == ["After#1"]


def test_a_join_that_can_never_be_complete_is_an_error_and_not_a_silent_stall(play):
    with pytest.raises(EngineError, match=r"lost: \['Join'\] wait for branches that will never come"):
        play("lost").complete("One#1")
