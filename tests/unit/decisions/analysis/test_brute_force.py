"""What the analysis says of a table is what asking the table at every point says."""

from itertools import combinations, product
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from app.decisions import evaluate, load, unary_test
from app.decisions.analysis.verify import verify
from tests.unit.decisions.analysis.tables import table, told

# For each type: cells that analysts write, and values that lie on and between all their constants.
KINDS: dict[str, tuple[list[str], list[str]]] = {
    "number": (
        ["< 2", ">= 2", "[1..3]", "(1..3)", "1, 3", "not(2)", "null", "? > 1 and ? != 3", "not(< 1)", "> 3, null", "2"],
        ["0", "1", "1.5", "2", "2.5", "3", "4"],
    ),
    "string": (
        ['"a"', '"b"', 'not("a")', '"a", "b"', "null", '? != "a"', 'not("a", "b")', '? in ("a", "c")'],
        ['"a"', '"b"', '"c"', '"z"'],
    ),
    "boolean": (["true", "false", "not(true)", "null", "false, null", "? = true or ? = null"], ["true", "false"]),
    "date": (
        ['< @"2026-02-01"', '>= date("2026-02-01")', '[@"2026-01-31"..@"2026-02-02"]', "null", '@"2026-02-01"'],
        ['@"2026-01-01"', '@"2026-01-31"', '@"2026-02-01"', '@"2026-02-02"', '@"2026-03-01"'],
    ),
    "days and time duration": (
        ['< @"P1D"', '>= @"P1D"', '(@"P1D"..@"P2D")', "null"],
        ['@"PT1H"', '@"P1D"', '@"P1DT12H"', '@"P2D"', '@"P3D"'],
    ),
    "years and months duration": (
        ['< @"P1Y"', '>= @"P1Y"', '[@"P11M"..@"P1Y"]', '(@"P11M"..@"P13M")'],
        ['@"P1M"', '@"P11M"', '@"P1Y"', '@"P13M"', '@"P2Y"'],
    ),
}


class Made(NamedTuple):
    policy: str
    kinds: list[str]
    cells: list[list[str]]
    outputs: list[str]

    def file(self, policy: str) -> bytes:
        columns = [f"x{place}:{kind}" for place, kind in enumerate(self.kinds)]
        rules = [f"{' | '.join(row)} => {value}" for row, value in zip(self.cells, self.outputs, strict=True)]
        return table(policy, columns, rules, "out:number:3,2,1")


@st.composite
def tables(draw: st.DrawFn) -> Made:
    kinds = draw(st.lists(st.sampled_from(list(KINDS)), min_size=1, max_size=3))
    count = draw(st.integers(1, 5))
    cells = [[draw(st.sampled_from(["-", *KINDS[kind][0]])) for kind in kinds] for _ in range(count)]
    outputs = [draw(st.sampled_from(["1", "2", "3"])) for _ in range(count)]
    return Made(draw(st.sampled_from(["UNIQUE", "ANY", "FIRST", "PRIORITY"])), kinds, cells, outputs)


def asked(made: Made) -> dict[tuple[Any, ...], list[int]]:
    """The rules that hold, by the values of all columns; null is a value of each."""
    samples = [[None, *(evaluate(text, {}) for text in KINDS[kind][1])] for kind in made.kinds]
    model = load(made.file("COLLECT"))
    found = {}
    for mixture in product(*samples):
        why = model.decide("t", {f"x{place}": value for place, value in enumerate(mixture)})
        found[mixture] = [int(rule[1:]) - 1 for rule in why.held]
    return found


def reckons_with_null(made: Made, column: int) -> bool:
    cells = [row[column] for row in made.cells if row[column] != "-"]
    return any("null" in cell or unary_test(cell, None, {}) is True for cell in cells)


def expected(made: Made, points: dict[tuple[Any, ...], list[int]]) -> set[tuple[str, ...]]:
    nulls = [reckons_with_null(made, column) for column in range(len(made.kinds))]
    real = {at: held for at, held in points.items() if all(v is not None or n for v, n in zip(at, nulls, strict=True))}
    wanted: set[tuple[str, ...]] = set()
    if not all(real.values()):
        wanted.add(("gap",))
    elif not all(points.values()):
        wanted.add(("gap_null",))
    return wanted | clashes(made, points) | losers(made, points)


def clashes(made: Made, points: dict[tuple[Any, ...], list[int]]) -> set[tuple[str, ...]]:
    if made.policy not in {"UNIQUE", "ANY"}:
        return set()
    pairs = {pair for held in points.values() for pair in combinations(held, 2)}
    kind = "overlap" if made.policy == "UNIQUE" else "conflict"
    differ = {(a, b) for a, b in pairs if kind == "overlap" or made.outputs[a] != made.outputs[b]}
    return {(kind, f"r{a + 1}", f"r{b + 1}") for a, b in differ}


def losers(made: Made, points: dict[tuple[Any, ...], list[int]]) -> set[tuple[str, ...]]:
    if made.policy not in {"FIRST", "PRIORITY"}:
        return set()
    places = range(len(made.outputs))
    ranks = {place: (-int(made.outputs[place]) if made.policy == "PRIORITY" else 0, place) for place in places}
    held = {place for each in points.values() for place in each}
    winners = {min(each, key=ranks.__getitem__) for each in points.values() if each}
    return {("shadowed", f"r{place + 1}") for place in held - winners}


@settings(max_examples=250, deadline=None, derandomize=True)
@given(tables())
def test_the_verdict_on_a_table_is_what_all_its_points_say(made):
    points = asked(made)
    flaws = verify(made.file(made.policy))
    repeated = {flaw.rules for flaw in flaws if flaw.kind == "duplicate"}
    later = {("shadowed", two.id) for _, two in repeated}
    twins = {(kind, one.id, two.id) for kind in ("overlap", "conflict") for one, two in repeated}
    # A repeated rule is told as that, not once more as shadowed or overlapping.
    wanted = {each for each in expected(made, points) if each not in later | twins}
    spoken = {each for each in told(flaws) if each[0] not in {"duplicate", "never", "never_part", "unreachable"}}
    assert spoken == wanted
    unheld = {f"r{place + 1}" for place in range(len(made.outputs))} - {
        f"r{place + 1}" for held in points.values() for place in held
    }
    assert {flaw.rules[0].id for flaw in flaws if flaw.kind in {"never", "unreachable"}} == unheld


@settings(max_examples=150, deadline=None, derandomize=True)
@given(tables())
def test_every_example_shows_what_is_said_of_it(made):
    model = load(made.file("COLLECT"))
    for flaw in verify(made.file(made.policy)):
        if not flaw.example and flaw.kind not in {"gap", "overlap", "shadowed", "conflict"}:
            continue
        held = model.decide("t", flaw.given).held
        if flaw.kind in {"gap", "gap_null"}:
            assert held == []
        else:
            assert {rule.id for rule in (*flaw.rules, *flaw.others[:1])} & set(held) >= {r.id for r in flaw.rules}
