"""Installations in a folder of their own: for the demo, for policy checks and for a server beside the real one."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from app.calendar import legal_day
from app.cli.rooms import Rooms
from app.errors import NotFound
from app.settings import Settings

PREPARED_BY = ("seed", "seed-review")


def inside(settings: Settings, folder: Path, outside_url: str) -> Settings:
    """The same settings with everything that is kept moved into a folder, on a simulated clock."""
    return replace(
        settings,
        database_url=f"sqlite:///{folder / 'yijianshi.sqlite3'}",
        sqlite_synchronous="NORMAL",
        secret_key_file=folder / "secret.key",
        keys_file=folder / "keys.json",
        papers_dir=folder / "papers",
        outside_url=outside_url,
        outside_file=folder / "outside.json",
        demo=True,
    )


def prepare(rooms: Rooms, files: Mapping[str, bytes], at: datetime) -> None:
    """Bring an installation to its start: newest tables, the clock, a release of these files and demo people.

    Of several processes that start at the same moment one does it, and the others find it done.
    """
    rooms.upkeep.migrate()
    with rooms.upkeep.alone():
        if rooms.clock.simulated:
            rooms.clock.set(at)
        if not _has_release(rooms, at):
            author, approver = PREPARED_BY
            rooms.catalogue.publish(
                files, author=author, approver=approver, note="首次发布", effective_on=legal_day(at), now=at
            )
        if rooms.settings.demo:
            rooms.people.seed(at)


def _has_release(rooms: Rooms, at: datetime) -> bool:
    try:
        rooms.catalogue.in_force(legal_day(at))
    except NotFound:
        return False
    return True
