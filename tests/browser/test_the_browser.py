import pytest
from playwright.sync_api import Browser, Page

from tests.browser.people import Glass
from tests.browser.product import Live

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
NARROW = {"width": 320, "height": 900}
DRAWN = """async () => {
  await document.fonts.ready;
  const {fontFamily, color, backgroundColor} = getComputedStyle(document.body);
  return [location.href, document.title, document.documentElement.lang, document.documentElement.scrollHeight,
    fontFamily, color, backgroundColor];
}"""
FAULTS = """() => {
  document.querySelector('main').insertAdjacentHTML('beforeend', '<img><p>wide</p>');
  document.querySelector('main p:last-child').style.width = '3000px';
}"""


@pytest.fixture
def page(browser: Browser, live: Live) -> Page:
    return browser.new_context(base_url=live.address, locale="zh-CN", viewport=NARROW).new_page()


def test_the_browser_that_tests_bring_along_draws_chinese_pages(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<title>残疾人服务一件事</title><h1>办理进度</h1><script>document.body.append('好')</script>")
    assert page.title() == "残疾人服务一件事"
    assert page.inner_text("body").endswith("好")
    page.close()


def test_under_the_glass_a_page_is_drawn_as_it_is_outside_and_its_faults_are_found(
    browser: Browser, page: Page
) -> None:
    glass = Glass(browser)
    for path in ("/guide/", "/register", "/guide/?x=1", "/login"):
        page.goto(path)
        assert glass.problems(page, "sound") == []
        assert glass._page.evaluate(DRAWN) == page.evaluate(DRAWN)
    page.evaluate(FAULTS)
    found = " ".join(glass.problems(page, "planted"))
    assert "planted, wide: image-alt" in found
    assert "px too wide" in found
    page.goto("/guide/")
    assert glass.problems(page, "sound again") == []
    glass.leave()
    page.context.close()
