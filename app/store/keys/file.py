"""The key file: master keys by id with the day each was made; processes that run notice when it changes."""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from secrets import token_bytes, token_hex
from typing import Any

from app.errors import NotFound, Refused
from app.settings import private_file

KEY_BYTES = 32
Json = dict[str, Any]


@dataclass(frozen=True)
class Keys:
    """What stands in the file: the master keys, the one in use, and the key of the index, which never changes."""

    current: str
    masters: Mapping[str, bytes] = field(repr=False)
    index: bytes = field(repr=False)
    made: Mapping[str, str]


class KeyFile:
    """One file of mode 0600, written whole; a process that holds it reads it again once it was replaced."""

    def __init__(self, path: Path) -> None:
        """Read the file, or make it on first use; one that others can read is refused."""
        self.path, self._seen = path, (0, 0)
        private_file(path, _first)
        if path.stat().st_mode & 0o077:
            raise Refused(f"{path} can be read by others: chmod 600 it.")
        self.keys()

    def keys(self) -> Keys:
        """Give the keys as they stand now."""
        stat = self.path.stat()
        if (stat.st_mtime_ns, stat.st_ino) != self._seen:
            self._kept, self._seen = _keys(json.loads(self.path.read_bytes())), (stat.st_mtime_ns, stat.st_ino)
        return self._kept

    def add(self, now: datetime) -> str:
        """Make one more master key, which is the one in use from here on, and give its id."""
        kept = json.loads(self.path.read_bytes())
        name = f"k{1 + max(int(one[1:]) for one in kept['masters'])}"
        kept["masters"][name] = b64encode(token_bytes(KEY_BYTES)).decode()
        kept.setdefault("made", {})[name] = now.isoformat()
        self._write(kept | {"current": name})
        return name

    def drop(self, name: str) -> None:
        """Take a master key out for good; what is still sealed with it can never be read again."""
        kept = json.loads(self.path.read_bytes())
        if name not in kept["masters"]:
            raise NotFound(f"master key {name}")
        if name == kept["current"]:
            raise Refused(f"{name} is in use: `yijianshi keys rotate` first.")
        del kept["masters"][name]
        self._write(kept)

    def _write(self, kept: Json) -> None:
        draft = self.path.with_name(f".{self.path.name}.{token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(json.dumps(kept, indent=1).encode())
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


def _keys(kept: Json) -> Keys:
    masters = {name: b64decode(key) for name, key in kept["masters"].items()}
    return Keys(kept["current"], masters, b64decode(kept["index"]), kept.get("made", {}))


def _first() -> bytes:
    made = {name: b64encode(token_bytes(KEY_BYTES)).decode() for name in ("k1", "index")}
    return json.dumps({"current": "k1", "masters": {"k1": made["k1"]}, "index": made["index"]}, indent=1).encode()
