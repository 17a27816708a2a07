"""`compare`: the monthly comparison of the rights that stand with what other offices hand in."""

from collections import Counter
from pathlib import Path

import click

from app.calendar import SHANGHAI
from app.cli.console import as_option, json_option, opened, person, say
from app.cli.daily.imports import rows
from app.events.actor import Actor


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--month", help="The month that is compared, as 2026-09 (default: this month).")
@as_option
@json_option
@click.pass_context
def compare(ctx: click.Context, file: Path, month: str | None, login: str, as_json: bool) -> None:
    """Compare a CSV or JSON-lines FILE of other offices with the rights that stand.

    Each difference is reported to the cases that it concerns once a month, so this can be stopped and run again.
    """
    told: Counter[str] = Counter()
    refused = []
    with opened(ctx) as rooms:
        by, now = person(rooms, login), rooms.now()
        grant = by.roles[0] if by.roles else None
        actor = Actor("person", by.id, grant.role if grant else None, grant.division if grant else None)
        found = rooms.comparison.run(
            rows(file), month or now.astimezone(SHANGHAI).strftime("%Y-%m"), actor=actor, now=now
        )
        length = sum(1 for _ in rows(file))
        with click.progressbar(found, length=length, label="每月比对", hidden=as_json) as bar:
            for one in bar:
                told["rows"] += 1
                told["differences"] += len(one.differences)
                told["reached"] += sum(map(len, one.differences))
                if one.refused:
                    refused.append({"row": one.row, "why": one.refused})
        rooms.cases.drain(now)
    lines = [f"第 {one['row']} 行未比对：{one['why']}" for one in refused]
    lines.append(f"比对 {told['rows']} 行，不同 {told['differences']} 处，送达 {told['reached']} 个案件。")
    if refused:
        lines.append(f"未比对 {len(refused)} 行。")
    say(as_json, {**told, "refused": refused}, lines)
    ctx.exit(1 if refused else 0)
