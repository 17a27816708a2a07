"""Looking up drafts, their files and who worked on them; the catalogue calls it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from zstandard import ZstdDecompressor

from app.errors import NotFound
from app.store.db import reading
from app.store.models import BlobRow, DraftFileRow, DraftHandRow, DraftRow


@dataclass(frozen=True)
class DraftInfo:
    """A draft without its files."""

    number: int
    base: int
    title: str
    author: str
    state: str
    made_at: datetime
    changed_at: datetime
    hash: str | None
    note: str
    effective_on: date | None
    asked_by: str | None
    asked_at: datetime | None
    approved_by: str | None
    approved_at: datetime | None
    release: int | None


COLUMNS = tuple(getattr(DraftRow, name) for name in DraftInfo.__annotations__)


def drafts() -> list[DraftInfo]:
    """List every draft, the newest first."""
    with reading() as connection:
        return [DraftInfo(*row) for row in connection.execute(select(*COLUMNS).order_by(DraftRow.number.desc()))]


def draft(number: int) -> DraftInfo:
    with reading() as connection:
        row = connection.execute(select(*COLUMNS).where(DraftRow.number == number)).first()
    if row is None:
        raise NotFound(f"draft {number}")
    return DraftInfo(*row)


def files(number: int) -> dict[str, tuple[str, bytes]]:
    """Read a draft's files: by path, the content's hash and the content."""
    query = select(DraftFileRow.path, BlobRow.hash, BlobRow.content).join(BlobRow, BlobRow.hash == DraftFileRow.blob)
    with reading() as connection:
        rows = connection.execute(query.where(DraftFileRow.draft == number).order_by(DraftFileRow.path)).all()
    return {path: (name, ZstdDecompressor().decompress(content)) for path, name, content in rows}


def hands(number: int) -> frozenset[str]:
    """Name who had a hand in a draft, by login."""
    query = select(DraftHandRow.login).where(DraftHandRow.draft == number)
    with reading() as connection:
        return frozenset(connection.execute(query).scalars())
