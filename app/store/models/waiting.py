"""Tables of what waits: tasks, jobs, messages, the outbox; only the store's own modules and migrations read them."""

from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import (
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    literal_column,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Instant, Tables
from app.store.models.cases import ID

OPEN = text("closed_at IS NULL")
COUNTED = ("division", "due_at", "case_no", "closed_at")  # behind what sorts: all that figures ask of an open task
READY = text("status = 'ready'")
INCIDENT = text("status = 'incident'")
WAITING = text("status = 'waiting'")


class OpenTaskRow(Tables):
    """A task laid before a role in a division; it stays when it is closed, with who closed it and how."""

    __tablename__ = "open_task"
    id: Mapped[str] = mapped_column(ID, primary_key=True)
    case_no: Mapped[int] = mapped_column(ForeignKey("case_.no"), index=True)
    ref: Mapped[str] = mapped_column(Text)
    process: Mapped[str] = mapped_column(String(80))
    element: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(Text)
    form: Mapped[str | None] = mapped_column(String(80))
    role: Mapped[str | None] = mapped_column(String(40))
    division: Mapped[str | None] = mapped_column(String(20))
    step: Mapped[str | None] = mapped_column(String(80))
    scripted: Mapped[str | None] = mapped_column(Text)
    opened_at: Mapped[datetime] = mapped_column(Instant)
    limit_at: Mapped[datetime | None] = mapped_column(Instant)  # its own, by the timer at its edge when it was laid
    due_at: Mapped[datetime | None] = mapped_column(Instant)  # that, or what the case's running clocks say, if sooner
    claimed_by: Mapped[str | None] = mapped_column(ID)
    claimed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_by: Mapped[str | None] = mapped_column(String(80))
    closed_how: Mapped[str | None] = mapped_column(String(12))  # completed, withdrawn

    __table_args__ = (
        Index("ix_open_task_inbox", "role", "division", "opened_at", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_open_task_wide", "role", "opened_at", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_open_task_due", "role", "due_at", "opened_at", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index(
            *("ix_open_task_name", "role", "name", "opened_at", "id", *COUNTED),
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index("ix_open_task_claimed", "claimed_by", sqlite_where=OPEN, postgresql_where=OPEN),
    )


class JobRow(Tables):
    """Something to do for a case at a time: wake a timer, or ask an outside system."""

    __tablename__ = "job"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_no: Mapped[int] = mapped_column(ForeignKey("case_.no"))
    kind: Mapped[str] = mapped_column(String(8))  # timer, ask
    ref: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime] = mapped_column(Instant)  # the business clock's
    not_before: Mapped[datetime | None] = mapped_column(Instant)  # the system clock's, for retries
    body: Mapped[bytes | None] = mapped_column(LargeBinary)  # sealed: delegate and inputs of an ask
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(10), default="ready")  # ready, done, dropped, incident

    __table_args__ = (
        UniqueConstraint("case_no", "kind", "ref"),
        Index("ix_job_due", "kind", "due_at", "id", sqlite_where=READY, postgresql_where=READY),
        Index("ix_job_incident", "id", sqlite_where=INCIDENT, postgresql_where=INCIDENT),
    )


def status_is(table: Any, status: str) -> ColumnElement[bool]:
    """Name a status in the statement itself, as the partial indexes do.

    SQLite prepares a statement anew whenever a value is bound to what a partial index is about.
    """
    return cast("ColumnElement[bool]", table.status == literal_column(f"'{status}'"))


# A timer, said so that no database looks for one case's among all that is due: `ix_job_due` doesn't fit it.
TIMER_OF_A_CASE = (JobRow.kind + "") == "timer"


class ClockRow(Tables):
    """A statutory clock of a case: its working days, those used before it last ran on, and when it runs out."""

    __tablename__ = "statutory_clock"
    case_no: Mapped[int] = mapped_column(ForeignKey("case_.no"), primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    days: Mapped[int]
    used: Mapped[int]
    since: Mapped[date | None] = mapped_column(Date)  # the legal day from which it runs; none while it stands
    stopped_by: Mapped[str | None] = mapped_column(Text)
    due_at: Mapped[datetime | None] = mapped_column(Instant)  # none while it stands, once it rang, once it ended
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    rang_at: Mapped[datetime | None] = mapped_column(Instant)
    body: Mapped[bytes] = mapped_column(LargeBinary)  # sealed: message and key

    __table_args__ = (Index("ix_statutory_clock_due", "due_at"),)


class SubscriptionRow(Tables):
    """A place of a case that waits for a message with a key, kept only as its index."""

    __tablename__ = "subscription"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_no: Mapped[int] = mapped_column(ForeignKey("case_.no"))
    ref: Mapped[str] = mapped_column(Text)
    message: Mapped[str] = mapped_column(String(80))
    key_index: Mapped[str] = mapped_column(String(64))
    opened_at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (UniqueConstraint("case_no", "ref"), Index("ix_subscription_match", "message", "key_index"))


class MessageRow(Tables):
    """A message that came, kept for every case that waits for it now or before it expires."""

    __tablename__ = "message"
    no: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    key_index: Mapped[str] = mapped_column(String(64))
    body: Mapped[bytes] = mapped_column(LargeBinary)  # sealed: key and payload
    actor_kind: Mapped[str] = mapped_column(String(10))
    actor_id: Mapped[str | None] = mapped_column(String(80))
    received_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime | None] = mapped_column(Instant)
    status: Mapped[str] = mapped_column(String(10), default="waiting")  # waiting, closed

    __table_args__ = (Index("ix_message_match", "name", "key_index", sqlite_where=WAITING, postgresql_where=WAITING),)


class DeliveryRow(Tables):
    """A message was handed to a case: once, never twice."""

    __tablename__ = "delivery"
    message_no: Mapped[int] = mapped_column(ForeignKey("message.no"), primary_key=True, autoincrement=False)
    case_no: Mapped[int] = mapped_column(ForeignKey("case_.no"), primary_key=True, autoincrement=False)
    ref: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Instant)


class OutboxRow(Tables):
    """Something to go out after the commit: tell an outside system, open a case, send a message to cases."""

    __tablename__ = "outbox"
    id: Mapped[int] = mapped_column(primary_key=True)
    case_no: Mapped[int] = mapped_column(ForeignKey("case_.no"), index=True)
    kind: Mapped[str] = mapped_column(String(8))  # tell, open, send
    key: Mapped[str] = mapped_column(String(300), unique=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)  # sealed
    created_at: Mapped[datetime] = mapped_column(Instant)
    not_before: Mapped[datetime | None] = mapped_column(Instant)
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(10), default="ready")  # ready, done, incident

    __table_args__ = (
        Index("ix_outbox_due", "id", sqlite_where=READY, postgresql_where=READY),
        Index("ix_outbox_incident", "id", sqlite_where=INCIDENT, postgresql_where=INCIDENT),
    )
