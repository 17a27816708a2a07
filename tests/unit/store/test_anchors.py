"""Anchors: a stream that was changed, cut off or put in another order behind a whole-looking head is found out."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from app.store import verify
from app.store.anchors import keeping
from app.store.anchors.tree import root
from app.store.db import db
from tests.unit.store.conftest import NOW, Step


@pytest.fixture
def anchored(opened, completed, keyring):
    case_id = opened()
    completed(case_id, "Check#1", Step(b"b"))
    assert keeping.anchor("2026-09-01", NOW, keyring=keyring) is not None
    completed(case_id, "Visit#1", Step(b"c"))
    assert keeping.anchor("2026-09-02", NOW + timedelta(days=1), keyring=keyring) is not None
    return case_id


def broken(keyring):
    return [(one.stream.split(":")[0], one.what) for one in keeping.breaks(keyring=keyring)]


def tamper(*statements):
    with db.engine.connect() as connection, connection.begin():
        for statement in statements:
            connection.execute(text(statement))


def test_anchors_follow_each_other_hold_what_grew_and_are_set_once_a_day(anchored, keyring):
    first, second = keeping.anchors(keyring=keyring)
    assert second.before == first.root
    assert [name for name, _, _ in second.heads] == [f"case:{anchored}"]
    assert keeping.anchor("2026-09-02", NOW, keyring=keyring) is None
    assert broken(keyring) == []
    assert list(verify.verify_all(keyring=keyring)) == []


CASES = "(SELECT id FROM stream WHERE name LIKE 'case:%')"
LAST = f"(SELECT max(seq) FROM fact WHERE stream IN {CASES})"


def test_a_removed_fact_is_found_even_when_the_head_was_set_back(anchored, keyring):
    tamper(f"DELETE FROM fact WHERE stream IN {CASES} AND seq = {LAST}")
    assert broken(keyring) == [("case", "missing")]


def test_a_changed_fact_is_found(anchored, keyring):
    first = f"(SELECT hash FROM fact WHERE stream IN {CASES} AND seq = 1)"
    tamper(f"UPDATE fact SET hash = {first} WHERE stream IN {CASES} AND seq = {LAST}")
    assert broken(keyring) == [("case", "changed")]


def test_reordered_facts_are_found(anchored, keyring):
    old, new = f"stream IN {CASES} AND seq = ", "UPDATE fact SET seq = "
    last = next(seq for name, seq, _ in keeping.anchors(keyring=keyring)[1].heads)
    tamper(f"{new}99 WHERE {old}{last}", f"{new}{last} WHERE {old}{last - 1}", f"{new}{last - 1} WHERE {old}99")
    assert broken(keyring) == [("case", "changed")]


def test_a_root_depends_on_every_head_and_on_the_anchor_before():
    heads = [("a", 1, "x"), ("b", 2, "y"), ("c", 3, "z")]
    assert root(heads, "0", "sm3") == root(heads[::-1], "0", "sm3")
    others = [heads[:2], [*heads[:2], ("c", 3, "w")], [*heads[:2], ("c", 4, "z")]]
    roots = {root(each, "0", "sm3") for each in others} | {root(heads, "0", "sm3"), root(heads, "1", "sm3")}
    assert len(roots) == 5


def test_a_stream_marked_as_bound_by_an_anchor_that_does_not_hold_it_is_found(anchored, opened, keyring):
    opened()
    tamper("UPDATE stream SET anchored = seq WHERE seq > anchored AND name LIKE 'case:%'")
    assert broken(keyring) == [("case", "changed")]
