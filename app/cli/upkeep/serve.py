"""`serve`: the product for people, and in demo mode with outside systems, demo people and time of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from flask import Flask
from rich.progress import BarColumn, MofNCompleteColumn, Progress
from waitress import create_server

from app import logs
from app.calendar import legal_day
from app.cases.shown.labels import labels
from app.catalogue import read_folder
from app.cli.console import Start
from app.cli.demo.samples import listed_in, put_in
from app.cli.rooms import Rooms
from app.cli.scratch import inside, prepare
from app.errors import Refused
from app.settings import Settings

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = Path("forms") / "reference" / "outside.json"
THREADS = 8
LAST_PORT = 65535
ANYWHERE = "//0.0.0.0:"


@click.command()
@click.option("--demo", is_flag=True, help="Simulated clock, outside systems and people.")
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on; 0 takes a free one.")
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), help="Keep everything in this folder.")
@click.option(
    "--law",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=ROOT,
    show_default="the product's own",
    help="Folder with the bpmn/, dmn/ and forms/ that are published first.",
)
@click.pass_context
def serve(ctx: click.Context, demo: bool, host: str | None, port: int | None, folder: Path | None, law: Path) -> None:
    """Serve the pages and the API, and let time do its work, until stopped."""
    settings = _chosen(Settings.from_env(os.environ), demo, host, port)
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        settings = inside(settings, folder.resolve(), settings.outside_url)
    # A plain end by signal must end the outside systems, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    run(ctx.find_root().obj, settings, law.resolve())


def run(start: Start, settings: Settings, law: Path = ROOT) -> None:
    """Prepare the installation, start its clockwork and answer requests."""
    app, files = start(settings), read_folder(law)
    server = _listening(app, settings)
    with app.app_context():
        rooms = Rooms(app)
        first = _first_moment(rooms)
        if rooms.clock.simulated and not rooms.catalogue.history() and listed_in(files, legal_day(first)):
            _with_samples(start, settings, files, first)
        prepare(rooms, files, rooms.now())
    logs.set_up(settings.log)
    clockwork = app.extensions["clockwork"]
    address = f"http://{settings.host}:{server.effective_port}"
    with _outside(settings, address, law / SCRIPT) if settings.demo else nullcontext():
        clockwork.start()
        _announce(rooms, address)
        try:
            server.run()
        finally:
            clockwork.stop()


def _with_samples(start: Start, settings: Settings, files: Mapping[str, bytes], now: datetime) -> None:
    """A new demo begins with applications at every stage; the whole of it takes some seconds, and is seen to go on."""
    with Progress("[progress.description]{task.description}", BarColumn(), MofNCompleteColumn()) as progress:
        bar = progress.add_task("放入示例申请")
        put_in(start, settings, files, now, lambda done, of: progress.update(bar, completed=done, total=of))


def _listening(app: Flask, settings: Settings) -> Any:
    """Take the address; what can't be had is told by its name."""
    wanted = f"{settings.host}:{settings.port}"
    if settings.port > LAST_PORT:
        raise Refused(f"{wanted}: a port is a number up to {LAST_PORT} (YIJIANSHI_PORT).")
    try:
        return create_server(app, host=settings.host, port=settings.port, threads=THREADS, ident="yijianshi")
    except (OSError, ValueError) as failed:
        raise Refused(f"{wanted} can't be listened on ({failed}): name another --host or --port.") from failed


def _first_moment(rooms: Rooms) -> datetime:
    """A simulated clock goes on from where it stood; a new one starts with the system's time."""
    rooms.upkeep.migrate()
    return rooms.now()


def _announce(rooms: Rooms, address: str) -> None:
    with rooms.app.app_context():
        services = "、".join(rooms.queries.services(rooms.now()).values())
        click.echo(f"\n  {services}  {address}\n")
        words = labels(rooms.catalogue.in_force(legal_day(rooms.now())))
        for account in rooms.people.demo_accounts():
            office = words.office(account.role, account.division)
            click.echo(f"  {account.login:22} {account.password:16} {account.name} {office}")
    click.echo("\n  按 Ctrl-C 停止。\n")
    sys.stdout.flush()


@contextmanager
def _outside(settings: Settings, product: str, script: Path) -> Iterator[None]:
    """The simulated outside systems in a process of their own, ended with this one; some report to the product."""
    place = urlsplit(settings.outside_url)
    state = settings.keys_file.parent / "outside.sqlite3"
    command = [sys.executable, "-m", "app.connectors.simulators", "--port", str(place.port), "--state", str(state)]
    command += ["--systems", str(settings.outside_file)]
    command += ["--script", str(script)] if script.exists() else []
    command += ["--product", product.replace(ANYWHERE, "//127.0.0.1:")]
    command += ["--while-fed"]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    child = subprocess.Popen(command, cwd=ROOT, text=True, **pipes)  # noqa: S603 - our own module
    assert child.stdout
    if not child.stdout.readline():
        raise Refused(f"{settings.outside_url} is taken: set YIJIANSHI_OUTSIDE_URL, or end what listens there.")
    try:
        yield
    finally:
        child.terminate()
        child.wait(timeout=10)


def _chosen(settings: Settings, demo: bool, host: str | None, port: int | None) -> Settings:
    """The environment's settings with what was said on the command line."""
    return replace(
        settings,
        demo=demo or settings.demo,
        host=host or settings.host,
        port=settings.port if port is None else port,
    )
