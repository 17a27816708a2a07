"""Threads write in the order in which they came, so that one that asks again and again keeps nobody out."""

import time
from threading import Event, Thread

import pytest

from app.store.db import TURNS, db, writing
from app.store.turns import Turns


def test_who_asks_again_at_once_stands_behind_who_waits_already():
    line, wrote, began = Turns(), [], Event()

    def person():
        began.set()
        with line.taken():
            wrote.append("person")

    other = Thread(target=person)
    with line.taken():
        other.start()
        assert began.wait(5)
        while not line._waiting:
            time.sleep(0.001)
    for _ in range(3):
        with line.taken():
            wrote.append("tick")
    other.join(5)
    assert wrote == ["person", "tick", "tick", "tick"]


def test_a_turn_that_fails_is_given_on():
    line = Turns()
    for _ in range(2):
        with pytest.raises(ValueError, match="broken"), line.taken():
            raise ValueError("broken")
    with line.taken():
        assert not line._waiting


def test_who_has_waited_too_long_asks_the_database_itself():
    line, passed = Turns(patience=0.05), []

    def late():
        with line.taken():
            passed.append(time.monotonic())

    with line.taken():
        other = Thread(target=late)
        other.start()
        other.join(5)
        assert len(passed) == 1
    with line.taken():
        assert not line._waiting


def test_writing_takes_a_turn_on_sqlite_alone(app):
    with writing():
        taken = TURNS[db.engine]._taken if db.engine in TURNS else False
    assert taken is (db.engine.dialect.name == "sqlite")
