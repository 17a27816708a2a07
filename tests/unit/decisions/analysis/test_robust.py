"""Whatever people write into a table, its analysis ends and raises nothing."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.decisions.analysis.texts import TEXTS
from tests.unit.decisions.analysis.tables import noted
from tests.unit.decisions.test_fuzz import EXPRESSIONS

TYPES = st.sampled_from(["", "number", "string", "date", "time", "date and time", "boolean", "list", "Any", "context"])
POLICIES = st.sampled_from(["UNIQUE", "ANY", "FIRST", "PRIORITY", "COLLECT"])
CELLS = st.one_of(EXPRESSIONS, EXPRESSIONS.map(lambda text: f"< {text}"), EXPRESSIONS.map(lambda text: f"not({text})"))


def written(text):
    """A text as a cell of the tests' own notation, which `|` and `=>` divide."""
    return text.replace("|", "").replace("=>", ">")


@given(POLICIES, TYPES, st.lists(CELLS.map(written), min_size=1, max_size=4), EXPRESSIONS.map(written))
@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_random_cells_are_analysed_or_said_not_to_be(policy, of, cells, output):
    # The names that the texts use are inputs, so that the file loads and its table is looked at.
    columns = [f"x:{of}", *(f"{name}:" for name in ("年龄", "xs", "c", "s", "n", "item"))]
    rules = [f"{cell}{' | -' * 6} => {output}" for cell in cells]
    for flaw in noted(policy, columns, rules, "out:::0" if policy == "PRIORITY" else "out"):
        assert flaw.kind in TEXTS
        assert flaw.finding("t.dmn").what_zh
