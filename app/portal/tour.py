"""The newcomer's tour of demo mode: who can try what, and a button that lets simulated time go on."""

from datetime import datetime
from typing import Protocol, cast

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.web import desk
from app.web.access.guard import everyone
from app.web.look.language import say
from app.web.look.showing import instant

door = Blueprint("tour", __name__, template_folder="templates", url_prefix="/tour")


class Clock(Protocol):
    """The simulated clock, as far as the tour turns it."""

    def next_due(self) -> datetime | None: ...


class Cases(Protocol):
    """What moves when time goes on."""

    def advance(self, to: datetime) -> int: ...


@door.get("/")
@everyone
def page() -> str:
    return render_template("portal/tour.html", accounts=desk.people().demo_accounts(), due=_clock().next_due())


@door.post("/clock")
@everyone
def advance() -> Response:
    """Go on to the next due instant, do what falls due there, and say so; the factory opens this in demo mode only."""
    due = _clock().next_due()
    if due is None:
        flash(say("目前没有等待到期的事项，时间没有推进。"))
    else:
        done = cast("Cases", current_app.extensions["cases"]).advance(due)
        reached = instant(current_app.extensions["now"]())
        flash(say("时间已推进到 {time}，办理了 {count} 项到期事项。").format(time=reached, count=done))
    return redirect(url_for("tour.page"))


def _clock() -> Clock:
    return cast("Clock", current_app.extensions["clock"])
