"""Messages that no case has had: a page for who looks after the product."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.identity import Kind
from app.inbox.views import Page, door, page
from app.web import desk
from app.web.access.guard import may, me
from app.web.look.language import say
from app.web.look.masking import hide

REASON = "reason"
GIVEN, STILL = "已送达{n}个案件。", "目前仍没有案件在等待这条消息，继续保存。"
SETTLED, WANTED = "已了结，不再等待案件。", "请填写了结的理由。"


@door.get("/kept")
@may(Kind.OPERATOR)
def kept() -> str:
    return _page("")


@door.post("/kept/<path:message_id>/again")
@may(Kind.OPERATOR)
def again(message_id: str) -> Response:
    cases = desk.kept().try_again(message_id, me(), desk.now())
    flash(say(GIVEN if cases else STILL, n=len(cases)))
    return redirect(url_for("inbox.kept"))


@door.post("/kept/<path:message_id>/settle")
@may(Kind.OPERATOR)
def settle(message_id: str) -> Page | Response:
    reason = request.form.get(REASON, "").strip()
    if not reason:
        return _page(message_id), 422
    desk.kept().settle(message_id, reason, me(), desk.now())
    flash(say(SETTLED))
    return redirect(url_for("inbox.kept"))


def _page(lacking: str) -> str:
    """The list; `lacking` is the message whose reason was left out."""
    found = desk.kept().page(me(), desk.now(), page())
    return render_template("inbox/kept.html", found=found, hide=hide, lacking=lacking, wanted=say(WANTED))
