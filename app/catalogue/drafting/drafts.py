"""The use cases on drafts: begun of the newest release, changed, looked at; `steps.py` moves them to a release."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from app.catalogue.drafting.changes import FileChange, changes
from app.catalogue.drafting.names import plain
from app.catalogue.folder import LARGEST_FILE, MOST_FILES
from app.catalogue.release import Release
from app.catalogue.releases import Catalogue
from app.errors import Conflict, Finding, NotFound, Refused, TooLarge, said
from app.identity import Act, Person, policy
from app.store.drafts import reads
from app.store.drafts.reads import DraftInfo
from app.store.keyring import Keyring
from app.store.unit import Work, unit

LONGEST_TITLE = 120
TAKEN = "{path} 已被他人修改，您的修改没有保存。请先下载您的修改，再重新打开。"


@dataclass(frozen=True, eq=False)
class Draft:
    """A draft with its files, beside the release that it was made of."""

    info: DraftInfo
    base: Release
    contents: dict[str, tuple[str, bytes]]

    @cached_property
    def files(self) -> dict[str, bytes]:
        return {path: content for path, (_, content) in self.contents.items()}

    @cached_property
    def changes(self) -> list[FileChange]:
        """What is different from the release that it was made of."""
        return changes(self.base.files, self.files)

    def file(self, path: str) -> tuple[str, bytes]:
        """Give a file's mark (to be shown again when it is saved) and its content."""
        if path not in self.contents:
            raise NotFound(f"draft {self.info.number} holds no {path}")
        return self.contents[path]


class Drafts:
    """What analysts do with drafts; everything is asked inside an application context."""

    def __init__(self, catalogue: Catalogue, keyring: Keyring) -> None:
        """Take the releases, and the keys that the chain of releases is written with."""
        self._catalogue, self._keyring = catalogue, keyring

    def all(self, by: Person) -> list[DraftInfo]:
        policy.require(by, Act.PUBLISH)
        return reads.drafts()

    def draft(self, number: int, by: Person) -> Draft:
        policy.require(by, Act.PUBLISH)
        info = reads.draft(number)
        return Draft(info, self._catalogue.release(info.base), reads.files(number))

    def hands(self, number: int, by: Person) -> frozenset[str]:
        """Name who had a hand in a draft: somebody else approves it."""
        policy.require(by, Act.PUBLISH)
        return reads.hands(number)

    def findings(self, draft: Draft) -> list[Finding]:
        """What is wrong with a draft, errors first: the same checks as everywhere."""
        return self._catalogue.findings(draft.files)

    def begin(self, title: str, by: Person, now: datetime) -> int:
        """Begin a draft of the newest release; gives its number."""
        policy.require(by, Act.PUBLISH)
        named = " ".join(title.split())
        if not named or len(named) > LONGEST_TITLE:
            raise Refused("请用一句话写明草案要改什么（120 字以内）。")
        base = self._catalogue.newest().number
        with self._unit(now) as work:
            return work.begin_draft(base, named, by.login)

    def save(self, number: int, path: str, content: bytes, *, seen: str, by: Person, now: datetime) -> str:
        """Save one file over the one whose mark was seen ("" for a new one); gives its new mark."""
        policy.require(by, Act.PUBLISH)
        name = plain(path)
        if len(content) > LARGEST_FILE:
            raise TooLarge(said("文件超过 {mb} MB。", mb=LARGEST_FILE // 1048576))
        with self._unit(now) as work:
            work.take_draft(number, "open")
            there = work.draft_hashes(number)
            if len(there) >= MOST_FILES and name not in there:
                raise TooLarge(said("一份草案最多 {most} 个文件。", most=MOST_FILES))
            _refuse_unseen(name, there.get(name, ""), seen)
            return work.put_draft_files(number, {name: content}, by.login)[name]

    def remove(self, number: int, path: str, *, seen: str, by: Person, now: datetime) -> None:
        """Take one file out of a draft, the one whose mark was seen."""
        policy.require(by, Act.PUBLISH)
        with self._unit(now) as work:
            work.take_draft(number, "open")
            there = work.draft_hashes(number)
            if path not in there:
                raise NotFound(f"draft {number} holds no {path}")
            _refuse_unseen(path, there[path], seen)
            work.drop_draft_file(number, path, by.login)

    def drop(self, number: int, by: Person, now: datetime) -> None:
        """Give a draft up; it stays to be seen, and nobody can change it any more."""
        policy.require(by, Act.PUBLISH)
        with self._unit(now) as work:
            work.take_draft(number, "open")
            work.move_draft(number, state="dropped", changed_at=now)

    def renew(self, number: int, by: Person, now: datetime) -> int:
        """Take over what was published since; refused where the draft changed the same file. Gives the new base."""
        draft = self.draft(number, by)
        newest = self._catalogue.newest()
        taken = {path: theirs for path, theirs in newest.files.items() if draft.base.files.get(path) != theirs}
        gone = [path for path in draft.base.files if path not in newest.files]
        mine = {each.path for each in draft.changes}
        both = sorted(path for path in mine & {*taken, *gone} if draft.files.get(path) != newest.files.get(path))
        if both:
            raise Conflict(
                said("新版本也改了这些文件，请先下载保存您的修改，恢复后再改：{paths}", paths="、".join(both))
            )
        with self._unit(now) as work:
            work.take_draft(number, "open")
            if work.draft_hashes(number) != {path: mark for path, (mark, _) in draft.contents.items()}:
                raise Conflict("草案刚刚被修改，请重试。")
            work.put_draft_files(number, taken, by.login)
            for path in gone:
                work.drop_draft_file(number, path, by.login)
            work.move_draft(number, base=newest.number)
        return newest.number

    def _unit(self, now: datetime) -> AbstractContextManager[Work]:
        return unit(now, keyring=self._keyring)


def _refuse_unseen(path: str, there: str, seen: str) -> None:
    if there != seen:
        raise Conflict(said(TAKEN, path=path), file=path)
