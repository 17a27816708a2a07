"""The pages on which an operator keeps accounts; a password is shown once, on the answer that made it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.cases.personnel import LoginTaken, NewAccount
from app.errors import FieldError, InvalidAnswers
from app.forms import Form
from app.identity import Kind
from app.personnel.asking import GRANT_FORM, NEW_FORM, offer
from app.web import desk
from app.web.access.guard import may, me
from app.web.look.language import lang, say

door = Blueprint("personnel", __name__, template_folder="templates", url_prefix="/people")
Page = tuple[str, int] | Response
Values = Mapping[str, Any]
DEEPEST_PAGE, LONGEST = 100_000, 80
SURE: Final = "sure"  # the button of the page that asks whether it is meant
FILTERS: Final = ("role", "division", "login")
NO_VALUES: Final[Values] = {}


@door.get("")
@may(Kind.OPERATOR)
def accounts() -> str:
    """List accounts as the address says, so that a choice can be kept and sent to others."""
    asked = {name: request.args.get(name, "").strip()[:LONGEST] for name in FILTERS}
    page = min(max(request.args.get("page", 1, type=int), 1), DEEPEST_PAGE)
    found = desk.personnel().page(me(), **asked, page=page)
    kept = {name: value for name, value in asked.items() if value}
    return render_template("personnel/list.html", found=found, kept=kept, offer=offer())


@door.get("/new")
@may(Kind.OPERATOR)
def new() -> str:
    return _new_page(NO_VALUES, [])


@door.post("/new")
@may(Kind.OPERATOR)
def add() -> Page:
    values, errors = _answers(NEW_FORM)
    if not errors:
        asked = NewAccount(values["login"], values["name"], [(values["role"], values["division"])])
        try:
            account_id, password = desk.personnel().add(asked, me(), desk.now())
            return _handed_over(account_id, password, made=True)
        except InvalidAnswers as wrong:
            errors = _said(wrong)
        except LoginTaken as taken:
            errors = [FieldError("login", "", say(taken.zh))]
    return _new_page(request.form, errors), 422


@door.get("/<account_id>")
@may(Kind.OPERATOR)
def account(account_id: str) -> str:
    return _account_page(account_id, NO_VALUES, [])


@door.post("/<account_id>/grant")
@may(Kind.OPERATOR)
def grant(account_id: str) -> Page:
    values, errors = _answers(GRANT_FORM)
    if not errors:
        try:
            desk.personnel().grant(account_id, values["role"], values["division"], me(), desk.now())
            return _done(account_id, "角色已增加，立即生效。")
        except InvalidAnswers as wrong:
            errors = _said(wrong)
    return _account_page(account_id, request.form, errors), 422


@door.post("/<account_id>/revoke")
@may(Kind.OPERATOR)
def revoke(account_id: str) -> Response:
    role, division = request.form.get("role", ""), request.form.get("division", "")
    desk.personnel().revoke(account_id, role, division, me(), desk.now())
    return _done(account_id, "角色已收回，立即生效。")


@door.post("/<account_id>/close")
@may(Kind.OPERATOR)
def close(account_id: str) -> str | Response:
    if SURE not in request.form:
        return _ask(account_id, "close")
    desk.personnel().close(account_id, me(), desk.now())
    return _done(account_id, "账号已停用，正在使用的登录也已退出。")


@door.post("/<account_id>/reopen")
@may(Kind.OPERATOR)
def reopen(account_id: str) -> Response:
    desk.personnel().reopen(account_id, me(), desk.now())
    return _done(account_id, "账号已恢复，可以用原来的密码登录。")


@door.post("/<account_id>/password")
@may(Kind.OPERATOR)
def password(account_id: str) -> str | Response:
    if SURE not in request.form:
        return _ask(account_id, "password")
    return _handed_over(account_id, desk.personnel().new_password(account_id, me(), desk.now()))


def _ask(account_id: str, what: str) -> str:
    """What would happen, and whether it is meant."""
    return render_template("personnel/sure.html", account=desk.personnel().one(account_id, me()), what=what)


def _done(account_id: str, words: str) -> Response:
    flash(say(words))
    return redirect(url_for("personnel.account", account_id=account_id))


def _handed_over(account_id: str, given: str, *, made: bool = False) -> Response:
    found = desk.personnel().one(account_id, me())
    answer = make_response(render_template("personnel/password.html", account=found, given=given, made=made))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _answers(asked: Form) -> tuple[Values, list[FieldError]]:
    answers = offer().bound(asked).validate(request.form.to_dict(flat=False), lang=lang())
    return answers.values, answers.errors


def _said(wrong: InvalidAnswers) -> list[FieldError]:
    return [replace(one, message=say(one.message)) for one in wrong.errors]


def _new_page(values: Values, errors: Sequence[FieldError]) -> str:
    return render_template("personnel/new.html", **_drawn(NEW_FORM, values, errors))


def _account_page(account_id: str, values: Values, errors: Sequence[FieldError]) -> str:
    found = desk.personnel().one(account_id, me())
    return render_template("personnel/account.html", account=found, **_drawn(GRANT_FORM, values, errors))


def _drawn(asked: Form, values: Values, errors: Sequence[FieldError]) -> dict[str, Any]:
    bound = offer().bound(asked)
    typed = {key: values[key] for key in values if key in bound.keys}
    fields = bound.render(typed, errors, lang=lang())
    return {"fields": fields, "summary": bound.summary(errors, lang()) if errors else "", "errors": errors}
