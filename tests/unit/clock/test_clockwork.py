"""The clockwork by itself: a real scheduler and worker, with use cases that only write down that they were asked."""

from datetime import UTC, datetime
from threading import Event
from types import SimpleNamespace

import pytest
from flask import Flask, current_app

from app.clock import Clockwork

NOW = datetime(2026, 9, 1, tzinfo=UTC)
SOON = 5.0


class Recording:
    """Use cases that note each turn; `fails` makes the next drain fail."""

    def __init__(self):
        self.commands = SimpleNamespace(after=lambda: None)
        self.ticked, self.drained = Event(), Event()
        self.turns, self.fails, self.hold, self.leads = [], False, None, True
        self.given_back = 0

    def take_turn(self, holder):
        assert holder
        return self.leads

    def give_turn_back(self, holder):
        assert holder
        self.given_back += 1

    def tick(self, now, holder):
        assert holder
        self.turns.append(("tick", now, current_app.name))
        self.ticked.set()
        return 0

    def drain(self, now):
        self.turns.append(("drain", now, current_app.name))
        self.drained.set()
        if self.hold:
            self.hold.wait(SOON)
        if self.fails:
            self.fails = False
            raise ValueError("the worker must outlive this")
        return 0

    def count(self, what):
        return sum(turn[0] == what for turn in self.turns)


@pytest.fixture
def cases():
    return Recording()


@pytest.fixture
def clockwork(cases):
    app = Flask("clocked")
    app.extensions.update(cases=cases, now=lambda: NOW)
    made = Clockwork(app, every_seconds=600)
    yield made
    made.stop()


def test_the_first_tick_comes_at_once_and_drains_by_the_time_of_the_law(clockwork, cases):
    clockwork.start()
    assert cases.ticked.wait(SOON)
    assert cases.drained.wait(SOON)
    assert cases.turns == [("tick", NOW, "clocked"), ("drain", NOW, "clocked")]


def test_a_commit_wakes_the_worker(clockwork, cases):
    clockwork.start()
    assert cases.drained.wait(SOON)
    cases.drained.clear()
    cases.commands.after()
    assert cases.drained.wait(SOON)


def test_many_commits_while_the_worker_is_busy_make_one_more_turn(clockwork, cases):
    cases.hold = Event()
    clockwork.start()
    assert cases.drained.wait(SOON)
    for _ in range(50):
        cases.commands.after()
    cases.hold.set()
    clockwork.stop()
    assert cases.count("drain") <= 2


def test_a_failed_turn_does_not_end_the_worker(clockwork, cases):
    cases.fails = True
    clockwork.start()
    assert cases.drained.wait(SOON)
    cases.drained.clear()
    cases.commands.after()
    assert cases.drained.wait(SOON)


def test_a_process_without_the_lease_fires_no_timer_but_sends(clockwork, cases):
    cases.leads = False
    clockwork.start()
    assert cases.drained.wait(SOON)
    clockwork.stop()
    assert cases.count("tick") == 0


def test_it_stops_cleanly_and_can_be_started_again(clockwork, cases):
    clockwork.start()
    clockwork.start()
    assert cases.ticked.wait(SOON)
    clockwork.stop()
    clockwork.stop()
    assert not clockwork.running
    assert cases.given_back == 1
    before = len(cases.turns)
    clockwork.poke()
    cases.commands.after()
    assert len(cases.turns) == before
    cases.ticked.clear()
    clockwork.start()
    assert cases.ticked.wait(SOON)
