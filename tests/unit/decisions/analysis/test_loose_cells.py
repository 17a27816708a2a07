"""Cells of every manner, functions and dates among them: what a value shows is said, what is said is true."""

from itertools import combinations, product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.decisions import evaluate, load
from app.decisions.analysis.verify import verify
from tests.unit.decisions.analysis.test_brute_force import Made

# For each type: cells of every manner that analysts might write, and values of which some cell may make a difference.
KINDS: dict[str, tuple[list[str], list[str]]] = {
    "number": (
        [
            "< 2", ">= 2", "not(1, 2)", "not([1..2])", "[1, 3]", "(< 3)", "(>= 3)", "]1..3[", "? between 1 and 3",
            "even(?)", "modulo(?, 2) = 1", "? * 2 > 4", "floor(?) = 1", "? in [1, 2]", "abs(?) <= 1", "-1", "!= 2",
            "not(? > 1 and ? < 3)", "if ? > 1 then true else false", "? = null", "count([?]) = 1", "1 + 1",
            "some i in [1, 2] satisfies i = ?", "? > 1 or ? < -1", "sum([1, 1])", "max(?, 2) = 2",
        ],
        ["-2", "-1", "0", "0.5", "1", "1.5", "2", "2.5", "3", "4", "100"],
    ),
    "string": (
        [
            '"a"', 'not("a")', '"a", "ab"', 'starts with(?, "a")', 'ends with(?, "b")', 'contains(?, "b")',
            "string length(?) > 1", "string length(?) <= 1", 'matches(?, "^a+$")', 'upper case(?) = "A"', '< "b"',
            '["a".."b"]', '? in ("a", "c")', '"a" + "b"', 'list contains(["a", "c"], ?)', 'substring(?, 1, 1) = "a"',
            'not(starts with(?, "a"))', '!= "a"', '? != "c"',
        ],
        ['""', '"a"', '"aa"', '"ab"', '"b"', '"c"', '"bb"', '"zz"'],
    ),
    "boolean": (["true", "false", "not(true)", "not(?)", "? and true", "? = false", "true, false", "!= true"],
                ["true", "false"]),
    "date": (
        [
            '< @"2026-02-01"', '>= date("2026-02-01")', "date(2026, 2, 1)", '[@"2026-01-31"..@"2026-02-02"]',
            '@"2026-01-31" + @"P1D"', '> date("2026-01-31") + duration("P1D")', "?.year = 2026", "?.month <= 2",
            'day of week(?) = "Sunday"', '? + @"P1M" > @"2026-03-01"', 'not(@"2026-02-01")',
            'years and months duration(?, @"2027-02-01") >= @"P1Y"', '? - @"2026-01-31" > @"P1D"',
            'date and time("2026-02-01T00:00:00").year = ?.year', "? < today()",
        ],
        [
            '@"2025-12-31"', '@"2026-01-01"', '@"2026-01-31"', '@"2026-02-01"', '@"2026-02-02"', '@"2026-03-01"',
            '@"2027-02-01"', '@"2024-02-29"',
        ],
    ),
    "days and time duration": (
        ['< @"P1D"', '>= duration("PT24H")', '(@"P1D"..@"P2D")', "?.days = 1", '? * 2 > @"P2D"', 'not(@"P1D")',
         '@"PT12H" * 2', 'abs(?) = @"P1D"'],
        ['@"-P1D"', '@"PT0S"', '@"PT1H"', '@"P1D"', '@"P1DT12H"', '@"P2D"', '@"P3D"'],
    ),
    "years and months duration": (
        ['< @"P1Y"', '@"P12M"', '[@"P11M"..@"P13M")', "?.years >= 1", '? + @"P1M" > @"P1Y"', 'not(< @"P1Y")'],
        ['@"-P1M"', '@"P0M"', '@"P11M"', '@"P1Y"', '@"P13M"', '@"P2Y"'],
    ),
}  # fmt: skip
UNTOLD = {"conditions", "unordered", "too large", "unreadable", "priority", "unknown"}


@st.composite
def tables(draw: st.DrawFn) -> Made:
    kinds = draw(st.lists(st.sampled_from(list(KINDS)), min_size=1, max_size=2))
    count = draw(st.integers(1, 5))
    cells = [[draw(st.sampled_from(["-", *KINDS[kind][0]])) for kind in kinds] for _ in range(count)]
    outputs = [draw(st.sampled_from(["1", "2", "3"])) for _ in range(count)]
    return Made(draw(st.sampled_from(["UNIQUE", "ANY", "FIRST"])), kinds, cells, outputs)


def held(made: Made) -> list[list[int]]:
    """The rules that hold, for every mixture of the samples; a value that is there is no gap of null."""
    samples = [[evaluate(text, {}) for text in KINDS[kind][1]] for kind in made.kinds]
    model = load(made.file("COLLECT"))
    points: list[list[int]] = []
    for mixture in product(*samples):
        given_: dict[str, Any] = {f"x{place}": value for place, value in enumerate(mixture)}
        points.append([int(rule[1:]) for rule in model.decide("t", given_).held])
    return points


@settings(max_examples=200, deadline=None, derandomize=True)
@given(tables())
def test_what_a_value_shows_is_said_as_a_flaw_or_as_what_could_not_be_told(made):
    flaws = verify(made.file(made.policy))
    said = {flaw.kind for flaw in flaws}
    if UNTOLD & said:
        return
    pairs = {tuple(rule.place for rule in flaw.rules) for flaw in flaws if len(flaw.rules) == 2}
    for rules in held(made):
        assert rules or said & {"gap", "gap_maybe"}
        for one, two in combinations(rules, 2):
            agree = made.policy == "FIRST" or (made.policy == "ANY" and made.outputs[one - 1] == made.outputs[two - 1])
            # A rule that repeats a third is told beside the first of its kind.
            assert agree or (one, two) in pairs or "duplicate" in said


@settings(max_examples=200, deadline=None, derandomize=True)
@given(tables())
def test_nothing_is_said_that_a_value_contradicts(made):
    flaws = verify(made.file(made.policy))
    points = held(made)
    winners, holding = {rules[0] for rules in points if rules}, {rule for rules in points for rule in rules}
    model = load(made.file("COLLECT"))
    for flaw in flaws:
        places = {rule.place for rule in flaw.rules}
        if flaw.kind == "shadowed":
            assert not places & winners
        if flaw.kind in {"never", "unreachable"}:
            assert not places & holding
        if flaw.kind in {"gap", "overlap", "conflict"} or (flaw.kind == "shadowed" and flaw.example):
            shown = {int(rule[1:]) for rule in model.decide("t", flaw.given).held}
            assert shown >= places if places else not shown
