"""The values of one kind, as few as tell all apart: each constant, and one value between every two."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from decimal import ROUND_FLOOR, Decimal
from functools import cmp_to_key

from app.decisions.values.compare import equal, less, moment
from app.decisions.values.durations import DaysTime, YearsMonths
from app.decisions.values.kinds import Value, kind
from app.decisions.values.numbers import FEEL
from app.decisions.values.wide import Wide

_SECOND = timedelta(seconds=1)
_OTHER = "其他"
_LAST = "\U0010ffff"
_START = {
    "number": Decimal(0),
    "date": date(2026, 1, 1),
    "time": time(12),
    "date and time": datetime.combine(date(2026, 1, 1), time(12)),
    "years and months duration": YearsMonths(12),
    "days and time duration": DaysTime(Decimal(86400)),
}


class UnanalysedError(Exception):
    """A column can't be analysed; the argument says why, by a key of the analysis' texts."""


def values_of(
    which: str, constants: Iterable[Value], prefixes: Iterable[str] = (), *, ordered: bool = False
) -> list[Value]:
    """One value for each part into which the constants divide a kind; UnanalysedError when they can't."""
    mine = [each for each in constants if kind(each) == which]
    if which == "boolean":
        return [True, False]
    if which == "string":
        begun = list(dict.fromkeys(prefixes))
        if not ordered:
            tail = _strange(begun)
            return [*dict.fromkeys([*mine, *begun]), *(each + tail for each in begun), other(mine, tail)]
        mine += [*begun, *(each + _LAST for each in begun)]
    if which not in {*_START, "string"}:
        return []
    return _divided(which, _sorted(mine))


def _strange(prefixes: list[str]) -> str:
    """A text that goes on in no way that one of these does."""
    known = set("".join(prefixes))
    return next((each for each in (_OTHER, "…", "x", *map(chr, range(0x4E00, 0x9FFF))) if each[0] not in known), _OTHER)


def other(taken: Iterable[Value], start: str = _OTHER) -> str:
    """A text that is none of these."""
    text, known = start, set(taken)
    while text in known:
        text += "…"
    return text


def _sorted(values: list[Value]) -> list[Value]:
    if any(isinstance(each, Wide) for each in values) or len(_zones(values)) > 1:
        raise UnanalysedError("unordered")
    inorder = sorted(values, key=cmp_to_key(lambda a, b: -1 if less(a, b) else 1 if less(b, a) else 0))
    return [each for i, each in enumerate(inorder) if i == 0 or equal(each, inorder[i - 1]) is not True]


def _zones(values: list[Value]) -> set[str | None]:
    return {moment(each)[0] for each in values if isinstance(each, (datetime, time))}


def _divided(which: str, cuts: list[Value]) -> list[Value]:
    if not cuts:
        return [_START[which]] if which in _START else [other(())]
    found: list[Value] = []
    for low, high in zip([None, *cuts], [*cuts, None], strict=True):
        middle = _between(which, low, high)
        found += [] if middle is None else [middle]
        found += [] if high is None else [high]
    return found


def _between(which: str, low: Value, high: Value) -> Value:
    """A value strictly between two others (one may be missing); None when there is none."""
    try:
        value = _BETWEEN[which](low, high)
    except OverflowError:
        return None
    fits = (low is None or less(low, value) is True) and (high is None or less(value, high) is True)
    return value if fits else None


def _number(low: Decimal | None, high: Decimal | None) -> Decimal:
    if low is None:
        return (high or Decimal(0)).to_integral_value(ROUND_FLOOR) - 1
    whole = low.to_integral_value(ROUND_FLOOR) + 1
    return whole if high is None or whole < high else FEEL.divide(FEEL.add(low, high), Decimal(2))


def _text(low: str | None, high: str | None) -> str:
    if low is None:
        return ""
    tries = [low + tail for tail in ("a", "0", " ", "\x00")]
    return next((each for each in tries if high is None or each < high), low)


def _date(low: date | None, high: date | None) -> date:
    if low is None:
        return (high or date.min) - timedelta(days=1)
    return low + timedelta(days=1)


def _instant(low: datetime | None, high: datetime | None) -> datetime | None:
    if low is None:
        return None if high is None else high - timedelta(days=1)
    if high is None:
        return low + timedelta(days=1)
    return low + min(_SECOND, (high - low) / 2)


def _clock(low: time | None, high: time | None) -> time:
    """Times of a day: reckoned on one day, with the zone of the constants."""
    zone = (low or high or time()).tzinfo
    start = datetime.combine(date(2026, 1, 1), low or time(tzinfo=zone))
    end = datetime.combine(date(2026, 1, 1), high or time(23, 59, 59, 999999, tzinfo=zone))
    if low is None:
        return start.timetz()
    return end.timetz() if high is None else (start + min(_SECOND, (end - start) / 2)).timetz()


def _months(low: YearsMonths | None, high: YearsMonths | None) -> YearsMonths:
    if low is None:
        return YearsMonths((high or YearsMonths(0)).months - 1)
    return YearsMonths(low.months + 1)


def _seconds(low: DaysTime | None, high: DaysTime | None) -> DaysTime:
    day = Decimal(86400)
    if low is None:
        return DaysTime((high or DaysTime(Decimal(0))).seconds - day)
    return DaysTime(low.seconds + day if high is None else FEEL.divide(FEEL.add(low.seconds, high.seconds), Decimal(2)))


_BETWEEN: dict[str, Callable[..., Value]] = {
    "number": _number,
    "string": _text,
    "date": _date,
    "time": _clock,
    "date and time": _instant,
    "years and months duration": _months,
    "days and time duration": _seconds,
}
