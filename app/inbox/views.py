"""The caseworker's pages: the list, a task with its case, claim, give back, complete, incidents."""

from dataclasses import asdict
from typing import Any, Final
from uuid import uuid4

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from app.cases.shown.inbox import Choice
from app.cases.shown.views import TaskPage
from app.errors import Conflict, FieldError
from app.identity import Kind
from app.web import desk, filing
from app.web.access.guard import may, me
from app.web.law import decided
from app.web.look.given import given, unnamed
from app.web.look.language import lang, say

door = Blueprint("inbox", __name__, template_folder="templates")
Page = str | tuple[str, int] | Response
KEPT: Final = "inbox"  # in the session: the list as its reader last chose it
CHOICES: Final = {"state": ("all", "free", "mine"), "sort": ("due", "age", "name")}  # the first where none is asked for


@door.get("/tasks")
@may(Kind.CASEWORKER)
def tasks() -> str:
    """List tasks as the address says, so that a choice can be kept and sent to others."""
    choice = _choice()
    found = desk.queries().inbox(me(), desk.now(), choice, page())
    kept = session[KEPT] = _kept(choice)
    roles = sorted({grant.role for grant in me().roles})
    return render_template(
        "inbox/tasks.html", found=found, choice=choice, kept=kept, roles=roles, divisions=_divisions()
    )


@door.get("/tasks/<task_id>")
@may(Kind.CASEWORKER)
def task(task_id: str) -> str:
    found = desk.queries().task(task_id, me(), desk.now())
    return _task_page(found, dict(found.values), [], uuid4().hex)


@door.post("/tasks/<task_id>/claim")
@may(Kind.CASEWORKER)
def claim(task_id: str) -> Response:
    desk.cases().claim(task_id, me(), desk.now())
    flash(say("任务已领取，可以办理。"))
    return redirect(url_for("inbox.task", task_id=task_id))


@door.post("/tasks/<task_id>/release")
@may(Kind.CASEWORKER)
def release(task_id: str) -> Response:
    desk.cases().release(task_id, me(), desk.now())
    flash(say("任务已退回，其他人可以领取。"))
    return redirect(_back())


@door.post("/tasks/<task_id>")
@may(Kind.CASEWORKER)
def complete(task_id: str) -> Page:
    """Take in a task's form; one click that arrives twice is done once, and told as done."""
    try:
        found = desk.queries().task(task_id, me(), desk.now())
    except Conflict:
        filing.done_already(task_id)
        return redirect(_back())
    rules = desk.catalogue().release(found.release)
    form = desk.form_of(rules, found.form_id)
    filed = filing.gather(form, me())
    if request.form.get("do") != "submit":
        # What the page now shows for the first time begins with what the task brings for it.
        return _task_page(found, {**found.values, **filed.raw}, filed.refused, filing.key())
    answers = form.validate(filed.raw, **desk.around(rules, found.context), lang=lang())
    errors = filing.merged(filed.refused, answers.errors)
    if errors:
        return _task_page(found, filed.raw, errors, filing.key()), 422
    desk.cases().complete(task_id, answers.values, by=me(), now=desk.now(), key=filing.key())
    flash(say("已办结：{name}（{number}）", name=found.line.name, number=found.line.case_number))
    return redirect(_back())


@door.get("/cases/<case_id>")
@may(Kind.CASEWORKER, Kind.AUDITOR)
def case(case_id: str) -> str:
    """Show a case to its office as it is, and to an auditor without what names anybody."""
    found = desk.queries().case(case_id, me(), desk.now())
    masked = Kind.CASEWORKER not in me().kinds
    shown = unnamed(found) if masked else found
    return render_template(
        "inbox/case.html", case=shown, given=[given(g, masked=masked) for g in found.given], decided=decided
    )


@door.get("/incidents")
@may(Kind.CASEWORKER, Kind.OPERATOR)
def incidents() -> str:
    return render_template("inbox/incidents.html", found=desk.queries().incidents(me(), desk.now(), page()))


@door.post("/incidents/<incident_id>/retry")
@may(Kind.CASEWORKER, Kind.OPERATOR)
def retry(incident_id: str) -> Response:
    desk.cases().retry(incident_id, me(), desk.now())
    flash(say("已安排重试，结果会显示在这里。"))
    return redirect(url_for("inbox.incidents"))


def page() -> int:
    """The page asked for; anything that is not a page number is the first."""
    asked = request.args.get("page", "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


def _choice() -> Choice:
    """What the address asks for; what it can't mean is left out."""
    asked = {name: request.args.get(name, "") for name in ("role", "division", "step", "item")}
    one_of = {
        name: told if (told := request.args.get(name, "")) in known else known[0] for name, known in CHOICES.items()
    }
    return Choice(**asked, late=request.args.get("late") == "1", **one_of)


def _kept(choice: Choice) -> dict[str, str]:
    """What was chosen as an address says it; what is so anyway is left out."""
    usual = asdict(Choice())
    chosen = {name: value for name, value in asdict(choice).items() if value != usual[name]}
    return {name: "1" if value is True else value for name, value in chosen.items()}


def _back() -> str:
    """The list as its reader last chose it."""
    return url_for("inbox.tasks", **session.get(KEPT, {}))


def _divisions() -> list[str]:
    """The divisions that the reader can filter by: their own, and those that belong to them."""
    held = {grant.division for grant in me().roles}
    listed = desk.in_force().reference("divisions")
    below = [d["code"] for d in listed if d["code"] in held or d.get("parent") in held or "0" in held]
    return below if len(below) > 1 else []


def _task_page(found: TaskPage, raw: dict[str, Any], errors: list[FieldError], key: str) -> str:
    rules = desk.catalogue().release(found.release)
    form = desk.form_of(rules, found.form_id)
    fields = form.render(raw, errors, **desk.around(rules, found.context), lang=lang())
    told = [given(g) for g in found.case.given]
    summary = form.summary(errors, lang()) if errors else ""
    return render_template(
        "inbox/task.html",
        back=_back(),
        task=found,
        fields=fields,
        summary=summary,
        errors=errors,
        key=key,
        given=told,
        decided=decided,
    )
