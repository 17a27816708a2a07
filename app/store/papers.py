"""Papers as encrypted files outside the web root, by content hash, synced before the commit that names them."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_hex

from sqlalchemy import select

from app.errors import NotFound
from app.events.chain import digest
from app.store.db import reading
from app.store.keyring import Keyring
from app.store.models import CaseRow, PaperRow
from app.store.rows import Paper

PURPOSE = "paper"


@dataclass(frozen=True)
class PaperFile:
    """A file that was written and synced, and that no row names yet."""

    owner: str
    content: str
    file: str
    data_key: bytes
    size: int


def write(folder: Path, keyring: Keyring, owner: str, content: bytes) -> PaperFile:
    """Encrypt and write a paper, before any transaction begins: a crash leaves an orphan, never a row without file."""
    index = keyring.index(digest(content, keyring.algorithm), f"paper:{owner}")
    file = f"{index}.{token_hex(4)}"
    wrapped, sealer = keyring.new_key(f"paper:{file}")
    _write_synced(_path(folder, file), sealer.seal(PURPOSE, file, content))
    return PaperFile(owner, index, file, wrapped, len(content))


def paper(paper_id: str, keyring: Keyring) -> Paper:
    """Look a paper up; who may see it is the use case's question."""
    query = select(*PaperRow.__table__.c, CaseRow.id.label("case_id")).outerjoin(
        CaseRow, CaseRow.no == PaperRow.case_no
    )
    with reading() as connection:
        row = connection.execute(query.where(PaperRow.id == paper_id)).first()
    if row is None:
        raise NotFound(f"paper {paper_id}")
    name = keyring.open_value(PURPOSE, row.id, row.name)
    told = (row.owner, row.case_id, row.slot, name, row.media_type, row.size, row.stored_at)
    return Paper(row.id, *told, file=row.file, data_key=row.data_key)


def papers_of(case_id: str, keyring: Keyring) -> list[Paper]:
    """List the papers of a case, in the order they were handed in."""
    query = select(PaperRow.id).join(CaseRow, CaseRow.no == PaperRow.case_no).where(CaseRow.id == case_id)
    with reading() as connection:
        ids = connection.execute(query.order_by(PaperRow.stored_at, PaperRow.id)).scalars().all()
    return [paper(paper_id, keyring) for paper_id in ids]


def content(folder: Path, keyring: Keyring, found: Paper) -> bytes:
    sealer = keyring.unwrap_or_erased(found.data_key, f"paper:{found.file}")
    return sealer.open(PURPOSE, found.file, _path(folder, found.file).read_bytes())


def sweep(folder: Path, before: datetime) -> list[str]:
    """Remove files that no row names and that are older than a moment; uploads under way are left alone."""
    with reading() as connection:
        named = set(connection.execute(select(PaperRow.file)).scalars())
    orphans = [
        path
        for path in sorted(folder.glob("*/*"))
        if path.name not in named and path.stat().st_mtime < before.timestamp()
    ]
    for path in orphans:
        path.unlink()
    return [path.name for path in orphans]


def _path(folder: Path, file: str) -> Path:
    return folder / file[:2] / file


def _write_synced(path: Path, sealed: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
    for folder in (path.parent, path.parent.parent):
        handle = os.open(folder, os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)
