"""From draft to release: asked for by one, approved by a second, published, or taken back; each step is a fact."""

from contextlib import AbstractContextManager
from datetime import date, datetime

from app.catalogue.drafting.drafts import Draft, Drafts
from app.catalogue.release import Release
from app.catalogue.releases import Catalogue, refuse_the_past
from app.errors import Conflict, NotAllowed, Refused, said
from app.events.actor import Actor
from app.events.facts import DraftApproved, DraftSubmitted, DraftWithdrawn, Fact
from app.identity import Act, Person, policy
from app.store.drafts.reads import DraftInfo
from app.store.keyring import Keyring
from app.store.rows import Command
from app.store.unit import Work, unit
from app.store.writes.releases import STREAM, release_hash

STALE = "这份草案之后又发布了新版本，请先并入新版本再继续。"


class Steps:
    """The way of a draft to a release; everything is asked inside an application context."""

    def __init__(self, catalogue: Catalogue, drafts: Drafts, keyring: Keyring) -> None:
        """Take the releases and the drafts, and the keys that the chain of releases is written with."""
        self._catalogue, self._drafts, self._keyring = catalogue, drafts, keyring

    def ask(self, number: int, note: str, effective_on: date, *, by: Person, now: datetime) -> None:
        """Ask a second person to approve; refused with findings while a check finds an error."""
        draft = self._drafts.draft(number, by)
        if not note.strip():
            raise Refused("请写明修改了什么、为什么修改。")
        if not draft.changes:
            raise Refused("草案与原版本相同，没有可以批准的修改。")
        _refuse_day(effective_on, draft.base, now)
        self._catalogue.must_hold(draft.files)
        whole = self._hash(draft)
        with self._unit(now) as work:
            info = work.take_draft(number, "open")
            self._refuse_changed(work, info, draft)
            asked = {"asked_by": by.login, "asked_at": now, "note": note.strip(), "effective_on": effective_on}
            work.move_draft(number, state="asked", hash=whole, changed_at=now, **asked)
            work.add_hand(number, by.login)
            fact = DraftSubmitted(number, info.base, whole, note.strip(), effective_on.isoformat())
            _tell(work, "ask", number, by, fact)

    def withdraw(self, number: int, by: Person, now: datetime) -> None:
        """Take a draft back to be changed; an approval that it had is void."""
        policy.require(by, Act.PUBLISH)
        with self._unit(now) as work:
            info = work.take_draft(number, "asked", "approved")
            nobody = {"asked_by": None, "asked_at": None, "approved_by": None, "approved_at": None}
            work.move_draft(number, state="open", hash=None, changed_at=now, **nobody)
            _tell(work, "withdraw", number, by, DraftWithdrawn(number, info.hash or ""))

    def approve(self, number: int, by: Person, now: datetime) -> None:
        """Approve what was asked for; nobody who had a hand in it may."""
        policy.require(by, Act.PUBLISH)
        with self._unit(now) as work:
            info = work.take_draft(number, "asked")
            if by.login.casefold() in {login.casefold() for login in work.draft_hands(number)}:
                raise NotAllowed("参与过这份草案的人不能批准它，请由另一位流程分析员批准。")
            work.move_draft(number, state="approved", approved_by=by.login, approved_at=now, changed_at=now)
            _tell(work, "approve", number, by, DraftApproved(number, info.hash or ""))

    def publish(self, number: int, by: Person, now: datetime) -> Release:
        """Make an approved draft the next release; checked again, whole or not at all."""
        draft = self._drafts.draft(number, by)
        self._catalogue.must_hold(draft.files)
        with self._unit(now) as work:
            info = work.take_draft(number, "approved")
            self._refuse_changed(work, info, draft)
            if info.effective_on is None or info.asked_by is None or info.hash != self._hash(draft):
                raise Conflict("草案与批准的内容不一致，请撤回后重新申请批准。")
            _refuse_day(info.effective_on, draft.base, now)
            command = Command(f"draft:{number}:publish:{info.hash}", Actor("person", info.asked_by), now)
            made = work.publish(
                draft.files, command, approver=info.approved_by, note=info.note, effective_on=info.effective_on
            )
            work.move_draft(number, state="published", release=made.number, changed_at=now)
        return self._catalogue.release(made.number)

    def _refuse_changed(self, work: Work, info: DraftInfo, draft: Draft) -> None:
        """Refuse when the files are others than those looked at, or a release was published since."""
        if work.last_release() != info.base:
            raise Conflict(STALE)
        if work.draft_hashes(info.number) != {path: mark for path, (mark, _) in draft.contents.items()}:
            raise Conflict("草案刚刚被修改，请查看后重试。")

    def _hash(self, draft: Draft) -> str:
        return release_hash(draft.files, self._keyring.algorithm)

    def _unit(self, now: datetime) -> AbstractContextManager[Work]:
        return unit(now, keyring=self._keyring)


def _refuse_day(effective_on: date, base: Release, now: datetime) -> None:
    refuse_the_past(effective_on, now)
    if effective_on < base.effective_on:
        raise Refused(said("生效日期不能早于原版本的生效日期（{day}）。", day=base.effective_on))


def _tell(work: Work, step: str, number: int, by: Person, fact: Fact) -> None:
    stream = work.stream(STREAM)
    command = Command(f"draft:{number}:{step}:{stream.seq}", Actor("person", by.login), work.now)
    work.append(stream, command, [fact])
