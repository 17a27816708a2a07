"""Publishing releases and giving them out; each is loaded once a process, since it never changes."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache

from app.calendar import legal_day
from app.catalogue.checks import Signature, findings, has_errors
from app.catalogue.folder import Files
from app.catalogue.release import Release
from app.errors import Finding, ModelError, NotFound, Refused, said
from app.events.actor import Actor
from app.store import releases as shelf
from app.store.keyring import Keyring
from app.store.rows import Command, ReleaseInfo
from app.store.unit import unit
from app.store.writes.releases import release_hash

MOST_KEPT = 32
TOO_EARLY = "生效日期不能早于今天（{day}），请改用今天或以后的日期；已申请批准的草案请先撤回。"


class Catalogue:
    """The releases of this product; everything is asked inside an application context."""

    def __init__(self, delegates: Mapping[str, Signature], keyring: Keyring) -> None:
        """Take the delegates that diagrams may name, and the keys that the chain of releases is written with."""
        self._delegates, self._keyring = delegates, keyring
        self.release = lru_cache(maxsize=MOST_KEPT)(_load)

    def findings(self, files: Files) -> list[Finding]:
        """What is wrong with these files as a release; errors first."""
        return findings(files, self._delegates)

    def publish(
        self, files: Files, *, author: str, approver: str | None, note: str, effective_on: date, now: datetime
    ) -> Release:
        """Publish files as the next release; refused while a check finds an error, or without a second person."""
        _refuse_alone(author, approver)
        self.must_hold(files)
        refuse_the_past(effective_on, now)
        # The same files for the same day are the same order, however often it is sent at this instant.
        whole = release_hash(files, self._keyring.algorithm)
        command = Command(f"publish:{whole}:{effective_on}:{now.isoformat()}", Actor("person", author), now)
        with unit(now, keyring=self._keyring) as work:
            info = work.publish(files, command, approver=approver, note=note, effective_on=effective_on)
        return self.release(info.number)

    def must_hold(self, files: Files) -> None:
        """Refuse files in which a check finds an error."""
        wrong = self.findings(files)
        if has_errors(wrong):
            raise ModelError(wrong, "The release is not published.")

    def newest(self) -> Release:
        """The release that was published last: in force, or about to be."""
        number = shelf.last_number()
        if not number:
            raise NotFound("no release is published")
        return self.release(number)

    def in_force(self, on: date) -> Release:
        """The release in force on a legal day."""
        info = shelf.in_force(on)
        if info is None:
            raise NotFound(f"no release is in force on {on}")
        return self.release(info.number)

    def in_force_at(self, now: datetime) -> Release:
        """The release in force at an instant: a release begins at 00:00 in Shanghai."""
        return self.in_force(legal_day(now))

    def history(self) -> list[ReleaseInfo]:
        """Every release without its files, oldest first."""
        return shelf.releases()


def _load(number: int) -> Release:
    info = shelf.release(number)
    return Release(number, info.hash, shelf.files(number), info.effective_on, info.author, info.approver, info.note)


def _refuse_alone(author: str, approver: str | None) -> None:
    if not author.strip():
        raise Refused("a release has an author")
    if approver is not None and approver.strip().casefold() in {"", author.strip().casefold()}:
        raise Refused("a second person approves a release")


def refuse_the_past(effective_on: date, now: datetime) -> None:
    """Only the very first release may begin before its day: before it there was no law to change."""
    if effective_on < legal_day(now) and shelf.last_number():
        raise Refused(said(TOO_EARLY, day=legal_day(now)))
