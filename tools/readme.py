"""Writes the README's generated tables from the code, or with --check says that they are stale."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import click

from app.cli import group
from app.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
FILES = (ROOT / "README.md", ROOT / "README.zh-CN.md")


def settings() -> list[str]:
    """One row a setting: name, default, help."""
    rows = [f"| `{name}` | `{_short(value)}` | {about} |" for name, value, about in Settings().rows()]
    return ["| setting | default | what it does |", "|---|---|---|", *rows]


def commands() -> list[str]:
    """One row a command of the console."""
    rows = [f"| `yijianshi {name}` | {about} |" for name, about in _commands(group, "")]
    return ["| command | what it does |", "|---|---|", *rows]


def roles() -> list[str]:
    """One row a role, as the release's list has them."""
    listed = json.loads((ROOT / "forms" / "reference" / "roles.json").read_text(encoding="utf-8"))
    rows = [f"| `{one['code']}` | {one['name']} | {one['name_en']} |" for one in listed]
    return ["| code | 角色 | role |", "|---|---|---|", *rows]


TABLES: dict[str, Callable[[], list[str]]] = {"settings": settings, "commands": commands, "roles": roles}


def written(text: str) -> str:
    """The text with every generated table made anew between its two marks."""
    for name, table in TABLES.items():
        first, last = f"<!-- {name} -->", f"<!-- end of {name} -->"
        if first in text and last in text:
            head, rest = text.split(first, 1)
            tail = rest.split(last, 1)[1]
            text = "\n".join([head + first, *table(), last + tail])
    return text


def _commands(found: click.Group, before: str) -> list[tuple[str, str]]:
    rows: list[tuple[str, str]] = []
    for name, command in found.commands.items():
        if isinstance(command, click.Group):
            rows += _commands(command, f"{before}{name} ")
        else:
            rows.append((f"{before}{name}", command.get_short_help_str(limit=200)))
    return rows


def _short(value: str) -> str:
    return value.replace(str(ROOT) + "/", "")


def main() -> int:
    """Write, or compare."""
    stale = [path for path in FILES if written(path.read_text(encoding="utf-8")) != path.read_text(encoding="utf-8")]
    if "--check" in sys.argv:
        for path in stale:
            print(f"{path.name}: generated tables are stale; run `make docs`")
        return len(stale)
    for path in stale:
        path.write_text(written(path.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
