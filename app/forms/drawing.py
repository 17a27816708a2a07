"""The questions of a form drawn as accessible HTML that needs no JavaScript; only the form calls it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from app.errors import FieldError
from app.forms.filled import Filled
from app.forms.parts import Option, Part, walk
from app.forms.text import marked_up
from app.forms.words import say

Choices = Callable[[Part], Sequence[Option]]
PAGES: Final = Environment(
    loader=PackageLoader("app.forms"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
KINDS: Final = {
    "select": "select",
    "radio": "choices",
    "checklist": "choices",
    "checkbox": "tick",
    "filepicker": "files",
    "textarea": "textarea",
}
MODES: Final = {"number": "decimal", "phone": "tel", "email": "email"}


@dataclass(frozen=True)
class Question:
    """One question as the template draws it."""

    part: Part
    id: str
    kind: str
    label: str
    hint: str
    error: str
    must: bool
    value: Any
    options: Sequence[Option]
    drives: bool

    @property
    def described(self) -> str:
        """The ids of the texts that explain the field."""
        ids = [f"{self.id}-hint" if self.hint else "", f"{self.id}-error" if self.error else ""]
        return " ".join(i for i in ids if i)

    @property
    def grouped(self) -> list[tuple[str, list[Option]]]:
        """The options under their headings."""
        return [(name, list(found)) for name, found in groupby(self.options, lambda o: o.group)]

    @property
    def first(self) -> str:
        """The id of the control to go to: of a group, its first choice."""
        return f"{self.id}-1" if self.kind == "choices" else self.id

    @property
    def short(self) -> bool:
        """Whether the choices fit in a row."""
        return len(self.options) <= 8 and all(len(o.label) <= 6 for o in self.options)

    @property
    def mode(self) -> str:
        """Which keyboard a telephone shows."""
        named = self.part.properties.get("inputmode")
        return named or MODES.get(self.part.type) or MODES.get(str(self.part.rules.get("validationType")), "")

    @property
    def input(self) -> str:
        """A date that is not one stays visible as text, so that nothing typed is lost."""
        if self.part.type != "datetime":
            return "password" if self.part.properties.get("secret") == "true" else "text"
        clock = self.part.spec.get("subtype", "date") == "time"
        return "text" if self.error and self.value else "time" if clock else "date"


def draw(filled: Filled, errors: Sequence[FieldError], options: Choices, drivers: Collection[str]) -> Markup:
    """Draw all parts that are shown, groups as sections with a heading."""
    wrong = {e.key: e.message for e in errors}

    def question(part: Part) -> Question:
        return _question(filled, part, wrong.get(part.key, ""), options(part), drives=part.key in drivers)

    def text(part: Part) -> Markup:
        return marked_up(_words(filled, part))

    visible = [p for p in filled.parts if p.at not in filled.hidden]
    page = PAGES.get_template("form.html")
    lang = filled.around.lang

    def word(name: str, **values: object) -> str:
        return say(name, lang, **values)

    return Markup(  # noqa: S704 - the template escapes every value itself
        page.render(parts=visible, hidden=filled.hidden, question=question, text=text, word=word, lang=lang)
    )


def draw_summary(parts: Sequence[Part], errors: Sequence[FieldError], lang: str) -> Markup:
    """Draw the errors as links to their fields."""
    first = {p.key: _first_id(p) for p in walk(parts) if p.asked}
    links = [(first.get(e.key, ""), e.message) for e in errors]
    title = say("summary", lang, n=len(links))
    return Markup(PAGES.get_template("summary.html").render(links=links, title=title))  # noqa: S704 - as above


def _question(filled: Filled, part: Part, error: str, options: Sequence[Option], *, drives: bool) -> Question:
    lang = filled.around.lang
    return Question(
        part,
        f"f-{part.key}",
        KINDS.get(part.type, "input"),
        part.label(lang),
        part.hint(lang) or (say("date_hint", lang) if part.type == "datetime" and error else ""),
        error,
        filled.required(part),
        _shown(filled.entered[part.key]),
        options,
        drives,
    )


def _shown(value: Any) -> Any:
    return "" if value is None else value


def _first_id(part: Part) -> str:
    return f"f-{part.key}-1" if KINDS.get(part.type) == "choices" else f"f-{part.key}"


def _words(filled: Filled, part: Part) -> str:
    text = part.text(filled.around.lang)
    if not text.startswith("="):
        return text
    found = filled.around.value(text, filled.scope())
    if isinstance(found, list):
        return "\n".join(f"- {one}" for one in found)
    return "" if found is None or isinstance(found, Mapping) else str(found)
