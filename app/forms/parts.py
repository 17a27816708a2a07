"""The parts of a form as form-js JSON names them, read once into plain values; only the forms room uses them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from app.decisions.expressions import free_names

SHOWN: Final = frozenset({"text", "html", "separator", "spacer", "button", "image"})
BOXES: Final = frozenset({"group"})
ASKED: Final = frozenset(
    {"textfield", "textarea", "number", "datetime", "select", "radio", "checklist", "checkbox", "filepicker"}
)
MANY: Final = frozenset({"checklist", "filepicker"})
CHOSEN: Final = frozenset({"select", "radio", "checklist"})


@dataclass(frozen=True)
class Option:
    """One choice of a list; group is the heading under which it stands."""

    value: str
    label: str
    group: str = ""


@dataclass(frozen=True)
class Part:
    """One component of a form; `at` names it in findings."""

    type: str
    at: str
    key: str
    spec: Mapping[str, Any]
    inside: tuple["Part", ...] = ()
    only: Collection[str] | None = None  # the choices that are offered, where not all are

    @property
    def properties(self) -> Mapping[str, str]:
        """The form's own additions, all texts."""
        given = self.spec.get("properties")
        return given if isinstance(given, Mapping) else {}

    @property
    def rules(self) -> Mapping[str, Any]:
        """What form-js checks: required, lengths, bounds, pattern."""
        given = self.spec.get("validate")
        return given if isinstance(given, Mapping) else {}

    @property
    def hide(self) -> str:
        """FEEL that hides the part when true, or nothing."""
        given = self.spec.get("conditional")
        return str(given.get("hide") or "") if isinstance(given, Mapping) else ""

    @property
    def asked(self) -> bool:
        """Whether people answer here."""
        return self.type in ASKED

    @property
    def many(self) -> bool:
        """Whether the answer is a list."""
        return self.type in MANY

    def label(self, lang: str = "zh") -> str:
        """The question in the reader's language; Chinese when there is no other."""
        chinese = str(self.spec.get("label") or self.spec.get("dateLabel") or self.key)
        return self.properties.get("label_en") or chinese if lang == "en" else chinese

    def hint(self, lang: str = "zh") -> str:
        """The help under the question."""
        chinese = str(self.spec.get("description") or "")
        return self.properties.get("description_en") or chinese if lang == "en" else chinese

    def text(self, lang: str = "zh") -> str:
        """What a text part says."""
        chinese = str(self.spec.get("text") or self.spec.get("content") or "")
        return self.properties.get("text_en") or chinese if lang == "en" else chinese

    def message(self, lang: str = "zh") -> str:
        """What `valid_if` says when it does not hold."""
        chinese = self.properties.get("message", "")
        return self.properties.get("message_en") or chinese if lang == "en" else chinese

    def options(self, reference: Any = None, lang: str = "zh") -> tuple[Option, ...]:
        """The choices that are offered, from the form itself or from a reference list handed in."""
        return tuple(one for one in self._all(reference, lang) if self.only is None or one.value in self.only)

    def _all(self, reference: Any, lang: str) -> tuple[Option, ...]:
        if "options_from" in self.properties:
            return tuple(_listed(reference, lang))
        english = [word.strip() for word in self.properties.get("options_en", "").split("|")] if lang == "en" else []
        given = self.spec.get("values") or ()
        return tuple(
            Option(str(v.get("value")), english[i] if i < len(english) and english[i] else str(v.get("label")))
            for i, v in enumerate(given)
            if isinstance(v, Mapping)
        )


def read(component: Any, at: str) -> Part:
    """Read one component with all that stands inside it."""
    spec = component if isinstance(component, Mapping) else {}
    kind, key = str(spec.get("type") or ""), str(spec.get("key") or "")
    name = key or str(spec.get("id") or at)
    inside = spec.get("components") if kind in BOXES else None
    return Part(kind, name, key, spec, read_all(inside, name))


def read_all(components: Any, at: str) -> tuple[Part, ...]:
    """Read a list of components."""
    if not isinstance(components, Sequence) or isinstance(components, str):
        return ()
    return tuple(read(c, f"{at}[{i}]") for i, c in enumerate(components))


def walk(parts: Sequence[Part]) -> Iterator[Part]:
    """Every part, groups before what stands inside them."""
    for part in parts:
        yield part
        yield from walk(part.inside)


def narrow(parts: Sequence[Part], without: Collection[str], choices: Mapping[str, Collection[str]]) -> tuple[Part, ...]:
    """Leave out questions by their keys, and all but the named choices of others."""
    return tuple(
        replace(part, only=choices.get(part.key), inside=narrow(part.inside, without, choices))
        for part in parts
        if not part.key or part.key not in without
    )


def drivers(parts: Sequence[Part]) -> frozenset[str]:
    """Give the keys of the answers on which it depends what else is shown, said or required."""
    texts = {text for p in walk(parts) for text in (p.hide, p.properties.get("required_if", ""), p.text()) if text}
    names = {name for text in texts if text.startswith("=") for name in free_names(text)}
    return frozenset(p.key for p in walk(parts) if p.asked and p.key in names)


def _listed(reference: Any, lang: str) -> Iterator[Option]:
    if isinstance(reference, Mapping):
        lists = [v for v in reference.values() if isinstance(v, list)]
        if lists:
            reference = lists[0]
        else:
            yield from (Option(str(k), str(v)) for k, v in reference.items())
            return
    for entry in reference or ():
        if isinstance(entry, Mapping):
            value = entry.get("value", entry.get("code"))
            label = _said(entry, "label", lang) or _said(entry, "name", lang)
            yield Option(str(value), label, _said(entry, "group", lang))
        else:
            yield Option(str(entry), str(entry))


def _said(entry: Mapping[str, Any], name: str, lang: str) -> str:
    english = entry.get(f"{name}_en") if lang == "en" else None
    return str(english or entry.get(name) or "")
