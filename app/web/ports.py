"""What the doors ask of the rooms below, as types: the factory hands in objects that answer to them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from app.cases.shown.views import (
    CaseLine,
    CasePage,
    DemoAccount,
    FactLine,
    Incident,
    MessageKind,
    Page,
    PaperFile,
    TaskLine,
    TaskPage,
)
from app.events.actor import Actor
from app.forms import Form
from app.identity import Person

Values = Mapping[str, Any]


class Cases(Protocol):
    """The commands on a case."""

    def open(self, process_id: str, data: Values, *, by: Person, now: datetime, key: str, division: str) -> str: ...

    def claim(self, task_id: str, by: Person, now: datetime) -> object: ...

    def release(self, task_id: str, by: Person, now: datetime) -> object: ...

    def complete(self, task_id: str, answers: Values, *, by: Person, now: datetime, key: str) -> str: ...

    def receive(
        self, message: str, key: str, payload: Values, *, actor: Actor, now: datetime, message_id: str
    ) -> Sequence[str]: ...

    def retry(self, incident_id: str, by: Person, now: datetime) -> object: ...

    def store_paper(
        self,
        content: bytes,
        name: str,
        *,
        slot: str,
        media_type: str,
        by: Person,
        now: datetime,
    ) -> str: ...

    def functions(self, release: int, now: datetime) -> Mapping[str, Callable[..., Any]]: ...


class Queries(Protocol):
    """What may be read, by whom."""

    def inbox(
        self,
        by: Person,
        now: datetime,
        *,
        role: str | None = None,
        division: str | None = None,
        state: str = "all",
        page: int = 1,
    ) -> Page[TaskLine]: ...

    def task(self, task_id: str, by: Person, now: datetime) -> TaskPage: ...

    def case(self, case_id: str, by: Person, now: datetime) -> CasePage: ...

    def mine(self, by: Person, now: datetime, page: int = 1) -> Page[CaseLine]: ...

    def may_file(self, process_id: str, by: Person, now: datetime) -> bool: ...

    def paper(self, paper_id: str, by: Person) -> PaperFile: ...

    def read_paper(self, paper_id: str, by: Person, now: datetime) -> bytes: ...

    def letter(self, case_id: str, key: str, by: Person, now: datetime) -> tuple[str, bytes]: ...

    def incidents(self, by: Person, now: datetime, page: int = 1) -> Page[Incident]: ...

    def messages(self, by: Person, now: datetime) -> Sequence[MessageKind]: ...

    def facts(self, case_id: str, by: Person, now: datetime) -> Sequence[FactLine]: ...


class People(Protocol):
    """Accounts."""

    def login(self, login: str, password: str) -> Person | None: ...

    def person(self, person_id: str) -> Person | None: ...

    def register(self, login: str, name: str, password: str, now: datetime) -> Person: ...

    def demo_accounts(self) -> Sequence[DemoAccount]: ...


class Release(Protocol):
    """A release, as far as pages need it."""

    @property
    def number(self) -> int: ...

    @property
    def files(self) -> Mapping[str, bytes]: ...

    def form(self, form_id: str) -> Form: ...

    def reference(self, name: str) -> Any: ...


class Catalogue(Protocol):
    """The releases."""

    def in_force(self, on: date) -> Release: ...

    def release(self, number: int) -> Release: ...
