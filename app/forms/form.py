"""A form read from form-js JSON: it validates answers, draws itself without JavaScript, tells answers in words."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Self

from markupsafe import Markup

from app.decisions.wire import to_wire
from app.errors import FieldError, Finding, ModelError
from app.events.canonical import decode
from app.forms.checks import findings
from app.forms.drawing import draw, draw_summary
from app.forms.filled import Around, Filled
from app.forms.parts import Option, Part, drivers, narrow, read_all, walk
from app.forms.plain import Hide, rows
from app.forms.reading import refuse_reserved
from app.forms.schema import Made, check

Functions = Mapping[str, Callable[..., Any]]


@dataclass(frozen=True)
class Answers:
    """What a submission came to: wire values of the shown fields, or the errors that stand in their way."""

    values: dict[str, Any]
    errors: list[FieldError]


@dataclass(frozen=True)
class Slot:
    """A place for papers in a form."""

    key: str
    label: str
    accept: str
    many: bool
    max_mb: int | None


@dataclass(frozen=True)
class Form:
    """One form of a release; `reference` gives the lists that `options_from` names."""

    id: str
    file: str
    parts: tuple[Part, ...]
    title: str = ""
    title_en: str = ""
    reference: Callable[[str], Any] | None = field(default=None, compare=False)
    _schemas: Made = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def load(cls, content: bytes, file: str, reference: Callable[[str], Any] | None = None) -> Self:
        """Read a form; one with errors is not loaded at all."""
        wrong: list[Finding] = [f for f in findings(content, file) if f.severity == "error"]
        if wrong:
            raise ModelError(wrong)
        spec = decode(content)
        words = spec.get("properties") or {}
        parts = read_all(spec.get("components"), "components")
        name = str(spec["id"])
        return cls(name, file, parts, str(words.get("title", "")), str(words.get("title_en", "")), reference)

    def bound(self, reference: Callable[[str], Any]) -> "Form":
        """Give the same form with its reference lists at hand."""
        return self if self.reference is not None else replace(self, reference=reference)

    def title_in(self, lang: str) -> str:
        """The form's title in the reader's language."""
        return self.title_en or self.title if lang == "en" else self.title

    def narrowed(self, without: Collection[str], choices: Mapping[str, Collection[str]]) -> "Form":
        """Give the form for who may say less: some questions are not asked, of some lists not all is offered."""
        return replace(self, parts=narrow(self.parts, without, choices))

    def options(self, part: Part, lang: str = "zh") -> tuple[Option, ...]:
        """The choices of a part, from itself or from a reference list."""
        name = part.properties.get("options_from")
        return part.options(self.reference(name) if name and self.reference else None, lang)

    def validate(
        self,
        raw: Mapping[str, Any],
        *,
        context: Mapping[str, Any] | None = None,
        functions: Functions | None = None,
        now: datetime | None = None,
        lang: str = "zh",
    ) -> Answers:
        """Check a whole submission after hiding what does not apply; nothing is kept that the form does not ask."""
        refuse_reserved(raw)
        filled = self._filled(raw, context, functions, now, lang)
        values, errors = check(filled, lambda part: self.options(part, lang), self._schemas)
        return Answers({key: to_wire(value) for key, value in values.items()}, errors)

    def render(
        self,
        values: Mapping[str, Any],
        errors: Sequence[FieldError] = (),
        *,
        context: Mapping[str, Any] | None = None,
        functions: Functions | None = None,
        now: datetime | None = None,
        lang: str = "zh",
    ) -> Markup:
        """Draw the questions with what was entered and what is wrong with it; the door writes the form tag around."""
        filled = self._filled(values, context, functions, now, lang)
        return draw(filled, errors, lambda part: self.options(part, lang), self.drivers)

    def summary(self, errors: Sequence[FieldError], lang: str = "zh") -> Markup:
        """Draw the list of errors that stands on top of the page; each leads to its field."""
        return draw_summary(self.parts, errors, lang)

    def plain(self, values: Mapping[str, Any], lang: str = "zh") -> list[tuple[str, str]]:
        """Tell the answers in words, in the form's order; what was not asked or not answered is left out."""
        return [row for _, inside in self.sections(values, lang) for row in inside]

    def sections(
        self, values: Mapping[str, Any], lang: str = "zh", hide: Hide | None = None
    ) -> list[tuple[str, list[tuple[str, str]]]]:
        """The same under the form's own headings; `hide` may say less, by what a field's `mask` says it is."""
        said = hide or (lambda _, words: words)
        return rows(self.parts, values, lambda part: self.options(part, lang), lang, said)

    def files(self) -> list[Slot]:
        """The places for papers."""
        pickers = [p for p in walk(self.parts) if p.type == "filepicker"]
        return [Slot(p.key, p.label(), str(p.spec.get("accept") or ""), _many(p), _size(p)) for p in pickers]

    @cached_property
    def drivers(self) -> frozenset[str]:
        """The keys of the answers that change what the form asks, so that a page can look again at once."""
        return drivers(self.parts)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The keys of all answers, in the form's order."""
        return tuple(p.key for p in walk(self.parts) if p.asked)

    @cached_property
    def scripted(self) -> dict[str, str]:
        """FEEL over a worked case that fills a field in a rehearsal."""
        return {p.key: p.properties["scripted"] for p in walk(self.parts) if "scripted" in p.properties}

    @cached_property
    def reused(self) -> dict[str, str]:
        """FEEL over an earlier case of the same person that fills a field again, so that nobody is asked twice."""
        return {p.key: p.properties["reuse"] for p in walk(self.parts) if "reuse" in p.properties}

    def asks(self, values: Mapping[str, Any], **around: Any) -> set[str]:
        """Name the fields that are shown when these answers are given; `around` as `render` takes it."""
        return {part.key for part in self._filled(values, **around).shown()}

    def marked(self, name: str) -> str | None:
        """Give the key of the field that carries a property with the value true, such as `home_division`."""
        return next((p.key for p in walk(self.parts) if p.properties.get(name) == "true"), None)

    def _filled(
        self,
        raw: Mapping[str, Any],
        context: Mapping[str, Any] | None = None,
        functions: Functions | None = None,
        now: datetime | None = None,
        lang: str = "zh",
    ) -> Filled:
        return Filled(self.parts, raw, Around(context or {}, functions or {}, now, lang))


def _many(part: Part) -> bool:
    return part.spec.get("multiple") is True


def _size(part: Part) -> int | None:
    text = part.properties.get("max_mb", "")
    return int(text) if text.isdigit() else None
