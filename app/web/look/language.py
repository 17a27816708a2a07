"""Which language a page speaks: Chinese as written in the template, English where somebody chose it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from app.errors import Sentence
from app.web import desk
from app.web.look.preferences import chosen_if_any

ENGLISH: Final[Mapping[str, str]] = json.loads(Path(__file__).with_name("english.json").read_text("utf-8"))
LANGUAGES: Final = {"zh": "中文", "en": "English"}


def lang() -> str:
    """The reader's choice, or the setting."""
    return chosen_if_any("lang") or desk.settings().lang


def say(chinese: str, **values: object) -> str:
    """Say a sentence of the product's own; one without a translation stays Chinese."""
    if isinstance(chinese, Sentence):
        return say(chinese.whole, **{name: say(str(value)) for name, value in chinese.values.items()})
    words = ENGLISH.get(chinese, chinese) if lang() == "en" else chinese
    return words.format(**values) if values else words


def law(chinese: str) -> str:
    """Say a name, a reason or an outcome of the law in force, or the product's own where the law says no such thing."""
    if lang() != "en":
        return str(chinese)
    said = desk.in_force().english.say(str(chinese))
    return ENGLISH.get(said, said)
