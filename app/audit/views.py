"""The auditor's pages: all cases, one case's facts in order with each decision's rules, and its proof on demand."""

from typing import Any, Protocol, cast

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.audit.words import SENTENCES, about, tables
from app.cases.views import CaseLine, Page
from app.identity import Kind
from app.web import desk
from app.web.access.guard import may, me
from app.web.look.language import say

door = Blueprint("audit", __name__, template_folder="templates", url_prefix="/audit")


class Everything(Protocol):
    """What an auditor may list."""

    def cases_on(self, page: int) -> Page[CaseLine]: ...


class Audit(Protocol):
    """The proofs; what they give is shown as it is."""

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
    """Show the facts of a case; that somebody read them is recorded."""
    line = desk.queries().case(case_id, me(), desk.now()).line
    facts = desk.queries().facts(case_id, me(), desk.now())
    shown = [(fact, SENTENCES[fact.kind], about(fact.body), tables(fact.body.get("explanation"))) for fact in facts]
    return render_template("audit/case.html", line=line, facts=shown)


@door.post("/cases/<case_id>/verify")
@may(Kind.AUDITOR)
def verify(case_id: str) -> Response:
    desk.queries().facts(case_id, me(), desk.now())
    breaks = _audit().verify(case_id)
    for one in breaks:
        flash(say("事实链在第 {n} 条断开：").format(n=one.seq) + f"{one.what} {one.detail}")
    if not breaks:
        flash(say("事实链完整：没有缺失、改动、插入或调换的事实。"))
    return redirect(url_for("audit.case", case_id=case_id))


@door.post("/cases/<case_id>/replay")
@may(Kind.AUDITOR)
def replay(case_id: str) -> Response:
    desk.queries().facts(case_id, me(), desk.now())
    found = _audit().replay(case_id)
    for one in found.differences:
        flash(say("回放不一致：") + one)
    if not found.differences:
        flash(
            say("回放一致：重新执行 {commands} 个命令，{facts} 条事实和状态全部相同。").format(
                commands=found.commands, facts=found.facts
            )
        )
    return redirect(url_for("audit.case", case_id=case_id))


def _audit() -> Audit:
    return cast("Audit", current_app.extensions["audit"])
