"""Papers over JSON: one upload each; the answers of a form then name them by id."""

from typing import Any, Final

from flask import request

from app.api.door import answers, asks, post
from app.api.handed import service_of
from app.api.schemas import NewPaperSchema
from app.api.shown import PaperSchema
from app.api.views.cases import CHANGING
from app.cases.shown.views import PaperFile
from app.errors import FieldError, InvalidAnswers
from app.forms import Slot
from app.identity import Kind
from app.web import desk, uploads
from app.web.access.guard import may, me
from app.web.access.limits import FILE, limiter

FILE_PART: Final = "file"
Json = dict[str, Any]


@post("/papers")
@may(Kind.APPLICANT, Kind.CASEWORKER)
@limiter.limit(FILE)
@asks(NewPaperSchema, location="query")
@answers(PaperSchema, 201, refusals=CHANGING)
def store_paper(asked: Json) -> PaperFile:
    """Hand in a paper

    `multipart/form-data` with one part `file`: a PDF, JPEG or PNG. The same content again is the same paper.
    """
    slot, file = _slot(asked), request.files.get(FILE_PART)
    if file is None:
        raise InvalidAnswers([FieldError(FILE_PART, "", "请上传文件。")])
    content, name, media_type = uploads.read(file, slot)
    paper_id = desk.cases().store_paper(content, name, slot=slot.key, media_type=media_type, by=me(), now=desk.now())
    return desk.queries().paper(paper_id, me())


def _slot(asked: Json) -> Slot:
    release = desk.in_force()
    form = desk.form_of(release, asked.get("form") or service_of(release, None).form)
    found = next((slot for slot in form.files() if slot.key == asked["slot"]), None)
    if found is None:
        raise InvalidAnswers([FieldError("slot", "", "表单中没有这一项材料。")])
    return found
