"""The API's routes: two lines each, one use case or query behind each."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast

from flask_smorest import Blueprint

from app.api import schemas
from app.cases.views import CasePage, FactLine, Page, TaskLine
from app.errors import InvalidAnswers, NotFound
from app.events.actor import Actor
from app.forms import Form
from app.identity import Kind
from app.web import desk, filing
from app.web.access.guard import may, me, signed_in
from app.web.access.limits import FILE, limiter

door = Blueprint("api", __name__, url_prefix="/api", description="Cases, tasks, messages and facts.")
Json = dict[str, Any]
View = TypeVar("View", bound=Callable[..., Any])
REFUSALS = {400: "Refused", 401: "Log in", 403: "Not allowed", 404: "Not found", 409: "Changed", 422: "Invalid"}


def typed(decorator: Any) -> Callable[[View], View]:
    """Say that a library's decorator leaves the view's type as it is."""
    return cast("Callable[[View], View]", decorator)


def refusals(*statuses: int) -> Callable[[View], View]:
    """Document the problems that a route can answer with."""

    def mark(view: View) -> View:
        for status in sorted({401, 429, 422, *statuses}, reverse=True):
            told = REFUSALS.get(status, "Too many requests")
            view = typed(door.alt_response(status, schema=schemas.Problem, description=told, content_type=PROBLEM))(
                view
            )
        return view

    return mark


PROBLEM = "application/problem+json"


@typed(door.route("/cases", methods=["POST"]))
@may(Kind.APPLICANT, Kind.CASEWORKER)
@limiter.limit(FILE)
@typed(door.arguments(schemas.NewCase))
@refusals(400, 403, 404)
@typed(door.response(201, schemas.CaseRef))
def open_case(asked: Json) -> Json:
    """Open a case with a form's answers; the same key gives the same case."""
    release = desk.in_force()
    form = desk.form_of(release, asked["form"])
    values = _checked(form, asked["answers"], desk.around(release))
    division = values.get(form.marked("home_division") or "") or "0"
    case_id = desk.cases().open(
        asked["process"], {form.id: values}, by=me(), now=desk.now(), key=asked["key"], division=division
    )
    return {"id": case_id, "number": desk.queries().case(case_id, me(), desk.now()).line.number}


@typed(door.route("/cases/<case_id>"))
@signed_in
@refusals(403, 404)
@typed(door.response(200, schemas.Case))
def one_case(case_id: str) -> CasePage:
    """Give a case's steps, results and open tasks."""
    return desk.queries().case(case_id, me(), desk.now())


@typed(door.route("/cases/<case_id>/facts"))
@signed_in
@refusals(403, 404)
@typed(door.response(200, schemas.Fact(many=True)))
def facts(case_id: str) -> Sequence[FactLine]:
    """List a case's facts in order."""
    return desk.queries().facts(case_id, me(), desk.now())


@typed(door.route("/tasks"))
@may(Kind.CASEWORKER)
@typed(door.arguments(schemas.TaskFilter, location="query"))
@refusals(403)
@typed(door.response(200, schemas.TaskPage))
def tasks(asked: Json) -> Page[TaskLine]:
    """List the open tasks of one's roles and divisions, oldest first."""
    return desk.queries().inbox(me(), desk.now(), **asked)


@typed(door.route("/tasks/<task_id>/claim", methods=["POST"]))
@may(Kind.CASEWORKER)
@refusals(403, 404, 409)
@typed(door.response(204))
def claim(task_id: str) -> None:
    """Take a task."""
    desk.cases().claim(task_id, me(), desk.now())


@typed(door.route("/tasks/<task_id>/complete", methods=["POST"]))
@may(Kind.APPLICANT, Kind.CASEWORKER)
@typed(door.arguments(schemas.Completion))
@refusals(400, 403, 404, 409)
@typed(door.response(200, schemas.CaseRef))
def complete(asked: Json, task_id: str) -> Json:
    """Complete a task with its form's answers."""
    found = desk.queries().task(task_id, me(), desk.now())
    release = desk.catalogue().release(found.release)
    values = _checked(desk.form_of(release, found.form_id), asked["answers"], desk.around(release, found.context))
    case_id = desk.cases().complete(task_id, values, by=me(), now=desk.now(), key=asked["key"])
    return {"id": case_id, "number": found.line.case_number}


@typed(door.route("/messages", methods=["POST"]))
@may(Kind.CASEWORKER, Kind.OPERATOR)
@typed(door.arguments(schemas.NewMessage))
@refusals(400, 403, 404)
@typed(door.response(202, schemas.CaseRefs))
def receive(asked: Json) -> Json:
    """Record a message; cases that wait for it, now or later, receive it."""
    release = desk.in_force()
    kind = next((k for k in desk.queries().messages(me(), desk.now()) if k.name == asked["message"]), None)
    if kind is None:
        raise NotFound("没有这种登记事项。")
    form = desk.form_of(release, kind.form_id) if kind.form_id else None
    payload = _checked(form, asked["payload"], desk.around(release)) if form else {}
    actor = Actor("person", me().id, me().roles[0].role, me().roles[0].division)
    reached = desk.cases().receive(
        kind.name, asked["key"], payload, actor=actor, now=desk.now(), message_id=asked["id"]
    )
    return {"cases": list(reached)}


def _checked(form: Form, answers: Json, around: Json) -> Json:
    """The answers that the form takes; papers are named by the ids under which they were stored."""
    raw = dict(answers)
    for slot in form.files():
        given = raw.get(slot.key) or []
        ids = given if isinstance(given, list) else [given]
        raw[slot.key] = [filing.paper(str(p.get("paper") if isinstance(p, dict) else p), me()) for p in ids]
    checked = form.validate(raw, **around)
    if checked.errors:
        raise InvalidAnswers(checked.errors)
    return checked.values
