"""Rating how a case of one's own was handled, once it has ended and once only."""

from uuid import uuid4

from flask import abort, flash, redirect, url_for
from werkzeug.wrappers import Response

from app.identity import Kind
from app.portal.own import Telling
from app.portal.views import Page, door
from app.web import desk
from app.web.access.guard import may, me
from app.web.access.limits import handing_in, limiter
from app.web.look.language import say

DONE = "感谢您的评价。您的评价和回访的结果写在这一页。"
AGAIN = "这次办理已经评价过，一件事评价一次。您的评价和回访的结果写在这一页。"


@door.get("/applications/<case_id>/rate")
@may(Kind.APPLICANT)
def rate(case_id: str) -> Page:
    found = _ratable(case_id)
    return found.page({}, [], uuid4().hex) if isinstance(found, Telling) else found


@door.post("/applications/<case_id>/rate")
@may(Kind.APPLICANT)
@limiter.limit(handing_in)
def rate_in(case_id: str) -> Page:
    found = _ratable(case_id)
    return found.hand_in(DONE) if isinstance(found, Telling) else found


def _ratable(case_id: str) -> Telling | Response:
    """A case of one's own that can be rated; the way to its rating where it has one."""
    case = desk.queries().case(case_id, me(), desk.now())
    if case.rating:
        flash(say(AGAIN))
        return redirect(url_for("portal.one", case_id=case.rating))
    if case.to_rate is None:
        abort(404)
    return Telling(case, case.to_rate, "portal/rate.html")
