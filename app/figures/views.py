"""The page of figures, and each of its tables as a file."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final

from flask import Blueprint, abort, render_template, request, send_file
from werkzeug.wrappers import Response

from app.cases.figures import Place, Report
from app.figures import asking
from app.figures.asking import Asked, asked, named, offer
from app.figures.sheets import Sheet, blocks, sheets, totals
from app.figures.spreadsheet import written
from app.identity import Kind
from app.web import desk
from app.web.access.guard import may, me
from app.web.look.language import say
from app.web.look.showing import instant

door = Blueprint("figures", __name__, template_folder="templates")
Page = str | tuple[str, int] | Response
STAFF: Final = (Kind.CASEWORKER, Kind.OPERATOR, Kind.AUDITOR)


@door.get("/figures")
@may(*STAFF)
def page() -> Page:
    """Show the figures as the address says, so that they can be kept and sent to others."""
    places, choice = _asked()
    report = _report(choice)
    told: dict[str, Any] = {}
    if report is not None:
        shown = sheets(report, places)
        told = {"sheets": shown, "totals": totals(report), "blocks": blocks(shown["results"], report)}
    offered = offer(choice, places, asking.today())
    answer = render_template(
        "figures/page.html",
        choice=choice,
        offer=offered,
        place=_place(choice, places),
        report=report,
        **told,
    )
    return (answer, 422) if choice.errors else answer


@door.get("/figures/<sheet>.csv")
@may(*STAFF)
def table(sheet: str) -> Page:
    """Give one table as a file; a choice that can't be told leads back to the page that says so."""
    places, choice = _asked()
    report = _report(choice)
    if report is None:
        return page()
    found = sheets(report, places).get(sheet)
    if found is None:
        abort(404)
    content = written(found, _place(choice, places), _when(found, choice))
    name = f"figures-{sheet}-{choice.division}-{choice.key}.csv"
    return send_file(BytesIO(content), "text/csv; charset=utf-8", as_attachment=True, download_name=name)


def _asked() -> tuple[Sequence[Place], Asked]:
    places = desk.figures().places(me(), desk.now())
    return places, asked(request.args, places, asking.today())


def _report(choice: Asked) -> Report | None:
    if choice.period is None:
        return None
    return desk.figures().report(choice.division, choice.period, me(), desk.now(), choice.process)


def _place(choice: Asked, places: Sequence[Place]) -> str:
    return next((named(place) for place in places if place.code == choice.division), "")


def _when(sheet: Sheet, choice: Asked) -> str:
    return say("截至{now}", now=instant(desk.now())) if sheet.now else choice.called
