"""The duty to report a change: who holds a certificate or right tells it online, about a case of their own."""

from typing import Any
from uuid import uuid4

from flask import abort, flash, redirect, render_template, request, url_for

from app.cases.shown import reporting
from app.cases.shown.views import CasePage, ToReport
from app.errors import FieldError
from app.forms import Form
from app.identity import Kind
from app.portal.views import Page, door
from app.web import desk, filing
from app.web.access.guard import may, me
from app.web.access.limits import handing_in, limiter
from app.web.look.language import lang, say

DONE = "变更报告已收到。处理的进度和结果写在这一页。"


@door.get("/applications/<case_id>/report")
@may(Kind.APPLICANT)
def report(case_id: str) -> str:
    case, told = _reportable(case_id)
    return _page(case, told, {}, [], uuid4().hex)


@door.post("/applications/<case_id>/report")
@may(Kind.APPLICANT)
@limiter.limit(handing_in)
def report_in(case_id: str) -> Page:
    """Open the case that the service names; whether anybody must look before the change counts is its diagram's say."""
    case, told = _reportable(case_id)
    form, around = _form(case, told)
    filed = filing.gather(form, me())
    if request.form.get("do") != "submit":
        return _page(case, told, filed.raw, filed.refused, filing.key())
    answers = form.validate(filed.raw, **around, lang=lang())
    errors = filing.merged(filed.refused, answers.errors)
    if errors:
        return _page(case, told, filed.raw, errors, filing.key()), 422
    opened = reporting.told(told, answers.values)
    report_id = desk.cases().open(
        opened.process, opened.data, by=me(), now=desk.now(), key=filing.key(), division=opened.division
    )
    flash(say(DONE))
    return redirect(url_for("portal.one", case_id=report_id))


def _reportable(case_id: str) -> tuple[CasePage, ToReport]:
    """A case of one's own of which something is held."""
    case = desk.queries().case(case_id, me(), desk.now())
    if case.to_report is None:
        abort(404)
    return case, case.to_report


def _form(case: CasePage, told: ToReport) -> tuple[Form, dict[str, Any]]:
    release = desk.catalogue().release(case.release)
    return desk.form_of(release, told.form).narrowed(told.preset.keys(), told.choices), desk.around(release)


def _page(case: CasePage, told: ToReport, raw: dict[str, Any], errors: list[FieldError], key: str) -> str:
    form, around = _form(case, told)
    fields = form.render(raw, errors, **around, lang=lang())
    summary = form.summary(errors, lang()) if errors else ""
    return render_template("portal/report.html", case=case, fields=fields, summary=summary, errors=errors, key=key)
