"""Writing drafts: begun, changed file by file, moved on towards a release; unit.py calls it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from app.errors import Conflict, NotFound
from app.store.drafts.reads import COLUMNS, DraftInfo
from app.store.models import DraftFileRow, DraftHandRow, DraftRow, ReleaseFileRow, ReleaseRow
from app.store.writes.releases import Releases


class Drafts(Releases):
    """Drafts are changed while they are open, and moved from state to state by one at a time."""

    def begin_draft(self, base: int, title: str, login: str) -> int:
        """Begin a draft with the files of a release."""
        started = {"made_at": self.now, "changed_at": self.now, "state": "open", "note": ""}
        values = {"base": base, "title": title, "author": login, **started}
        number: int = self.run(insert(DraftRow).returning(DraftRow.number), values).scalar_one()
        told = select(ReleaseFileRow.path, ReleaseFileRow.blob).where(ReleaseFileRow.release == base)
        rows = [{"draft": number, "path": path, "blob": blob} for path, blob in self.run(told)]
        if rows:
            self.run(insert(DraftFileRow), rows)
        self.add_hand(number, login)
        return number

    def take_draft(self, number: int, *states: str) -> DraftInfo:
        """Take a draft for changing it; refused unless it is in one of these states."""
        row = self.run(select(*COLUMNS).where(DraftRow.number == number).with_for_update()).first()
        if row is None:
            raise NotFound(f"draft {number}")
        if row.state not in states:
            raise Conflict(f"draft {number} is {row.state}, not {' or '.join(states)}", state=row.state)
        return DraftInfo(*row)

    def last_release(self) -> int:
        found: int = self.run(select(func.coalesce(func.max(ReleaseRow.number), 0))).scalar_one()
        return found

    def draft_hashes(self, number: int) -> dict[str, str]:
        """Give the hash of every file of a draft as it stands in this transaction."""
        rows = self.run(select(DraftFileRow.path, DraftFileRow.blob).where(DraftFileRow.draft == number))
        return {row.path: row.blob for row in rows}

    def put_draft_files(self, number: int, files: Mapping[str, bytes], login: str) -> dict[str, str]:
        """Put contents under their paths; gives their hashes."""
        hashes = self.keep_contents(files)
        for path, name in hashes.items():
            added = self.upsert(DraftFileRow).values(draft=number, path=path, blob=name)
            self.run(added.on_conflict_do_update(index_elements=["draft", "path"], set_={"blob": name}))
        self._touch(number, login)
        return hashes

    def drop_draft_file(self, number: int, path: str, login: str) -> None:
        self.run(delete(DraftFileRow).where(DraftFileRow.draft == number, DraftFileRow.path == path))
        self._touch(number, login)

    def move_draft(self, number: int, **values: Any) -> None:
        """Change what is told of a draft itself: its state, who asked, who approved."""
        self.run(update(DraftRow).where(DraftRow.number == number).values(**values))

    def add_hand(self, number: int, login: str) -> None:
        self.run(self.upsert(DraftHandRow).values(draft=number, login=login).on_conflict_do_nothing())

    def draft_hands(self, number: int) -> frozenset[str]:
        return frozenset(self.run(select(DraftHandRow.login).where(DraftHandRow.draft == number)).scalars())

    def _touch(self, number: int, login: str) -> None:
        self.move_draft(number, changed_at=self.now)
        self.add_hand(number, login)
