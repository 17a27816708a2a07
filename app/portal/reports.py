"""The duty to report a change: who holds a certificate or right tells it online, about a case of their own."""

from typing import Any
from uuid import uuid4

from flask import abort, flash, redirect, render_template, request, url_for

from app.cases.shown.reporting import whole
from app.cases.shown.views import CasePage, ToReport
from app.errors import FieldError
from app.events.actor import Actor
from app.forms import Form
from app.identity import Kind, kind_of
from app.portal.views import Page, door
from app.web import desk, filing
from app.web.access.guard import may, me
from app.web.access.limits import handing_in, limiter
from app.web.look.language import lang, say

DONE = "变更已登记，正在处理。处理结果会另行通知您。"
KEPT = "变更已登记并保存，目前没有正在发放的待遇或有效的证件需要处理。"


@door.get("/applications/<case_id>/report")
@may(Kind.APPLICANT)
def report(case_id: str) -> str:
    case, told = _reportable(case_id)
    return _page(case, told, {}, [], uuid4().hex)


@door.post("/applications/<case_id>/report")
@may(Kind.APPLICANT)
@limiter.limit(handing_in)
def report_in(case_id: str) -> Page:
    """Send the message that the service names, about the person whom the case is about."""
    case, told = _reportable(case_id)
    form, around = _form(case, told)
    filed = filing.gather(form, me())
    if request.form.get("do") != "submit":
        return _page(case, told, filed.raw, filed.refused, filing.key())
    answers = form.validate(filed.raw, **around, lang=lang())
    errors = filing.merged(filed.refused, answers.errors)
    if errors:
        return _page(case, told, filed.raw, errors, filing.key()), 422
    grant = next(grant for grant in me().roles if kind_of(grant.role) is Kind.APPLICANT)
    reached = desk.cases().receive(
        told.message,
        told.subject,
        whole(told, answers.values),
        actor=Actor("person", me().id, grant.role, grant.division),
        now=desk.now(),
        message_id=filing.key(),
    )
    flash(say(DONE if reached else KEPT))
    return redirect(url_for("portal.one", case_id=case_id))


def _reportable(case_id: str) -> tuple[CasePage, ToReport]:
    """A case of one's own of which something is held."""
    case = desk.queries().case(case_id, me(), desk.now())
    if case.to_report is None:
        abort(404)
    return case, case.to_report


def _form(case: CasePage, told: ToReport) -> tuple[Form, dict[str, Any]]:
    release = desk.catalogue().release(case.release)
    return desk.form_of(release, told.message).narrowed(told.preset.keys(), told.choices), desk.around(release)


def _page(case: CasePage, told: ToReport, raw: dict[str, Any], errors: list[FieldError], key: str) -> str:
    form, around = _form(case, told)
    fields = form.render(raw, errors, **around, lang=lang())
    summary = form.summary(errors, lang()) if errors else ""
    return render_template("portal/report.html", case=case, fields=fields, summary=summary, errors=errors, key=key)
