"""What people handed in, told by the form they used then; the portal and the inbox show it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.cases.shown.views import CasePage, Given
from app.web import desk
from app.web.look.language import lang
from app.web.look.masking import hidden, hide


@dataclass(frozen=True)
class Told:
    """One form handed in, in words."""

    title: str
    by: str
    at: datetime | None
    sections: list[tuple[str, list[tuple[str, str]]]]


def given(one: Given, *, masked: bool = False) -> Told:
    """Tell it by the form of the release it was filled in under; masked, it names nobody."""
    form = desk.form_of(desk.catalogue().release(one.release), one.form_id)
    sections = form.sections(one.values, lang(), hide if masked else None)
    return Told(form.title_in(lang()) or one.title, one.by_name, one.at, sections)


def unnamed(case: CasePage) -> CasePage:
    """The same case without the numbers that point to somebody in its results and decisions."""
    results = [replace(one, reason=hidden(one.reason)) for one in case.results]
    decisions = [replace(one, reason=hidden(one.reason), outcome=_unnumbered(one.outcome)) for one in case.decisions]
    return replace(case, results=results, decisions=decisions, letters=())


def _unnumbered(outcome: Any) -> Any:
    if isinstance(outcome, list):
        return [_unnumbered(one) for one in outcome]
    if isinstance(outcome, dict):
        return {name: _unnumbered(one) for name, one in outcome.items()}
    return hidden(outcome) if isinstance(outcome, str) else outcome


def slots(case: CasePage) -> dict[str, str]:
    """What the papers of a case are, by the slots of the forms they came with."""
    release = desk.catalogue().release(case.release)
    forms = [desk.form_of(release, one.form_id) for one in case.given]
    return {slot.key: slot.label for form in forms for slot in form.files()}
