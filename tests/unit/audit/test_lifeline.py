"""A case's life in lanes, bars and marks: who was asked, until when, and nothing drawn over something else."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask, g

from app.audit import lifeline

MORNING = datetime(2026, 8, 17, 1, tzinfo=UTC)
ROLES = {"clerk": {"name": "经办人"}, "doctor": {"name": "医生"}}


@pytest.fixture(autouse=True)
def page():
    app = Flask("words")
    app.extensions["settings"] = SimpleNamespace(lang="zh")
    with app.test_request_context():
        g.tables = {"roles": ROLES}
        yield


def drawn(*told, now=1):
    facts = [
        SimpleNamespace(seq=n, kind=kind, body=body, at=MORNING + timedelta(days=days))
        for n, (kind, body, days) in enumerate(told, 1)
    ]
    words = [SimpleNamespace(what=f"事{fact.seq}", sentence=f"句{fact.seq}。") for fact in facts]
    story = SimpleNamespace(where=lambda _: ("main", ""), law=SimpleNamespace(title=lambda _: "主流程"))
    return lifeline.lifeline(facts, words, story, now)


def opened(task, role="clerk", days=0):
    return "TaskOpened", {"task": task, "role": role, "name": "", "division": None}, days


def test_a_task_is_a_bar_from_its_opening_to_its_end():
    life = drawn(opened("a"), ("TokensMoved", {"path": []}, 0), ("TaskCompleted", {"task": "a"}, 2))
    (bar,) = life.items
    assert (bar.column, bar.last, bar.state, bar.lane) == (0, 1, "done", "经办人")
    assert bar.until == MORNING + timedelta(days=2)


@pytest.mark.parametrize(("ending", "state"), [("TaskWithdrawn", "stopped"), ("TaskCompleted", "done")])
def test_how_a_task_ended_is_its_state(ending, state):
    assert drawn(opened("a"), (ending, {"task": "a"}, 0)).items[0].state == state


def test_an_open_task_reaches_to_the_last_column():
    life = drawn(opened("a"), ("DecisionMade", {"ref": "x"}, 0), ("TimerFired", {"ref": "x"}, 1))
    assert (life.items[0].state, life.items[0].last, life.items[0].until) == ("active", 2, None)


def test_two_tasks_at_a_time_stand_below_each_other_and_later_ones_take_the_free_row():
    ends = [("TaskCompleted", {"task": name}, 0) for name in ("a", "b")]
    life = drawn(opened("a"), opened("b"), *ends, opened("c"), opened("d", "doctor"))
    assert [item.row for item in life.items] == [0, 1, 0, 2]
    assert [(lane.name, lane.row, lane.rows) for lane in life.lanes] == [("经办人", 0, 2), ("医生", 2, 1)]


def test_marks_stand_in_the_lane_of_their_process_by_the_fact_that_they_tell():
    life = drawn(("CaseOpened", {}, 0), ("StateReached", {}, 0), ("CaseEnded", {}, 0))
    assert [(item.kind, item.seq, item.lane) for item in life.items] == [("begin", 1, "主流程"), ("end", 3, "主流程")]


def test_the_line_stands_at_the_fact_looked_at_or_the_shown_one_before_it():
    facts = (("CaseOpened", {}, 0), opened("a"), ("StateReached", {}, 0), ("CaseEnded", {}, 0))
    assert [drawn(*facts, now=now).now for now in (1, 2, 3, 4)] == [0, 1, 1, 2]


def test_each_new_day_is_written_once():
    life = drawn(("CaseOpened", {}, 0), opened("a"), ("TimerFired", {}, 1), ("CaseEnded", {}, 1))
    assert life.days == [(0, "2026年8月17日"), (2, "2026年8月18日")]
