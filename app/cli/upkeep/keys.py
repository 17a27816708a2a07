"""`keys`: which master keys there are, and another in their place."""

from typing import Any

import click

from app.cli.console import json_option, opened, say

STATES = {"in use": "使用中", "being replaced": "轮换中", "retired": "已停用", "missing": "密钥文件中没有"}


@click.group()
def keys() -> None:
    """See and rotate the master keys that personal data is sealed with (YIJIANSHI_KEYS_FILE)."""


@keys.command()
@json_option
@click.pass_context
def show(ctx: click.Context, as_json: bool) -> None:
    """List the ids and dates of the master keys, and how many values each seals; never the keys.

    Ends with 1 when the database needs a key that the key file lacks.
    """
    with opened(ctx) as rooms:
        found = rooms.upkeep.keys()
    say(as_json, {"keys": found}, [_line(one) for one in found])
    ctx.exit(1 if any(one.state == "missing" for one in found) else 0)


@keys.command()
@json_option
@click.pass_context
def rotate(ctx: click.Context, as_json: bool) -> None:
    """Make a new master key, seal everything anew under it, and take the old one out of the key file.

    The product may go on running. Broken off at any point, nothing is lost: run it again and it goes on where it
    stood. The facts, their chain and the anchors stay as they are, and so do the indexes by which people are found.

    Make a backup afterwards: the copies of the key file beside older archives open those archives only.
    """
    with opened(ctx) as rooms, rooms.upkeep.rotating() as rotation:
        length = rotation.begin()
        with click.progressbar(length=length, label="轮换密钥", hidden=as_json) as bar:
            for size in rotation.reseal():
                bar.update(size)
        rotation.retire()
        found = rooms.upkeep.keys()
    say(as_json, {"sealed_anew": length, "keys": found}, [f"已重新加密 {length} 项。", *map(_line, found)])


def _line(one: Any) -> str:
    dates = f"{(one.made or '—')[:19]} → {(one.retired or '')[:19]}"
    return f"{one.id:5} {STATES[one.state]}  {dates:42} {one.values} 项"
