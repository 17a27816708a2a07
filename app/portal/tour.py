"""The newcomer's tour of demo mode: who can try what, and a button that lets simulated time go on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Protocol, cast

from flask import Blueprint, current_app, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from app.cases.shown.views import DueLine
from app.web.access.guard import everyone
from app.web.look import seats
from app.web.look.language import say
from app.web.look.preferences import inside
from app.web.look.showing import instant

door = Blueprint("tour", __name__, template_folder="templates", url_prefix="/tour")
FEW: Final = 5


class Clock(Protocol):
    """The simulated clock, as far as the tour turns it."""

    def next_due(self) -> datetime | None: ...


class Cases(Protocol):
    """What moves when time goes on."""

    def falling_due(self, at: datetime) -> Sequence[DueLine]: ...

    def advance(self, to: datetime) -> int: ...


@door.get("/")
@everyone
def page() -> str:
    return render_template("portal/tour.html", groups=seats.groups(), due=next_due())


@door.post("/clock")
@everyone
def advance() -> Response:
    """Go on to the next due instant, do what falls due there, and say what; only in demo mode."""
    due, cases = next_due(), cast("Cases", current_app.extensions["cases"])
    if due is None:
        flash(say("目前没有等待到期的事项，时间没有推进。"))
    else:
        waiting = [_told(one) for one in cases.falling_due(due)]
        done = cases.advance(due)
        reached = instant(current_app.extensions["now"]())
        told = {"time": reached, "count": done, "what": _listed(waiting)}
        flash(say("时间已推进到 {time}，办理了 {count} 项到期事项：{what}", **told))
    return redirect(inside(request.form.get("back")))


def next_due() -> datetime | None:
    """The next instant at which something falls due on the simulated clock."""
    return cast("Clock", current_app.extensions["clock"]).next_due()


def _told(one: DueLine) -> str:
    what = one.what or say("办理时限届满")
    return say("{what}（{number}）", what=what, number=one.case_number)


def _listed(waiting: list[str]) -> str:
    """The first few of what fell due; the rest are counted."""
    told = say("；").join(waiting[:FEW])
    return say("{told}等", told=told) if len(waiting) > FEW else told
