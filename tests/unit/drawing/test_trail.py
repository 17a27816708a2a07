"""Where a case stood after each of its facts, level by level."""

from dataclasses import dataclass, field
from typing import Any

from app.web.drawing import trail

CALLS = {"whole": {"Call": "part"}, "part": {}}
TARGETS = {"whole": {"f1": "Call", "f2": "Join", "f3": "Join"}, "part": {"g1": "Task"}}


@dataclass
class Fact:
    seq: int
    kind: str
    body: dict[str, Any] = field(default_factory=dict)


def moved(seq, *path):
    return Fact(seq, "TokensMoved", {"path": [move.split() for move in path]})


def after(*facts):
    return trail(facts, "whole", CALLS.__getitem__, TARGETS.__getitem__)


IN = moved(
    2, "enter Start#1", "leave Start#1", "flow f1", "enter Call#1", "enter Call#1/Begin#1", "leave Call#1/Begin#1"
)
ON = moved(3, "flow Call#1/g1", "enter Call#1/Task#1")
OPENED = Fact(4, "TaskOpened", {"task": "Call#1/Task#1"})
OUT = moved(6, "leave Call#1/Task#1", "leave Call#1")


def states(level):
    return {name: mark.state for name, mark in level.marks.items()}


def test_a_called_process_is_a_diagram_of_its_own():
    stand = after(IN, ON, OPENED)
    assert [(key, level.process) for key, level in stand.levels.items()] == [("", "whole"), ("Call#1", "part")]
    assert states(stand.levels[""]) == {"Start": "done", "Call": "active"}
    assert states(stand.levels["Call#1"]) == {"Begin": "done", "Task": "active"}
    assert stand.levels["Call#1"].marks["Task"].waits_for == "task"
    assert stand.levels["Call#1"].flows == {"g1": 1}
    assert stand.of(None).key == "Call#1"
    assert stand.of("").key == ""
    assert stand.of("nowhere").key == "Call#1"


def test_only_facts_up_to_the_chosen_one_count():
    assert states(after(IN).levels["Call#1"]) == {"Begin": "done"}
    done = after(IN, ON, OPENED, Fact(5, "TaskCompleted", {"task": "Call#1/Task#1"}), OUT)
    assert states(done.levels["Call#1"]) == {"Begin": "done", "Task": "done"}
    assert states(done.levels[""]) == {"Start": "done", "Call": "done"}


def test_the_fact_that_is_looked_at_marks_its_element():
    stand = after(IN, ON, OPENED)
    assert [name for level in stand.levels.values() for name, mark in level.marks.items() if mark.now] == ["Task"]


def test_waits_for_time_message_and_answer_differ_from_a_task():
    waiting = [("WaitOpened", "message"), ("TimerSet", "timer"), ("AskSent", "answer")]
    for kind, what in waiting:
        mark = after(Fact(3, kind, {"ref": "Event#1"})).levels[""].marks["Event"]
        assert (mark.state, mark.waits_for) == ("waiting", what)
    assert (
        after(Fact(3, "TimerSet", {"ref": "Event#1"}), Fact(4, "TimerDropped", {"ref": "Event#1"})).levels[""].marks
        == {}
    )


def test_a_cancelled_element_stopped_and_one_entered_again_goes_on():
    cancelled = moved(3, "enter Task#1", "cancel Task#1")
    assert states(after(cancelled).levels[""]) == {"Task": "stopped"}
    again = after(cancelled, moved(4, "enter Task#2")).levels[""].marks["Task"]
    assert (again.state, again.visits) == ("active", 2)


def test_a_token_that_came_to_a_join_waits_there_for_the_others():
    came = moved(3, "flow f2")
    mark = after(came).levels[""].marks["Join"]
    assert (mark.state, mark.waits_for) == ("waiting", "join")
    joined = after(came, moved(4, "flow f3", "enter Join#1", "leave Join#1"))
    assert states(joined.levels[""]) == {"Join": "done"}


def test_nothing_waits_where_all_is_over():
    inside = moved(3, "enter Call#1", "enter Call#1/Task#1", "flow Call#1/g1")
    assert states(after(inside, moved(4, "cancel Call#1")).levels["Call#1"]) == {"Task": "done"}
    ended = after(moved(3, "flow f2"), Fact(4, "CaseEnded", {"outcome": "done"}))
    assert ended.levels[""].marks == {}
