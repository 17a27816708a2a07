"""Login, registration, one's own account and the switches of every page; the door is open to all."""

from dataclasses import replace
from io import BytesIO
from typing import Any

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from app.errors import Conflict, FieldError, InvalidAnswers
from app.forms import Form
from app.identity import Kind, Person
from app.web import desk
from app.web.access import carrying, session
from app.web.access.guard import everyone, may, me, signed_in, visitor
from app.web.access.limits import LOGIN, REGISTER, limiter
from app.web.entry import LOGIN_FORM, PASSWORD_FORM, REGISTER_FORM
from app.web.look import preferences, seats
from app.web.look.language import lang, say

door = Blueprint("web", __name__, template_folder="templates")
HOME = {Kind.CASEWORKER: "inbox.tasks", Kind.OPERATOR: "inbox.incidents", Kind.APPLICANT: "portal.mine"}
HOME |= {Kind.AUDITOR: "audit.cases", Kind.ANALYST: "studio.releases"}


@door.get("/login")
@everyone
def login() -> str | Response:
    person = visitor()
    return redirect(_home(person)) if person else _login_page({}, [])


@door.post("/login")
@everyone
@limiter.limit(LOGIN)
def log_in() -> str | tuple[str, int] | Response:
    answers = LOGIN_FORM.validate(request.form.to_dict(flat=False), lang=lang())
    person = None
    if not answers.errors:
        person = desk.people().login(answers.values["login"], request.form["password"])
    if person is None:
        wrong = answers.errors or [FieldError("login", "", say("账号或密码不正确，请重新输入。"))]
        return _login_page(request.form, wrong, carrying.carried()), 422
    session.enter(person)
    if kept := carrying.carried():
        return carrying.onward(kept, 200)
    return redirect(preferences.inside(request.args.get("next")) if request.args.get("next") else _home(person))


@door.post("/logout")
@signed_in
def logout() -> Response:
    session.leave()
    flash(say("您已安全退出。"))
    return redirect(url_for("web.login"))


@door.get("/register")
@everyone
def register() -> str:
    return _register_page({}, [])


@door.post("/register")
@everyone
@limiter.limit(REGISTER)
def sign_up() -> str | tuple[str, int] | Response:
    answers = REGISTER_FORM.validate(request.form.to_dict(flat=False), lang=lang())
    if answers.errors:
        return _register_page(request.form, answers.errors), 422
    login_name, name = answers.values["login"], answers.values["name"]
    try:
        person = desk.people().register(login_name, name, request.form["password"], desk.now())
    except Conflict:
        taken = FieldError("login", "", say("这个账号已被使用，请换一个。"))
        return _register_page(request.form, [taken]), 422
    session.enter(person)
    flash(say("注册成功，您已登录。"))
    return redirect(url_for("portal.apply"))


@door.get("/account")
@signed_in
def account() -> str:
    return _account_page([])


@door.post("/account")
@signed_in
@limiter.limit(LOGIN)
def change_password() -> tuple[str, int] | Response:
    """Take another password; who was led here because theirs was given goes on to their work."""
    answers = PASSWORD_FORM.validate(request.form.to_dict(flat=False), lang=lang())
    if answers.errors:
        return _account_page(answers.errors), 422
    by, old, new = me(), request.form["password_old"], request.form["password"]
    try:
        person = desk.people().change_password(by, old, new, desk.now())
    except InvalidAnswers as wrong:
        return _account_page([replace(one, message=say(one.message)) for one in wrong.errors]), 422
    session.enter(person)
    flash(say("密码已修改。在别处的登录都已退出。"))
    return redirect(_home(person) if by.temporary else url_for("web.account"))


@door.post("/preferences")
@everyone
def keep_preferences() -> Response:
    return preferences.keep()


@door.get("/papers/<paper_id>")
@signed_in
def paper(paper_id: str) -> Response:
    """Give a paper to who may read it; the reading is recorded, and no browser opens it as a page."""
    about = desk.queries().paper(paper_id, me())
    return _handed_out(desk.queries().read_paper(paper_id, me(), desk.now()), about.name, about.media_type)


@door.get("/cases/<case_id>/letters/<key>")
@may(Kind.APPLICANT, Kind.CASEWORKER)
def letter(case_id: str, key: str) -> Response:
    """Print a letter of a case for who may read the case; the reading is recorded."""
    title, made = desk.queries().letter(case_id, key, me(), desk.now())
    return _handed_out(made, f"{title}.pdf", "application/pdf")


def _handed_out(content: bytes, name: str, media_type: str) -> Response:
    """A file to keep; its Chinese name goes into the header as RFC 6266 has it, since headers are Latin-1."""
    answer = send_file(BytesIO(content), mimetype=media_type, as_attachment=True, download_name=name)
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def ask_to_log_in() -> Response | None:
    """Let somebody whose session ended in the midst of a form log in without losing what they typed."""
    kept = None if request.path.startswith("/api/") else carrying.typed()
    return make_response(_login_page({}, [], kept), 401) if kept else None


def _login_page(values: Any, errors: list[FieldError], kept: carrying.Typed | None = None) -> str:
    return _page("web/login.html", LOGIN_FORM, values, errors, groups=seats.groups(), typed=kept)


def _register_page(values: Any, errors: list[FieldError]) -> str:
    return _page("web/register.html", REGISTER_FORM, values, errors)


def _account_page(errors: list[FieldError]) -> str:
    return _page("web/account.html", PASSWORD_FORM, {}, errors)


def _page(template: str, form: Form, values: Any, errors: list[FieldError], **more: Any) -> str:
    typed = {key: values[key] for key in values if key in form.keys and key != "password"}
    fields = form.render(typed, errors, lang=lang())
    summary = form.summary(errors, lang()) if errors else ""
    return render_template(template, fields=fields, summary=summary, errors=errors, **more)


def _home(person: Person) -> str:
    """The page that somebody's first role works on."""
    known = (HOME[kind] for kind in HOME if kind in person.kinds and HOME[kind] in current_app.view_functions)
    return url_for(next(known, "portal.start"))
