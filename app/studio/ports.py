"""What the studio asks of the rooms below it; the factory hands in objects that answer to these."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, Protocol, cast

from flask import current_app

from app.catalogue import Release
from app.catalogue.drafting import Draft, DraftInfo, ReleaseInfo
from app.errors import Finding
from app.identity import Person
from app.web.look.language import say

SET_UP: Final = {"seed": "随产品提供", "seed-review": "随产品提供"}  # under which names the first release was published


class Drafts(Protocol):
    """What analysts do with drafts."""

    def all(self, by: Person) -> Sequence[DraftInfo]: ...

    def draft(self, number: int, by: Person) -> Draft: ...

    def hands(self, number: int, by: Person) -> frozenset[str]: ...

    def findings(self, draft: Draft) -> Sequence[Finding]: ...

    def begin(self, title: str, by: Person, now: datetime) -> int: ...

    def save(self, number: int, path: str, content: bytes, *, seen: str, by: Person, now: datetime) -> str: ...

    def remove(self, number: int, path: str, *, seen: str, by: Person, now: datetime) -> None: ...

    def drop(self, number: int, by: Person, now: datetime) -> None: ...

    def renew(self, number: int, by: Person, now: datetime) -> int: ...


class Steps(Protocol):
    """The way of a draft to a release."""

    def ask(self, number: int, note: str, effective_on: date, *, by: Person, now: datetime) -> None: ...

    def withdraw(self, number: int, by: Person, now: datetime) -> None: ...

    def approve(self, number: int, by: Person, now: datetime) -> None: ...

    def publish(self, number: int, by: Person, now: datetime) -> Release: ...


class Releases(Protocol):
    """The releases, as far as they are shown here."""

    def history(self) -> Sequence[ReleaseInfo]: ...

    def release(self, number: int) -> Release: ...


class People(Protocol):
    """Who stands behind a login."""

    def named(self, login: str) -> Person | None: ...


def releases() -> Releases:
    return cast("Releases", current_app.extensions["catalogue"])


def who(login: str) -> str:
    """Name a person as others know them; what is no login is what set the product up, or a name from the console."""
    found = cast("People", current_app.extensions["people"]).named(login)
    return found.name if found else say(SET_UP.get(login, login))


def drafts() -> Drafts:
    return cast("Drafts", current_app.extensions["drafts"])


def steps() -> Steps:
    return cast("Steps", current_app.extensions["steps"])
