"""A hunt for crashes with atheris, where that is installed: `python -m tests.unit.decisions.hunt -max_total_time=60`.

Words of the language are thrown together by what the compiled code has not seen yet; anything but the room's own
error ends the hunt with the text that raised it.
"""

import sys
from datetime import UTC, datetime
from decimal import Decimal

import atheris

with atheris.instrument_imports(include=["app.decisions"]):
    from app.decisions import evaluate, unary_test
    from app.decisions.builtins import BUILTINS
    from app.decisions.wire import to_wire
from app.errors import ExpressionError

SCOPE = {"x": Decimal(3), "年龄": Decimal(16), "xs": [Decimal(1), None, "a"], "c": {"a b": Decimal(1)}, "n": None}
NOW = datetime(2026, 9, 1, tzinfo=UTC)
SIGNS = "( ) [ ] { } , : .. . + - * / ** = != < <= > >= ? .year .days .start not( name: // /* */"
WORDS = "for some every in return satisfies if then else and or between instance of function number list<number>"
ATOMS = '1 0 2.5 1e400 1e6000 "a" "(" "" "P1D" @"2026-09-01" @"P1Y" @"-PT1S" true null x xs c n 年龄 item partial i'
FAR = ['@"10:00:00@Asia/Shanghai"', '@"999999999-12-31T23:59:59.9@Asia/Shanghai"', "function(a, b) a < b", ".a b"]
PIECES = [*BUILTINS, *SIGNS.split(), *(f" {word} " for word in WORDS.split()), *ATOMS.split(), *FAR]


def written(data):
    """A text of any characters, or of the language's words in any order."""
    source = atheris.FuzzedDataProvider(data)
    if source.ConsumeBool():
        return source.ConsumeUnicodeNoSurrogates(60)
    places = range(source.ConsumeIntInRange(1, 25))
    return "".join(PIECES[source.ConsumeIntInRange(0, len(PIECES) - 1)] for _ in places)


def tried(data):
    text = written(data)
    for ask in (lambda: to_wire(evaluate(text, SCOPE, now=NOW)), lambda: unary_test(text, Decimal(1), SCOPE, now=NOW)):
        try:
            ask()
        except ExpressionError:
            pass
        except BaseException as crash:
            crash.add_note(f"raised by {text!r}")
            raise


if __name__ == "__main__":
    atheris.Setup(sys.argv, tried)
    atheris.Fuzz()
