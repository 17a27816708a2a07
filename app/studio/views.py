"""The studio's own pages: releases and drafts, one draft, and its steps to a release."""

from datetime import date
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.calendar import legal_day
from app.errors import ModelError, Refused
from app.identity import Kind
from app.studio import ports, shown
from app.studio.compared import compared
from app.studio.naming import title
from app.web import desk
from app.web.access.guard import may, me
from app.web.look.language import say

door = Blueprint("studio", __name__, template_folder="templates", url_prefix="/studio")
DRAFT = "/drafts/<int:number>"


@door.context_processor
def _names() -> dict[str, object]:
    return {"who": ports.who, "name_of": title}


@door.get("/")
@may(Kind.ANALYST)
def releases() -> str:
    return _releases_page()


@door.post("/drafts")
@may(Kind.ANALYST)
def begin() -> Response | tuple[str, int]:
    """Begin a draft; a sentence that can't be taken stays in its field."""
    title = request.form.get("title", "")
    try:
        return _to(ports.drafts().begin(title, me(), desk.now()))
    except Refused as wrong:
        return _releases_page(title, say(wrong.detail or wrong.zh)), wrong.status


@door.get(DRAFT)
@may(Kind.ANALYST)
def draft(number: int) -> str:
    return _draft_page(number)


@door.post(f"{DRAFT}/ask")
@may(Kind.ANALYST)
def ask(number: int) -> Response | tuple[str, int]:
    """Ask for approval; what is wrong is shown on the draft's page, where it is mended."""
    note = request.form.get("note", "")
    try:
        ports.steps().ask(number, note, _day(request.form.get("effective_on", "")), by=me(), now=desk.now())
    except ModelError:
        return _draft_page(number, note=note, refused=True), 422
    except Refused as wrong:
        return _draft_page(number, note=note, wrong=say(wrong.detail or wrong.zh)), wrong.status
    flash(say("已申请批准。请另一位流程分析员查看修改后批准。"))
    return _to(number)


@door.post(f"{DRAFT}/withdraw")
@may(Kind.ANALYST)
def withdraw(number: int) -> Response:
    ports.steps().withdraw(number, me(), desk.now())
    flash(say("已撤回，可以继续修改。"))
    return _to(number)


@door.post(f"{DRAFT}/approve")
@may(Kind.ANALYST)
def approve(number: int) -> Response:
    ports.steps().approve(number, me(), desk.now())
    flash(say("已批准，可以发布。"))
    return _to(number)


@door.post(f"{DRAFT}/publish")
@may(Kind.ANALYST)
def publish(number: int) -> Response:
    made = ports.steps().publish(number, me(), desk.now())
    flash(say("已发布为第 {n} 版。新申请按新版本办理，正在办理的案件仍按原版本办理。").format(n=made.number))
    return redirect(url_for("studio.releases"))


@door.post(f"{DRAFT}/renew")
@may(Kind.ANALYST)
def renew(number: int) -> Response:
    base = ports.drafts().renew(number, me(), desk.now())
    flash(say("已并入第 {n} 版的修改。").format(n=base))
    return _to(number)


@door.post(f"{DRAFT}/drop")
@may(Kind.ANALYST)
def drop(number: int) -> Response:
    ports.drafts().drop(number, me(), desk.now())
    flash(say("草案已放弃，仍可查看，不能再修改。"))
    return redirect(url_for("studio.releases"))


def _releases_page(typed: str = "", wrong: str = "") -> str:
    listed = ports.releases().history()
    known = {"releases": listed[::-1], "running": desk.in_force().number, "today": legal_day(desk.now())}
    told = {"typed": typed, "wrong": wrong, "shown": shown}
    return render_template("studio/releases.html", drafts=ports.drafts().all(me()), **told, **known)


def _draft_page(number: int, note: str = "", *, refused: bool = False, wrong: str = "") -> str:
    found = ports.drafts().draft(number, me())
    findings = ports.drafts().findings(found)
    listed = ports.releases().history()
    return render_template(
        "studio/draft.html",
        draft=found,
        compare=partial(compared, before=found.base.files, after=found.files),
        info=found.info,
        lines=shown.lines(found, findings),
        findings=shown.said(findings),
        stale=listed[-1].number != found.info.base,
        mine=me().login in ports.drafts().hands(number, me()),
        today=max(legal_day(desk.now()), found.base.effective_on),
        note=note,
        refused=refused,
        wrong=wrong,
        shown=shown,
    )


def _to(number: int) -> Response:
    return redirect(url_for("studio.draft", number=number))


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError as wrong:
        raise Refused("请填写生效日期。") from wrong
