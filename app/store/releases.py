"""Looking up releases and their files; the catalogue calls it and keeps what it gets."""

from datetime import date

from sqlalchemy import func, select
from zstandard import ZstdDecompressor

from app.errors import NotFound
from app.store.db import reading
from app.store.models import BlobRow, ReleaseFileRow, ReleaseRow
from app.store.rows import ReleaseInfo

COLUMNS = tuple(getattr(ReleaseRow, name) for name in ReleaseInfo.__annotations__)


def release(number: int) -> ReleaseInfo:
    with reading() as connection:
        row = connection.execute(select(*COLUMNS).where(ReleaseRow.number == number)).first()
    if row is None:
        raise NotFound(f"release {number}")
    return ReleaseInfo(*row)


def files(number: int) -> dict[str, bytes]:
    """Read a release's files, by path."""
    query = select(ReleaseFileRow.path, BlobRow.content).join(BlobRow, BlobRow.hash == ReleaseFileRow.blob)
    with reading() as connection:
        rows = connection.execute(query.where(ReleaseFileRow.release == number).order_by(ReleaseFileRow.path)).all()
    return {path: ZstdDecompressor().decompress(content) for path, content in rows}


def in_force(on: date) -> ReleaseInfo | None:
    """Give the release in force on a legal day: the last one that took effect by then."""
    query = select(*COLUMNS).where(ReleaseRow.effective_on <= on)
    with reading() as connection:
        row = connection.execute(query.order_by(ReleaseRow.effective_on.desc(), ReleaseRow.number.desc())).first()
    return None if row is None else ReleaseInfo(*row)


def releases() -> list[ReleaseInfo]:
    with reading() as connection:
        return [ReleaseInfo(*row) for row in connection.execute(select(*COLUMNS).order_by(ReleaseRow.number))]


def last_number() -> int:
    with reading() as connection:
        return connection.execute(select(func.coalesce(func.max(ReleaseRow.number), 0))).scalar_one()
