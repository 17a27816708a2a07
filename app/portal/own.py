"""A form that opens a case about a case of one's own, shown, checked and handed in; reports and ratings are such."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from app.cases.shown import reporting
from app.cases.shown.views import CasePage, Opening
from app.errors import FieldError
from app.forms import Form
from app.portal.views import Page
from app.web import desk, filing
from app.web.access.guard import me
from app.web.look.language import lang, say


@dataclass(frozen=True)
class Telling:
    """What somebody may tell of their case, and the page on which they do."""

    case: CasePage
    opening: Opening
    template: str

    def page(self, raw: dict[str, Any], errors: list[FieldError], key: str) -> str:
        form, around = self._form()
        fields = form.render(raw, errors, **around, lang=lang())
        summary = form.summary(errors, lang()) if errors else ""
        return render_template(self.template, case=self.case, fields=fields, summary=summary, errors=errors, key=key)

    def hand_in(self, done: str) -> Page:
        """Open the case that the service names, or find the one that may be opened only once."""
        form, around = self._form()
        filed = filing.gather(form, me())
        if request.form.get("do") != "submit":
            return self.page(filed.raw, filed.refused, filing.key())
        answers = form.validate(filed.raw, **around, lang=lang())
        errors = filing.merged(filed.refused, answers.errors)
        if errors:
            return self.page(filed.raw, errors, filing.key()), 422
        opened, key = reporting.told(self.opening, answers.values), self.opening.once or filing.key()
        case_id = desk.cases().open(
            opened.process, opened.data, by=me(), now=desk.now(), key=key, division=opened.division
        )
        flash(say(done))
        return redirect(url_for("portal.one", case_id=case_id))

    def _form(self) -> tuple[Form, dict[str, Any]]:
        release = desk.catalogue().release(self.case.release)
        form = desk.form_of(release, self.opening.form)
        return form.narrowed(self.opening.preset.keys(), self.opening.choices), desk.around(release)
