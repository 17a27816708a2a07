"""`keys`: the master keys of personal data are listed, changed and, when nothing needs one any more, dropped."""

from typing import Any

import click

from app.cli.console import json_option, opened, say


@click.group()
def keys() -> None:
    """Look after the master keys; the keys themselves are never printed."""


@keys.command()
@json_option
@click.pass_context
def show(ctx: click.Context, as_json: bool) -> None:
    """List the master keys: when each was made, which is in use, and how many values it seals."""
    with opened(ctx) as rooms:
        found = rooms.upkeep.keys()
    say(as_json, {"keys": found}, [_line(one) for one in found])


@keys.command()
@json_option
@click.pass_context
def rotate(ctx: click.Context, as_json: bool) -> None:
    """Make a new master key and seal everything with it, while the product may go on running.

    If it is stopped, run it again: it goes on where it was. The key before stays readable until `keys drop`; make a
    new backup first, for an older one needs the keys that were saved beside it.
    """
    with opened(ctx) as rooms:
        name, waiting, work = rooms.upkeep.rotate_keys()
        with click.progressbar(length=waiting, label=f"换用主密钥 {name}", hidden=as_json) as bar:
            for done in work:
                bar.update(done)
    say(as_json, {"current": name, "sealed": waiting}, [f"已换用主密钥 {name}，重新加密 {waiting} 项。"])


@keys.command()
@click.argument("key_id")
@json_option
@click.pass_context
def drop(ctx: click.Context, key_id: str, as_json: bool) -> None:
    """Take master key KEY_ID out of the key file for good; refused while anything is sealed with it."""
    with opened(ctx) as rooms:
        rooms.upkeep.drop_key(key_id)
    say(as_json, {"dropped": key_id}, [f"已删除主密钥 {key_id}。"])


def _line(one: Any) -> str:
    made = f"，{one.made[:10]} 生成" if one.made else ""
    return f"{one.id}{made}，{'正在使用' if one.in_use else '已停用'}，加密 {one.seals} 项"
