"""Sample applications for a new demo: each played on the simulated clock up to today, some left for people to do."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from app.calendar import legal_day
from app.cli.console import Start
from app.cli.policy.play import MORNING, Play, at, until
from app.cli.policy.rules import Rules
from app.cli.rooms import Rooms
from app.cli.scratch import prepare
from app.connectors.simulators.serving import running
from app.events.canonical import decode
from app.settings import Settings

FILE = "forms/reference/samples.json"
AGO = "_days_ago"
Json = dict[str, Any]
Told = Callable[[int, int], None]


def listed_in(files: Mapping[str, bytes], today: date) -> list[Json]:
    """Give a release's samples in the order in which they are filed, their days counted back from today."""
    if FILE not in files:
        return []
    listed = [_dated(one, today) for one in decode(files[FILE])["samples"]]
    return sorted(({**one, "as_of": one["submitted_on"]} for one in listed), key=lambda one: str(one["submitted_on"]))


def _dated(told: Any, today: date) -> Any:
    if isinstance(told, list):
        return [_dated(one, today) for one in told]
    if not isinstance(told, dict):
        return told
    ago = {key: days for key, days in told.items() if key.endswith(AGO)}
    days = {key.removesuffix(AGO): (today - timedelta(days=int(days))).isoformat() for key, days in ago.items()}
    return {key: _dated(value, today) for key, value in told.items() if key not in ago} | days


def put_in(start: Start, settings: Settings, files: Mapping[str, bytes], now: datetime, told: Told) -> None:
    """Play the samples of a release up to now, in an installation that is empty yet; `told` hears how many are in."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    folder = settings.keys_file.parent
    with running(folder / "outside.sqlite3") as outside_url:
        app = start(replace(settings, outside_url=outside_url))
        with app.app_context():
            _played(Rooms(app), files, now, told)


def _played(rooms: Rooms, files: Mapping[str, bytes], now: datetime, told: Told) -> None:
    listed = listed_in(files, legal_day(now))
    prepare(rooms, files, at(date.fromisoformat(listed[0]["submitted_on"]), MORNING))
    begun: list[Play] = []
    for number, worked in enumerate(listed, 1):
        if begun:
            until(begun, at(date.fromisoformat(worked["submitted_on"]), MORNING))
        begun.append(Play(rooms, Rules(rooms, worked), among_others=True))
        begun[-1].begin()
        told(number, len(listed))
    until(begun, now)
