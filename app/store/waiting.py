"""What is due, what is to go out, which messages wait for whom, and what has failed; `reads` gives it on."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, String, and_, bindparam, cast, exists, func, literal, or_, select, text, union_all

from app.events.facts import IncidentRaised
from app.store.db import Instant, reading
from app.store.keyring import Keyring
from app.store.models import (
    CaseRow,
    CommandRow,
    DeliveryRow,
    FactRow,
    JobRow,
    MessageRow,
    OutboxRow,
    StreamRow,
    SubscriptionRow,
)
from app.store.models.waiting import TIMER_OF_A_CASE, status_is
from app.store.rows import DueJob, Incident, Match, Outgoing, case_stream
from app.store.writes.ground import Query
from app.store.writes.messages import message_of
from app.store.writes.waits import ASK


@dataclass(frozen=True)
class KeptMessage:
    """A message that no case has had: what it is called, who sent it and when; whom it is about, if that is opened."""

    id: str
    name: str
    sender: str | None
    received_at: datetime
    sender_kind: str
    expires_at: datetime | None
    key: str = field(default="", repr=False)


JOB = (JobRow.id, CaseRow.id.label("case_id"), JobRow.kind, JobRow.ref, JobRow.due_at, JobRow.attempts)


def due_timers(
    now: datetime, *, keyring: Keyring | None = None, case_id: str | None = None, limit: int = 100
) -> list[DueJob]:
    """List timers due by the business clock, in the order they were due, of all cases or of one."""
    del keyring  # a timer holds nothing sealed; asked for so that both kinds of job are listed alike
    asked = {"by_now": now, "at_most": limit} | ({} if case_id is None else {"of_case": case_id})
    with reading() as connection:
        return [DueJob(*row) for row in connection.execute(_due(of_case=case_id is not None), asked)]


@cache
def _due(*, of_case: bool) -> Query:
    """Build the question once: each wake asks it twice."""
    query: Query = select(*JOB).join(CaseRow, CaseRow.no == JobRow.case_no)
    query = query.where(status_is(JobRow, "ready"), JobRow.due_at <= bindparam("by_now", type_=Instant))
    whose = (TIMER_OF_A_CASE, CaseRow.id == bindparam("of_case")) if of_case else (JobRow.kind == "timer",)
    return query.where(*whose).order_by(JobRow.due_at, JobRow.id).limit(bindparam("at_most", type_=Integer))


def next_due(after: datetime | None = None) -> datetime | None:
    """Give the earliest instant at which a timer is due."""
    query = select(func.min(JobRow.due_at)).where(JobRow.kind == "timer", status_is(JobRow, "ready"))
    if after is not None:
        query = query.where(JobRow.due_at > after)
    with reading() as connection:
        found: datetime | None = connection.execute(query).scalar()
    return found


def due_asks(system_now: datetime, *, keyring: Keyring, limit: int = 100) -> list[DueJob]:
    """List questions to outside systems whose time for a (further) try has come by the system's clock."""
    query = select(*JOB, JobRow.body, StreamRow.data_key).join(CaseRow, CaseRow.no == JobRow.case_no)
    query = query.join(StreamRow, StreamRow.id == CaseRow.no).where(JobRow.kind == ASK, status_is(JobRow, "ready"))
    query = query.where(StreamRow.data_key.is_not(None))  # an erased case asks nothing any more
    ready = or_(JobRow.not_before.is_(None), JobRow.not_before <= system_now)
    with reading() as connection:
        rows = connection.execute(query.where(ready).order_by(JobRow.due_at, JobRow.id).limit(limit)).all()
    return [_ask(row, keyring) for row in rows]


def due_outbox(system_now: datetime, *, keyring: Keyring, limit: int = 100) -> list[Outgoing]:
    """List what is to go out, oldest first."""
    ready = or_(OutboxRow.not_before.is_(None), OutboxRow.not_before <= system_now)
    query = select(*OutboxRow.__table__.c, CaseRow.id.label("case_id"), StreamRow.data_key)
    query = query.join(CaseRow, CaseRow.no == OutboxRow.case_no).join(StreamRow, StreamRow.id == CaseRow.no)
    query = query.where(StreamRow.data_key.is_not(None))  # and tells nothing
    with reading() as connection:
        rows = connection.execute(
            query.where(status_is(OutboxRow, "ready"), ready).order_by(OutboxRow.id).limit(limit)
        ).all()
    return [_outgoing(row, keyring) for row in rows]


def matches(*, message_id: str | None = None, case_id: str | None = None, limit: int = 1000) -> list[Match]:
    """List kept messages and cases that wait for them and have not had them; one place a case, oldest message first."""
    given = {"of_message": message_id, "of_case": case_id}
    asked: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    with reading() as connection:
        found = connection.execute(_matches(*asked), {**asked, "at_most": limit}).all()
    return [Match(message, case, ref, max(received, opened)) for message, case, ref, received, opened in found]


