"""Messages: kept when they come, handed once to every case that waits for them; unit.py calls it."""

from datetime import datetime

from sqlalchemy import exists, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.errors import Conflict, NotFound
from app.events.actor import Actor
from app.store.keyring import Keyring
from app.store.models import DeliveryRow, MessageRow
from app.store.models.waiting import status_is
from app.store.rows import AlreadyDone, Case, Message
from app.store.writes.ground import Found, Ground

MESSAGE = "message"


class Messages(Ground):
    """What came in from other cases, people and outside systems."""

    def keep_message(self, message: Message) -> bool:
        """Keep a message until it expires; False when it had come before (its id is its idempotency key)."""
        values = {
            "id": message.id,
            "name": message.name,
            "key_index": message_index(self.keyring, message.name, message.key),
            "body": self.keyring.seal_value(MESSAGE, message.id, {"key": message.key, "payload": message.payload}),
            "actor_kind": message.actor.kind,
            "actor_id": message.actor.id,
            "received_at": message.received_at,
            "expires_at": message.expires_at,
            "status": "waiting",
        }
        kept = self.upsert(MessageRow).values(**values).on_conflict_do_nothing(index_elements=["id"])
        return self.run(kept.returning(MessageRow.no)).first() is not None

    def message(self, message_id: str) -> Message:
        row = self.run(select(*MessageRow.__table__.c).where(MessageRow.id == message_id)).first()
        if row is None:
            raise NotFound(f"message {message_id}")
        return message_of(row, self.keyring)

    def deliver(self, message_id: str, case: Case, ref: str) -> None:
        """Record that the case has had the message; a second time is AlreadyDone, whatever place waits."""
        number = select(MessageRow.no).where(MessageRow.id == message_id).scalar_subquery()
        row = {"message_no": number, "case_no": case.no, "ref": ref, "at": self.now}
        try:
            self.run(insert(DeliveryRow).values(**row))
        except IntegrityError as twice:
            raise AlreadyDone(f"message {message_id} to case {case.number}") from twice

    def close_message(self, message_id: str) -> None:
        """Let nobody have a message that nobody has had; one that was had or closed meanwhile is a Conflict."""
        had = select(DeliveryRow.case_no).where(DeliveryRow.message_no == MessageRow.no)
        kept = update(MessageRow).where(MessageRow.id == message_id, status_is(MessageRow, "waiting"), ~exists(had))
        if self.run(kept.values(status="closed")).rowcount != 1:
            self.message(message_id)
            raise Conflict("The message is no longer kept.")

    def expire_messages(self, now: datetime) -> int:
        over = update(MessageRow).where(status_is(MessageRow, "waiting"), MessageRow.expires_at <= now)
        return self.run(over.values(status="closed")).rowcount


def message_index(keyring: Keyring, name: str, key: str) -> str:
    return keyring.index(key, f"message:{name}")


def message_of(row: Found, keyring: Keyring) -> Message:
    body = keyring.open_value(MESSAGE, row.id, row.body)
    actor = Actor(row.actor_kind, row.actor_id)
    return Message(row.id, row.name, body["key"], body["payload"], actor, row.received_at, row.expires_at)
