"""Papers that people hand in: written and synced first, named by a row in one transaction; only cases uses it."""

from datetime import datetime
from pathlib import Path

from app.store import papers
from app.store.ids import new_id
from app.store.keyring import Keyring
from app.store.rows import Paper
from app.store.unit import unit


class PaperStore:
    """The folder of encrypted papers and the rows that name them."""

    def __init__(self, folder: Path, keyring: Keyring) -> None:
        self._folder, self._keyring = folder, keyring

    def store(self, content: bytes, name: str, *, slot: str, media_type: str, owner: str, now: datetime) -> str:
        """Keep a paper; the same content again in the same slot is the same paper."""
        file = papers.write(self._folder, self._keyring, owner, content)
        with unit(now, keyring=self._keyring) as work:
            return work.paper(new_id(), slot, name, media_type, file)

    def paper(self, paper_id: str) -> Paper:
        return papers.paper(paper_id, self._keyring)

    def content(self, paper: Paper) -> bytes:
        return papers.content(self._folder, self._keyring, paper)
