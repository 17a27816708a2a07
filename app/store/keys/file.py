"""The file of master keys: read again when it was replaced, and replaced as a whole; keyring and rotation call it."""

import fcntl
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from secrets import token_bytes
from typing import Any

from app.errors import Conflict, Refused
from app.settings import private_file, replace_private_file
from app.store.sealing import Unreadable

KEY_BYTES = 32


class KeysLost(Unreadable):
    """The key file is not there, or is not the one that this database was written with."""

    zh = "密钥文件不存在或与数据库不符，加密内容无法读取。"

    def __init__(self, path: Path, what: str) -> None:
        """Name what is wrong, and what helps."""
        remedy = (
            f"Put the key file of this database at {path} (YIJIANSHI_KEYS_FILE), mode 0600: `yijianshi backup` wrote a "
            "copy as *.keys.json beside each archive; `yijianshi keys show` says which keys the database needs."
        )
        super().__init__(f"{what}. {remedy}")


class UnderWay(Conflict):
    """The keys are being rotated or backed up at this moment."""

    zh = "正在轮换密钥或备份，请在其结束后再试。"


@dataclass(frozen=True)
class Keys:
    """What the key file holds; `made` and `retired` tell dates by id, and of a retired key nothing else is left."""

    current: str
    masters: Mapping[str, bytes] = field(repr=False)
    index: bytes = field(repr=False)
    made: Mapping[str, str]
    retired: Mapping[str, str]

    @property
    def old(self) -> list[str]:
        """The keys that a rotation under way is to replace."""
        return [name for name in self.masters if name != self.current]

    def with_new(self, now: datetime) -> "Keys":
        """Add a new key in use; what the old ones sealed can still be read."""
        known = {*self.masters, *self.made, *self.retired}
        name = f"k{1 + max(int(each.removeprefix('k')) for each in known)}"
        masters, made = {**self.masters, name: token_bytes(KEY_BYTES)}, {**self.made, name: now.isoformat()}
        return replace(self, current=name, masters=masters, made=made)

    def without_old(self, now: datetime) -> "Keys":
        """Keep the key in use alone."""
        retired = {**self.retired, **dict.fromkeys(self.old, now.isoformat())}
        return replace(self, masters={self.current: self.masters[self.current]}, retired=retired)

    def encoded(self) -> bytes:
        told = {name: b64encode(key).decode() for name, key in self.masters.items()}
        index = b64encode(self.index).decode()
        return json.dumps({**vars(self), "masters": told, "index": index}, indent=1).encode()


@dataclass(frozen=True)
class KeyFile:
    """One key file of one installation; several processes may have it open."""

    path: Path
    new: Keys | None = field(default=None, repr=False, compare=False)
    _read: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def found_or_new(cls, path: Path, now: datetime | None = None) -> "KeyFile":
        """Open the key file; without one, new keys are written when they are first used.

        Not before: who starts the product to restore a backup needs the keys of that backup, not others.
        """
        if not path.exists():
            return cls(path, _first(now))
        opened = cls(path)
        opened.keys()
        return opened

    def keys(self) -> Keys:
        """Give what the file holds now; it is only read when it was replaced since."""
        if self.new and not self._read:
            private_file(self.path, self.new.encoded)
        try:
            seen = self.path.stat()
        except FileNotFoundError as gone:
            raise KeysLost(self.path, f"{self.path} is gone") from gone
        mark = (seen.st_ino, seen.st_mtime_ns, seen.st_size, seen.st_mode)
        if self._read.get("mark") != mark:
            if seen.st_mode & 0o077:
                raise Refused(f"{self.path} can be read by others: chmod 600 it.")
            self._read.update(keys=self._decoded(), mark=mark)
        found: Keys = self._read["keys"]
        return found

    def replace(self, keys: Keys) -> Keys:
        """Write the file anew, all of it or not at all."""
        replace_private_file(self.path, keys.encoded())
        return keys

    @contextmanager
    def held(self, *, wait: bool) -> Iterator[None]:
        """Let nobody else rotate or back up the keys meanwhile; a killed holder lets go."""
        self.keys()
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            yield
        except BlockingIOError as taken:
            raise UnderWay("Try again when it has ended.") from taken
        finally:
            os.close(folder)

    def _decoded(self) -> Keys:
        try:
            told = json.loads(self.path.read_bytes())
            masters = {name: b64decode(key) for name, key in told["masters"].items()}
            index = b64decode(told["index"])
            return Keys(told["current"], masters, index, told.get("made", {}), told.get("retired", {}))
        except (ValueError, KeyError, AttributeError) as broken:
            raise KeysLost(self.path, f"{self.path} is no key file") from broken


def _first(now: datetime | None) -> Keys:
    made = {} if now is None else {"k1": now.isoformat()}
    return Keys("k1", {"k1": token_bytes(KEY_BYTES)}, token_bytes(KEY_BYTES), made, {})
