"""Built-in functions on contexts, conversions, and logic."""

import re
from decimal import Decimal

from app.decisions.builtins.signature import table
from app.decisions.builtins.temporal import TEMPORAL
from app.decisions.feel.ast import Call, Literal, Name, Negate, Node, RangeOf
from app.decisions.feel.parser import parse
from app.decisions.feel.run import Run
from app.decisions.values.arithmetic import negate
from app.decisions.values.compare import equal, less, moment
from app.decisions.values.kinds import Range, Value, kind
from app.decisions.values.numbers import number
from app.decisions.values.temporal import spell_zone
from app.decisions.values.text import as_text
from app.decisions.values.wide import face
from app.errors import ExpressionError

_NAMES = frozenset(("date and time",))
_NO_END = re.compile(r"(?<=^[\](])(?=\s*\.\.)|(?<=\.\.)(?=\s*[)\[]$)")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)


def _number(text: str, grouping: str | None = None, point: str | None = None) -> Decimal | None:
    """Read a number written with the given separators; null for any other separators."""
    if grouping not in {None, " ", ",", "."} or point not in {None, ",", "."} or (grouping and grouping == point):
        return None
    if grouping:
        text = text.replace(grouping, "")
    if point:
        text = text.replace(point, ".")
    return number(text) if _NUMBER.fullmatch(text) else None


def _entries(value: dict[str, Value]) -> Value:
    return [{"key": key, "value": each} for key, each in value.items()]


def _context(entries: list[Value]) -> Value:
    made: dict[str, Value] = {}
    for entry in entries:
        if not isinstance(entry, dict) or not {"key", "value"} <= entry.keys():
            return None
        key = entry["key"]
        if not isinstance(key, str) or key in made:
            return None
        made[key] = entry["value"]
    return made


def _put(value: dict[str, Value], key: str, item: Value) -> Value:
    return {**value, key: item}


def _put_deep(value: dict[str, Value], keys: list[Value], item: Value) -> Value:
    if not keys or not isinstance(keys[0], str):
        return None
    if len(keys) == 1:
        return {**value, keys[0]: item}
    inner = value.get(keys[0])
    if not isinstance(inner, dict):
        return None
    changed = _put_deep(inner, keys[1:], item)
    return None if changed is None else {**value, keys[0]: changed}


def _merge(contexts: list[Value]) -> Value:
    merged: dict[str, Value] = {}
    for each in contexts:
        if not isinstance(each, dict):
            return None
        merged.update(each)
    return merged


def _range(text: str) -> Value:
    """Read a range whose ends are literals; an end that is left out, on an open side, is unbounded."""
    try:
        node = parse(_NO_END.sub("null", text.strip()), _NAMES).node
    except ExpressionError:
        return None
    if not isinstance(node, RangeOf):
        return None
    start, end = _constant(node.start), _constant(node.end)
    if (start is None and node.start_included) or (end is None and node.end_included) or start is end is None:
        return None
    if start is not None and end is not None and (kind(start) != kind(end) or less(end, start) is not False):
        return None
    return Range(start, end, node.start_included, node.end_included)


def _constant(node: Node | None) -> Value:
    if isinstance(node, Literal):
        return node.value
    if isinstance(node, Negate) and isinstance(node.operand, Literal):
        return negate(node.operand.value)
    if isinstance(node, Call) and isinstance(node.callee, Name) and node.callee.name in TEMPORAL:
        args = [arg.value for arg in node.args if isinstance(arg, Literal)]
        return TEMPORAL[node.callee.name].call(Run(), args) if len(args) == len(node.args) else None
    return None


def _zone(value: Value) -> str:
    return spell_zone(face(value).tzinfo)


def _is(one: Value = None, other: Value = None) -> bool:
    """Whether two values are the same, in kind and in zone."""
    if kind(one) != kind(other):
        return False
    if kind(one) in {"time", "date and time"}:
        return _zone(one) == _zone(other) and moment(one) == moment(other)
    return equal(one, other) is True


CONTEXTS = table(
    ("get value(m: context, key: string)", lambda value, key: value.get(key)),
    ("get value(context: context, keys: string)", lambda value, key: value.get(key)),
    ("get entries(m: context)", _entries),
    ("context(entries: list)", _context),
    ("context put(context: context, key: string, value: any!)", _put),
    ("context put(context: context, keys: list, value: any!)", _put_deep),
    ("context merge(contexts: list)", _merge),
    ("number(from: string)", _number),
    ("number(from: string, grouping separator: string!, decimal separator: string!)", _number),
    ("range(from: string)", _range),
    ("not(negand: boolean)", lambda value: not value),
)
SAMENESS = table(
    ("string(from: any)", as_text),
    ("is(value1: any?!, value2: any?!)", _is),
    walks=True,
)
