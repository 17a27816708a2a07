"""The way of a case: one timeline, whichever branch of the diagram a step belongs to."""

from datetime import UTC, datetime, timedelta

from app.cases.shown.labels import Labels, Process
from app.cases.shown.pages import steps
from app.events.actor import Actor
from app.events.facts import CaseOpened, StepTaken, TaskCompleted, TaskOpened, TaskWithdrawn
from app.store.rows import Record

MONDAY = datetime(2026, 8, 17, 1, tzinfo=UTC)
WORDS = Labels({"one": Process("一件事", {"Compare": "比对"}, {})}, {}, {}, {}, {}, {})


def on(day, fact):
    return Record("case:1", day, MONDAY + timedelta(days=day), Actor("system"), "c", "1", fact, "")


def opened(ref):
    return TaskOpened(ref, ref.partition("#")[0], None, "federation", "140105")


def test_steps_of_parallel_branches_are_one_timeline_and_what_waits_is_last():
    records = [
        on(0, CaseOpened("one", 1, "20260817-140105-00001", "140105", {})),
        on(1, opened("护理#1")),
        on(1, opened("生活#1")),
        on(2, opened("养老#1")),
        on(3, StepTaken("Compare#1", "taken")),
        on(4, TaskCompleted("养老#1", {})),
        on(5, TaskWithdrawn("护理#1")),
    ]
    told = steps(records, WORDS, "one")
    assert [(step.name, step.state) for step in told] == [
        ("提交申请", "done"),
        ("比对", "done"),
        ("养老", "done"),
        ("护理", "stopped"),
        ("生活", "now"),
    ]
    past = [step.at for step in told if step.state != "now"]
    assert past == sorted(past)
