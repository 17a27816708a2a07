"""Built-in functions on strings; patterns run with a time limit."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import regex

from app.decisions.builtins.patterns import pattern
from app.decisions.builtins.signature import count, table
from app.decisions.mistakes import wrong
from app.decisions.values.arithmetic import LONGEST_TEXT
from app.decisions.values.kinds import Value
from app.decisions.values.numbers import whole

_SECONDS = 0.5
_GROUP = regex.compile(r"\\([\\$])|\$([0-9]+)|[\\$]")


def _substring(text: str, start: Decimal, length: Decimal | None = None) -> str | None:
    first = whole(start.to_integral_value("ROUND_DOWN"))
    if not first or abs(first) > len(text):
        return None
    begin = first - 1 if first > 0 else len(text) + first
    if length is None:
        return text[begin:]
    return None if length < 1 else text[begin : begin + int(min(length, Decimal(len(text))))]


def _before(text: str, match: str) -> str:
    return text.partition(match)[0] if match and match in text else ""


def _after(text: str, match: str) -> str:
    return text.partition(match)[2] if match else text


def _cutting(text: str, flags: str) -> Any:
    """A pattern to cut a text by, or to replace parts of it; as in XPath, one that matches nothing at all is none."""
    found = pattern(text, flags)
    if found.search("", timeout=_SECONDS):
        raise ValueError(text)
    return found


def _timed(work: Callable[[], Value]) -> Value:
    try:
        return work()
    except TimeoutError as slow:
        raise wrong("pattern") from slow


def _matches(text: str, wanted: str, flags: str | None = None) -> Value:
    found = pattern(wanted, flags or "")
    return _timed(lambda: found.search(text, timeout=_SECONDS) is not None)


def _replace(text: str, wanted: str, replacement: str, flags: str | None = None) -> Value:
    found = _cutting(wanted, flags or "")
    plain, grown = "q" in (flags or ""), 0
    if not plain and any(each[0] in {"\\", "$"} for each in _GROUP.finditer(replacement)):
        raise ValueError(replacement)

    def fill(match: Any) -> str:
        nonlocal grown
        filled = replacement if plain else _filled(match, replacement)
        grown += len(filled)
        _short(grown)
        return filled

    return _timed(lambda: found.sub(fill, text, timeout=_SECONDS))


def _short(length: int) -> None:
    """Refuse to make a text that nobody could have meant."""
    if length > LONGEST_TEXT:
        raise wrong("text_large", most=LONGEST_TEXT)


def _filled(match: Any, replacement: str) -> str:
    def group(found: Any) -> str:
        if found[1] is not None:
            return str(found[1])
        digits, rest = found[2], ""
        while len(digits) > 1 and int(digits) > match.re.groups:
            digits, rest = digits[:-1], digits[-1] + rest
        return (match[int(digits)] or "" if int(digits) <= match.re.groups else "") + rest

    return str(_GROUP.sub(group, replacement))


def _split(text: str, delimiter: str) -> Value:
    found = _cutting(delimiter, "")
    return _timed(lambda: _parts(text, found))


def _parts(text: str, found: Any) -> list[Value]:
    """What lies between the matches; what their groups caught is no part."""
    parts, start = [], 0
    for match in found.finditer(text, timeout=_SECONDS):
        parts.append(text[start : match.start()])
        start = match.end()
    return [*parts, text[start:]]


def _join(texts: list[Value], delimiter: str | None = None) -> str | None:
    if any(not isinstance(text, str) for text in texts if text is not None):
        return None
    parts = [text for text in texts if text is not None]
    _short(sum(map(len, parts)) + len(delimiter or "") * len(parts))
    return (delimiter or "").join(parts)


STRINGS = table(
    ("substring(string: string, start position: number, length: number?)", _substring),
    ("string length(string: string)", lambda text: count(len(text))),
    ("upper case(string: string)", str.upper),
    ("lower case(string: string)", str.lower),
    ("substring before(string: string, match: string)", _before),
    ("substring after(string: string, match: string)", _after),
    ("contains(string: string, match: string)", lambda text, match: match in text),
    ("starts with(string: string, match: string)", str.startswith),
    ("ends with(string: string, match: string)", str.endswith),
    ("matches(input: string, pattern: string, flags: string?!)", _matches),
    ("replace(input: string, pattern: string, replacement: string, flags: string?!)", _replace),
    ("split(string: string, delimiter: string)", _split),
    ("string join(list: list, delimiter: string?!)", _join),
)
