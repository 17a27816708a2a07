"""The auditor's pages: all cases, one case step by step with its diagrams and decisions, and its proof on demand."""

from io import BytesIO
from typing import Any, Final, Protocol, cast

from flask import Blueprint, current_app, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from app.audit import proofs, searching
from app.audit.lifeline import lifeline
from app.audit.scene import scene
from app.audit.telling.folds import stretches
from app.audit.telling.story import Story
from app.calendar import legal_day
from app.cases.audit import EventLogs, Finding, Found, History, Readings
from app.cases.shown.views import Page
from app.errors import Problem
from app.identity import Kind
from app.web import desk
from app.web.access.guard import may, me
from app.web.law import law_of

door = Blueprint("audit", __name__, template_folder="templates", url_prefix="/audit")
MOST_PAGES: Final = 10_000
SIZES: Final = ("whole", "real")  # of the diagram; without either, whole where the fact stands nowhere in it


class Audit(Protocol):
    """The proofs; what they give is put into words here."""

    def verify(self, case_id: str | None = None) -> list[Any]: ...

    def replay(self, case_id: str) -> Any: ...


@door.get("/")
@may(Kind.AUDITOR)
def cases() -> str:
    """List the newest cases, or those that were looked for."""
    kept = searching.chosen(request.args)
    page = min(max(1, request.args.get("page", 1, type=int)), MOST_PAGES)
    found = _finding().search(searching.asked(kept), me(), desk.now(), page)
    shown = Page([_shown(one) for one in found.items], found.page, found.more)
    return render_template("audit/cases.html", found=shown, kept=kept, offer=searching.offer(me()))


@door.post("/")
@may(Kind.AUDITOR)
def search() -> Response:
    """Turn what was filled in into an address; an identity number becomes a mark that nobody can read it from."""
    kept: dict[str, Any] = {**searching.chosen(request.form)}
    if request.form.get("id_no", "").strip():
        kept["person"] = _finding().mark_of(request.form["id_no"])
    return redirect(url_for("audit.cases", _anchor="found", **kept))


@door.get("/log.xes")
@may(Kind.AUDITOR)
def event_log() -> Response:
    """Give the cases that were looked for as an event log; it names nobody."""
    written = BytesIO()
    _event_logs().write(searching.asked(searching.chosen(request.args)), me(), desk.now(), written)
    written.seek(0)
    name = f"cases-{legal_day(desk.now()).isoformat()}.xes"
    return send_file(written, "application/xml", as_attachment=True, download_name=name)


@door.get("/cases/<case_id>")
@may(Kind.AUDITOR)
def case(case_id: str) -> str:
    """Show a case as it stood at one of its facts; that somebody read it is recorded."""
    history = _readings().history(case_id, me(), desk.now())
    shown = _moment(history) if history.facts else {}
    return render_template("audit/case.html", line=history.line, history=history, **shown)


@door.post("/cases/<case_id>/verify")
@may(Kind.AUDITOR)
def verify(case_id: str) -> str:
    line = _readings().line(case_id, me())
    proof = proofs.verified(_audit().verify(case_id), _readings().length(case_id))
    return render_template("audit/proof.html", line=line, proof=proof)


@door.post("/cases/<case_id>/replay")
@may(Kind.AUDITOR)
def replay(case_id: str) -> str:
    line = _readings().line(case_id, me())
    try:
        proof = proofs.replayed(_audit().replay(case_id))
    except Problem as problem:  # what was erased or spoilt can't be run again, and that is the answer
        proof = proofs.impossible(problem.zh)
    return render_template("audit/proof.html", line=line, proof=proof)


def _moment(history: History) -> dict[str, Any]:
    """All that is shown of the fact asked for: the last, where none or none of this number is asked for."""
    facts, law = history.facts, law_of(history.release)
    last = facts[-1].seq
    asked = request.args.get("fact", last, type=int)
    at = asked if 1 <= asked <= last else last
    story = Story(history.line.process, law, facts)
    told = [story.tell(fact) for fact in facts]
    size = request.args.get("size") if request.args.get("size") in SIZES else None
    drawn = scene(facts[:at], history.line.process, law, request.args.get("diagram"))
    return {
        "stretches": stretches(told, at),
        "now": told[at - 1],
        "life": lifeline(facts, told, story, at),
        "answers": story.answers(facts[at - 1]),
        "last": last,
        "scene": drawn,
        "diagram": request.args.get("diagram"),
        "size": size,
        "whole": size == "whole" or (size is None and not any(row.now for row in drawn.rows)),
        "title": law.title(history.line.process),
        "outcome": law.outcome(history.line.process, history.line.outcome),
    }


def _shown(found: Found) -> dict[str, Any]:
    """A case in the list, in the words of its own release."""
    law, line = law_of(found.release), found.line
    items = [(law.say(name), law.say(outcome)) for name, outcome in found.items]
    title = law.title(line.process)
    return {"line": line, "title": title, "outcome": law.outcome(line.process, line.outcome), "items": items}


def _finding() -> Finding:
    return cast("Finding", current_app.extensions["finding"])


def _event_logs() -> EventLogs:
    return cast("EventLogs", current_app.extensions["event_logs"])


def _audit() -> Audit:
    return cast("Audit", current_app.extensions["audit"])


def _readings() -> Readings:
    return cast("Readings", current_app.extensions["readings"])
