"""`check` and `publish`: a folder of diagrams, tables and forms, looked at and made a release."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from app.calendar import legal_day
from app.catalogue import read_folder
from app.cli.console import json_option, opened, say
from app.errors import Finding

folder = click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), default=Path(), required=False
)


@click.command()
@folder
@json_option
@click.pass_context
def check(ctx: click.Context, folder: Path, as_json: bool) -> None:
    """Check diagrams, tables and forms: what is wrong, where, and how to mend it."""
    with opened(ctx) as rooms:
        findings = rooms.catalogue.findings(read_folder(folder))
    say(as_json, {"findings": findings}, told(findings))
    ctx.exit(1 if errors(findings) else 0)


@click.command()
@folder
@click.option("--author", required=True, help="Login of the one who wrote it.")
@click.option("--approver", required=True, help="Login of the second person who approves it.")
@click.option("--note", required=True, help="What changes, for the people concerned.")
@click.option("--on", "effective_on", type=click.DateTime(["%Y-%m-%d"]), help="Day from which it is in force.")
@json_option
@click.pass_context
def publish(
    ctx: click.Context,
    folder: Path,
    author: str,
    approver: str,
    note: str,
    effective_on: date | None,
    as_json: bool,
) -> None:
    """Publish a folder as a numbered release; nothing is published while a check finds an error."""
    with opened(ctx) as rooms:
        files, now = read_folder(folder), rooms.now()
        findings = rooms.catalogue.findings(files)
        if errors(findings):
            say(as_json, {"findings": findings}, told(findings))
            ctx.exit(1)
        day = date(effective_on.year, effective_on.month, effective_on.day) if effective_on else legal_day(now)
        release = rooms.catalogue.publish(files, author=author, approver=approver, note=note, effective_on=day, now=now)
        made = {"number": release.number, "hash": release.hash, "effective_on": day}
        say(as_json, made, [f"已发布第 {release.number} 版，{day} 起施行，摘要 {release.hash}"])


def errors(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity == "error"]


def told(findings: Sequence[Finding]) -> list[str]:
    """Findings as lines: where, what is wrong, and how to mend it."""
    lines = []
    for one in findings:
        where = f"{one.file}#{one.element}" if one.element else one.file
        lines += [f"{one.severity}  {where}: {one.what_zh or one.what}", f"       → {one.remedy_zh or one.remedy}"]
    wrong, noted = len(errors(findings)), sum(finding.severity == "note" for finding in findings)
    notes = f"，{noted} 条说明" if noted else ""
    return [*lines, f"检查完毕：{wrong} 个错误，{len(findings) - wrong - noted} 个提醒{notes}。"]
