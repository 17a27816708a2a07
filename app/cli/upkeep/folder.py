"""`backup`, `restore` and `migrate`: the database, the papers and the secrets of one installation."""

import os
from dataclasses import replace
from pathlib import Path

import click

from app.cli.console import json_option, opened, say
from app.settings import Settings


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@json_option
@click.pass_context
def backup(ctx: click.Context, folder: Path, as_json: bool) -> None:
    """Copy the database, papers, keys and outside systems' settings into FOLDER, while the product may go on running.

    The archive (.tar) holds all cases, registers, people, drafts, releases and papers. Beside it lie *.keys.json,
    without which nobody can read it, and *.outside.json: keep these two elsewhere. The key of sessions is not kept.
    """
    with opened(ctx) as rooms:
        written = rooms.upkeep.backup(folder)
    say(as_json, {"written": written}, [str(path) for path in written])


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@json_option
@click.pass_context
def restore(ctx: click.Context, folder: Path, as_json: bool) -> None:
    """Bring back what `backup` wrote; refused where there already are cases.

    The newest archive of FOLDER is taken, with the *.keys.json beside it; where YIJIANSHI_KEYS_FILE is there already,
    it must hold the same keys. Settings of outside systems that are there already are left as they are.
    """
    # Not in demo mode, which makes settings of outside systems where there are none: the backup's are to be brought.
    with opened(ctx, replace(Settings.from_env(os.environ), demo=False)) as rooms:
        rooms.upkeep.restore(folder)
    say(as_json, {"restored": folder}, ["已恢复。请运行 yijianshi audit verify 和 yijianshi audit replay --all 核对。"])


@click.command()
@json_option
@click.pass_context
def migrate(ctx: click.Context, as_json: bool) -> None:
    """Bring the database to the newest form."""
    with opened(ctx) as rooms:
        rooms.upkeep.migrate()
        where = rooms.app.config["SQLALCHEMY_DATABASE_URI"].split("@")[-1]
    say(as_json, {"database": where}, [f"数据库已是最新结构：{where}"])
