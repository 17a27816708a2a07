"""The auditor's pages: all cases, one case step by step with its diagrams and decisions, and its proof on demand."""

from typing import Any, Protocol, cast

from flask import Blueprint, current_app, render_template, request

from app.audit import proofs
from app.audit.names import law_of
from app.audit.scene import scene
from app.audit.story import Story
from app.cases.audit import History, Readings
from app.cases.views import CaseLine, Page
from app.identity import Kind
from app.web import desk
from app.web.access.guard import may, me

door = Blueprint("audit", __name__, template_folder="templates", url_prefix="/audit")


class Everything(Protocol):
    """What an auditor may list."""

    def cases_on(self, page: int) -> Page[CaseLine]: ...


class Audit(Protocol):
    """The proofs; what they give is put into words here."""

    def verify(self, case_id: str | None = None) -> list[Any]: ...

    def replay(self, case_id: str) -> Any: ...


@door.get("/")
@may(Kind.AUDITOR)
def cases() -> str:
    number = request.args.get("page", 1, type=int)
    found = cast("Everything", desk.queries()).cases_on(max(1, number))
    return render_template("audit/cases.html", found=found)


@door.get("/cases/<case_id>")
@may(Kind.AUDITOR)
def case(case_id: str) -> str:
    """Show a case as it stood at one of its facts; that somebody read it is recorded."""
    history = _readings().history(case_id, me(), desk.now())
    shown = {} if history.erased else _moment(history)
    return render_template("audit/case.html", line=history.line, erased=history.erased, **shown)


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
    return render_template("audit/proof.html", line=line, proof=proofs.replayed(_audit().replay(case_id)))


def _moment(history: History) -> dict[str, Any]:
    """All that is shown of the fact asked for: the last, where none or none of this number is asked for."""
    facts, law = history.facts, law_of(history.release)
    last = facts[-1].seq
    asked = request.args.get("fact", last, type=int)
    at = asked if 1 <= asked <= last else last
    story = Story(history.line.process, law, facts)
    told = [story.tell(fact) for fact in facts]
    drawn = scene(facts[:at], history.line.process, law, request.args.get("diagram"))
    return {
        "facts": told,
        "now": told[at - 1],
        "last": last,
        "scene": drawn,
        "diagram": request.args.get("diagram"),
        "whole": request.args.get("size") == "whole",
        "title": law.title(history.line.process),
        "outcome": law.outcome(history.line.process, history.line.outcome),
    }


def _audit() -> Audit:
    return cast("Audit", current_app.extensions["audit"])


def _readings() -> Readings:
    return cast("Readings", current_app.extensions["readings"])
