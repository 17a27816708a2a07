"""Recording what reached the office from outside (a death, an objection): names and forms are the diagrams' own."""

from uuid import uuid4

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.cases.shown.views import MessageKind
from app.errors import FieldError, NotFound
from app.forms import Form
from app.identity import Kind
from app.inbox.views import Page, door
from app.web import desk, filing
from app.web.access.guard import may, me
from app.web.look.language import lang, say

KEY = "message-key"
LONGEST = 100
DONE = "已登记，{n}个案件已收到并开始处理。"
OPENED = "已登记，已另立案件办理。"
KEPT = "已登记并保存，目前没有案件在等待；有案件等待时会自动送达。"


@door.get("/reports")
@may(Kind.CASEWORKER, Kind.OPERATOR)
def messages() -> str:
    kinds = [(kind.name, _title(kind)) for kind in desk.queries().messages(me(), desk.now())]
    return render_template("inbox/messages.html", kinds=kinds)


@door.get("/reports/<name>")
@may(Kind.CASEWORKER, Kind.OPERATOR)
def message(name: str) -> str:
    return _page(_kind(name), {}, [], "", uuid4().hex)


@door.post("/reports/<name>")
@may(Kind.CASEWORKER, Kind.OPERATOR)
def record(name: str) -> Page | Response:
    kind = _kind(name)
    key = request.form.get(KEY, "").strip()[:LONGEST]
    form = _form(kind)
    filed = filing.gather(form, me())
    if request.form.get("do") != "submit":
        return _page(kind, filed.raw, [], key, filing.key())
    answers = form.validate(filed.raw, **desk.around(desk.in_force()), lang=lang())
    errors = [] if key and key.isprintable() else [FieldError(KEY, "", say("请填写对应的编号"))]
    errors += filing.merged(filed.refused, answers.errors)
    if errors:
        return _page(kind, filed.raw, errors, key, filing.key()), 422
    told = desk.cases().report(name, key, answers.values, by=me(), now=desk.now(), message_id=filing.key())
    flash(say(OPENED) if told.opened else say(DONE if told.cases else KEPT, n=len(told.cases)))
    return redirect(url_for("inbox.messages"))


def _kind(name: str) -> MessageKind:
    for kind in desk.queries().messages(me(), desk.now()):
        if kind.name == name:
            return kind
    raise NotFound("没有这种登记事项。")


def _form(kind: MessageKind) -> Form:
    return desk.form_of(desk.in_force(), kind.form_id)


def _title(kind: MessageKind) -> str:
    """The form's title says it to people; the diagram's name is for diagrams."""
    return _form(kind).title_in(lang()) or kind.title


def _page(kind: MessageKind, raw: dict[str, object], errors: list[FieldError], key: str, submission: str) -> str:
    fields = _form(kind).render(raw, errors, **desk.around(desk.in_force()), lang=lang())
    wrong = next((e.message for e in errors if e.key == KEY), "")
    return render_template(
        "inbox/message.html",
        title=_title(kind),
        fields=fields,
        errors=errors,
        wrong=wrong,
        key=key,
        submission=submission,
    )
