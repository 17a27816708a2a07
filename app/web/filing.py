"""A form handed in by a browser: its entries and its papers together, ready for the form to check; doors use it."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask import request

from app.errors import FieldError, NotAllowed, NotFound, Refused
from app.forms import Form, Slot
from app.identity import Person
from app.web import desk, uploads
from app.web.access.guard import me
from app.web.access.signs import is_id
from app.web.look.language import say


@dataclass(frozen=True)
class Filing:
    """What somebody entered, with the papers already stored, and what was wrong with the others."""

    raw: dict[str, Any]
    refused: list[FieldError]


def gather(form: Form, by: Person) -> Filing:
    """Read the request; papers are stored at once, so that an error elsewhere doesn't lose them."""
    raw: dict[str, Any] = {key: request.form.getlist(key) for key in form.keys if key in request.form}
    refused: list[FieldError] = []
    for slot in form.files():
        kept = [paper(paper_id, by) for paper_id in request.form.getlist(slot.key)]
        added, wrong = _stored(slot, by)
        raw[slot.key] = [*kept, *added] if slot.many or not added else added[-1:]
        refused += wrong
    return Filing(raw, refused)


def paper(paper_id: str, by: Person) -> dict[str, Any]:
    """A paper stored before, as a form's answer holds it; somebody else's is not found."""
    if not is_id(paper_id):
        raise NotFound("没有找到这份材料。")
    try:
        found = desk.queries().paper(paper_id, by)
    except NotAllowed as problem:
        raise NotFound("没有找到这份材料。") from problem
    return {"paper": found.id, "name": found.name, "type": found.media_type, "size": found.size}


def key() -> str:
    """The idempotency key of the form on the page, so that a double click is one submission.

    It is letters and digits: keys of the product's own hold a colon, and nobody can hand in one of those.
    """
    given = request.form.get("submission-key", "")
    return given if 16 <= len(given) <= 64 and given.isascii() and given.isalnum() else uuid4().hex


def done_already(task_id: str) -> None:
    """Pass over a closed task that this very submission closed; Conflict says who closed it otherwise."""
    desk.cases().complete(task_id, {}, by=me(), now=desk.now(), key=key())


def merged(refused: list[FieldError], errors: list[FieldError]) -> list[FieldError]:
    """One error a field: why a paper was refused says more than that it is missing."""
    first = {e.key: e for e in refused}
    return [first.pop(e.key, e) for e in errors] + list(first.values())


def _stored(slot: Slot, by: Person) -> tuple[list[dict[str, Any]], list[FieldError]]:
    added, wrong = [], []
    for file in request.files.getlist(slot.key):
        if not file.filename:
            continue
        try:
            content, name, media_type = uploads.read(file, slot)
        except Refused as problem:
            wrong.append(FieldError(slot.key, slot.label, say(problem.detail or problem.zh)))
            continue
        stored = desk.cases().store_paper(content, name, slot=slot.key, media_type=media_type, by=by, now=desk.now())
        added.append({"paper": stored, "name": name, "type": media_type, "size": len(content)})
    return added, wrong
