"""What the specification says of single expressions, row by row: `expression => value`; ERROR for no expression.

The rows are in `matrix/`, one file a topic, so that a doubt about the language is settled by adding a line.
"""

from pathlib import Path

import pytest

from app.decisions import evaluate
from app.decisions.values.text import literal
from app.errors import ExpressionError

ROWS = [
    (file.stem, *line.rpartition(" => ")[::2])
    for file in sorted((Path(__file__).parent / "matrix").glob("*.txt"))
    for line in file.read_text(encoding="utf-8").splitlines()
]


def answer(text):
    try:
        return literal(evaluate(text, {}))
    except ExpressionError:
        return "ERROR"


@pytest.mark.parametrize(("topic", "text", "wanted"), ROWS, ids=[f"{topic}: {text}" for topic, text, _ in ROWS])
def test_an_expression_has_the_value_that_the_specification_gives_it(topic, text, wanted):
    assert answer(text) == wanted, topic
