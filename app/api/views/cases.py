"""Cases over JSON: open one by its service's form, list, read, and read its facts."""

from typing import Any, Final, Protocol, cast
from uuid import UUID

from app.api.door import answers, asks, get, post
from app.api.handed import key, service_of, with_papers
from app.api.schemas import HeadersSchema, NewCaseSchema, PagedSchema
from app.api.shown import CaseLineSchema, CaseListSchema, CaseSchema, FactListSchema
from app.cases.shown.views import CaseLine, CasePage, Page
from app.errors import InvalidAnswers
from app.identity import Kind, Person
from app.web import desk
from app.web.access.guard import kinds, may, me
from app.web.access.limits import FILE, limiter

PER_PAGE: Final = 20
CHANGING: Final = (400, 401, 403, 404, 409, 413, 415, 422, 429, 503)
Json = dict[str, Any]


class Everything(Protocol):
    """What an auditor may list besides their own."""

    def cases_on(self, page: int, by: Person) -> Page[CaseLine]: ...


@post("/cases")
@may(Kind.APPLICANT)
@limiter.limit(FILE)
@asks(NewCaseSchema)
@asks(HeadersSchema, location="headers")
@answers(CaseLineSchema, 201, refusals=CHANGING)
def open_case(asked: Json, headers: Json) -> CaseLine:
    """Open a case of a service

    The answers are checked by the service's form exactly as the page checks them.
    """
    release = desk.in_force()
    service = service_of(release, asked.get("process"))
    form = desk.form_of(release, service.form)
    filled = form.validate(with_papers(asked["answers"], me()), **desk.around(release))
    if filled.errors:
        raise InvalidAnswers(filled.errors)
    home = filled.values.get(form.marked("home_division") or "") or "0"
    once = key(headers, me(), "open")
    data = {form.id: filled.values}
    opened = desk.cases().open(service.process, data, by=me(), now=desk.now(), key=once, division=home)
    return desk.queries().case(opened, me(), desk.now()).line


@get("/cases")
@may(Kind.APPLICANT, Kind.AUDITOR)
@asks(PagedSchema, location="query")
@answers(CaseListSchema, refusals=(401, 403, 422, 429, 503))
def list_cases(asked: Json) -> Page[CaseLine]:
    """List one's own cases, newest first; for an auditor all cases of their divisions"""
    if Kind.AUDITOR in kinds(me()):
        return cast("Everything", desk.queries()).cases_on(asked["page"], me())
    return desk.queries().mine(me(), desk.now(), asked["page"])


@get("/cases/<uuid:case_id>")
@may(Kind.APPLICANT, Kind.CASEWORKER, Kind.AUDITOR)
@answers(CaseSchema)
def read_case(case_id: UUID) -> CasePage:
    """Read a case; that it was read is recorded"""
    return desk.queries().case(str(case_id), me(), desk.now())


@get("/cases/<uuid:case_id>/facts")
@may(Kind.CASEWORKER, Kind.AUDITOR)
@answers(FactListSchema)
def read_facts(case_id: UUID) -> Json:
    """Read all facts of a case, in order; that they were read is recorded"""
    return {"items": desk.queries().facts(str(case_id), me(), desk.now())}
