"""What the store hands out and takes in: frozen values, never table rows; use cases and rooms between read them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from app.errors import Conflict, Problem
from app.events.actor import Actor
from app.events.facts import Fact
from app.store.sealing import Sealer

Wire = Any


class AlreadyDone(Conflict):
    """The same command was carried out a moment ago; its recorded result tells what came of it."""

    zh = "这项操作刚刚已经办理，无需重复提交。"


class TaskClosed(Conflict):
    """The task is no longer open; the context holds it, with who closed it, how and when."""


class Busy(Problem):
    """The database was busy for too long; nothing was changed, try again."""

    status = 503
    zh = "系统繁忙，本次操作没有生效，请稍后再试。"


@dataclass(frozen=True)
class Command:
    """What is asked for, once: the key makes a second try harmless."""

    key: str
    actor: Actor
    at: datetime


@dataclass(frozen=True)
class NewCase:
    """A case to be opened; `subject` is the identity number, of which only the keyed index is kept."""

    id: str
    process: str
    release: int
    division: str | None
    applicant: str | None = None
    subject: str | None = field(default=None, repr=False)
    number: str | None = None


@dataclass(frozen=True)
class OpenTask:
    """A task as it stands in the table, open or closed."""

    id: str
    case_id: str
    ref: str
    process: str
    element: str
    name: str
    form: str | None
    role: str | None
    division: str | None
    step: str | None
    scripted: str | None
    opened_at: datetime
    claimed_by: str | None
    claimed_at: datetime | None
    closed_at: datetime | None
    closed_by: str | None
    closed_how: str | None
    due_at: datetime | None = None


@dataclass(frozen=True)
class CaseSummary:
    """A case without its state."""

    no: int
    id: str
    number: str
    process: str
    release: int
    division: str | None
    applicant: str | None
    opened_at: datetime
    ended_at: datetime | None
    outcome: str | None


@dataclass(frozen=True)
class ListedTask:
    """A task on a list with its case; no state where the case was erased."""

    task: OpenTask
    case: CaseSummary
    state: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Case(CaseSummary):
    """A case taken for a command: its state opened, its chain's head, its data key at hand; whether a time is due."""

    state: bytes | None = field(repr=False)
    revision: int
    head: str
    sealer: Sealer = field(repr=False)
    task: OpenTask | None = None
    due: bool = False

    @property
    def stream(self) -> str:
        return case_stream(self.id)

    def seal(self, purpose: str, wire: Wire) -> bytes:
        """Seal a value with the case's key; it opens only for this case and purpose."""
        return self.sealer.seal_value(purpose, self.id, wire)

    def open(self, purpose: str, sealed: bytes) -> Wire:
        return self.sealer.open_value(purpose, self.id, sealed)


@dataclass(frozen=True)
class Record:
    """A fact with when, by whom, under which command and where in its stream."""

    stream: str
    seq: int
    at: datetime
    actor: Actor
    command_id: str
    product: str
    fact: Fact = field(repr=False)
    hash: str


@dataclass(frozen=True)
class DueJob:
    """A timer or ask of a case that is due; `inputs` are opened for asks."""

    id: int
    case_id: str
    kind: str
    ref: str
    due_at: datetime
    attempts: int
    delegate: str | None = None
    inputs: Wire = field(default=None, repr=False)


@dataclass(frozen=True)
class Outgoing:
    """Something in the outbox that is to go out."""

    id: int
    case_id: str
    kind: str
    key: str
    body: Wire = field(repr=False)
    attempts: int


@dataclass(frozen=True)
class Incident:
    """A job or an outgoing thing whose tries are spent, and when the record says so; none if it does not."""

    id: int
    origin: str  # job, outbox
    kind: str
    ref: str
    case_id: str
    number: str
    process: str
    division: str | None
    attempts: int
    reason: str | None
    raised_at: datetime | None


@dataclass(frozen=True)
class Message:
    """A message as it was received."""

    id: str
    name: str
    key: str = field(repr=False)
    payload: Wire = field(repr=False)
    actor: Actor
    received_at: datetime
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Match:
    """A message and a case that waits for it and has not had it yet, and since when both are there."""

    message_id: str
    case_id: str
    ref: str
    since: datetime


@dataclass(frozen=True)
class RegisterEntry:
    """An entry of a register, opened."""

    id: int
    register: str
    key: str = field(repr=False)
    valid_from: date
    valid_to: date | None
    entry: Wire = field(repr=False)
    case_id: str | None
    recorded_at: datetime
    superseded_at: datetime | None


@dataclass(frozen=True)
class NewEntry:
    """An entry to be recorded; `subject` is the identity number, `source` makes a second try harmless."""

    register: str
    subject: str = field(repr=False)
    key: str = field(repr=False)
    valid_from: date
    valid_to: date | None
    entry: Wire = field(repr=False)
    source: str


@dataclass(frozen=True)
class Paper:
    """An uploaded paper, without its content."""

    id: str
    owner: str
    case_id: str | None
    slot: str
    name: str = field(repr=False)
    media_type: str
    size: int
    stored_at: datetime
    file: str = field(repr=False)
    data_key: bytes | None = field(repr=False)


@dataclass(frozen=True)
class GrantRecord:
    """A role in a division, as the table holds it."""

    role: str
    division: str
    department: str = ""


@dataclass(frozen=True)
class NewPerson:
    """Somebody to be added; `password` is an argon2 hash, `subject` the identity number (only its index is kept)."""

    id: str
    login: str
    name: str
    password: str | None = field(default=None, repr=False)
    grants: tuple[GrantRecord, ...] = ()
    subject: str | None = field(default=None, repr=False)
    temporary: bool = False  # the password was given by somebody else


@dataclass(frozen=True)
class PersonRecord:
    """Somebody who can log in, as the tables hold them."""

    id: str
    login: str
    name: str = field(repr=False)
    password: str | None = field(repr=False)
    active: bool
    grants: tuple[GrantRecord, ...]
    temporary: bool = False


@dataclass(frozen=True)
class ReleaseInfo:
    """A release without its files."""

    number: int
    hash: str
    author: str
    approver: str | None
    note: str
    effective_on: date
    published_at: datetime


def case_stream(case_id: str) -> str:
    return f"case:{case_id}"
