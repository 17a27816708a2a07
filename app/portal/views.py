"""The applicant's pages: start, apply, what became of it, correct; they call use cases and show what comes back."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.cases.shown.views import CasePage, TaskPage
from app.errors import Conflict, FieldError
from app.events.actor import Actor
from app.forms import Form
from app.identity import Kind, Person
from app.portal import again
from app.portal.thing import FORM, PROCESS
from app.portal.tour import next_due
from app.web import desk, filing
from app.web.access.guard import everyone, may, me
from app.web.access.limits import handing_in, limiter
from app.web.look import seats
from app.web.look.given import given
from app.web.look.language import lang, say

door = Blueprint("portal", __name__, template_folder="templates")
Page = str | tuple[str, int] | Response
DEEPEST_PAGE = 10_000


def files(person: Person) -> bool:
    """Applicants file for themselves, caseworkers where the service lets their office file for who comes to it."""
    return desk.queries().may_file(PROCESS, person, desk.now())


@door.get("/")
@everyone
def start() -> str:
    release = desk.in_force()
    form = desk.form_of(release, FORM)
    items = release.reference("items")
    shown = {"groups": seats.groups(), "due": next_due()} if desk.settings().demo else {}
    service = desk.queries().services(desk.now())[PROCESS]
    return render_template("portal/start.html", service=service, items=items, slots=form.files(), **shown)


@door.get("/apply")
@may(Kind.APPLICANT, Kind.CASEWORKER, only=files)
def apply() -> str:
    form, _ = _form()
    here = next((grant.division for grant in me().roles if Kind.CASEWORKER in me().kinds), None)
    home = form.marked("home_division")
    return _apply_page({home: here} if home and here else {}, [], uuid4().hex)


@door.post("/apply")
@may(Kind.APPLICANT, Kind.CASEWORKER, only=files)
@limiter.limit(handing_in)
def hand_in() -> Page:
    form, around = _form()
    filed = filing.gather(form, me())
    if request.form.get("do") != "submit" or request.form.get("use"):
        return _apply_page(filed.raw, filed.refused, filing.key())
    answers = form.validate(filed.raw, **around, lang=lang())
    errors = filing.merged(filed.refused, answers.errors)
    if errors:
        return _apply_page(filed.raw, errors, filing.key()), 422
    division = answers.values.get(form.marked("home_division") or "") or "0"
    case_id = desk.cases().open(
        PROCESS, {FORM: answers.values}, by=me(), now=desk.now(), key=filing.key(), division=division
    )
    return redirect(url_for("portal.received", case_id=case_id))


@door.get("/applications")
@may(Kind.APPLICANT, Kind.CASEWORKER, only=files)
def mine() -> str:
    page = min(max(request.args.get("page", 1, type=int), 1), DEEPEST_PAGE)
    return render_template("portal/mine.html", found=desk.queries().mine(me(), desk.now(), page), agent=_agent())


@door.get("/applications/<case_id>/received")
@may(Kind.APPLICANT, Kind.CASEWORKER, only=files)
def received(case_id: str) -> str:
    return render_template("portal/received.html", case=_case(case_id), agent=_agent())


@door.get("/applications/<case_id>")
@may(Kind.APPLICANT, Kind.CASEWORKER, only=files)
def one(case_id: str) -> str:
    case = _case(case_id)
    items = desk.catalogue().release(case.release).reference("items")
    return render_template(
        "portal/one.html",
        case=case,
        advised=[item for item in items if item["code"] in case.advised],
        given=[given(g) for g in case.given],
        agent=_agent(),
        withdrawal=_withdrawal_of(case),
    )


@door.get("/applications/<case_id>/tasks/<task_id>")
@may(Kind.APPLICANT, Kind.CASEWORKER, only=files)
def correct(case_id: str, task_id: str) -> str:
    task = _task(case_id, task_id)
    return _task_page(task, dict(task.values), [], uuid4().hex)


@door.post("/applications/<case_id>/tasks/<task_id>")
@may(Kind.APPLICANT, Kind.CASEWORKER, only=files)
@limiter.limit(handing_in)
def correct_in(case_id: str, task_id: str) -> Page:
    try:
        task = _task(case_id, task_id)
    except Conflict:
        filing.done_already(task_id)
        return redirect(url_for("portal.one", case_id=case_id))
    release = desk.catalogue().release(task.release)
    form = desk.form_of(release, task.form_id)
    filed = filing.gather(form, me())
    if request.form.get("do") != "submit":
        return _task_page(task, filed.raw, filed.refused, filing.key())
    answers = form.validate(filed.raw, **desk.around(release, task.context), lang=lang())
    errors = filing.merged(filed.refused, answers.errors)
    if errors:
        return _task_page(task, filed.raw, errors, filing.key()), 422
    desk.cases().complete(task_id, answers.values, by=me(), now=desk.now(), key=filing.key())
    return redirect(url_for("portal.one", case_id=case_id))


@door.get("/applications/<case_id>/withdraw")
@may(Kind.APPLICANT, Kind.CASEWORKER, only=files)
def withdraw(case_id: str) -> str:
    return _withdrawal_page(_withdrawable(case_id), {}, [], uuid4().hex)


@door.post("/applications/<case_id>/withdraw")
@may(Kind.APPLICANT, Kind.CASEWORKER, only=files)
@limiter.limit(handing_in)
def withdraw_in(case_id: str) -> Page:
    """Send the message of withdrawal that the service names; the diagram says what comes of it."""
    case = _withdrawable(case_id)
    form, around = _withdrawal_form(case)
    filed = filing.gather(form, me())
    if request.form.get("do") != "submit":
        return _withdrawal_page(case, filed.raw, [], filing.key())
    answers = form.validate(filed.raw, **around, lang=lang())
    if answers.errors:
        return _withdrawal_page(case, filed.raw, answers.errors, filing.key()), 422
    grant = me().roles[0]
    actor = Actor("person", me().id, grant.role, grant.division)
    reached = desk.cases().receive(
        form.id, case.line.number, answers.values, actor=actor, now=desk.now(), message_id=filing.key()
    )
    flash(say("申请已撤回。") if reached else say("已登记撤回，正在处理。"))
    return redirect(url_for("portal.one", case_id=case_id))


def _withdrawable(case_id: str) -> CasePage:
    """A case of one's own that is still open and whose service can be withdrawn from."""
    case = _case(case_id)
    if case.line.ended_at or not _withdrawal_of(case):
        abort(404)
    return case


