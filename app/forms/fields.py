"""One marshmallow field for each kind of question, with the sentences people read; only forms' schema uses it."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from marshmallow import ValidationError, fields, validate

from app.forms.parts import Option, Part
from app.forms.reading import read_date, read_number, read_time
from app.forms.words import say

LONGEST: Final = {"textfield": 200, "textarea": 4000}
MOST_FILES: Final = 10
KINDS: Final = {  # form-js checks these two itself
    "email": r"^[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@.]{2,24}$",
    "phone": r"^\+?[\d\- ]{5,24}$",
}
CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Number(fields.Field[Decimal]):
    """A decimal number, never a float."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> Decimal:
        number = read_number(str(value))
        if number is None:
            raise ValidationError(self.metadata["wrong"])
        return number


class Moment(fields.Field[date | time]):
    """A date, or a time of day, as people write it."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> date | time:
        read: Callable[[str], date | time | None] = read_time if self.metadata["clock"] else read_date
        moment = read(str(value))
        if moment is None:
            raise ValidationError(self.metadata["wrong"])
        return moment


class Papers(fields.Field[list[dict[str, Any]]]):
    """Files that are already stored: each an id, a name, a type and a size."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> list[dict[str, Any]]:
        if len(value) > MOST_FILES:
            raise ValidationError(self.metadata["wrong"])
        return [{name: paper.get(name) for name in ("paper", "name", "type", "size")} for paper in value]


def field(part: Part, options: Sequence[Option], lang: str) -> fields.Field[Any]:
    """Make the field that reads and checks one part's answer; whether it is required is the schema's matter."""
    label = part.label(lang)
    made = MAKERS[part.type](part, label, lang)
    if part.type in {"select", "radio"}:
        made.validators.append(validate.OneOf([o.value for o in options], error=say("option", lang, label=label)))
    if part.type == "checklist":
        allowed = {o.value for o in options}
        made.validators.append(_subset(allowed, say("option", lang, label=label)))
    return made


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> re.Pattern[str]:
    """Compile a form's pattern once; digits are ASCII digits, as form-js reads them."""
    return re.compile(pattern, re.ASCII)


def _text(part: Part, label: str, lang: str) -> fields.Field[Any]:
    rules, said = part.rules, {"label": label}
    longest = min(int(rules.get("maxLength") or LONGEST.get(part.type, 200)), LONGEST.get(part.type, 200))
    checks: list[Callable[[str], object]] = [
        _not(CONTROL, say("control", lang, **said)),
        validate.Length(max=longest, error=say("too_long", lang, n=longest, **said)),
    ]
    if rules.get("minLength"):
        least = int(rules["minLength"])
        checks.append(validate.Length(min=least, error=say("too_short", lang, n=least, **said)))
    kind = str(rules.get("validationType") or "")
    if kind in KINDS:
        checks.append(_matches(compiled(KINDS[kind]), say(kind, lang)))
    if rules.get("pattern"):
        told = rules.get("patternErrorMessage") if lang == "zh" else part.properties.get("pattern_error_en")
        wrong = told or part.message(lang) or say("pattern", lang, **said)
        checks.append(_matches(compiled(str(rules["pattern"])), str(wrong)))
    return fields.String(validate=checks)


def _number(part: Part, label: str, lang: str) -> fields.Field[Any]:
    rules = part.rules
    checks: list[Callable[[Decimal], object]] = []
    if rules.get("min") is not None:
        least = Decimal(str(rules["min"]))
        checks.append(validate.Range(min=least, error=say("min", lang, label=label, n=least)))
    if rules.get("max") is not None:
        most = Decimal(str(rules["max"]))
        checks.append(validate.Range(max=most, error=say("max", lang, label=label, n=most)))
    if part.spec.get("decimalDigits") is not None:
        digits = int(part.spec["decimalDigits"])
        checks.append(_digits(digits, say("digits", lang, label=label, n=digits)))
    return Number(validate=checks, metadata={"wrong": say("number", lang, label=label)})


def _moment(part: Part, label: str, lang: str) -> fields.Field[Any]:
    clock = part.spec.get("subtype", "date") == "time"
    return Moment(metadata={"wrong": say("time" if clock else "date", lang, label=label), "clock": clock})


def _papers(_: Part, label: str, lang: str) -> fields.Field[Any]:
    return Papers(metadata={"wrong": say("files", lang, label=label, n=MOST_FILES)})


MAKERS: Final[Mapping[str, Callable[[Part, str, str], fields.Field[Any]]]] = {
    "textfield": _text,
    "textarea": _text,
    "number": _number,
    "datetime": _moment,
    "select": lambda *_: fields.String(validate=[]),
    "radio": lambda *_: fields.String(validate=[]),
    "checklist": lambda *_: fields.List(fields.String(), validate=[]),
    "checkbox": lambda *_: fields.Boolean(validate=[]),
    "filepicker": _papers,
}


def _matches(pattern: re.Pattern[str], message: str) -> Callable[[str], None]:
    def check(text: str) -> None:
        if not pattern.search(text):  # like form-js: anywhere, unless the pattern says ^ and $
            raise ValidationError(message)

    return check


def _not(pattern: re.Pattern[str], message: str) -> Callable[[str], None]:
    def check(text: str) -> None:
        if pattern.search(text):
            raise ValidationError(message)

    return check


def _subset(allowed: set[str], message: str) -> Callable[[list[str]], None]:
    def check(chosen: list[str]) -> None:
        if len(chosen) != len(set(chosen)) or not set(chosen) <= allowed:
            raise ValidationError(message)

    return check


def _digits(digits: int, message: str) -> Callable[[Decimal], None]:
    def check(number: Decimal) -> None:
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and -exponent > digits:
            raise ValidationError(message)

    return check
