"""Where a door reaches for the rooms below it: what the factory handed in, and the time of this request."""

from datetime import datetime
from typing import Any, cast

from flask import current_app, g

from app.calendar import SHANGHAI
from app.forms import Form
from app.settings import Settings
from app.web.ports import Cases, Catalogue, Earlier, Figures, Kept, People, Personnel, Queries, Release


def cases() -> Cases:
    return cast("Cases", current_app.extensions["cases"])


def queries() -> Queries:
    return cast("Queries", current_app.extensions["queries"])


def earlier() -> Earlier:
    return cast("Earlier", current_app.extensions["earlier"])


def kept() -> Kept:
    return cast("Kept", current_app.extensions["kept"])


def figures() -> Figures:
    return cast("Figures", current_app.extensions["figures"])


def people() -> People:
    return cast("People", current_app.extensions["people"])


def personnel() -> Personnel:
    return cast("Personnel", current_app.extensions["personnel"])


def catalogue() -> Catalogue:
    return cast("Catalogue", current_app.extensions["catalogue"])


def settings() -> Settings:
    return cast("Settings", current_app.extensions["settings"])


def now() -> datetime:
    """The business time, asked once a request so that one request has one time."""
    if "now" not in g:
        g.now = current_app.extensions["now"]()
    return cast("datetime", g.now)


def in_force() -> Release:
    """The release by which something that begins today is done: looked up once a request, as its time is."""
    if "in_force" not in g:
        g.in_force = catalogue().in_force(now().astimezone(SHANGHAI).date())
    return cast("Release", g.in_force)


def form_of(release: Release, form_id: str) -> Form:
    """A form of a release, with the release's reference lists at hand."""
    return release.form(form_id).bound(release.reference)


def around(release: Release, context: Any = None) -> dict[str, Any]:
    """What a form needs besides the answers: the case's variables, host functions, the time."""
    return {"context": context or {}, "functions": cases().functions(release.number, now()), "now": now()}
