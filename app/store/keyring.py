"""Master keys: they wrap the data keys of cases and index what must be found without being read; factory makes one."""

import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_bytes
from typing import Any
from unicodedata import normalize

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from app.errors import Refused
from app.settings import private_file
from app.store.sealing import Erased, Sealer, Unreadable

KEY_BYTES = 32


@dataclass(frozen=True)
class Keyring:
    """The master keys by id, the one in use, and the key of the index (which never rotates)."""

    current: str
    masters: Mapping[str, bytes] = field(repr=False)
    index_key: bytes = field(repr=False)
    cipher: str = "aes-256-gcm"
    algorithm: str = "sm3"
    _sealers: dict[str, Sealer] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def load(cls, path: Path, *, cipher: str = "aes-256-gcm", algorithm: str = "sm3") -> "Keyring":
        """Read the key file, or make it on first use; a file that others can read is refused."""
        kept = json.loads(private_file(path, _first_keys))
        if path.stat().st_mode & 0o077:
            raise Refused(f"{path} can be read by others: chmod 600 it.")
        masters = {name: b64decode(key) for name, key in kept["masters"].items()}
        return cls(kept["current"], masters, b64decode(kept["index"]), cipher, algorithm)

    def new_key(self, place: str) -> tuple[bytes, Sealer]:
        """Make a data key: wrapped for the table, and ready for use."""
        key = token_bytes(KEY_BYTES)
        return self.wrap(key, place), Sealer(key, self.cipher)

    def wrap(self, key: bytes, place: str) -> bytes:
        return self._marked(self._master(self.current).seal("wrap", place, key))

    def unwrap(self, wrapped: bytes, place: str) -> Sealer:
        master, sealed = self._named(wrapped)
        return Sealer(master.open("wrap", place, sealed), self.cipher)

    def unwrap_or_erased(self, wrapped: bytes | None, place: str) -> Sealer:
        """Unwrap a data key; one that was dropped says so."""
        if wrapped is None:
            raise Erased(place)
        return self.unwrap(wrapped, place)

    def seal(self, purpose: str, place: str, content: bytes) -> bytes:
        """Seal under a key derived from the current master: for what belongs to no one case."""
        return self._marked(self._master(self.current).seal(purpose, place, content))

    def open(self, purpose: str, place: str, sealed: bytes) -> bytes:
        master, inner = self._named(sealed)
        return master.open(purpose, place, inner)

    def seal_value(self, purpose: str, place: str, wire: Any) -> bytes:
        return self._marked(self._master(self.current).seal_value(purpose, place, wire))

    def open_value(self, purpose: str, place: str, sealed: bytes) -> Any:
        master, inner = self._named(sealed)
        return master.open_value(purpose, place, inner)

    def index(self, value: str, purpose: str = "subject") -> str:
        """Give the keyed index of a value: equal values meet, and nobody without the key can test a guess."""
        hasher = HMAC(self.index_key, SHA256())
        hasher.update(f"{purpose}\x1f{normalize('NFC', value)}".encode())
        return hasher.finalize().hex()

    def _marked(self, sealed: bytes) -> bytes:
        mark = self.current.encode()
        return bytes([len(mark)]) + mark + sealed

    def _named(self, marked: bytes) -> tuple[Sealer, bytes]:
        length = marked[0] if marked else 0
        name = marked[1 : 1 + length].decode(errors="replace")
        if name not in self.masters:
            raise Unreadable(f"master key {name!r} is not in the key file")
        return self._master(name), marked[1 + length :]

    def _master(self, name: str) -> Sealer:
        return self._sealers.setdefault(name, Sealer(self.masters[name], self.cipher))


def _first_keys() -> bytes:
    made = {name: b64encode(token_bytes(KEY_BYTES)).decode() for name in ("k1", "index")}
    return json.dumps({"current": "k1", "masters": {"k1": made["k1"]}, "index": made["index"]}, indent=1).encode()
