"""FEEL's types: whether a value is of one, and the conversions that the specification makes by itself."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from app.decisions.values.kinds import Range, Value, kind
from app.decisions.values.temporal import midnight

MISFIT = object()
"""What `fit` gives for a value that can't be of the type."""


class Type:
    """Any type; `holds` tells whether a value that is not null is of it."""

    name: str

    def holds(self, value: Value) -> bool:
        raise NotImplementedError

    def resolved(self) -> "Type":
        return self


@dataclass(frozen=True, slots=True)
class Anything(Type):
    name: str = "Any"

    def holds(self, value: Value) -> bool:
        return value is not None


@dataclass(frozen=True, slots=True)
class Nothing(Type):
    name: str = "Null"

    def holds(self, value: Value) -> bool:
        return value is None


@dataclass(frozen=True, slots=True)
class Simple(Type):
    name: str

    def holds(self, value: Value) -> bool:
        return kind(value) == self.name


@dataclass(frozen=True, slots=True)
class ListType(Type):
    item: Type
    name: str = "list"

    def holds(self, value: Value) -> bool:
        return isinstance(value, list) and all(each is None or self.item.holds(each) for each in value)


@dataclass(frozen=True, slots=True)
class RangeType(Type):
    item: Type
    name: str = "range"

    def holds(self, value: Value) -> bool:
        if not isinstance(value, Range):
            return False
        ends = [end for end in (value.start, value.end) if end is not None]
        return all(self.item.holds(end) for end in ends)


@dataclass(frozen=True, slots=True)
class ContextType(Type):
    fields: tuple[tuple[str, Type], ...]
    name: str = "context"

    def holds(self, value: Value) -> bool:
        if not isinstance(value, dict):
            return False
        return all(name in value and (value[name] is None or of.holds(value[name])) for name, of in self.fields)


@dataclass(frozen=True, slots=True)
class FunctionType(Type):
    parameters: tuple[Type, ...] | None
    result: Type
    name: str = "function"

    def holds(self, value: Value) -> bool:
        if kind(value) != "function":
            return False
        return self.parameters is None or self._accepted(value)

    def _accepted(self, value: Value) -> bool:
        wanted = self.parameters or ()
        result = getattr(value, "result", ANY)
        if result is not ANY and not within(result, self.result):
            return False
        return any(all(map(within, wanted, own)) for own in _ways(value, len(wanted)))


def _ways(function: Value, count: int) -> Iterable[tuple[Type, ...]]:
    """The parameters' types, for each way to call a function with so many arguments; the built-in ones have several."""
    if hasattr(function, "taking"):
        found: Iterable[tuple[Type, ...]] = function.taking(count)
        return found
    own = tuple(of for _, of in function.parameters())
    return [own] if len(own) == count else []


@dataclass(frozen=True, slots=True)
class Restricted(Type):
    """An item definition with allowed values: the test is a compiled cell."""

    of: Type
    allowed: Callable[[Value], bool]
    name: str

    def holds(self, value: Value) -> bool:
        return self.of.holds(value) and self.allowed(value)


@dataclass(frozen=True, slots=True)
class Named(Type):
    """A reference to an item definition, looked up when it is first needed, since definitions may be in any order."""

    name: str
    table: Mapping[str, Type]

    def resolved(self) -> Type:
        return self.table[self.name].resolved()

    def holds(self, value: Value) -> bool:
        return self.table[self.name].holds(value)


ANY = Anything()
NULL = Nothing()
_ANY_LIST = ListType(ANY)
_ANY_CONTEXT = ContextType(())
_SIMPLE = (
    "number",
    "string",
    "boolean",
    "date",
    "time",
    "date and time",
    "years and months duration",
    "days and time duration",
)
BUILT_IN: dict[str, Type] = {name: Simple(name) for name in _SIMPLE} | {
    "Any": ANY,
    "Null": NULL,
    "list": _ANY_LIST,
    "context": _ANY_CONTEXT,
    "range": RangeType(ANY),
    "function": FunctionType(None, ANY),
    "dateTime": Simple("date and time"),
    "dayTimeDuration": Simple("days and time duration"),
    "daysAndTimeDuration": Simple("days and time duration"),
    "yearMonthDuration": Simple("years and months duration"),
    "yearsAndMonthsDuration": Simple("years and months duration"),
    "day time duration": Simple("days and time duration"),
}
for _alias in ("integer", "long", "double", "decimal"):  # the modeler of Camunda offers these names
    BUILT_IN[_alias] = BUILT_IN["number"]


def unrestricted(of: Type) -> Type:
    found = of.resolved()
    return unrestricted(found.of) if isinstance(found, Restricted) else found


def within(one: Type, other: Type) -> bool:
    """Whether every value of one type is of the other."""
    mine, theirs = unrestricted(one), unrestricted(other)
    if theirs in {ANY, mine} or mine == NULL:
        return True
    if isinstance(mine, (ListType, RangeType)) and type(mine) is type(theirs):
        return within(mine.item, theirs.item)
    if isinstance(mine, ContextType) and isinstance(theirs, ContextType):
        own = dict(mine.fields)
        return all(name in own and within(own[name], of) for name, of in theirs.fields)
    return isinstance(mine, FunctionType) and isinstance(theirs, FunctionType) and _function_within(mine, theirs)


def _function_within(mine: FunctionType, theirs: FunctionType) -> bool:
    if mine.parameters is None or theirs.parameters is None:
        return theirs.parameters is None
    if len(mine.parameters) != len(theirs.parameters):
        return False
    pairs = zip(mine.parameters, theirs.parameters, strict=True)
    return all(within(theirs_, mine_) for mine_, theirs_ in pairs) and within(mine.result, theirs.result)


def fit(value: Value, of: Type) -> Value:
    """The value as one of the type, by the conversions of the specification; MISFIT when it can't be."""
    if value is None or of.holds(value):
        return value
    plain = unrestricted(of)
    if isinstance(plain, ListType) and not isinstance(value, list):
        inner = fit(value, plain.item)
        return MISFIT if inner is MISFIT or not of.holds([inner]) else [inner]
    if isinstance(value, list) and len(value) == 1 and not isinstance(plain, ListType):
        return fit(value[0], of)
    if kind(value) == "date" and of.holds(midnight(value)):
        return midnight(value)
    return MISFIT
