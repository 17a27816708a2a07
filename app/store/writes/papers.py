"""Rows of papers, whose files are written before the unit begins; unit.py calls it."""

from collections.abc import Sequence

from sqlalchemy import insert, select, update

from app.errors import NotFound
from app.store.keyring import WRAP
from app.store.models import PaperRow
from app.store.papers import PaperFile
from app.store.rows import Case
from app.store.writes.ground import Ground


class Papers(Ground):
    """Uploaded papers."""

    def paper(self, paper_id: str, slot: str, name: str, media_type: str, file: PaperFile) -> str:
        """Add the row of a written file and give its id.

        The same content again, before a case has taken it, is the same paper, by the name it was handed in under
        last; once a case has it, another case gets a paper of its own, since who may read a paper follows from its
        case.
        """
        before = select(PaperRow.id).where(
            PaperRow.owner == file.owner,
            PaperRow.slot == slot,
            PaperRow.content == file.content,
            PaperRow.case_no.is_(None),
        )
        known: str | None = self.run(before).scalar()
        if known is not None:
            sealed = self.keyring.seal_value("paper", known, name)
            self.run(update(PaperRow).where(PaperRow.id == known).values(name=sealed))
            return known
        self.run(
            insert(PaperRow).values(
                id=paper_id,
                owner=file.owner,
                slot=slot,
                name=self.keyring.seal_value("paper", paper_id, name),
                media_type=media_type,
                size=file.size,
                content=file.content,
                file=file.file,
                data_key=self._under_the_key_in_use(file),
                stored_at=self.now,
            )
        )
        return paper_id

    def _under_the_key_in_use(self, file: PaperFile) -> bytes:
        """Wrap a paper's data key in this unit: since its file was written, a rotation may have ended."""
        place = f"paper:{file.file}"
        return self.keyring.seal(WRAP, place, self.keyring.open(WRAP, place, file.data_key))

    def attach_papers(self, case: Case, owner: str, paper_ids: Sequence[str]) -> None:
        """Bind papers to a case: the owner's that no case has yet; those that this case has already stay its own."""
        free = (PaperRow.owner == owner) & PaperRow.case_no.is_(None)
        wanted = set(paper_ids)
        bound = update(PaperRow).where(PaperRow.id.in_(wanted), free | (PaperRow.case_no == case.no))
        if wanted and self.run(bound.values(case_no=case.no)).rowcount != len(wanted):
            raise NotFound("a paper named in the answers")
