"""Tasks over JSON: list, read, claim, give back, complete."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from app.api.door import answers, asks, get, post
from app.api.handed import key, with_papers
from app.api.schemas import AnswersSchema, HeadersSchema, InboxSchema
from app.api.shown import CaseLineSchema, TaskListSchema, TaskSchema
from app.api.views.cases import CHANGING
from app.cases.shown.inbox import Choice
from app.cases.shown.views import CaseLine, Page, TaskLine, TaskPage
from app.identity import Kind
from app.web import desk
from app.web.access.guard import may, me

READING = (401, 403, 404, 409, 429, 503)
Json = dict[str, Any]


@get("/tasks")
@may(Kind.CASEWORKER)
@asks(InboxSchema, location="query")
@answers(TaskListSchema, refusals=(401, 403, 422, 429, 503))
def list_tasks(asked: Json) -> Page[TaskLine]:
    """List the open tasks of one's roles and divisions, oldest first"""
    choice = Choice(asked.get("role") or "", asked.get("division") or "", asked["state"], sort="age")
    return desk.queries().inbox(me(), desk.now(), choice, asked["page"])


@get("/tasks/<uuid:task_id>")
@may(Kind.APPLICANT, Kind.CASEWORKER, Kind.AUDITOR)
@answers(TaskSchema, refusals=READING)
def read_task(task_id: UUID) -> TaskPage:
    """Read an open task with its case; one that is finished is a conflict that says by whom and when"""
    found = desk.queries().task(str(task_id), me(), desk.now())
    return replace(found, values=_asked_for(found))


@post("/tasks/<uuid:task_id>/claim")
@may(Kind.CASEWORKER)
@answers(TaskSchema, refusals=CHANGING)
def claim_task(task_id: UUID) -> TaskPage:
    """Take a task upon oneself; one's own again changes nothing"""
    desk.cases().claim(str(task_id), me(), desk.now())
    return read_task_again(task_id)


@post("/tasks/<uuid:task_id>/release")
@may(Kind.CASEWORKER)
@answers(TaskSchema, refusals=CHANGING)
def release_task(task_id: UUID) -> TaskPage:
    """Give a task back for others to take"""
    desk.cases().release(str(task_id), me(), desk.now())
    return read_task_again(task_id)


@post("/tasks/<uuid:task_id>/complete")
@may(Kind.APPLICANT, Kind.CASEWORKER)
@asks(AnswersSchema)
@asks(HeadersSchema, location="headers")
@answers(CaseLineSchema, refusals=CHANGING)
def complete_task(asked: Json, headers: Json, task_id: UUID) -> CaseLine:
    """Hand in a task's form; the case moves on as far as it can"""
    given, once = with_papers(asked["answers"], me()), key(headers, me(), str(task_id))
    case_id = desk.cases().complete(str(task_id), given, by=me(), now=desk.now(), key=once)
    return desk.queries().case(case_id, me(), desk.now()).line


def read_task_again(task_id: UUID) -> TaskPage:
    """Show a task after something was done to it."""
    found = desk.queries().task(str(task_id), me(), desk.now())
    return replace(found, values=_asked_for(found))


def _asked_for(found: TaskPage) -> Json:
    """Of the case's variables only those that the task's form asks for."""
    if not found.form_id:
        return {}
    form = desk.form_of(desk.catalogue().release(found.release), found.form_id)
    return {name: found.values[name] for name in form.keys if name in found.values}
