"""The duty to report a change: who holds a certificate or right tells it online, about a case of their own."""

from uuid import uuid4

from flask import abort

from app.identity import Kind
from app.portal.own import Telling
from app.portal.views import Page, door
from app.web import desk
from app.web.access.guard import may, me
from app.web.access.limits import handing_in, limiter

DONE = "变更报告已收到。处理的进度和结果写在这一页。"


@door.get("/applications/<case_id>/report")
@may(Kind.APPLICANT)
def report(case_id: str) -> str:
    return _reportable(case_id).page({}, [], uuid4().hex)


@door.post("/applications/<case_id>/report")
@may(Kind.APPLICANT)
@limiter.limit(handing_in)
def report_in(case_id: str) -> Page:
    """Open the case that the service names; whether anybody must look before the change counts is its diagram's say."""
    return _reportable(case_id).hand_in(DONE)


def _reportable(case_id: str) -> Telling:
    """A case of one's own of which something is held."""
    case = desk.queries().case(case_id, me(), desk.now())
    if case.to_report is None:
        abort(404)
    return Telling(case, case.to_report, "portal/report.html")
