"""What people typed, made comparable: trimmed, folded, dates and numbers read; only forms uses it."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from app.errors import ReservedKey
from app.forms.parts import Part

WIDE: Final = (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))  # digits and letters
# Signs that turn the direction of what follows: a telephone number copied from a list of contacts brings them along,
# and a name with one of them reads otherwise than it is.
TURNING: Final = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
FOLDED: Final = {code: code - 0xFEE0 for code in WIDE} | {0x3000: 0x20} | dict.fromkeys(TURNING)
DATE: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)
SOLID: Final = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
CLOCK: Final = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
NUMBER: Final = re.compile(r"[+-]?(\d{1,20})(\.\d{1,20})?", re.ASCII)
SPACED: Final = re.compile(r"[\s\u2010-\u2015\u2212-]")  # numbers are copied with whatever hyphen stood in them
TAGS: Final = frozenset({"$date", "$time", "$datetime", "$duration"})  # as stored values are written
TICKED: Final = frozenset({"on", "true", "1", "yes"})


def refuse_reserved(raw: Any) -> None:
    """A key that begins with a dollar sign, at any depth, is not people's to use, but for a whole tagged value."""
    if isinstance(raw, Mapping):
        if len(raw) == 1 and TAGS.issuperset(raw) and isinstance(next(iter(raw.values())), str):
            return
        for key, inside in raw.items():
            if str(key).startswith("$"):
                raise ReservedKey(str(key))
            refuse_reserved(inside)
    elif isinstance(raw, list | tuple):
        for inside in raw:
            refuse_reserved(inside)


def entered(part: Part, raw: Any) -> Any:
    """Give what was entered for one part: a text, a list, a bool or None, never yet checked."""
    if part.type == "filepicker":
        return [f for f in _many(raw) if isinstance(f, Mapping)]
    if part.type == "checklist":
        return [text for text in (tidy(str(v)) for v in _many(raw)) if text]
    given = [v for v in _many(raw) if v is not None]
    one = given[0] if given else None
    if part.type == "checkbox":
        return one if isinstance(one, bool) else str(one or "").lower() in TICKED
    if part.type in {"radio", "select"} and len(set(map(str, given))) > 1:
        return " / ".join(map(str, given))  # two choices where one is asked for are none of the options
    return _text(part, one)


def guessed(part: Part, value: Any) -> Any:
    """Give the value as FEEL sees it while the form is still being filled in; what can't be read is nothing."""
    if value is None or isinstance(value, list | bool):
        return value
    if part.type == "number":
        return read_number(value)
    if part.type == "datetime":
        return read_date(value) if part.spec.get("subtype", "date") == "date" else read_time(value)
    return value


def tidy(text: str, *, lines: bool = False) -> str:
    """Trim, fold full-width letters and digits to ASCII, take one form for each character, drop turning signs."""
    text = unicodedata.normalize("NFC", text).translate(FOLDED).replace("\r\n", "\n").replace("\r", "\n")
    return text.strip() if lines else " ".join(text.split("\n")).strip()


def read_number(text: str) -> Decimal | None:
    """Read a decimal number; grouping commas are allowed, exponents and words are not."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").strip()
    try:
        return Decimal(plain) if NUMBER.fullmatch(plain) else None
    except InvalidOperation:
        return None


def read_date(text: str) -> date | None:
    """Read a date as Chinese forms write it: 2026-09-01, 2026/9/1, 2026年9月1日, 20260901."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = DATE.fullmatch(plain) or SOLID.fullmatch(plain)
    try:
        return date(*(int(n) for n in found.groups())) if found else None
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """Read a time of day, 10:30 or 10:30:00."""
    found = CLOCK.fullmatch(unicodedata.normalize("NFKC", text).strip())
    try:
        return time(int(found[1]), int(found[2]), int(found[3] or 0)) if found else None
    except ValueError:
        return None


def _text(part: Part, one: Any) -> str | None:
    if one is None:
        return None
    if isinstance(one, Mapping):  # a value that was stored: {"$date": "..."}
        one = next(iter(one.values()), "")
    text = tidy(str(one), lines=part.type == "textarea")
    if part.type in {"number", "datetime"} or "pattern" in part.rules or "validationType" in part.rules:
        text = unicodedata.normalize("NFKC", text).strip()
    if part.properties.get("compact") == "true":
        text = SPACED.sub("", text)
    if part.properties.get("case") == "upper":
        text = text.upper()
    return text or None


def _many(raw: Any) -> Sequence[Any]:
    if raw is None:
        return ()
    return raw if isinstance(raw, list | tuple) else (raw,)
