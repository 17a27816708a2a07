"""Setting the anchor of a day, and checking that all streams still hold what the anchors say; audit calls it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from app.errors import NotFound
from app.events.actor import CLOCK
from app.events.chain import GENESIS
from app.events.facts import AnchorSet
from app.store.anchors.tree import Head, root
from app.store.db import snapshot
from app.store.keyring import Keyring
from app.store.models import FactRow, StreamRow
from app.store.records import fact_rows, opened, records
from app.store.rows import Command
from app.store.unit import Work, unit
from app.store.verify import Break, What
from app.store.writes.chains import Stream
from app.store.writes.ground import Found

STREAM = "anchors"
_SINCE = (StreamRow.seq > StreamRow.anchored, StreamRow.name != STREAM)  # the index `ix_stream_grown` is made for it
GROWN = select(StreamRow.id, StreamRow.name, StreamRow.seq, StreamRow.head).where(*_SINCE)
FREE = select(StreamRow.id).where(*_SINCE).with_for_update(skip_locked=True, key_share=True)
MARK = update(StreamRow).where(StreamRow.id == bindparam("of_stream")).values(anchored=bindparam("bound"))
MARKED = select(StreamRow.name, StreamRow.anchored).where(StreamRow.anchored > 0)


def anchors(*, keyring: Keyring) -> list[AnchorSet]:
    """List the anchors, oldest first."""
    try:
        found = records(STREAM, keyring=keyring)
    except NotFound:
        return []
    return [record.fact for record in found if isinstance(record.fact, AnchorSet)]


def anchor(day: str, now: datetime, *, keyring: Keyring) -> AnchorSet | None:
    """Set the anchor of a day over all streams that grew since the last; None when the day has one."""
    command = Command(f"anchor:{day}", CLOCK, now)
    with unit(now, keyring=keyring) as work:
        stream = work.stream(STREAM)  # taken first: one anchor is set at a time, each after the one before it
        if work.seen(command.key) is not None:
            return None
        grown = work.run(GROWN).all()
        heads: list[Head] = sorted((row.name, row.seq, row.head) for row in grown)
        last, algorithm = _last_root(work, stream), keyring.algorithm
        fact = AnchorSet(day, root(heads, last, algorithm), last, algorithm, [list(head) for head in heads])
        work.append(stream, command, [fact])
        _mark(work, grown)
    return fact


def breaks(*, keyring: Keyring) -> Iterator[Break]:
    """Compare every anchor with the one before it, with its own root, and with what the streams hold now."""
    last = GENESIS
    with snapshot() as connection:
        marked = {row.name: row.anchored for row in connection.execute(MARKED)}  # before the anchors, which go on
        for number, one in enumerate(anchors(keyring=keyring), 1):
            heads: list[Head] = [(str(name), int(seq), str(held)) for name, seq, held in one.heads]
            if one.before != last or one.root != root(heads, one.before, one.algorithm):
                yield Break(STREAM, number, "changed", f"the anchor of {one.day} does not follow from its heads")
            for name, seq, held in heads:
                now = _hash(connection, name, seq)
                if now != held:
                    what: What = "missing" if now is None else "changed"
                    yield Break(name, seq, what, f"not what the anchor of {one.day} holds")
                if marked.get(name, 0) <= seq:
                    marked.pop(name, None)
            last = one.root
    for name, seq in marked.items():
        yield Break(name, seq, "changed", "marked as bound by an anchor that does not hold it")


def _last_root(work: Work, stream: Stream) -> str:
    """Give the root of the last anchor, of all anchors the only one that is read."""
    row = work.run(fact_rows(stream.id).where(FactRow.seq == stream.seq)).first()
    fact = row and opened(row, STREAM, stream.sealer).fact
    return fact.root if isinstance(fact, AnchorSet) else GENESIS


def _mark(work: Work, grown: Sequence[Found]) -> None:
    """Mark the grown streams as bound up to what was read of them, which may no longer be their last fact.

    A stream that a command holds is not waited for: the anchor after this one binds it once more.
    """
    free = set(work.run(FREE).scalars())
    marks = [{"of_stream": row.id, "bound": row.seq} for row in grown if row.id in free]
    if marks:
        work.run(MARK, marks)


def _hash(connection: Connection, stream: str, seq: int) -> str | None:
    query = select(FactRow.hash).join(StreamRow, StreamRow.id == FactRow.stream)
    found = connection.execute(query.where(StreamRow.name == stream, FactRow.seq == seq)).scalar()
    return None if found is None else bytes(found).hex()
