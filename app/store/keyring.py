"""Master keys: they wrap the data keys of cases and index what must be found without being read; factory makes one."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from secrets import token_bytes
from typing import Any
from unicodedata import normalize

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from app.events import canonical
from app.store.keys.file import KEY_BYTES, KeyFile, Keys, KeysLost
from app.store.sealing import Erased, Sealer, Unreadable, squeeze, stretch

WRAP = "wrap"


@dataclass(frozen=True)
class Keyring:
    """The master keys by id, the one in use, and the key of the index (which never rotates).

    A key that this process has read stays known to it until it ends: what was fetched before a rotation ended opens.
    """

    file: KeyFile
    cipher: str = "aes-256-gcm"
    algorithm: str = "sm3"
    _known: dict[str, Sealer] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def load(
        cls, path: Path, *, cipher: str = "aes-256-gcm", algorithm: str = "sm3", now: datetime | None = None
    ) -> "Keyring":
        """Read the key file, or make it on first use; a file that others can read is refused."""
        return cls(KeyFile.found_or_new(path, now), cipher, algorithm)

    @property
    def current(self) -> str:
        return self._keys().current

    def holds(self, name: str) -> bool:
        """Say whether a key is still in the file, so that what was sealed with it may be kept."""
        return name in self._keys().masters

    def new_key(self, place: str) -> tuple[bytes, Sealer]:
        """Make a data key: wrapped for the table, and ready for use."""
        key = token_bytes(KEY_BYTES)
        return self.seal(WRAP, place, key), Sealer(key, self.cipher)

    def unwrap(self, wrapped: bytes, place: str) -> Sealer:
        return Sealer(self.open(WRAP, place, wrapped), self.cipher)

    def unwrap_or_erased(self, wrapped: bytes | None, place: str) -> Sealer:
        """Unwrap a data key; one that was dropped says so."""
        if wrapped is None:
            raise Erased(place)
        return self.unwrap(wrapped, place)

    def seal(self, purpose: str, place: str, content: bytes) -> bytes:
        """Seal under a key derived from the current master: for what belongs to no one case."""
        name = self.current
        return mark(name) + self._known[name].seal(purpose, place, content)

    def open(self, purpose: str, place: str, sealed: bytes) -> bytes:
        name = sealed[1 : 1 + sealed[0]].decode(errors="replace") if sealed else ""
        if name not in self._keys().masters and name not in self._known:
            raise KeysLost(self.file.path, f"Master key {name!r} is not in the key file")
        try:
            return self._known[name].open(purpose, place, sealed[len(mark(name)) :])
        except Unreadable as unread:
            what = f"{place} does not open with master key {name!r}: it was changed, or the key is another of that name"
            raise KeysLost(self.file.path, what) from unread

    def seal_value(self, purpose: str, place: str, wire: Any) -> bytes:
        return self.seal(purpose, place, squeeze(canonical.encode(wire)))

    def open_value(self, purpose: str, place: str, sealed: bytes) -> Any:
        return canonical.decode(stretch(self.open(purpose, place, sealed)))

    def index(self, value: str, purpose: str = "subject") -> str:
        """Give the keyed index of a value: equal values meet, and nobody without the key can test a guess."""
        hasher = HMAC(self._keys().index, SHA256())
        hasher.update(f"{purpose}\x1f{normalize('NFC', value)}".encode())
        return hasher.finalize().hex()

    def _keys(self) -> Keys:
        keys = self.file.keys()
        for name, key in keys.masters.items():
            if name not in self._known or self._known[name].key != key:
                self._known[name] = Sealer(key, self.cipher)
        return keys


def mark(name: str) -> bytes:
    """What stands before all that is sealed under a master key, so that it is found again: the key's id."""
    return bytes([len(name)]) + name.encode()
