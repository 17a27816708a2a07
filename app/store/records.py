"""The recorded facts, opened: of a case for people and replay, of any stream for the auditor; nothing here writes."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from app.errors import NotFound
from app.events.actor import Actor
from app.events.facts import from_record
from app.store.db import snapshot
from app.store.keyring import Keyring
from app.store.models import CommandRow, FactRow, StreamRow
from app.store.rows import Record, case_stream
from app.store.sealing import Sealer
from app.store.writes.chains import FACTS, Envelope
from app.store.writes.ground import Found, Query

__all__ = ["Record", "envelope", "fact_rows", "facts_of", "opened", "records", "stream_names"]


def facts_of(case_id: str, *, keyring: Keyring, after: int = 0) -> list[Record]:
    """Read all facts of a case, or those after one, in order."""
    return records(case_stream(case_id), keyring=keyring, after=after)


def records(stream: str, *, keyring: Keyring, after: int = 0) -> list[Record]:
    """Read the facts of a stream, in order."""
    with snapshot() as connection:
        head = connection.execute(select(*StreamRow.__table__.c).where(StreamRow.name == stream)).first()
        if head is None:
            raise NotFound(f"stream {stream}")
        rows = connection.execute(fact_rows(head.id).where(FactRow.seq > after)).all()
    sealer = keyring.unwrap_or_erased(head.data_key, stream)
    return [opened(row, stream, sealer) for row in rows]


def stream_names() -> Iterator[str]:
    """Name every stream, in the order they began."""
    with snapshot() as connection:
        names = connection.execute(select(StreamRow.name).order_by(StreamRow.id)).scalars().all()
    yield from names


def fact_rows(stream_id: int) -> Query:
    command = [column for column in CommandRow.__table__.c if column.key in _COMMAND]
    query: Query = select(*FactRow.__table__.c, *command).join(CommandRow, CommandRow.no == FactRow.command)
    return query.where(FactRow.stream == stream_id).order_by(FactRow.seq)


_COMMAND = {"key", "at", "actor_kind", "actor_id", "actor_role", "actor_division", "product"}


def envelope(row: Found, stream: str, seq: int | None = None) -> Envelope:
    """Give what is open about a recorded fact; with another seq, as it would read in another place."""
    who = Actor(row.actor_kind, row.actor_id, row.actor_role, row.actor_division)
    place = row.seq if seq is None else seq
    return Envelope(stream, place, row.kind, row.version, row.at, who, row.key, row.product, row.algorithm)


def opened(row: Any, stream: str, sealer: Sealer) -> Record:
    """Give what one of `fact_rows` holds."""
    told = envelope(row, stream)
    body = sealer.open_value(FACTS, told.place, row.body)
    fact = from_record(row.kind, row.version, body)
    return Record(stream, row.seq, row.at, told.actor, row.key, row.product, fact, row.hash.hex())
