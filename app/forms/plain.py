"""Answers told in plain words, as caseworkers, auditors and notices show them; only the form calls it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from app.forms.parts import Option, Part
from app.forms.reading import read_date
from app.forms.words import say

Choices = Callable[[Part], Sequence[Option]]
Row = tuple[str, str]
Hide = Callable[[str, str], str]  # what kind of thing it is, and the words for it
NOTHING: Final[tuple[object, ...]] = (None, "", [])


def rows(
    parts: Sequence[Part], values: Mapping[str, Any], options: Choices, lang: str, hide: Hide
) -> list[tuple[str, list[Row]]]:
    """Rows of (label, words) under the headings of the form's groups; headings without rows are left out."""
    sections: list[tuple[str, list[Row]]] = [("", [])]
    for part in parts:
        if part.inside:
            heading = part.label(lang) if part.spec.get("label") else ""
            for i, (inner, found) in enumerate(rows(part.inside, values, options, lang, hide)):
                sections.append((heading if i == 0 else inner or heading, found))
        elif part.asked and values.get(part.key) not in NOTHING:
            said = words(part, values[part.key], options(part), lang)
            sections[-1][1].append((part.label(lang), hide(part.properties.get("mask", ""), said)))
    return [(heading, found) for heading, found in sections if found]


def words(part: Part, value: Any, options: Sequence[Option], lang: str) -> str:
    """Say one answer."""
    if isinstance(value, bool):
        return say("yes" if value else "no", lang)
    if isinstance(value, list):
        return say("list", lang).join(_one(part, v, options, lang) for v in value)
    return _one(part, value, options, lang)


def _one(part: Part, value: Any, options: Sequence[Option], lang: str) -> str:
    if isinstance(value, Mapping):
        value = value.get("name") or next(iter(value.values()), "")
    text = str(value)
    if part.type == "datetime":
        day = read_date(text)
        return say("date_words", lang, y=day.year, m=day.month, d=day.day) if day else text
    return next((o.label for o in options if o.value == text), text)
