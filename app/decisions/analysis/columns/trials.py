"""Values made up to try a condition on that no comparison settles: texts, numbers, dates, lists and contexts."""

from collections.abc import Iterable, Iterator
from datetime import MAXYEAR, date
from decimal import Decimal
from itertools import chain, combinations, islice, product

from app.decisions.analysis.columns.points import other
from app.decisions.values.kinds import Value, kind
from app.decisions.values.text import literal
from app.decisions.values.types import ContextType, ListType, Simple, Type, unrestricted

_MOST = 200
_LONGEST = 60
_FIELD_CHOICES = 8
_DEEPEST = 3


def trials(of: Type, constants: list[Value], members: Iterable[str]) -> list[Value]:
    """Some values of a type, made of the constants that its conditions name."""
    wanted = [each for each in constants if each is not None]
    return _distinct(_made(unrestricted(of), wanted, sorted(members)), _MOST)


def _distinct(values: Iterator[Value], most: int) -> list[Value]:
    """The first values of a row, each once; lists and contexts can't be hashed, their texts can."""
    return list({literal(each): each for each in islice(values, most)}.values())


def _made(of: Type, constants: list[Value], members: list[str], depth: int = 0) -> Iterator[Value]:
    if depth > _DEEPEST:
        return
    if isinstance(of, ListType):
        yield from _lists(of, constants, members, depth + 1)
    elif isinstance(of, ContextType):
        yield from _contexts(of, constants, members, depth + 1)
    elif isinstance(of, Simple):
        yield from _SIMPLE.get(of.name, _same)([each for each in constants if kind(each) == of.name], constants)
    else:
        yield from _loose(constants)
        if depth == 0:
            yield from _lists(ListType(of), constants, members, depth + 1)


def _loose(constants: list[Value]) -> Iterator[Value]:
    """Values of no type in particular."""
    yield from constants
    yield from _texts([each for each in constants if isinstance(each, str)], constants)


def _same(mine: list[Value], _: list[Value]) -> Iterator[Value]:
    yield from mine


def _texts(mine: list[Value], constants: list[Value]) -> Iterator[Value]:
    yield other(mine)
    yield ""
    for each in mine:
        yield from (each, each + "x", "x" + each, f"x{each}x")
    for one, two in combinations(mine, 2):
        yield from (one + two, two + one)
    for length in (int(each) for each in constants if kind(each) == "number" and 0 <= each <= _LONGEST):
        yield from ("x" * max(length - 1, 0), "x" * length, "x" * (length + 1))


def _numbers(mine: list[Value], _: list[Value]) -> Iterator[Value]:
    for each in dict.fromkeys([*mine, Decimal(0), Decimal(2)]):
        yield from (each, each - 1, each + 1, each + Decimal("0.5"))


def _dates(mine: list[Value], constants: list[Value]) -> Iterator[Value]:
    yield from mine
    years = {int(each) for each in constants if kind(each) == "number" and 1 <= each <= MAXYEAR} | {2026}
    for year in sorted(years):
        yield from (date(year, 1, 1), date(year, 12, 31))
    months = (int(each) for each in constants if kind(each) == "number" and 1 <= each <= 28)
    for number in months:
        yield from (date(2026, min(number, 12), 1), date(2026, 1, number))


_SIMPLE = {"string": _texts, "number": _numbers, "date": _dates}


def _lists(of: ListType, constants: list[Value], members: list[str], depth: int) -> Iterator[Value]:
    items = list(islice(_made(unrestricted(of.item), constants, members, depth), _MOST // 2))
    yield []
    for each in items:
        yield [each]
    if not isinstance(unrestricted(of.item), ContextType):
        plain = [each for each in dict.fromkeys(constants) if each in items]
        for count in (2, 3):
            yield from map(list, combinations(plain, count))
        yield plain


def _contexts(of: ContextType, constants: list[Value], members: list[str], depth: int) -> Iterator[Value]:
    fields: dict[str, Type | None] = {**dict(of.fields)} if of.fields else dict.fromkeys(members)
    choices = [_field(kind_of, constants, depth) for kind_of in fields.values()]
    for mixture in product(*choices):
        yield dict(zip(fields, mixture, strict=True))


def _field(of: Type | None, constants: list[Value], depth: int) -> list[Value]:
    """What a member may be: the constants of its kind, and something else."""
    if of is None:
        return [*constants[:_FIELD_CHOICES], None]
    mine = [each for each in constants if of.holds(each)]
    return _distinct(chain(mine, _made(unrestricted(of), constants, [], depth)), _FIELD_CHOICES + len(mine)) or [None]
