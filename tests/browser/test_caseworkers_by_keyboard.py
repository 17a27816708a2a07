"""A caseworker who never touches the mouse: from the list to a task, an error mended, done, and back in the list."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.people import PASSWORD
from tests.browser.product import Live, going
from tests.doors.guards.conftest import peopled

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
MOST_STOPS: Final = 120
HERE: Final = """() => {
  const here = document.activeElement;
  if (here.matches('main, body')) return '';
  return ('value' in here && here.tagName !== 'BUTTON' ? here.value : here.innerText).trim();
}"""
CLASS: Final = "() => document.activeElement.className"
VISIBLE: Final = """() => {
  if (document.activeElement.matches('main')) return true;  // where the link past the navigation leads
  const look = getComputedStyle(document.activeElement);
  return look.outlineStyle !== 'none' || look.boxShadow !== 'none';
}"""


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A product of its own, with two cases in one county."""
    with going(tmp_path_factory.mktemp("by_keyboard")) as product:
        peopled(product.app)
        yield product


@pytest.fixture
def page(browser: Browser, live: Live) -> Iterator[Page]:
    context = browser.new_context(base_url=live.address, locale="zh-CN")
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def go_to(page: Page, words: str) -> None:
    """Press Tab until the focus is on what says these words; each stop on the way can be seen."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        assert page.evaluate(VISIBLE), f"no one sees that the focus is on {page.evaluate(HERE)!r}"
        if words in page.evaluate(HERE):
            return
    pytest.fail(f"no stop says {words!r}")


def press(page: Page, words: str, key: str = "Enter") -> None:
    go_to(page, words)
    with page.expect_navigation():
        page.keyboard.press(key)


def test_a_task_is_done_without_a_mouse(page: Page) -> None:
    page.goto("/login")
    page.keyboard.press("Tab")  # to the link that skips what is on every page
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("federation_xd")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    press(page, "登录")
    assert urlsplit(page.url).path == "/tasks"

    press(page, "审核申请并指定评定机构")
    press(page, "领取任务")
    assert page.evaluate(CLASS) == "flash"
    assert page.evaluate(HERE) == "任务已领取，可以办理。"

    press(page, "办结")
    assert page.evaluate(CLASS) == "summary"
    page.keyboard.press("Tab")  # the first thing that is wrong
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.name") == "decision"

    page.locator("[name='decision'][value='refuse']").focus()
    page.keyboard.press("Space")
    page.locator("[name='reason']").focus()
    page.keyboard.type("材料不符")
    press(page, "办结")
    assert urlsplit(page.url).path == "/tasks"
    assert page.evaluate(CLASS) == "flash"
    assert page.evaluate(HERE).startswith("已办结：审核申请并指定评定机构")
    go_to(page, "全部")
