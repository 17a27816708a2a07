"""Every setting in one table: name, default, help; the README's table is made from it, any room may read it."""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from secrets import token_bytes, token_hex
from typing import Any, Self

from app.errors import Refused

PRODUCT = "0.1.0"
VAR = Path(__file__).resolve().parent.parent / "var"


def _about(name: str, explanation: str, *choices: str) -> dict[str, Any]:
    return {"name": name, "help": explanation, "choices": choices}


@dataclass(frozen=True)
class Settings:
    """What an operator can set; each field names its environment variable, its default and what it does."""

    database_url: str = field(
        default=f"sqlite:///{VAR / 'yijianshi.sqlite3'}",
        metadata=_about("DATABASE_URL", "SQLite file or PostgreSQL server that keeps the cases."),
    )
    sqlite_synchronous: str = field(
        default="FULL",
        metadata=_about(
            "YIJIANSHI_SQLITE_SYNCHRONOUS",
            "FULL keeps every answered command through a power cut; NORMAL only through a killed process.",
            *("FULL", "NORMAL"),
        ),
    )
    secret_key_file: Path = field(
        default=VAR / "secret.key",
        metadata=_about("YIJIANSHI_SECRET_KEY_FILE", "Key that signs sessions; made on first use, mode 0600."),
    )
    keys_file: Path = field(
        default=VAR / "keys.json",
        metadata=_about("YIJIANSHI_KEYS_FILE", "Master keys of personal data; made on first use, mode 0600."),
    )
    hash_algorithm: str = field(
        default="sm3", metadata=_about("YIJIANSHI_HASH", "Hash of the chain of facts.", "sm3", "sha256")
    )
    cipher: str = field(
        default="aes-256-gcm",
        metadata=_about("YIJIANSHI_CIPHER", "Cipher of personal data at rest.", "aes-256-gcm", "sm4-gcm"),
    )
    papers_dir: Path = field(
        default=VAR / "papers",
        metadata=_about("YIJIANSHI_PAPERS_DIR", "Folder of uploaded papers, outside the web root."),
    )
    upload_limit: int = field(
        default=10 * 1024 * 1024, metadata=_about("YIJIANSHI_UPLOAD_LIMIT", "Largest upload in bytes.")
    )
    outside_url: str = field(
        default="http://127.0.0.1:5051",
        metadata=_about("YIJIANSHI_OUTSIDE_URL", "Where the outside systems (or their simulators) answer."),
    )
    outside_timeout: int = field(
        default=10, metadata=_about("YIJIANSHI_OUTSIDE_TIMEOUT", "Seconds to wait for an outside system.")
    )
    outside_file: Path = field(
        default=VAR / "outside.json",
        metadata=_about(
            "YIJIANSHI_OUTSIDE_FILE",
            "Address, secret and reporting token of each outside system, mode 0600; demo mode makes one at random.",
        ),
    )
    demo: bool = field(
        default=False, metadata=_about("YIJIANSHI_DEMO", "Demo mode: simulated clock, simulators, demo people.")
    )
    lang: str = field(
        default="zh", metadata=_about("YIJIANSHI_LANG", "Language of pages until a person chooses.", "zh", "en")
    )
    host: str = field(default="127.0.0.1", metadata=_about("YIJIANSHI_HOST", "Address the web server listens on."))
    port: int = field(default=5050, metadata=_about("YIJIANSHI_PORT", "Port the web server listens on."))

    log: str = field(
        default="json",
        metadata=_about(
            "YIJIANSHI_LOG", "Log on stderr: one JSON object a line, or text (`make run` sets it).", "json", "text"
        ),
    )

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """Read the environment; a value that can't be read is refused by name, never guessed."""
        given = [f for f in fields(cls) if f.metadata["name"] in environ]
        return cls(**{f.name: _read(f.metadata, f.default, environ[f.metadata["name"]]) for f in given})

    def rows(self) -> list[tuple[str, str, str]]:
        """List name, value and help of every setting, for the README and the command line."""
        return [(f.metadata["name"], str(getattr(self, f.name)), f.metadata["help"]) for f in fields(self)]

    def secret_key(self) -> bytes:
        return private_file(self.secret_key_file, lambda: token_bytes(32))


def private_file(path: Path, make: Callable[[], bytes]) -> bytes:
    """Read a secret file, or make it whole and with mode 0600; two that start together read the same secret."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = _private_draft(path, make())
        with suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_bytes()


def replace_private_file(path: Path, content: bytes) -> None:
    """Put another content in a secret file's place: a reader, even after a power cut, finds the one or the other."""
    _private_draft(path, content).rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def _private_draft(path: Path, content: bytes) -> Path:
    draft = path.with_name(f".{path.name}.{token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _read(metadata: Mapping[str, Any], default: Any, text: str) -> Any:
    name, choices = metadata["name"], metadata["choices"]
    if choices and text not in choices:
        raise Refused(f"{name} is {text!r}: use one of {', '.join(choices)}.")
    if isinstance(default, bool):
        return text.strip().lower() in {"1", "true", "yes", "on"}
    if isinstance(default, int):
        return _whole(name, text)
    return Path(text) if isinstance(default, Path) else text


def _whole(name: str, text: str) -> int:
    if not text.strip().isdigit():
        raise Refused(f"{name} is {text!r}: use a whole number.")
    return int(text)
