"""Whatever people write, only the room's own errors come out."""

import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.decisions import evaluate, unary_test
from app.decisions.builtins import BUILTINS
from app.decisions.model import findings
from app.decisions.values.text import literal as spelt
from app.decisions.wire import to_wire
from app.errors import ExpressionError
from tests.unit.decisions.models import literal, model

SCOPE = {
    "x": Decimal(3),
    "年龄": Decimal(16),
    "xs": [Decimal(1), None, "a"],
    "c": {"a b": Decimal(1)},
    "s": "文字",
    "n": None,
}
NOW = datetime(2026, 9, 1, tzinfo=UTC)
ATOMS = st.sampled_from(
    [
        "1",
        "-0.5",
        "1e400",
        "9999999999999999999",
        '"a"',
        '"2026-09-01"',
        '"P1D"',
        '"("',
        "true",
        "null",
        "x",
        "年龄",
        "xs",
        "c",
        "s",
        "n",
        "?",
        "item",
        '@"2026-09-01"',
        '@"10:00:00@Asia/Shanghai"',
        '@"0001-01-01T00:00:00Z"',
        '@"P9999999999Y"',
        '@"-PT1S"',
        '@"-0044-03-15"',
        '@"999999999-12-31T23:59:59.999999999@Asia/Shanghai"',
        '@"10:00:00.000000001+08:00"',
        '@"0001-01-01T00:00:00+10:00"',
        '@"P1D" * 1e30',
        '@"P1D" * 1e6000',
        '@"P1Y" * 1e6000',
        "1e6000",
        "[]",
        "{}",
        "[1..5]",
        "]x..9[",
        "function(a) a",
        "function(a, b) a < b",
        "now()",
        "number",
        "abs",
    ]
)
BINARY = st.sampled_from(["+", "-", "*", "/", "**", "=", "!=", "<", ">=", " and ", " or ", " in ", ".", ","])
PARTS = st.sampled_from(["year", "a b", "days", "start", "time offset", "second", "weekday", "timezone"])
NAMES = st.sampled_from(sorted(BUILTINS))


def _grown(inner):
    args = st.lists(inner, max_size=4).map(", ".join)
    return st.one_of(
        st.tuples(inner, BINARY, inner).map("".join),
        st.tuples(NAMES, args).map(lambda each: f"{each[0]}({each[1]})"),
        st.tuples(inner, inner).map(lambda each: f"{each[0]}[{each[1]}]"),
        st.tuples(inner, inner, inner).map(lambda each: f"if {each[0]} then {each[1]} else {each[2]}"),
        st.tuples(inner, inner).map(lambda each: f"for i in {each[0]} return {each[1]}"),
        st.tuples(inner, inner).map(lambda each: f"some i in {each[0]} satisfies {each[1]}"),
        st.tuples(inner, inner).map(lambda each: f"{{甲: {each[0]}, a b: {each[1]}}}"),
        st.tuples(inner, inner).map(lambda each: f"[{each[0]}..{each[1]}]"),
        args.map(lambda text: f"[{text}]"),
        inner.map(lambda text: f"({text})"),
        inner.map(lambda text: f"-{text}"),
        inner.map(lambda text: f"{text} instance of list<number>"),
        st.tuples(inner, PARTS).map(".".join),
    )


EXPRESSIONS = st.recursive(ATOMS, _grown, max_leaves=12)


@given(EXPRESSIONS)
@settings(max_examples=1500, deadline=None)
def test_random_expressions_raise_nothing_but_the_rooms_errors(text):
    with suppress(ExpressionError):
        unary_test(text, Decimal(1), SCOPE, now=NOW)
    with suppress(ExpressionError):
        value = evaluate(text, SCOPE, now=NOW)
        assert isinstance(spelt(value), str)
        to_wire(value)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30))
@settings(max_examples=300, deadline=None)
def test_random_texts_raise_nothing_but_the_rooms_errors(text):
    with suppress(ExpressionError):
        evaluate(text, SCOPE)


@given(EXPRESSIONS)
@settings(max_examples=100, deadline=None)
def test_random_decisions_are_found_good_or_bad_without_a_crash(text):
    assert isinstance(findings(model(literal("d", text)), "d.dmn"), list)


def test_a_hunt_led_by_coverage_finds_nothing_where_atheris_is_installed():
    pytest.importorskip("atheris", reason="atheris is not installed")
    hunt = [sys.executable, "-m", "tests.unit.decisions.hunt", "-runs=5000", "-seed=1", "-timeout=20"]
    done = subprocess.run(hunt, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
