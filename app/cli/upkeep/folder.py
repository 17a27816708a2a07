"""`backup`, `restore` and `migrate`: the database, the papers and the keys of one installation."""

from pathlib import Path

import click

from app.cli.console import json_option, opened, say


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@json_option
@click.pass_context
def backup(ctx: click.Context, folder: Path, as_json: bool) -> None:
    """Copy the database, the papers and the keys into FOLDER, while the product may go on running."""
    with opened(ctx) as rooms:
        written = rooms.upkeep.backup(folder)
    say(as_json, {"written": written}, [str(path) for path in written])


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@json_option
@click.pass_context
def restore(ctx: click.Context, folder: Path, as_json: bool) -> None:
    """Bring back what `backup` wrote; refused where there already are cases."""
    with opened(ctx) as rooms:
        rooms.upkeep.restore(folder)
    say(as_json, {"restored": folder}, ["已恢复。请运行 yijianshi audit verify 核对。"])


@click.command()
@json_option
@click.pass_context
def migrate(ctx: click.Context, as_json: bool) -> None:
    """Bring the database to the newest form."""
    with opened(ctx) as rooms:
        rooms.upkeep.migrate()
        where = rooms.app.config["SQLALCHEMY_DATABASE_URI"].split("@")[-1]
    say(as_json, {"database": where}, [f"数据库已是最新结构：{where}"])
