"""Master keys: they wrap the data keys of cases and index what must be found without being read; factory makes one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_bytes
from typing import Any
from unicodedata import normalize

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from app.store.keys.file import KEY_BYTES, KeyFile
from app.store.sealing import Erased, Sealer, Unreadable

WRAPPED = "wrap"


@dataclass(frozen=True)
class Keyring:
    """The master keys by id, the one in use, and the key of the index (which never rotates), as the file says now."""

    file: KeyFile = field(repr=False)
    cipher: str = "aes-256-gcm"
    algorithm: str = "sm3"
    _sealers: dict[bytes, Sealer] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def load(cls, path: Path, *, cipher: str = "aes-256-gcm", algorithm: str = "sm3") -> "Keyring":
        """Read the key file, or make it on first use; a file that others can read is refused."""
        return cls(KeyFile(path), cipher, algorithm)

    @property
    def current(self) -> str:
        """The id of the master key in use."""
        return self.file.keys().current

    @property
    def masters(self) -> Mapping[str, bytes]:
        """Every master key that can still be read with."""
        return self.file.keys().masters

    def new_key(self, place: str) -> tuple[bytes, Sealer]:
        """Make a data key: wrapped for the table, and ready for use."""
        key = token_bytes(KEY_BYTES)
        return self.wrap(key, place), Sealer(key, self.cipher)

    def wrap(self, key: bytes, place: str) -> bytes:
        return self.seal(WRAPPED, place, key)

    def unwrap(self, wrapped: bytes, place: str) -> Sealer:
        master, sealed = self._named(wrapped)
        return Sealer(master.open(WRAPPED, place, sealed), self.cipher)

    def unwrap_or_erased(self, wrapped: bytes | None, place: str) -> Sealer:
        """Unwrap a data key; one that was dropped says so."""
        if wrapped is None:
            raise Erased(place)
        return self.unwrap(wrapped, place)

    def seal(self, purpose: str, place: str, content: bytes) -> bytes:
        """Seal under a key derived from the current master: for what belongs to no one case."""
        name = self.current
        return self.mark(name) + self._master(name).seal(purpose, place, content)

    def open(self, purpose: str, place: str, sealed: bytes) -> bytes:
        master, inner = self._named(sealed)
        return master.open(purpose, place, inner)

    def seal_value(self, purpose: str, place: str, wire: Any) -> bytes:
        name = self.current
        return self.mark(name) + self._master(name).seal_value(purpose, place, wire)

    def resealed(self, purpose: str, place: str, sealed: bytes) -> bytes:
        """Seal with the master key in use what any of them sealed."""
        return self.seal(purpose, place, self.open(purpose, place, sealed))

    def open_value(self, purpose: str, place: str, sealed: bytes) -> Any:
        master, inner = self._named(sealed)
        return master.open_value(purpose, place, inner)

    def index(self, value: str, purpose: str = "subject") -> str:
        """Give the keyed index of a value: equal values meet, and nobody without the key can test a guess."""
        hasher = HMAC(self.file.keys().index, SHA256())
        hasher.update(f"{purpose}\x1f{normalize('NFC', value)}".encode())
        return hasher.finalize().hex()

    def mark(self, name: str) -> bytes:
        """Give the first bytes of all that a master key seals: the length of its id, and the id."""
        return bytes([len(name)]) + name.encode()

    def _named(self, marked: bytes) -> tuple[Sealer, bytes]:
        length = marked[0] if marked else 0
        name = marked[1 : 1 + length].decode(errors="replace")
        if name not in self.masters:
            raise Unreadable(f"master key {name!r} is not in {self.file.path}: bring back the file that has it")
        return self._master(name), marked[1 + length :]

    def _master(self, name: str) -> Sealer:
        key = self.masters[name]
        return self._sealers.setdefault(key, Sealer(key, self.cipher))
