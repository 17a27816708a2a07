"""`audit`: is the chain of facts whole, and do the recorded commands arrive at the recorded facts?"""

from pathlib import Path
from typing import Any

import click

from app.cli.console import json_option, opened, say
from app.errors import Refused


@click.group()
def audit() -> None:
    """Verify and replay the record."""


@audit.command()
@click.argument("case_id", required=False)
@json_option
@click.pass_context
def verify(ctx: click.Context, case_id: str | None, as_json: bool) -> None:
    """Find a changed, missing, inserted or reordered fact, in one case or in all streams."""
    with opened(ctx) as rooms:
        breaks = rooms.audit.verify(case_id)
    lines = [f"{one.stream} #{one.seq}: {one.what} {one.detail}" for one in breaks]
    say(as_json, {"breaks": breaks}, lines or ["事实链完整。"])
    ctx.exit(1 if breaks else 0)


@audit.command()
@json_option
@click.pass_context
def anchor(ctx: click.Context, as_json: bool) -> None:
    """Set today's anchor over all streams unless it is set, and print every anchor; keep the last root elsewhere."""
    with opened(ctx) as rooms:
        anchors = rooms.audit.anchor(rooms.clock.now())
    told = [{"day": one.day, "root": one.root, "before": one.before, "streams": len(one.heads)} for one in anchors]
    say(as_json, {"anchors": told}, [f"{one['day']} {one['root']} ({one['streams']})" for one in told])


@audit.command()
@click.argument("case_id", required=False)
@click.option("--all", "every", is_flag=True, help="Replay every case.")
@json_option
@click.pass_context
def replay(ctx: click.Context, case_id: str | None, every: bool, as_json: bool) -> None:
    """Run a case's commands again on its release and compare every fact and the state."""
    if bool(case_id) == every:
        raise Refused("Name one case, or say --all.")
    with opened(ctx) as rooms:
        ids = [case_id] if case_id else [one.id for one in rooms.queries.cases()]
        results = [rooms.audit.replay(one) for one in ids]
    say(as_json, {"replays": results}, [line for result in results for line in _told(result)])
    ctx.exit(1 if any(result.differences for result in results) else 0)


@audit.command()
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--process", default="", help="Only cases that run this process.")
@json_option
@click.pass_context
def log(ctx: click.Context, file: Path, process: str, as_json: bool) -> None:
    """Write an event log (XES) of all cases into FILE, for process mining; it names nobody."""
    with opened(ctx) as rooms, file.open("wb") as out:
        written = rooms.event_logs.write_all(process, out)
    lines = [f"{file}：{written.cases} 个案件"]
    lines += [f"{written.left_out} 个案件的内容已删除或不能读取，没有写入"] if written.left_out else []
    say(as_json, {"file": file, "cases": written.cases, "left_out": written.left_out}, lines)


def _told(result: Any) -> list[str]:
    if not result.differences:
        return [f"{result.number}: {result.facts} 条事实与状态全部一致"]
    return [f"{result.number}: 不一致", *(f"    {text}" for text in result.differences)]
