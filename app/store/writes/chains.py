"""Appending facts to their streams, sealed and chained; the other parts of a unit of work call it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.errors import Conflict
from app.events import canonical, chain
from app.events.actor import Actor
from app.events.facts import Fact, to_body
from app.settings import PRODUCT
from app.store.models import CommandRow, FactRow, StreamRow
from app.store.rows import AlreadyDone, Command, Record
from app.store.sealing import Sealer, squeeze
from app.store.writes.ground import Ground

FACTS, SALTS = "facts", "salts"
SEEN = select(CommandRow.result).where(CommandRow.key == bindparam("of_key"))
ADD_COMMAND = insert(CommandRow).returning(CommandRow.no)
ADD_FACTS = insert(FactRow)
MOVE_HEAD = (
    update(StreamRow)
    .where(StreamRow.id == bindparam("of_stream"), StreamRow.seq == bindparam("taken_at"))
    .values(seq=bindparam("new_seq"), head=bindparam("new_head"))
)


@dataclass(frozen=True)
class Envelope:
    """What is open about a fact: everything but its values; it is bound into the seal and covered by the hash."""

    stream: str
    seq: int
    kind: str
    version: int
    at: datetime
    actor: Actor
    command: str
    product: str
    algorithm: str

    def record(self, commitments: dict[str, str]) -> dict[str, Any]:
        actor = [self.actor.kind, self.actor.id, self.actor.role, self.actor.division]
        return {**vars(self), "at": instant_text(self.at), "actor": actor, "body": commitments}

    @property
    def place(self) -> str:
        return "\x1f".join(map(str, self.record({}).values()))

    def link(self, commitments: dict[str, str], prev: str) -> str:
        return chain.link(self.record(commitments), prev, self.algorithm)


@dataclass(frozen=True)
class Stream:
    """A chain of facts taken for appending."""

    id: int
    name: str
    seq: int
    head: str
    sealer: Sealer


def instant_text(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


class Chains(Ground):
    """Commands and facts."""

    def seen(self, key: str) -> Any | None:
        """Give the recorded result of a command that was carried out before, or None."""
        row = self.run(SEEN, {"of_key": key}).first()
        return None if row is None else self.result(key, row.result)

    def result(self, key: str, sealed: bytes | None) -> Any:
        """Open the recorded result of a command."""
        return self.keyring.open_value("result", key, sealed) if sealed else {}

    def remember(self, key: str, result: Any) -> None:
        """Record the result of a command whose facts were kept in this unit."""
        sealed = self.keyring.seal_value("result", key, result)
        self.run(update(CommandRow).where(CommandRow.no == self.written[key]).values(result=sealed))

    def stream(self, name: str) -> Stream:
        """Take a stream that is no case's (`releases`, `readings:2026-09-01`), or begin it."""
        begun = self.upsert(StreamRow).values(**self._new_stream(name)).on_conflict_do_nothing()
        self.run(begun)
        found = select(StreamRow.id, StreamRow.seq, StreamRow.head, StreamRow.data_key).where(StreamRow.name == name)
        row = self.run(found.with_for_update()).one()
        return Stream(row.id, name, row.seq, row.head, self.keyring.unwrap_or_erased(row.data_key, name))

    def append(self, stream: Stream, command: Command, facts: Iterable[Fact]) -> list[Record]:
        """Append facts that belong to no case."""
        number = self.write_command(command, None, None)
        return self.write_facts(stream, command, number, list(facts))

    def write_command(self, command: Command, stream: int | None, result: Any) -> int:
        """Write the command once; a later keep under the same key in the same unit goes on with it."""
        if command.key in self.written:
            return self.written[command.key]
        values = {
            "key": command.key,
            "stream": stream,
            "at": command.at,
            "actor_kind": command.actor.kind,
            "actor_id": command.actor.id,
            "actor_role": command.actor.role,
            "actor_division": command.actor.division,
            "product": PRODUCT,
            "result": None if result is None else self.keyring.seal_value("result", command.key, result),
        }
        try:
            self.written[command.key] = self.run(ADD_COMMAND, values).scalar_one()
        except IntegrityError as twice:
            raise AlreadyDone(command.key) from twice
        return self.written[command.key]

    def write_facts(self, stream: Stream, command: Command, number: int, facts: Sequence[Fact]) -> list[Record]:
        """Seal, chain and insert; the stream's head moves only from where it was taken."""
        if facts:
            self.told |= {"kind": facts[0].kind, "command_id": command.key, "stream": stream.name}
        told = list(self._chained(stream, command, number, facts))
        recorded = [record for record, _ in told]
        if not recorded:
            return recorded
        last = recorded[-1]
        moved = {"of_stream": stream.id, "taken_at": stream.seq, "new_seq": last.seq, "new_head": last.hash}
        if self.run(MOVE_HEAD, moved).rowcount != 1:
            raise Conflict("The case has moved on.", stream=stream.name)
        self.run(ADD_FACTS, [row for _, row in told])
        return recorded

    def _chained(
        self, stream: Stream, command: Command, number: int, facts: Sequence[Fact]
    ) -> Iterator[tuple[Record, dict[str, Any]]]:
        """Give each fact as it is recorded, with its row; its values are spelt once, to be hashed and to be sealed."""
        algorithm, prev, salts = self.keyring.algorithm, stream.head, stream.sealer.derived(SALTS)
        who = (command.at, command.actor, command.key)
        for seq, fact in enumerate(facts, stream.seq + 1):
            envelope = Envelope(stream.name, seq, fact.kind, fact.version, *who, PRODUCT, algorithm)
            spelt = canonical.members(to_body(fact))
            prev = envelope.link(chain.committed(salts, stream.name, seq, spelt, algorithm), prev)
            row = {
                "stream": stream.id,
                "seq": seq,
                "command": number,
                "kind": fact.kind,
                "version": fact.version,
                "algorithm": algorithm,
                "body": stream.sealer.seal(FACTS, envelope.place, squeeze(canonical.joined(spelt))),
                "hash": bytes.fromhex(prev),
            }
            yield Record(stream.name, seq, *who, PRODUCT, fact, prev), row

    def _new_stream(self, name: str) -> dict[str, Any]:
        wrapped, _ = self.keyring.new_key(name)
        return {"name": name, "seq": 0, "head": chain.GENESIS, "data_key": wrapped}