def _withdrawal_of(case: CasePage) -> str:
    """The message, and the form of the same name, by which the case's service is withdrawn from."""
    services = desk.catalogue().release(case.release).reference("services")
    return str(services.get(case.line.process, {}).get("withdrawal") or "")


def _withdrawal_form(case: CasePage) -> tuple[Form, dict[str, Any]]:
    release = desk.catalogue().release(case.release)
    return desk.form_of(release, _withdrawal_of(case)), desk.around(release)


def _withdrawal_page(case: CasePage, raw: dict[str, Any], errors: list[FieldError], key: str) -> str:
    form, around = _withdrawal_form(case)
    fields = form.render(raw, errors, **around, lang=lang())
    summary = form.summary(errors, lang()) if errors else ""
    return render_template("portal/withdraw.html", case=case, fields=fields, summary=summary, errors=errors, key=key)


def _form() -> tuple[Form, dict[str, Any]]:
    release = desk.in_force()
    return desk.form_of(release, FORM), desk.around(release)


def _agent() -> bool:
    """Whether the reader files for people who come to the office."""
    return Kind.CASEWORKER in me().kinds


def _case(case_id: str) -> CasePage:
    return desk.queries().case(case_id, me(), desk.now())


def _task(case_id: str, task_id: str) -> TaskPage:
    task = desk.queries().task(task_id, me(), desk.now())
    if task.line.case_id != case_id or not task.may_complete:
        abort(404)
    return task


def _apply_page(raw: dict[str, Any], errors: list[FieldError], key: str) -> str:
    form, around = _form()
    used = again.filled(form, raw, around)
    fields = form.render(used.raw, errors, **around, lang=lang())
    summary = form.summary(errors, lang()) if errors else ""
    earlier = [] if used.case_id or _agent() else desk.earlier().offered(PROCESS, me())
    return render_template(
        "portal/apply.html",
        form=form,
        fields=fields,
        summary=summary,
        errors=errors,
        key=key,
        agent=_agent(),
        used=used,
        earlier=earlier,
    )


def _task_page(task: TaskPage, raw: dict[str, Any], errors: list[FieldError], key: str) -> str:
    release = desk.catalogue().release(task.release)
    form = desk.form_of(release, task.form_id)
    fields = form.render(raw, errors, **desk.around(release, task.context), lang=lang())
    summary = form.summary(errors, lang()) if errors else ""
    return render_template("portal/correct.html", task=task, fields=fields, summary=summary, errors=errors, key=key)