@cache
def _matches(*named: str) -> Query:
    """Build the question once: each wake asks it."""
    had = select(DeliveryRow.case_no).where(
        DeliveryRow.message_no == MessageRow.no, DeliveryRow.case_no == SubscriptionRow.case_no
    )
    waiting = and_(MessageRow.name == SubscriptionRow.message, MessageRow.key_index == SubscriptionRow.key_index)
    seen = (MessageRow.id, CaseRow.id, func.min(SubscriptionRow.ref), MessageRow.received_at)
    query: Query = (
        select(*seen, func.min(SubscriptionRow.opened_at))
        .join(SubscriptionRow, waiting)
        .join(CaseRow, CaseRow.no == SubscriptionRow.case_no)
        .where(status_is(MessageRow, "waiting"), ~exists(had))
        .group_by(MessageRow.no, MessageRow.id, MessageRow.received_at, CaseRow.no, CaseRow.id)
        .order_by(MessageRow.no, CaseRow.no)
        .limit(bindparam("at_most", type_=Integer))
    )
    columns = {"of_message": MessageRow.id, "of_case": CaseRow.id}
    return query.where(*(columns[name] == bindparam(name) for name in named))


def kept(*, limit: int, offset: int = 0, opened_by: Keyring | None = None) -> list[KeptMessage]:
    """List what reached the product and no case has had, newest first; whom it is about only with the keys."""
    had = select(DeliveryRow.case_no).where(DeliveryRow.message_no == MessageRow.no)
    query = select(*MessageRow.__table__.c).where(status_is(MessageRow, "waiting"), ~exists(had))
    with reading() as connection:
        rows = connection.execute(query.order_by(MessageRow.no.desc()).limit(limit).offset(offset)).all()
    return [_kept(row, opened_by) for row in rows]


def _kept(row: Any, opened_by: Keyring | None) -> KeptMessage:
    about = message_of(row, opened_by).key if opened_by else ""
    return KeptMessage(row.id, row.name, row.actor_id, row.received_at, row.actor_kind, row.expires_at, about)


def had_by(message_id: str) -> list[str]:
    """List the cases that have had a message."""
    query = select(CaseRow.id).join(DeliveryRow, DeliveryRow.case_no == CaseRow.no)
    query = query.join(MessageRow, MessageRow.no == DeliveryRow.message_no).where(MessageRow.id == message_id)
    with reading() as connection:
        return list(connection.execute(query.order_by(CaseRow.no)).scalars())


def incidents(*, limit: int = 100, offset: int = 0) -> list[Incident]:
    """List jobs and outgoing things whose tries are spent, oldest case first."""
    both = union_all(_failed("job", JobRow, JobRow.ref), _failed("outbox", OutboxRow, OutboxRow.key))
    query = both.order_by(text("number, origin, id")).limit(limit).offset(offset)
    with reading() as connection:
        rows = connection.execute(query).mappings().all()
    return [Incident(**row) for row in rows]


def _failed(origin: str, table: Any, ref: Any) -> Query:
    query: Query = (
        select(
            table.id.label("id"),
            literal(origin).label("origin"),
            table.kind,
            ref.label("ref"),
            CaseRow.id.label("case_id"),
            CaseRow.number.label("number"),
            CaseRow.process,
            CaseRow.division,
            table.attempts,
            table.last_error.label("reason"),
            _raised_at(origin, table).label("raised_at"),
        )
        .join(CaseRow, CaseRow.no == table.case_no)
        .where(status_is(table, "incident"))
    )
    return query


def _raised_at(origin: str, table: Any) -> Any:
    """Ask when a failure last became an incident: its command is named after it, others may be at the same place."""
    named = CommandRow.key.startswith(literal(f"incident:{origin}:") + cast(table.id, String) + ":")
    told = select(func.max(CommandRow.at)).join(FactRow, FactRow.command == CommandRow.no)
    return told.where(FactRow.stream == table.case_no, FactRow.kind == IncidentRaised.kind, named).scalar_subquery()


def _ask(row: Any, keyring: Keyring) -> DueJob:
    sealer = keyring.unwrap_or_erased(row.data_key, case_stream(row.case_id))
    body = sealer.open_value(f"{ASK}:{row.ref}", row.case_id, row.body)
    return DueJob(row.id, row.case_id, row.kind, row.ref, row.due_at, row.attempts, body["delegate"], body["inputs"])


def _outgoing(row: Any, keyring: Keyring) -> Outgoing:
    sealer = keyring.unwrap_or_erased(row.data_key, case_stream(row.case_id))
    body = sealer.open_value(f"outbox:{row.key}", row.case_id, row.body)
    return Outgoing(row.id, row.case_id, row.kind, row.key, body, row.attempts)
