"""Analysts do without a mouse: from a finding to its file, asking, approving, taking back and discarding a draft."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.product import ROOT, Live
from tests.browser.test_auditing import pressed, sighted

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
TABLE = "dmn/living_subsidy.dmn"
LAW = (ROOT / TABLE).read_bytes()
MOST_STEPS = 120


@pytest.fixture
def analyst(browser: Browser, live: Live) -> Iterator[Page]:
    page = sighted(browser, live, "analyst")
    yield page
    page.context.close()


@pytest.fixture
def second(browser: Browser, live: Live) -> Iterator[Page]:
    page = sighted(browser, live, "analyst2")
    yield page
    page.context.close()


def walk_to(page: Page, place: Locator) -> None:
    """Press the tab key until a place has the focus; where one stands is always seen."""
    page.locator("body").press("Home")
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        assert page.evaluate(SEEN), page.evaluate("document.activeElement.outerHTML")
        if place.evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"the tab key never reaches {place}")


SEEN = """() => { const style = getComputedStyle(document.activeElement);
  return parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none'; }"""


def push(page: Page, button: str) -> None:
    walk_to(page, page.get_by_role("button", name=button, exact=True))
    pressed(page, "Enter")


def begun(page: Page, title: str) -> int:
    page.goto("/studio/")
    walk_to(page, page.get_by_label("这次要改什么"))
    page.keyboard.type(title)
    pressed(page, "Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    return int(page.url.rpartition("/")[2])


def put(live: Live, number: int, content: bytes) -> None:
    """Change a file of a draft as its editor would, which has a test of its own."""
    with live.app.app_context():
        drafts, by = live.app.extensions["drafts"], live.app.extensions["people"].named("analyst")
        mark, _ = drafts.draft(number, by).file(TABLE)
        drafts.save(number, TABLE, content, seen=mark, by=by, now=live.app.extensions["now"]())


def test_a_finding_leads_to_its_file(analyst: Page, live: Live) -> None:
    number = begun(analyst, "改错了")
    put(live, number, LAW.replace(b"</text>", b" and (</text>", 1))
    analyst.reload()
    walk_to(analyst, analyst.locator(".findings .error a").first)
    pressed(analyst, "Enter")
    expect(analyst.get_by_role("heading", level=1)).to_have_text("困难残疾人生活补贴")
    assert analyst.url.endswith(TABLE)
    expect(analyst.locator(".findings .error").first).to_be_visible()
    analyst.goto(f"/studio/drafts/{number}")
    push(analyst, "放弃草案")
    expect(analyst.get_by_role("status")).to_contain_text("草案已放弃")


def test_a_draft_is_asked_for_approved_taken_back_and_discarded(analyst: Page, second: Page, live: Live) -> None:
    number = begun(analyst, "换个说法")
    put(live, number, LAW.replace("困难残疾人生活补贴".encode(), "困难残疾人生活补助".encode(), 1))
    analyst.reload()
    walk_to(analyst, analyst.get_by_label("修改说明"))
    analyst.keyboard.type("名称统一")
    push(analyst, "申请批准")
    expect(analyst.locator(".lead .tag")).to_have_text("等待批准")
    second.goto(f"/studio/drafts/{number}")
    push(second, "批准")
    expect(second.locator(".lead .tag")).to_have_text("已批准，待发布")
    push(second, "撤回修改")
    expect(second.locator(".lead .tag")).to_have_text("修改中")
    analyst.goto(f"/studio/drafts/{number}")
    push(analyst, "放弃草案")
    expect(analyst.get_by_role("status")).to_contain_text("草案已放弃")
