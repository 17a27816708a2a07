"""Publishing a release: numbered, hashed, whole or not at all; unit.py calls it."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, insert, select
from zstandard import ZstdCompressor

from app.events import canonical, chain
from app.events.facts import ReleasePublished
from app.store.models import BlobRow, ReleaseFileRow, ReleaseRow
from app.store.rows import Command, ReleaseInfo
from app.store.writes.chains import Chains

STREAM = "releases"


def release_hash(files: Mapping[str, bytes], algorithm: str) -> str:
    """Hash a set of files: their paths and contents, in no order."""
    return chain.digest(
        canonical.encode({path: chain.digest(content, algorithm) for path, content in files.items()}), algorithm
    )


class Releases(Chains):
    """Releases are added, never changed."""

    def publish(
        self, files: Mapping[str, bytes], command: Command, *, approver: str | None, note: str, effective_on: date
    ) -> ReleaseInfo:
        """Add a release with the next number; the publishing is a fact of the stream of releases."""
        stream = self.stream(STREAM)  # taken first: one publishes at a time, so numbers have no gap
        number = (self.run(select(func.max(ReleaseRow.number))).scalar() or 0) + 1
        whole = release_hash(files, self.keyring.algorithm)
        author = command.actor.id or command.actor.kind
        info = ReleaseInfo(number, whole, author, approver, note, effective_on, command.at)
        self.run(insert(ReleaseRow).values(**vars(info)))
        self._add_files(number, files)
        self.append(stream, command, [ReleasePublished(number, whole, note)])
        return info

    def _add_files(self, number: int, files: Mapping[str, bytes]) -> None:
        rows = [{"release": number, "path": path, "blob": name} for path, name in self.keep_contents(files).items()]
        if rows:
            self.run(insert(ReleaseFileRow), rows)

    def keep_contents(self, files: Mapping[str, bytes]) -> dict[str, str]:
        """Keep the contents that are not kept yet; gives each path its content's hash."""
        hashes = {path: chain.digest(content, self.keyring.algorithm) for path, content in sorted(files.items())}
        known = set(self.run(select(BlobRow.hash).where(BlobRow.hash.in_(set(hashes.values())))).scalars())
        squeezer = ZstdCompressor(level=10)
        new = {hashes[path]: content for path, content in files.items() if hashes[path] not in known}
        if new:
            blobs = [{"hash": name, "content": squeezer.compress(content)} for name, content in new.items()]
            self.run(insert(BlobRow), blobs)
        return hashes
