"""Setting the anchor of a day, and checking that all streams still hold what the anchors say; audit calls it."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, select

from app.errors import NotFound
from app.events.actor import CLOCK
from app.events.chain import GENESIS
from app.events.facts import AnchorSet
from app.store.anchors.tree import Head, root
from app.store.db import snapshot
from app.store.keyring import Keyring
from app.store.models import FactRow, StreamRow
from app.store.records import records
from app.store.rows import AlreadyDone, Command
from app.store.unit import unit
from app.store.verify import Break, What

STREAM = "anchors"


def anchors(*, keyring: Keyring) -> list[AnchorSet]:
    """List the anchors, oldest first."""
    try:
        found = records(STREAM, keyring=keyring)
    except NotFound:
        return []
    return [record.fact for record in found if isinstance(record.fact, AnchorSet)]


def anchor(day: str, now: datetime, *, keyring: Keyring) -> AnchorSet | None:
    """Set the anchor of a day over all streams that grew since the last; None when the day has one."""
    before = anchors(keyring=keyring)
    if any(one.day == day for one in before):
        return None
    known = {name: seq for one in before for name, seq, _ in one.heads}
    with snapshot() as connection:
        heads = [head for head in _heads(connection) if head[1] > known.get(head[0], 0)]
    last = before[-1].root if before else GENESIS
    algorithm = keyring.algorithm
    fact = AnchorSet(day, root(heads, last, algorithm), last, algorithm, [list(head) for head in sorted(heads)])
    try:
        with unit(now, keyring=keyring) as work:
            work.append(work.stream(STREAM), Command(f"anchor:{day}", CLOCK, now), [fact])
    except AlreadyDone:  # another process set it at the same time
        return None
    return fact


def breaks(*, keyring: Keyring) -> Iterator[Break]:
    """Compare every anchor with the one before it, with its own root, and with what the streams hold now."""
    last = GENESIS
    with snapshot() as connection:
        for number, one in enumerate(anchors(keyring=keyring), 1):
            heads: list[Head] = [(str(name), int(seq), str(held)) for name, seq, held in one.heads]
            if one.before != last or one.root != root(heads, one.before, one.algorithm):
                yield Break(STREAM, number, "changed", f"the anchor of {one.day} does not follow from its heads")
            for name, seq, held in heads:
                now = _hash(connection, name, seq)
                if now != held:
                    what: What = "missing" if now is None else "changed"
                    yield Break(name, seq, what, f"not what the anchor of {one.day} holds")
            last = one.root


def _heads(connection: Connection) -> list[Head]:
    query = select(StreamRow.name, StreamRow.seq, StreamRow.head).where(StreamRow.name != STREAM, StreamRow.seq > 0)
    return [(name, seq, head) for name, seq, head in connection.execute(query)]


def _hash(connection: Connection, stream: str, seq: int) -> str | None:
    query = select(FactRow.hash).join(StreamRow, StreamRow.id == FactRow.stream)
    found = connection.execute(query.where(StreamRow.name == stream, FactRow.seq == seq)).scalar()
    return None if found is None else bytes(found).hex()
