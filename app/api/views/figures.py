"""How the work goes, as counts over JSON."""

from typing import Any

from app.api.door import answers, asks, get
from app.api.schemas import FiguresAskedSchema
from app.api.shown import FiguresSchema
from app.cases.figures import Period, Report
from app.identity import Kind
from app.web import desk
from app.web.access.guard import may, me


@get("/figures")
@may(Kind.CASEWORKER, Kind.OPERATOR, Kind.AUDITOR)
@asks(FiguresAskedSchema, location="query")
@answers(FiguresSchema, refusals=(401, 403, 422, 429, 503))
def read_figures(asked: dict[str, Any]) -> Report:
    """Count the cases opened and ended in a period, what came of them, and what is open now"""
    division = asked["division"] or desk.figures().places(me(), desk.now())[0].code
    period = Period(asked["since"], asked["until"])
    return desk.figures().report(division, period, me(), desk.now(), asked["process"])
