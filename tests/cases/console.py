"""The console run on a product with the whole release, as a program runs it: exit code, JSON, and nothing else."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from app.catalogue import read_folder
from app.cli import group
from app.cli.rooms import Rooms
from app.cli.scratch import inside, prepare
from app.factory import create_app
from app.settings import Settings
from app.store.db import db
from tests.cases.product import NOW, RELEASE

ROOT = RELEASE.parents[2]
NOBODY = "http://127.0.0.1:9"


class Console:
    """One product in a folder, and the console beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.said = folder, ""

    def __call__(self, *words: object) -> tuple[int, Any]:
        """Run a command with --json: what it exits with, and what stdout holds, all of it read as one JSON text."""
        code, stdout = self.plain(*words, "--json")
        return code, json.loads(stdout) if stdout else None

    def plain(self, *words: object, **more: str) -> tuple[int, str]:
        """Run a command; a traceback is a failure of the test. What it told people is `said`."""
        environment = environment_of(self.folder) | more
        answer = CliRunner(env=environment).invoke(group, [*map(str, words)], obj=create_app)
        assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.exception
        self.said = answer.stderr
        return answer.exit_code, answer.stdout


def made(folder: Path) -> None:
    """Prepare a product in a folder."""
    app = create_app(inside(Settings(), folder, NOBODY))
    with app.app_context():
        prepare(Rooms(app), read_folder(ROOT), NOW)
        db.engine.dispose()


def environment_of(folder: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": f"sqlite:///{folder / 'yijianshi.sqlite3'}",
        "YIJIANSHI_SECRET_KEY_FILE": str(folder / "secret.key"),
        "YIJIANSHI_KEYS_FILE": str(folder / "keys.json"),
        "YIJIANSHI_PAPERS_DIR": str(folder / "papers"),
        "YIJIANSHI_OUTSIDE_FILE": str(folder / "outside.json"),
        "YIJIANSHI_OUTSIDE_URL": NOBODY,
        "YIJIANSHI_DEMO": "1",
    }


def counted(folder: Path) -> dict[str, int]:
    """How many cases there are of each title."""
    app = create_app(inside(Settings(), folder, NOBODY))
    with app.app_context():
        titles = Counter(one.title for one in Rooms(app).queries.cases())
        db.engine.dispose()
    return dict(titles)
