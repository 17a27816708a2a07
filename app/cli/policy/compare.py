"""What must have come out beside what came out, one line for each single expectation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.cli.policy.rules import Rules

Json = dict[str, Any]
STEPS = ("happened", "never", "in_order")


@dataclass(frozen=True)
class Line:
    """One expectation: its name, what must come out, what did, and whether they agree."""

    what: str
    expected: Any
    came: Any
    holds: bool


def lines(rules: Rules, seen: Json) -> list[Line]:
    """Every expectation of the worked case, compared; one that nobody can answer does not hold."""
    expect, texts = rules.worked["expect"], rules.texts
    until = rules.day("counted_until", seen)
    steps = [str(one["step"]) for one in seen["steps"] if one["day"] <= until]
    found: list[Line] = []
    for name, wanted in expect.items():
        if name in STEPS:
            found += _steps(name, wanted, steps)
        elif wanted is not None or name not in texts["null_is_not_compared"]:
            came = plain(rules.ask(texts["expect"][name], seen)) if name in texts["expect"] else None
            found += _values(name, wanted, came)
    return found


def plain(value: Any) -> Any:
    """FEEL values as JSON shows them in a worked case: days as text."""
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def _steps(name: str, wanted: Sequence[Any] | None, steps: Sequence[str]) -> Iterator[Line]:
    for one in wanted or ():
        if name == "in_order":
            places = [steps.index(code) if code in steps else None for code in one]
            known = [place for place in places if place is not None]
            kept = len(known) == len(places) and known == sorted(known)
            yield Line(name, " → ".join(one), " → ".join(code for code in dict.fromkeys(steps) if code in one), kept)
        else:
            yield Line(name, one, one if one in steps else None, (one in steps) == (name == "happened"))


def _values(name: str, wanted: Any, came: Any) -> Iterator[Line]:
    if isinstance(wanted, Mapping):
        for key, inner in wanted.items():
            yield from _values(f"{name}.{key}", inner, came.get(key) if isinstance(came, Mapping) else None)
    elif not _compared(name, wanted):
        return
    else:
        yield Line(name, wanted, came, same(wanted, came))


def _compared(name: str, wanted: Any) -> bool:
    # Within eligibility a null means: not compared.
    return wanted is not None or "." not in name


def same(wanted: Any, came: Any) -> bool:
    """Equal as values; lists of names in any order; a yes is never a 1."""
    if isinstance(wanted, list) and isinstance(came, list):
        return sorted(map(str, wanted)) == sorted(map(str, came))
    if isinstance(wanted, bool) or isinstance(came, bool):
        return wanted is came
    if isinstance(wanted, Decimal | int) and isinstance(came, Decimal | int):
        return Decimal(wanted) == Decimal(came)
    return bool(wanted == came)
