"""A long record is cut before a command, and nothing of it is lost or told twice."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from app.audit.telling.folds import STRETCH, WHOLE, stretches
from app.audit.telling.story import Told

AT = datetime(2026, 9, 1, tzinfo=UTC)


def record(leads: list[bool]) -> list[Told]:
    return [Told(seq, AT, "", "", "", first, (), (), ()) for seq, first in enumerate(leads, 1)]


@given(st.lists(st.booleans(), min_size=1, max_size=4 * WHOLE), st.data())
def test_a_record_is_cut_before_commands_only(leads, data):
    told, at = record(leads), data.draw(st.integers(1, len(leads)))
    cut = stretches(told, at)
    assert [fact for each in cut for fact in each.facts] == told
    assert all(each.first.leads for each in cut[1:])
    assert all(len(each.facts) >= STRETCH for each in cut[:-1])
    assert [each.first.seq <= at <= each.last.seq for each in cut] == [each.here for each in cut]
    assert len(told) > WHOLE or len(cut) == 1


def test_a_long_record_of_short_commands_is_cut_into_stretches():
    told = record([seq % 3 == 0 for seq in range(2 * WHOLE)])
    assert [len(each.facts) for each in stretches(told, 1)] == [STRETCH] * (2 * WHOLE // STRETCH)
