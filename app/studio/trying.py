"""The page on which an analyst tries a decision of a draft before it is published; it changes nothing."""

from flask import render_template, request

from app.errors import ModelError, Refused
from app.identity import Kind
from app.studio import ports, shown
from app.studio.naming import kind_of, title
from app.studio.trial import Trial
from app.studio.views import DRAFT, door
from app.web import desk
from app.web.access.guard import may, me


@door.get(f"{DRAFT}/try/<path:path>")
@may(Kind.ANALYST)
def attempt(number: int, path: str) -> str | tuple[str, int]:
    """Ask for a decision's inputs and, once they are filled in, show what the rules make of them."""
    found = ports.drafts().draft(number, me())
    found.file(path)
    if kind_of(path) != "dmn":
        raise Refused("只有决策表可以试算。")
    page = {"draft": found, "info": found.info, "path": path, "shown": shown, "now": desk.now()}
    page["title"] = title(path, found.files[path])
    try:
        trial = Trial(found, path, request.args.get("decision", ""), request.args)
    except ModelError:
        findings = shown.said(ports.drafts().findings(found), path)
        return render_template("studio/try.html", trial=None, outcome=None, findings=findings, **page), 422
    asked = request.args.get("do") == "try"
    wrong = asked and bool(trial.errors)
    outcome = trial.outcome() if asked and not wrong else None
    shown_page = render_template("studio/try.html", trial=trial, outcome=outcome, tried=asked, **page)
    return (shown_page, 422) if wrong else shown_page
