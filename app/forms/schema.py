"""The marshmallow schema of one submission, built after hiding what does not apply; only the form calls it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError
from marshmallow import fields as ma

from app.errors import FieldError
from app.forms.fields import field
from app.forms.filled import Filled, feel
from app.forms.parts import Option, Part
from app.forms.words import say

Choices = Callable[[Part], Sequence[Option]]
# Schemas of one form by the language and the keys of the fields shown: made once, since a release never changes.
Made = dict[tuple[str, ...], Schema]
MOST_MADE = 64
ASKED_BY = {"select": "choose", "radio": "choose", "checklist": "choose", "datetime": "required"}


def check(filled: Filled, options: Choices, made: Made) -> tuple[dict[str, Any], list[FieldError]]:
    """Give the answers of all shown fields as values, and one error a field in the form's order."""
    lang = filled.around.lang
    shown = list(filled.shown())
    schema = _schema(shown, options, lang, made)
    given = {p.key: filled.entered[p.key] for p in shown if not _empty(filled.entered[p.key])}
    try:
        loaded: dict[str, Any] = schema.load(given)
        wrong: dict[str, str] = {}
    except ValidationError as problem:
        loaded, wrong = dict(problem.valid_data or {}), _flat(problem.messages_dict)
    _missing(filled, shown, given, wrong)
    _agreements(filled, shown, loaded, wrong)
    values = {p.key: loaded.get(p.key, _nothing(p)) for p in shown}
    errors = [FieldError(p.key, p.label(lang), wrong[p.key]) for p in shown if p.key in wrong]
    return values, errors


def _schema(shown: Sequence[Part], options: Choices, lang: str, made: Made) -> Schema:
    name = (lang, *(p.key for p in shown))
    known = made.get(name)
    if known is None:
        if len(made) >= MOST_MADE:
            made.clear()
        fields: dict[str, ma.Field[Any]] = {p.key: field(p, options(p), lang) for p in shown}
        known = made[name] = Schema.from_dict(fields)(unknown=EXCLUDE)
    return known


def _missing(filled: Filled, shown: Sequence[Part], given: Mapping[str, Any], wrong: dict[str, str]) -> None:
    lang = filled.around.lang
    for part in shown:
        if part.key not in given and filled.required(part):
            label = part.label(lang)
            wrong[part.key] = part.properties.get("required_message" if lang == "zh" else "required_message_en") or say(
                {"checkbox": "tick", "filepicker": "upload"}.get(part.type) or ASKED_BY.get(part.type, "required"),
                lang,
                label=label,
            )


def _agreements(filled: Filled, shown: Sequence[Part], loaded: Mapping[str, Any], wrong: dict[str, str]) -> None:
    """`valid_if` is asked only of an answer that is given and right by itself."""
    scope = filled.scope() | {key: feel(value) for key, value in loaded.items()}
    for part in shown:
        rule = part.properties.get("valid_if", "")
        if rule and part.key in loaded and part.key not in wrong and not filled.around.holds(rule, scope):
            lang = filled.around.lang
            wrong[part.key] = part.message(lang) or say("invalid", lang, label=part.label(lang))


def _flat(messages: Mapping[str, Any]) -> dict[str, str]:
    return {key: _first(found) for key, found in messages.items()}


def _first(found: Any) -> str:
    while not isinstance(found, str):
        found = next(iter(found.values() if isinstance(found, Mapping) else found))
    return found


def _empty(value: Any) -> bool:
    return value is None or value is False or value in ("", [])


def _nothing(part: Part) -> Any:
    return [] if part.many else False if part.type == "checkbox" else None
