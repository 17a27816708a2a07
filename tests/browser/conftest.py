"""The product on a free port and a real browser: what tests through the pages need, started once a session."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import chromium
from tests.browser.people import Meet, meeting
from tests.browser.product import Live, going


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium.started() as opened:
        yield opened


@pytest.fixture(scope="session")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """One running product for all stories that change neither its law nor each other's time."""
    with going(tmp_path_factory.mktemp("live")) as product:
        yield product


@pytest.fixture
def meet(browser: Browser, live: Live) -> Iterator[Meet]:
    """Meet the person who logs in by this name; nobody by the empty one."""
    with meeting(browser, live) as meet:
        yield meet
