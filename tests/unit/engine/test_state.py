"""The state: small, exact, and the same whether or not it was saved on the way."""

import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from app.engine.machine import Machine
from app.engine.steps import Moment
from app.errors import EngineError, StateUnreadable

NOW = Moment(datetime(2026, 3, 2, tzinfo=UTC))


def test_values_come_back_as_they_went_in(play):
    wire = {
        "price": Decimal("0.10"),
        "large": 12345678901234567890123,
        "on": {"$date": "2026-09-01"},
        "wait": {"$duration": "P1Y2M"},
        "text": "居民身份证\u2028\x00",
        "list": [None, True, {"a": []}],
    }
    case = play("linear", county="1", **wire).complete("Ask#1", form=wire)
    assert case.machine.look(case.step.state).scopes[""] == {"county": "1", **wire, "application": wire}


def test_equal_values_give_equal_hashes_and_other_values_another(play):
    one = play("linear", county="1", n=Decimal("1.0"), m={"b": 1, "a": 2})
    same = play("linear", county="1", m={"a": 2, "b": 1}, n=1)
    other = play("linear", county="1", m={"a": 2, "b": 1}, n=2)
    assert one.step.hash == same.step.hash != other.step.hash


def test_a_state_does_not_grow_with_the_rounds_of_a_loop(play):
    case = play("loop", n=0, limit=10_000)
    sizes = []
    for number in range(1, 400):
        case.complete(f"Do#{number}")
        sizes.append(len(case.step.state))
    assert max(sizes) - min(sizes) < 20


def test_a_loop_of_many_rounds_within_one_command_does_not_stall(play):
    case = play("spin", n=0, limit=1500, answers={"count": lambda inputs: {"next": inputs["n"] + 1}})
    assert case.tasks == ["Rest#1"]
    assert case.step.variables["n"] == 1500


def test_a_loop_that_never_comes_to_rest_is_stopped_with_an_error(play):
    with pytest.raises(EngineError, match="a loop never ends"):
        play("spin", n=0, limit=10**9, answers={"count": lambda inputs: {"next": inputs["n"] + 1}})


def test_a_chain_longer_than_the_stack_is_read_and_run(diagrams, stand):
    text = diagrams("linear")["bpmn/linear.bpmn"].decode()
    head, tail = text.split('<bpmn:startEvent id="Begin" />')
    many = sys.getrecursionlimit() * 2
    steps = "".join(f'<bpmn:exclusiveGateway id="X{number}" />' for number in range(many))
    flows = "".join(
        f'<bpmn:sequenceFlow id="F{number}" sourceRef="X{number}" targetRef="X{number + 1}" />'
        for number in range(many - 1)
    )
    last = f'<bpmn:sequenceFlow id="Last" sourceRef="X{many - 1}" targetRef="Ask" />'
    begin = '<bpmn:startEvent id="Begin" /><bpmn:sequenceFlow id="First" sourceRef="Begin" targetRef="X0" />'
    tail = tail.replace('<bpmn:sequenceFlow id="Begin_Ask" sourceRef="Begin" targetRef="Ask" />', "")
    long = (head + begin + steps + flows + last + tail).encode()
    step = Machine({"bpmn/linear.bpmn": long}).open("linear", {"county": "1"}, stand, NOW)
    assert [task.ref for task in step.tasks] == ["Ask#1"]


@pytest.mark.parametrize(
    "spoil", [lambda state: state[:0], lambda state: b"\x02" + state[1:], lambda state: state[:-9]]
)
def test_a_state_that_can_t_be_read_says_so(play, spoil):
    case = play("linear", county="1")
    with pytest.raises(StateUnreadable):
        case.machine.look(spoil(case.step.state))


def test_a_state_of_other_diagrams_says_what_is_missing(play, diagrams):
    case = play("linear", county="1")
    with pytest.raises(StateUnreadable, match="linear"):
        Machine(diagrams("choose")).look(case.step.state)


def test_many_threads_share_one_set_of_diagrams(diagrams, stand):
    machine = Machine(diagrams("inclusive", "child"))

    def run(number: int) -> object:
        items = [["one"], ["one", "two"], ["one", "two", "three"]][number % 3]
        step = machine.open("inclusive", {"items": items}, stand, NOW)
        while step.tasks:
            ref = step.tasks[0].ref
            step = machine.complete(step.state, ref, {"v": number, "add": number}, stand, NOW)
        return step.variables

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(run, range(60)))
    assert all(result["one"] == number for number, result in enumerate(results))
    assert all(
        result.get("three") == (number + 3 if number % 3 == 2 else None) for number, result in enumerate(results)
    )


def test_the_same_commands_give_the_same_bytes_facts_and_hash(play):
    def story():
        case = play("edges", id_no="I", number="N").receive("Change#1", kind="move").wake("Remind#1")
        return case.receive("Withdraw#1", why="x").step

    assert story() == story()
