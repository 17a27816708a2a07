import pytest
from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_the_browser_that_tests_bring_along_draws_chinese_pages(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<title>残疾人服务一件事</title><h1>办理进度</h1><script>document.body.append('好')</script>")
    assert page.title() == "残疾人服务一件事"
    assert page.inner_text("body").endswith("好")
    page.close()
