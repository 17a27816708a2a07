"""Allen's relations between points and ranges, as built-in functions."""

from collections.abc import Callable

from app.decisions.builtins.signature import table
from app.decisions.values import compare
from app.decisions.values.compare import every, some
from app.decisions.values.kinds import Range, Value

Verdict = bool | None


def _point(value: Value) -> Range:
    return value if isinstance(value, Range) else Range(value, value)


def _whole(relation: Callable[[Value, Value], Verdict]) -> Callable[[Value, Value], Verdict]:
    """The relation, with null for a range that has a hole in it: it lies on both sides of everything."""
    return lambda one, other: None if _holed(one) or _holed(other) else relation(one, other)


def _holed(value: Value) -> bool:
    return isinstance(value, Range) and value.outside


def _same(left: Value, right: Value) -> Verdict:
    return compare.equal(left, right)


def before(one: Value, other: Value) -> Verdict:
    """All of one lies before all of the other."""
    one, other = _point(one), _point(other)
    if one.end is None or other.start is None:
        return False
    touching = one.end_included and other.start_included
    below = compare.less(one.end, other.start)
    return below if touching else some((below, _same(one.end, other.start)))


def meets(one: Range, other: Range) -> Verdict:
    return every((one.end_included and other.start_included, _same(one.end, other.start)))


def overlaps(one: Range, other: Range) -> Verdict:
    """They share at least one point."""
    return every((_not(before(one, other)), _not(before(other, one))))


def _not(verdict: Verdict) -> Verdict:
    return None if verdict is None else not verdict


def _starts_before(one: Range, other: Range) -> Verdict:
    """One starts first; a range without a start does so before any that has one."""
    if one.start is None or other.start is None:
        return other.start is not None
    earlier = every((one.start_included, not other.start_included, _same(one.start, other.start)))
    return some((compare.less(one.start, other.start), earlier))


def _ends_before(one: Range, other: Range) -> Verdict:
    """One ends first; a range without an end does so after any that has one."""
    if one.end is None or other.end is None:
        return one.end is not None
    earlier = every((not one.end_included, other.end_included, _same(one.end, other.end)))
    return some((compare.less(one.end, other.end), earlier))


def overlaps_before(one: Range, other: Range) -> Verdict:
    """One starts first and ends within the other."""
    return every((_starts_before(one, other), _not(before(one, other)), _not(_ends_before(other, one))))


def includes(one: Range, other: Value) -> Verdict:
    if not isinstance(other, Range):
        return compare.includes(one, other)
    return every((_not(_starts_before(other, one)), _not(_ends_before(one, other))))


def starts(one: Value, other: Range) -> Verdict:
    if not isinstance(one, Range):
        return every((other.start_included, _same(one, other.start)))
    same = every((one.start_included == other.start_included, _same(one.start, other.start)))
    return every((same, _not(_ends_before(other, one))))


def finishes(one: Value, other: Range) -> Verdict:
    if not isinstance(one, Range):
        return every((other.end_included, _same(one, other.end)))
    same = every((one.end_included == other.end_included, _same(one.end, other.end)))
    return every((same, _not(_starts_before(one, other))))


def coincides(one: Value, other: Value) -> Verdict:
    return compare.equal(one, other)


def _swapped(relation: Callable[[Value, Value], Verdict]) -> Callable[[Value, Value], Verdict]:
    return lambda one, other: relation(other, one)


_RELATIONS: tuple[tuple[str, Callable[[Value, Value], Verdict]], ...] = (
    ("before(point1: comparable, point2: comparable)", before),
    ("before(point: comparable, range: range)", before),
    ("before(range: range, point: comparable)", before),
    ("before(range1: range, range2: range)", before),
    ("after(point1: comparable, point2: comparable)", _swapped(before)),
    ("after(point: comparable, range: range)", _swapped(before)),
    ("after(range: range, point: comparable)", _swapped(before)),
    ("after(range1: range, range2: range)", _swapped(before)),
    ("meets(range1: range, range2: range)", meets),
    ("met by(range1: range, range2: range)", _swapped(meets)),
    ("overlaps(range1: range, range2: range)", overlaps),
    ("overlaps before(range1: range, range2: range)", overlaps_before),
    ("overlaps after(range1: range, range2: range)", _swapped(overlaps_before)),
    ("finishes(point: comparable, range: range)", finishes),
    ("finishes(range1: range, range2: range)", finishes),
    ("finished by(range: range, point: comparable)", _swapped(finishes)),
    ("finished by(range1: range, range2: range)", _swapped(finishes)),
    ("includes(range: range, point: comparable)", includes),
    ("includes(range1: range, range2: range)", includes),
    ("during(point: comparable, range: range)", _swapped(includes)),
    ("during(range1: range, range2: range)", _swapped(includes)),
    ("starts(point: comparable, range: range)", starts),
    ("starts(range1: range, range2: range)", starts),
    ("started by(range: range, point: comparable)", _swapped(starts)),
    ("started by(range1: range, range2: range)", _swapped(starts)),
    ("coincides(point1: comparable, point2: comparable)", coincides),
    ("coincides(range1: range, range2: range)", coincides),
)
RANGES = table(*((spelt, _whole(relation)) for spelt, relation in _RELATIONS), walks=True)
