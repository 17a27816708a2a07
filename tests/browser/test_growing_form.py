"""With scripts, the one form asks for what a choice needs at once; what is typed, chosen or focused meanwhile stays."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.applications import someone
from tests.browser.people import Glass, Visitor
from tests.browser.product import Live
from tests.browser.rules import AXE, faults

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
CARD, GUARDIAN = "[name='care_bank_card']", "[name='guardian_name']"
CARE = "[name='items'][value='care_subsidy']"
CHILD = someone("示例·孩子", "20150101")["id_no"]
PHOTO = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff\xe0 a photograph"}
FILES = "document.querySelector('[name=photo]').files.length"


@pytest.fixture
def page(browser: Browser, live: Live) -> Iterator[Page]:
    """The application form before an applicant whose browser runs scripts; what it complains of fails the test."""
    Visitor(browser, live, Glass(browser)).log_in("applicant1").leave()
    context = browser.new_context(base_url=live.address, locale="zh-CN")
    context.add_cookies(live.seats["applicant1"])
    opened, complaints = context.new_page(), []
    opened.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto("/apply")
    yield opened
    context.close()
    assert [one for one in complaints if "401" not in one] == []


def test_a_choice_asks_at_once_for_what_it_needs_and_takes_it_back(page: Page) -> None:
    expect(page.locator(CARD)).to_have_count(0)
    expect(page.get_by_role("button", name="更新表单", exact=True)).to_be_hidden()
    page.locator(CARE).focus()
    page.keyboard.press("Space")
    expect(page.locator(CARD)).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="增加了要填的项目")).to_have_count(1)
    assert page.evaluate("document.activeElement.value") == "care_subsidy"
    page.keyboard.press("Space")
    expect(page.locator(CARD)).to_have_count(0)


def test_what_happens_while_the_answer_is_on_its_way_stays(page: Page) -> None:
    held: list[Route] = []
    page.route("**/apply", lambda route: route.continue_() if held else held.append(route))
    page.locator("[name='name']").fill("张三")
    page.set_input_files("[name='photo']", PHOTO)
    page.locator(CARE).check()
    page.locator("[name='native_place']").focus()
    page.keyboard.type("山西太原")
    page.locator("[name='sex'][value='女']").check()
    page.locator("[name='hukou_county']").select_option("140105")
    page.locator("[name='native_place']").focus()
    assert "photo.jpg" not in str(held[0].request.post_data)
    held[0].continue_()
    expect(page.locator(CARD)).to_be_visible()
    assert page.evaluate("document.activeElement.name") == "native_place"
    assert page.input_value("[name='native_place']") == "山西太原"
    assert page.input_value("[name='name']") == "张三"
    assert page.input_value("[name='hukou_county']") == "140105"
    assert page.is_checked("[name='sex'][value='女']")
    assert page.evaluate(FILES) == 1


def test_a_number_that_tells_a_childs_age_asks_for_the_guardian(page: Page) -> None:
    page.locator(CARE).check()
    expect(page.locator(CARD)).to_be_visible()
    for number, asked in (("140105198507079155", 0), (CHILD, 1)):
        page.locator("[name='id_no']").fill(number)
        page.keyboard.press("Tab")
        expect(page.locator(GUARDIAN)).to_have_count(asked)


def test_nobody_is_kept_out_of_the_form_that_has_grown(page: Page) -> None:
    page.locator(CARE).check()
    expect(page.locator(CARD)).to_be_visible()
    content = page.content()
    judge = page.context.browser.new_context(bypass_csp=True).new_page()  # type: ignore[union-attr]
    judge.route(page.url, lambda route: route.fulfill(body=content, content_type="text/html; charset=utf-8"))
    judge.goto(page.url)
    judge.evaluate(AXE)
    assert faults(judge) == []
    judge.context.close()


def test_an_ended_session_leaves_the_form_alone_and_gives_its_button_back(page: Page) -> None:
    page.locator("[name='name']").fill("张三")
    page.context.clear_cookies()
    page.locator(CARE).check()
    expect(page.get_by_role("button", name="更新表单", exact=True).last).to_be_visible()
    assert page.input_value("[name='name']") == "张三"
    assert page.is_checked(CARE)
