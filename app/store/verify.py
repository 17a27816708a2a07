"""Checking the chains of facts: names every fact that was changed, removed, inserted or moved; audit calls it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import select

from app.errors import NotFound
from app.events import canonical, chain
from app.store.db import snapshot
from app.store.keyring import Keyring
from app.store.models import StreamRow
from app.store.records import envelope, fact_rows, stream_names
from app.store.rows import case_stream
from app.store.sealing import Sealer, Unreadable
from app.store.writes.chains import FACTS, SALTS

What = Literal["changed", "missing", "inserted", "moved"]


@dataclass(frozen=True)
class Break:
    """One place where a chain does not hold: which fact, what happened to it, and in words."""

    stream: str
    seq: int
    what: What
    detail: str


def verify_all(*, keyring: Keyring) -> Iterator[Break]:
    for name in stream_names():
        yield from verify(name, keyring=keyring)


def verify_case(case_id: str, *, keyring: Keyring) -> list[Break]:
    return verify(case_stream(case_id), keyring=keyring)


def verify(stream: str, *, keyring: Keyring) -> list[Break]:
    """Check one stream as it stands at this moment; an empty list says that it holds."""
    with snapshot() as connection:
        head = connection.execute(select(*StreamRow.__table__.c).where(StreamRow.name == stream)).first()
        if head is None:
            raise NotFound(f"stream {stream}")
        rows = connection.execute(fact_rows(head.id)).all()
    sealer = None if head.data_key is None else keyring.unwrap(head.data_key, stream)
    return _Checking(stream, head.seq, head.head, rows, sealer).breaks()


class _Checking:
    """One pass over a stream; only rows that do not hold where they stand are looked at more closely."""

    def __init__(self, stream: str, seq: int, head: str, rows: Sequence[Any], sealer: Sealer | None) -> None:
        self.stream, self.seq, self.head, self.rows = stream, seq, head, rows
        self.sealer = sealer
        self.salts = sealer.derived(SALTS) if sealer else b""
        self.hashes = [chain.GENESIS, *[row.hash.hex() for row in rows]]

    def breaks(self) -> list[Break]:
        suspects = list(self._suspects())
        if not suspects and len(self.rows) == self.seq and self._ends_at_head():
            return []
        return self._told(suspects) or [self._broken(self.seq, "changed", "the head of the stream")]

    def _ends_at_head(self) -> bool:
        last = self.rows[-1] if self.rows else None
        return (last.seq if last else 0, self.hashes[-1]) == (self.seq, self.head)

    def _suspects(self) -> Iterator[Any]:
        """Give the rows that don't hold; the one after a missing fact is judged by its own seal alone."""
        before: tuple[str, ...] = (chain.GENESIS,)
        expected = 1
        for row in self.rows:
            values = self._commitments(row, row.seq)
            links = [envelope(row, self.stream).link(values, prev) for prev in before] if values is not None else []
            unlinked = row.seq != expected and values is not None
            if not unlinked and row.hash.hex() not in links:
                yield row
            before, expected = (row.hash.hex(), *links[:1]), row.seq + 1

    def _told(self, suspects: Sequence[Any]) -> list[Break]:
        origins = {row.seq: origin for row in suspects if (origin := self._origin(row)) != row.seq}
        sound = {row.seq for row in self.rows} - origins.keys()
        present = sound | {origin for origin in origins.values() if origin is not None}
        found = [self._break(seq, origin, sound) for seq, origin in origins.items()]
        changed = {broken.seq for broken in found if broken.what == "changed"}
        missing = set(range(1, self.seq + 1)) - present - changed
        found += [self._broken(seq, "missing", "no longer there") for seq in missing]
        found += [self._broken(seq, "inserted", "beyond the head") for seq in sound if seq > self.seq]
        return sorted(found, key=lambda broken: (broken.seq, broken.what))

    def _break(self, seq: int, origin: int | None, sound: set[int]) -> Break:
        if origin is not None:
            if origin in sound:
                return self._broken(seq, "inserted", f"a copy of fact {origin}")
            return self._broken(seq, "moved", f"was recorded as fact {origin}")
        taken_over = seq > self.seq or len(self.rows) > self.seq
        return self._broken(seq, *(("inserted", "never recorded") if taken_over else ("changed", "its hash differs")))

    def _origin(self, row: Any) -> int | None:
        """Find the place at which a row was recorded, if it is a recorded row at all."""
        places: list[int] = [row.seq, *[seq for seq in range(1, self.seq + 1) if seq != row.seq]]
        for seq in places:
            values = self._commitments(row, seq)
            if values is not None and self._links(row, seq, values):
                return seq
        return None

    def _links(self, row: Any, seq: int, values: dict[str, str]) -> bool:
        told = envelope(row, self.stream, seq)
        return any(told.link(values, prev) == row.hash.hex() for prev in self.hashes)

    def _commitments(self, row: Any, seq: int) -> dict[str, str] | None:
        """Give the commitments to a fact's values as they would be at a place; None if it can't have stood there."""
        if self.sealer is None:
            kept: dict[str, str] = canonical.decode(row.body)
            return kept
        try:
            body = self.sealer.open_value(FACTS, envelope(row, self.stream, seq).place, row.body)
        except Unreadable:
            return None
        return chain.commitments(self.salts, self.stream, seq, body, row.algorithm)

    def _broken(self, seq: int, what: What, detail: str) -> Break:
        return Break(self.stream, seq, what, detail)
