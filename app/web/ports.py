"""What the doors ask of the rooms below, as types: the factory hands in objects that answer to them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from app.cases.figures import Period, Place, Report
from app.cases.personnel import Account, NewAccount, Offices
from app.cases.shown.inbox import Choice, Inbox
from app.cases.shown.views import (
    CaseLine,
    CasePage,
    DemoAccount,
    EarlierCase,
    FactLine,
    Incident,
    KeptLine,
    MessageKind,
    Page,
    PaperFile,
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

    def report(self, message: str, key: str, payload: Values, *, by: Person, now: datetime, message_id: str) -> Any: ...

    def unclaimed(self, by: Person, page: int, size: int) -> Sequence[Any]: ...

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


class Kept(Protocol):
    """What can be done with messages that no case has had."""

    def page(self, by: Person, now: datetime, page: int = 1) -> Page[KeptLine]: ...

    def try_again(self, message_id: str, by: Person, now: datetime) -> Sequence[str]: ...

    def settle(self, message_id: str, reason: str, by: Person, now: datetime) -> object: ...


class Queries(Protocol):
    """What may be read, by whom."""

    def inbox(self, by: Person, now: datetime, choice: Choice, page: int = 1) -> Inbox: ...

    def task(self, task_id: str, by: Person, now: datetime) -> TaskPage: ...

    def case(self, case_id: str, by: Person, now: datetime) -> CasePage: ...

    def mine(self, by: Person, now: datetime, page: int = 1) -> Page[CaseLine]: ...

    def may_file(self, process_id: str, by: Person, now: datetime) -> bool: ...

    def services(self, now: datetime) -> dict[str, str]: ...

    def paper(self, paper_id: str, by: Person) -> PaperFile: ...

    def read_paper(self, paper_id: str, by: Person, now: datetime) -> bytes: ...

    def letter(self, case_id: str, key: str, by: Person, now: datetime) -> tuple[str, bytes]: ...

    def incidents(self, by: Person, now: datetime, page: int = 1) -> Page[Incident]: ...

    def messages(self, by: Person, now: datetime) -> Sequence[MessageKind]: ...

    def facts(self, case_id: str, by: Person, now: datetime) -> Sequence[FactLine]: ...


class Earlier(Protocol):
    """What somebody filed before and may use again."""

    def offered(self, process: str, by: Person) -> Sequence[EarlierCase]: ...

    def values(self, case_id: str, form: Form, by: Person, now: datetime, *, but: set[str]) -> dict[str, Any]: ...


class Figures(Protocol):
    """How the work goes, as counts."""

    def places(self, by: Person, now: datetime) -> Sequence[Place]: ...

    def report(self, division: str, period: Period, by: Person, now: datetime, process: str = "") -> Report: ...


class People(Protocol):
    """Accounts."""

    def login(self, login: str, password: str) -> Person | None: ...

    def system(self, token: str) -> Person | None: ...

    def person(self, person_id: str) -> Person | None: ...

    def register(self, login: str, name: str, password: str, now: datetime) -> Person: ...

    def change_password(self, person: Person, old: str, new: str, now: datetime) -> Person: ...

    def demo_accounts(self) -> Sequence[DemoAccount]: ...


class Personnel(Protocol):
    """The keeping of accounts."""

    def offices(self, now: datetime) -> Offices: ...

    def page(self, by: Person, role: str = "", division: str = "", login: str = "", page: int = 1) -> Page[Account]: ...

    def one(self, account_id: str, by: Person) -> Account: ...

    def add(self, new: NewAccount, by: Person, now: datetime) -> tuple[str, str]: ...

    def grant(self, account_id: str, role: str, division: str, by: Person, now: datetime) -> None: ...

    def revoke(self, account_id: str, role: str, division: str, by: Person, now: datetime) -> None: ...

    def close(self, account_id: str, by: Person, now: datetime) -> None: ...

    def reopen(self, account_id: str, by: Person, now: datetime) -> None: ...

    def new_password(self, account_id: str, by: Person, now: datetime) -> str: ...


class English(Protocol):
    """What a release's texts say in English."""

    @property
    def whole(self) -> Mapping[str, str]: ...

    def say(self, chinese: str) -> str: ...


class Release(Protocol):
    """A release, as far as pages need it."""

    @property
    def number(self) -> int: ...

    @property
    def files(self) -> Mapping[str, bytes]: ...

    @property
    def english(self) -> "English": ...

    def form(self, form_id: str) -> Form: ...

    def reference(self, name: str) -> Any: ...


class Catalogue(Protocol):
    """The releases."""

    def in_force(self, on: date) -> Release: ...

    def release(self, number: int) -> Release: ...
