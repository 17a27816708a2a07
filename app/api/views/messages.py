"""Messages over JSON: what reached an office is recorded and handed to every case that waits for it."""

from typing import Any
from uuid import uuid4

from app.api.door import answers, asks, post
from app.api.schemas import NewMessageSchema
from app.api.shown import ReceivedSchema
from app.api.views.cases import CHANGING
from app.cases.service import actor
from app.errors import FieldError, InvalidAnswers
from app.events.canonical import refuse_reserved
from app.identity import Kind
from app.web import desk
from app.web.access.guard import may, me

Json = dict[str, Any]


@post("/messages")
@may(Kind.CASEWORKER, Kind.OPERATOR)
@asks(NewMessageSchema)
@answers(ReceivedSchema, 201, refusals=CHANGING)
def record_message(asked: Json) -> Json:
    """Record a message that reached the office

    It is handed to every case that waits for it; if none does, it is kept until one will.
    """
    payload = _payload(asked["message"], asked["payload"])
    number = asked.get("id") or uuid4().hex
    message_id = f"api:{me().id}:{number}"  # one's own numbers: nobody can send what another sent once more
    who = actor(me(), None)
    cases = desk.cases().receive(
        asked["message"], asked["key"], payload, actor=who, now=desk.now(), message_id=message_id
    )
    return {"id": number, "cases": cases}


def _payload(message: str, given: Json) -> Json:
    """Check the payload by the message's form, if it has one, else only that it can be kept."""
    kind = next((one for one in desk.queries().messages(me(), desk.now()) if one.name == message), None)
    if kind is None:
        raise InvalidAnswers([FieldError("message", "", "现行流程图中没有这种消息。")])
    if kind.form_id is None:
        refuse_reserved(given)
        return given
    release = desk.in_force()
    filled = desk.form_of(release, kind.form_id).validate(given, **desk.around(release))
    if filled.errors:
        raise InvalidAnswers(filled.errors)
    return filled.values
