"""What this product and each outside system show one another, kept in one private file and nowhere else.

The client shows a system its `secret`; a system that reports by itself shows the API its `reports_with`. Neither is
ever logged, told in an error, or written to the database.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from hmac import compare_digest
from pathlib import Path
from secrets import token_urlsafe
from typing import Any, Final

from app.connectors.operations import OPERATIONS
from app.errors import Refused
from app.settings import private_file

SYSTEMS: Final = frozenset(system for system, _ in OPERATIONS)
OTHERS: Final = 0o077
_SECRET = re.compile(r"[!-~]{16,500}")
_SHAPES: Final = {"url": re.compile(r"https?://\S+"), "secret": _SECRET, "reports_with": _SECRET}


@dataclass(frozen=True)
class System:
    """One outside system: its own address if it has one, what we show it, and what it shows us."""

    url: str = ""
    secret: str = field(default="", repr=False)
    reports_with: str = field(default="", repr=False)


def load(path: Path, *, invent: bool = False) -> dict[str, System]:
    """Read the file; without one, no system is shown anything and none may report.

    `invent` is for demos: what is missing is made at random, and addresses are left out, so that only the simulators
    are ever reached.
    """
    if invent:
        private_file(path, _invented)
    if not path.exists():
        return {}
    if path.stat().st_mode & OTHERS:
        raise Refused(f"{path} can be read by others than its owner: run `chmod 600 {path}`.")
    found = dict(_read(path))
    twice = len(found) - len({one.reports_with or name for name, one in found.items()})
    if twice:
        raise Refused(f"{path}: two systems have the same `reports_with`; give each its own.")
    return {name: replace(one, url="") for name, one in found.items()} if invent else found


def who_shows(token: str, systems: Mapping[str, System]) -> str | None:
    """Name the system whose token this is, compared in constant time."""
    shown = token.encode()
    found = [name for name, one in systems.items() if compare_digest(one.reports_with.encode(), shown)]
    return found[0] if token and found else None


def _read(path: Path) -> Iterator[tuple[str, System]]:
    try:
        told = json.loads(path.read_bytes())
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise Refused(f"{path} is no JSON object: write {{system: {{url, secret, reports_with}}}}.")
    for name, one in told.items():
        if name not in SYSTEMS:
            raise Refused(f"{path}: no outside system is called {name!r}; use one of {', '.join(sorted(SYSTEMS))}.")
        yield name, _system(f"{path}: {name}", one)


def _system(where: str, told: Any) -> System:
    """One system's entry; what is wrong is told by its name, never by its value."""
    if not isinstance(told, dict) or set(told) - set(_SHAPES):
        raise Refused(f"{where} is an object with `url`, `secret` and `reports_with`, each of which may be left out.")
    for name, value in told.items():
        if not isinstance(value, str) or not _SHAPES[name].fullmatch(value):
            wanted = "an http or https address" if name == "url" else "16 to 500 visible ASCII characters"
            raise Refused(f"{where}: `{name}` must be {wanted}.")
    return System(**told)


def _invented() -> bytes:
    made = {name: {"secret": token_urlsafe(32), "reports_with": token_urlsafe(32)} for name in sorted(SYSTEMS)}
    return json.dumps(made, indent=2).encode()
