"""Tables of a case and its facts; only the store's own modules and migrations read them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Instant, Tables

ID = Uuid(as_uuid=False)
GROWN = text("seq > anchored")


class StreamRow(Tables):
    """A chain of facts: a case, the releases, a day of readings; the number of its last fact is its revision."""

    __tablename__ = "stream"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    seq: Mapped[int] = mapped_column(default=0)
    head: Mapped[str] = mapped_column(String(64))
    data_key: Mapped[bytes | None] = mapped_column(LargeBinary)  # wrapped; none once erased
    erased_at: Mapped[datetime | None] = mapped_column(Instant)
    anchored: Mapped[int] = mapped_column(default=0, server_default=text("0"))  # the last fact that an anchor binds

    __table_args__ = (Index("ix_stream_grown", "id", sqlite_where=GROWN, postgresql_where=GROWN),)


class CommandRow(Tables):
    """One command as it was carried out, its key answering a second try; facts name it."""

    __tablename__ = "command"
    no: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    stream: Mapped[int | None] = mapped_column(ForeignKey("stream.id"))
    at: Mapped[datetime] = mapped_column(Instant)
    actor_kind: Mapped[str] = mapped_column(String(10))
    actor_id: Mapped[str | None] = mapped_column(String(80))
    actor_role: Mapped[str | None] = mapped_column(String(40))
    actor_division: Mapped[str | None] = mapped_column(String(20))
    product: Mapped[str] = mapped_column(String(20))
    result: Mapped[bytes | None] = mapped_column(LargeBinary)  # sealed


class FactRow(Tables):
    """One fact: its values sealed with the stream's key, or after erasure only the commitments to them."""

    __tablename__ = "fact"
    stream: Mapped[int] = mapped_column(ForeignKey("stream.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    command: Mapped[int] = mapped_column(ForeignKey("command.no"))
    kind: Mapped[str] = mapped_column(String(40))
    version: Mapped[int]
    algorithm: Mapped[str] = mapped_column(String(10))
    body: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class CaseRow(Tables):
    """What stays the same in a case from the day it was opened, and how it ended."""

    __tablename__ = "case_"
    no: Mapped[int] = mapped_column(ForeignKey("stream.id"), primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(ID, unique=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    process: Mapped[str] = mapped_column(String(80))
    release: Mapped[int]
    division: Mapped[str | None] = mapped_column(String(20))
    applicant: Mapped[str | None] = mapped_column(ID, index=True)
    subject: Mapped[str | None] = mapped_column(String(64), index=True)  # keyed index of the identity number
    opened_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    outcome: Mapped[str | None] = mapped_column(String(80))

    __table_args__ = (
        Index("ix_case__opened", "opened_at", "division", "process", "release"),
        Index("ix_case__ended", "ended_at", "division", "process", "opened_at", "release", "outcome"),
        Index("ix_case__division", "division", "no"),
        Index("ix_case__process", "process", "no"),
        Index("ix_case__outcome", "outcome", "no"),
    )


class CaseItemRow(Tables):
    """One thing that a case was asked for, and what came of it when the case ended: cases are found by it."""

    __tablename__ = "case_item"
    case_no: Mapped[int] = mapped_column(ForeignKey("case_.no"), primary_key=True, autoincrement=False)
    item: Mapped[str] = mapped_column(String(120), primary_key=True)
    outcome: Mapped[str | None] = mapped_column(String(80))

    __table_args__ = (Index("ix_case_item_found", "item", "outcome"), Index("ix_case_item_outcome", "outcome"))


class CaseStateRow(Tables):
    """Where a case stands: the engine's state, sealed, written anew by every command that moves it."""

    __tablename__ = "case_state"
    case_no: Mapped[int] = mapped_column(ForeignKey("case_.no"), primary_key=True, autoincrement=False)
    state: Mapped[bytes | None] = mapped_column(LargeBinary)


class CounterRow(Tables):
    """The last acceptance number given out, by day and division."""

    __tablename__ = "counter"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int]
