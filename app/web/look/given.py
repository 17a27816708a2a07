"""What people handed in, told by the form they used then; the portal and the inbox show it."""

from dataclasses import dataclass
from datetime import datetime

from app.cases.views import CasePage, Given
from app.web import desk
from app.web.look.language import lang


@dataclass(frozen=True)
class Told:
    """One form handed in, in words."""

    title: str
    by: str
    at: datetime | None
    sections: list[tuple[str, list[tuple[str, str]]]]


def given(one: Given) -> Told:
    """Tell it by the form of the release it was filled in under."""
    form = desk.form_of(desk.catalogue().release(one.release), one.form_id)
    return Told(form.title_in(lang()) or one.title, one.by_name, one.at, form.sections(one.values, lang()))


def slots(case: CasePage) -> dict[str, str]:
    """What the papers of a case are, by the slots of the forms they came with."""
    release = desk.catalogue().release(case.release)
    forms = [desk.form_of(release, one.form_id) for one in case.given]
    return {slot.key: slot.label for form in forms for slot in form.files()}
