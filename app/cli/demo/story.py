"""`demo`: one invented application, from submission to the last cancellation, told in the terminal as it happens."""

import logging
import os
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from app.catalogue import read_folder
from app.cli.console import local, opened, wire
from app.cli.demo.telling import Teller
from app.cli.demo.words import Words
from app.cli.policy.command import proof
from app.cli.policy.play import MORNING, Play, at
from app.cli.policy.rules import Rules
from app.cli.rooms import Rooms
from app.cli.scratch import inside, prepare
from app.connectors.simulators.serving import running
from app.errors import Refused
from app.events.canonical import decode
from app.settings import VAR, Settings

STORY, MADE, DEMO = "demo", "made-by-a-demo", VAR / "demo"
ROOT = Path(__file__).resolve().parents[3]


@click.command()
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=DEMO,
    help="Where the demo's database is made anew.",
)
@click.pass_context
def demo(ctx: click.Context, folder: Path) -> None:
    """Run one real application from submission to the last cancellation, on a simulated clock."""
    console = wide()
    files = read_folder(ROOT)
    _emptied(folder)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    with running(folder / "outside.sqlite3") as outside_url:
        settings = inside(Settings.from_env(os.environ), folder.resolve(), outside_url)
        with opened(ctx, settings) as rooms:
            first = date.fromisoformat(_story(files)["submitted_on"])
            prepare(rooms, files, at(first, MORNING))
            _tell(rooms, _story(files), console)
    _where(console, folder)


def wide() -> Console:
    """A console for Chinese tables: as wide as the terminal, or 140 columns where there is none."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else 140)


def _tell(rooms: Rooms, worked: dict[str, Any], console: Console) -> None:
    console.rule(worked["title"])
    teller = Teller(rooms, console)
    seen = Play(rooms, Rules(rooms, worked), teller.go_on).run()
    console.rule("时间线")
    console.print(_timeline(seen, teller.words))
    console.print(_kept(seen, teller.words))
    shown = proof(rooms)
    console.print(
        f"[bold]事实链与重放[/]：{'全部一致' if shown.holds else shown.came}（现在是模拟时间 {local(rooms.now())}）"
    )


def _timeline(seen: dict[str, Any], words: Words) -> Table:
    table = Table("日期", "环节", "流程")
    for one in seen["steps"]:
        table.add_row(str(one["day"]), words.element(one["ref"], one["process"]), words.title(one["process"]))
    return table


def _kept(seen: dict[str, Any], words: Words) -> Table:
    """What stands in the registers at the end: certificate, rights, payment orders, marks."""
    table = Table("登记簿", "编号", "自", "至", "内容", show_lines=True)
    for register, rows in seen["registers"].items():
        for row in rows:
            entry = words.entry(register, wire(row["entry"]))
            table.add_row(
                words.register(register), row["key"], str(row["valid_from"]), str(row["valid_to"] or ""), entry
            )
    return table


def _where(console: Console, folder: Path) -> None:
    console.print(
        f"\n在浏览器中查看：运行 [bold]make run FOLDER={folder}[/]，再用登录页列出的示例账号登录；"
        "申请人账号 rehearsal，口令 rehearsal-only。\n"
    )


def _story(files: Any) -> dict[str, Any]:
    found: dict[str, Any] = decode(files[f"forms/reference/{STORY}.json"])
    return found


def _emptied(folder: Path) -> None:
    """Only a folder that a demo made, or an empty one, is emptied: never one that a server works in."""
    ours = folder == DEMO or (folder / MADE).exists()
    if folder.exists() and any(folder.iterdir()) and not ours:
        raise Refused(f"{folder} holds something else; name another folder.")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MADE).touch()
