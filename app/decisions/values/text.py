"""How every FEEL value is spelt: FEEL's own `string()`, and the words of an explanation."""

from datetime import date, time
from decimal import Decimal

from app.decisions.values.durations import DaysTime, YearsMonths
from app.decisions.values.kinds import Range, Value
from app.decisions.values.numbers import spelt
from app.decisions.values.temporal import spell
from app.decisions.values.wide import Wide


def simple(value: Value) -> str | None:
    """The text of a value that holds no others; None for those that do."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (Decimal, int)):
        return spelt(Decimal(value))
    if isinstance(value, (date, time, Wide)):
        return spell(value)
    if isinstance(value, (str, YearsMonths, DaysTime)):
        return str(value)
    return None


def as_text(value: Value) -> str:
    """FEEL's `string()`: strings bare at the top, quoted inside."""
    return value if isinstance(value, str) else literal(value)


def literal(value: Value) -> str:
    """The value as FEEL text, as near as may be."""
    if value is None:
        return "null"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, list):
        return "[" + ", ".join(literal(each) for each in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(name)}: {literal(each)}" for name, each in value.items()) + "}"
    if isinstance(value, Range):
        return _range(value)
    return simple(value) or f"function {getattr(value, 'name', '')}".strip()


def _key(name: str) -> str:
    return name if name.replace(" ", "_").isidentifier() else literal(name)


def _range(value: Range) -> str:
    if value.outside:
        return f"!= {literal(value.start)}"
    if value.start is None or value.end is None:
        return _half_range(value)
    first = "[" if value.start_included else "("
    last = "]" if value.end_included else ")"
    return f"{first}{literal(value.start)}..{literal(value.end)}{last}"


def _half_range(value: Range) -> str:
    if value.start is None:
        return f"{'<=' if value.end_included else '<'} {literal(value.end)}"
    return f"{'>=' if value.start_included else '>'} {literal(value.start)}"
