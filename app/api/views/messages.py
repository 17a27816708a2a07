"""Messages over JSON: what reached an office is recorded and handed to every case that waits for it."""

from typing import Any, Final
from uuid import uuid4

from app.api.door import REFUSALS, answers, asks, get, post
from app.api.schemas import NewMessageSchema, PagedSchema
from app.api.shown import KeptMessageListSchema, ReceivedSchema
from app.api.views.cases import CHANGING
from app.errors import FieldError, InvalidAnswers, NotAllowed
from app.identity import Kind, Person
from app.web import desk
from app.web.access.guard import may, me

Json = dict[str, Any]
PER_PAGE: Final = 50
REPORTERS: Final = "outside"  # the reference list that says which outside system may report what


@post("/messages")
@may(Kind.CASEWORKER, Kind.OPERATOR, Kind.OUTSIDE)
@asks(NewMessageSchema)
@answers(ReceivedSchema, 201, refusals=CHANGING)
def record_message(asked: Json) -> Json:
    """Record a message that reached the office

    It is handed to every case that waits for it; if none does, it is kept until one will. What somebody tells an
    office of a change opens a case that looks into it first. An outside system shows its own token
    (`Authorization: Bearer`) and may report what the release lets it: that counts at once.
    """
    _let_report(me(), asked["message"])
    payload = _payload(asked["message"], asked["payload"])
    number = asked.get("id") or uuid4().hex
    message_id = f"api:{me().id}:{number}"  # one's own numbers: nobody can send what another sent once more
    taken = desk.cases().report(asked["message"], asked["key"], payload, by=me(), now=desk.now(), message_id=message_id)
    return {"id": number, "cases": taken.cases, "duplicate": taken.again}


@get("/messages")
@may(Kind.OPERATOR)
@asks(PagedSchema, "query")
@answers(KeptMessageListSchema, refusals=(*REFUSALS, 422))
def kept_messages(asked: Json) -> Json:
    """List messages that no case has had, newest first

    Each is kept for a year; a case that comes to wait for it has it then. Neither key nor content is told.
    """
    found = desk.cases().unclaimed(me(), asked["page"], PER_PAGE)
    return {"items": found[:PER_PAGE], "page": asked["page"], "more": len(found) > PER_PAGE}


def _let_report(by: Person, message: str) -> None:
    """Refuse what the release doesn't let an outside system report; people report whatever has a form."""
    if Kind.OUTSIDE not in by.kinds:
        return
    listed = desk.in_force().reference(REPORTERS)["systems"]
    if not any(message in listed.get(grant.department, ()) for grant in by.roles):
        raise NotAllowed(f"forms/reference/{REPORTERS}.json does not let {by.login} report {message}.")


def _payload(message: str, given: Json) -> Json:
    """Check the payload by the message's form; what has none is no message that anybody may record."""
    kind = next((one for one in desk.queries().messages(me(), desk.now()) if one.name == message), None)
    if kind is None:
        raise InvalidAnswers([FieldError("message", "", "现行流程图中没有这种消息。")])
    release = desk.in_force()
    filled = desk.form_of(release, kind.form_id).validate(given, **desk.around(release))
    if filled.errors:
        raise InvalidAnswers(filled.errors)
    return filled.values
