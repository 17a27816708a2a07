"""Cells of constants take a short way; it must never tell anything else than the long one."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest

from app.decisions import evaluate, load, unary_test
from app.decisions.values import Range, YearsMonths
from tests.unit.decisions.models import given, model, table

VALUES = [
    None, True, False, Decimal(1), Decimal("1.0"), Decimal(2), Decimal(-1), 1, "a", "b", "", date(2026, 1, 1),
    datetime(2026, 1, 1, tzinfo=UTC), time(1), YearsMonths(1), [], [Decimal(1)], ["a"], {}, {"a": Decimal(1)},
    Range(Decimal(1), Decimal(2)),
]  # fmt: skip
CELLS = [
    "1", "-1", "1, 2", "not(1)", "not(1, 2)", '"a"', '"a", "b"', '"a", 1', "true", "false", "true, false", "null",
    "< 1", "<= 1", "> 1", ">= 1", "= 1", "!= 1", '< "b"', "< true", "= true", "[1..2]", "(1..2)", "]1..2[", "[2..1]",
    "[-1..1]", '["a".."b"]', '["a"..2]', '@"2026-01-01"', '< @"2026-01-02"', '[@"2025-01-01"..@"2026-01-01"]',
    "[1..2], [5..6]", "< 0, > 1", '@"P1M"', "not(null)",
]  # fmt: skip


def _long_way(cell):
    """The same cell with its constants hidden behind `if`, which is never a constant."""
    text = cell
    for constant in ('@"2025-01-01"', '@"2026-01-01"', '@"2026-01-02"', '"a"', '"b"', "true", "false"):
        text = text.replace(constant, f"(if 1 = 1 then {constant} else null)")
    return text


@pytest.mark.parametrize("cell", CELLS)
def test_both_ways_tell_the_same(cell):
    names = {"one": Decimal(1), "two": Decimal(2)}
    hidden = _long_way(cell) if '"' in cell or "e" in cell else cell.replace("1", "one").replace("2", "two")
    for value in VALUES:
        assert unary_test(cell, value, {}) is unary_test(hidden, value, names), (cell, value)


def test_the_long_way_really_is_another_expression():
    assert _long_way('"a"') != '"a"'
    assert evaluate(_long_way('"a"'), {}) == "a"


@pytest.mark.parametrize("policy", ["UNIQUE", "FIRST", "COLLECT"])
def test_a_decision_without_explanation_has_the_same_outcome(policy):
    rules = ['< 5 => "low"', '[5..9] => "middle"', '"a", > 9 => "high"']
    made = load(model(given("x"), table(policy, ["x"], ["o"], rules, "t", "i_x")))
    for x in (Decimal(1), Decimal(5), Decimal(10), None, "a"):
        told, untold = made.decide("t", {"x": x}), made.decide("t", {"x": x}, explain=False)
        assert untold.outcome == told.outcome
        assert told.tables
        assert not untold.tables
