"""The studio's editors in a real browser: every seed file opens, is saved, and means what it meant before."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import etree
from playwright.sync_api import Browser, Locator, Page, expect

from app.catalogue import read_folder
from tests.browser.people import PASSWORD, PICTURES, WIDTHS
from tests.browser.product import ROOT, Live
from tests.browser.rules import AXE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SEED = read_folder(ROOT)
OPENED = [path for path in SEED if path.count("/") == 1]
KINDS = ["bpmn/advice.bpmn", "dmn/living_subsidy.dmn", "forms/objection.json"]
# What the editors say themselves, beside what the law says: tools, and the properties of what is chosen.
PARTS = {
    "bpmn": ".djs-palette [title], .bio-properties-panel-header-type, .bio-properties-panel-group-header-title",
    "dmn": ".view-drd-button, .hit-policy .dms-label, .clause",
    "forms": ".fjs-palette-header, .fjs-palette-group-title, .fjs-palette-field-text, "
    ".bio-properties-panel-header-type, .bio-properties-panel-group-header-title",
}
SPOKEN = """parts => [...document.querySelectorAll(parts)].map(one => (one.title || one.textContent).trim())"""
# The drawing areas and panels of the libraries are theirs; all else on these pages is the product's own.
OWN = """async () => (await axe.run({exclude: [["#canvas"], ["#properties"]]}, {resultTypes: ["violations"]}))
  .violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.target.join(' ')))"""
# Where an editor notes who wrote a file; nothing that a process, table or form does depends on it.
WRITERS = {"exporter", "exporterVersion", "schemaVersion"}


@pytest.fixture(scope="module")
def analyst(browser: Browser, live: Live) -> Iterator[Page]:
    """An analyst at a browser with scripts; what its console complains of is kept."""
    context = browser.new_context(base_url=live.address, locale="zh-CN", viewport={"width": 1400, "height": 1000})
    page = context.new_page()
    page.goto("/login")
    page.get_by_role("textbox", name="账号").fill("analyst")
    page.get_by_role("textbox", name="密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("规则发布")
    yield page
    context.close()


@pytest.fixture(scope="module")
def draft(analyst: Page) -> str:
    analyst.goto("/studio/")
    analyst.get_by_label("这次要改什么").fill("来回保存")
    analyst.get_by_role("button", name="新建草案").click()
    expect(analyst.get_by_role("heading", level=1)).to_contain_text("来回保存")
    return analyst.url


def meaning(path: str, content: bytes) -> Any:
    """What a file says, without the order of attributes and elements, spaces, and who wrote it."""
    if path.endswith(".json"):
        return {name: value for name, value in json.loads(content).items() if name not in WRITERS}
    return _node(etree.fromstring(content))


def _node(node: etree._Element) -> Any:
    attributes = sorted((k, _number(v)) for k, v in node.attrib.items() if etree.QName(k).localname not in WRITERS)
    inside = sorted((_node(child) for child in node if isinstance(child.tag, str)), key=repr)
    return (str(node.tag), attributes, (node.text or "").strip(), inside)


def _number(value: str) -> str:
    try:
        return f"{float(value):g}"
    except ValueError:
        return value


def opened(page: Page, draft: str, path: str) -> list[str]:
    """Open a file's editor and give what the browser complained of meanwhile."""
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda said: complaints.append(str(said)))
    page.goto(f"{draft}/edit/{path}")
    expect(page.get_by_role("status")).to_have_text("已打开", timeout=30_000)
    return complaints


def sized(page: Page, width: str) -> None:
    page.set_viewport_size({"width": WIDTHS[width], "height": 900})


def chosen(page: Page, path: str) -> None:
    """Choose something on the canvas, so that its properties show."""
    if path.startswith("bpmn/"):
        page.locator("#canvas .djs-shape .djs-hit").nth(1).click(force=True)
    if path.startswith("forms/"):
        page.locator(".fjs-form .fjs-element").nth(2).click(force=True)


@pytest.mark.parametrize("path", OPENED)
def test_a_file_saved_by_its_editor_means_what_it_meant(analyst: Page, draft: str, path: str) -> None:
    complaints = opened(analyst, draft, path)
    analyst.get_by_role("button", name="保存到草案").click()
    expect(analyst.get_by_role("status")).to_have_text("已保存到草案", timeout=30_000)
    saved = analyst.request.get(f"{draft}/content/{path}").body()
    assert complaints == []
    assert saved != b""
    assert meaning(path, saved) == meaning(path, SEED[path])
    if PICTURES:
        analyst.screenshot(path=f"{PICTURES}/studio-{path.replace('/', '-')}.png", full_page=True)


@pytest.mark.parametrize("width", [1280, 768])
@pytest.mark.parametrize("path", KINDS)
def test_the_editors_watermark_lies_open(analyst: Page, draft: str, path: str, width: int) -> None:
    analyst.set_viewport_size({"width": width, "height": 900})
    opened(analyst, draft, path)
    uncovered = """() => { const link = document.querySelector('#canvas a[href*="bpmn.io"]');
      link.scrollIntoView({block: 'center'}); const box = link.getBoundingClientRect();
      const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      return box.width > 20 && link.contains(top); }"""
    assert analyst.evaluate(uncovered)


def test_a_cell_changed_in_the_editor_is_told_as_such(analyst: Page, draft: str) -> None:
    path = "dmn/living_subsidy.dmn"
    opened(analyst, draft, path)
    cell = analyst.locator("#canvas td.output-cell").first
    before = cell.inner_text()
    cell.click()
    analyst.keyboard.press("Control+A")
    analyst.keyboard.type("0.75")
    expect(analyst.get_by_role("status")).to_have_text("有修改尚未保存")
    analyst.get_by_role("button", name="保存到草案").click()
    expect(analyst.get_by_role("status")).to_have_text("已保存到草案", timeout=30_000)
    analyst.goto(f"{draft}/files/{path}")
    expect(analyst.locator(".changes > li")).to_have_count(1)
    expect(analyst.locator(".changes del")).to_have_text(before)
    expect(analyst.locator(".changes ins")).to_have_text("0.75")


def test_a_task_renamed_in_the_editor_is_told_as_such(analyst: Page, draft: str) -> None:
    path = "bpmn/care_subsidy.bpmn"
    opened(analyst, draft, path)
    analyst.locator("[data-element-id=ReviewCare]").first.click()
    analyst.locator("#properties").get_by_text("基本", exact=True).click()
    analyst.locator("#properties textarea[name=name], #properties input[name=name]").first.fill("复核护理补贴")
    expect(analyst.get_by_role("status")).to_have_text("有修改尚未保存")
    analyst.get_by_role("button", name="保存到草案").click()
    expect(analyst.get_by_role("status")).to_have_text("已保存到草案", timeout=30_000)
    analyst.goto(f"{draft}/files/{path}")
    expect(analyst.locator(".changes > li")).to_have_count(1)
    expect(analyst.locator(".changes")).to_contain_text("人工任务 复核护理补贴")


def test_who_saves_second_is_told_and_keeps_what_they_have(analyst: Page, draft: str) -> None:
    path = "dmn/pension.dmn"
    analyst.goto(f"{draft}/files/{path}")
    analyst.get_by_label("选择文件").set_input_files(
        [
            {
                "name": "pension.dmn",
                "mimeType": "application/xml",
                "buffer": SEED[path] + b"<!-- no editor keeps this -->",
            }
        ]
    )
    analyst.get_by_role("button", name="上传").click()
    second = analyst.context.new_page()
    opened(analyst, draft, path)
    opened(second, draft, path)
    analyst.get_by_role("button", name="保存到草案").click()
    expect(analyst.get_by_role("status")).to_have_text("已保存到草案", timeout=30_000)
    second.get_by_role("button", name="保存到草案").click()
    expect(second.get_by_role("status")).to_contain_text("没有保存： dmn/pension.dmn 已被他人修改")
    expect(second.get_by_role("button", name="保存到草案")).to_be_enabled()
    second.close()


@pytest.mark.parametrize("path", ["bpmn/delivery.bpmn", "dmn/routing.dmn", "forms/pickup.json"])
def test_a_file_that_no_editor_can_read_says_so(analyst: Page, draft: str, path: str) -> None:
    analyst.goto(f"{draft}/files/{path}")
    analyst.get_by_label("选择文件").set_input_files(
        [{"name": path.rpartition("/")[2], "mimeType": "text/plain", "buffer": b"<broken"}]
    )
    analyst.get_by_role("button", name="上传").click()
    analyst.goto(f"{draft}/edit/{path}")
    expect(analyst.get_by_role("status")).to_contain_text("打不开：")
    expect(analyst.get_by_role("button", name="保存到草案")).to_be_disabled()
    expect(analyst.locator("#findings")).to_contain_text(path)


@pytest.mark.parametrize("path", KINDS)
def test_an_editor_speaks_the_language_of_its_page(analyst: Page, draft: str, path: str) -> None:
    sized(analyst, "wide")
    opened(analyst, draft, path)
    chosen(analyst, path)
    parts = PARTS[path.partition("/")[0]]
    chinese = analyst.evaluate(SPOKEN, parts)
    assert chinese
    assert [said for said in chinese if said and not re.search("[\u4e00-\u9fff]", said)] == ["iFrame"] * (
        "iFrame" in chinese
    )
    analyst.get_by_role("button", name="English").click()
    expect(analyst.locator("#saved")).to_have_text("Open", timeout=30_000)
    chosen(analyst, path)
    english = analyst.evaluate(SPOKEN, parts)
    analyst.get_by_role("button", name="中文").click()
    expect(analyst.locator("#saved")).to_have_text("已打开", timeout=30_000)
    assert english
    assert [said for said in english if re.search("[\u4e00-\u9fff]", said)] == []


@pytest.mark.parametrize("width", list(WIDTHS))
@pytest.mark.parametrize("path", KINDS)
def test_an_editors_page_keeps_nobody_out(
    browser: Browser, live: Live, analyst: Page, draft: str, path: str, width: str
) -> None:
    context = browser.new_context(bypass_csp=True, locale="zh-CN", storage_state=analyst.context.storage_state())
    page = context.new_page()
    sized(page, width)
    if width == "wide":
        opened(page, draft, path)
        chosen(page, path)
    else:
        page.goto(f"{draft}/edit/{path}")
        expect(page.get_by_role("heading", name="屏幕太窄，打不开编辑器")).to_be_visible()
        expect(page.locator("#editor, #save").first).to_be_hidden()
    page.evaluate(AXE)
    assert page.evaluate(OWN) == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    if width != "wide":
        sized(page, "wide")
        expect(page.locator("#saved")).to_have_text("已打开", timeout=30_000)
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/editor-{path.partition('/')[0]}-{width}.png", full_page=True)
    context.close()


def test_a_file_is_saved_by_keyboard_and_who_leaves_unsaved_changes_is_asked(analyst: Page, draft: str) -> None:
    path = "dmn/care_subsidy.dmn"
    sized(analyst, "wide")
    opened(analyst, draft, path)
    asked: list[str] = []
    analyst.locator("#canvas td.output-cell").first.click()
    analyst.keyboard.press("Control+A")
    analyst.keyboard.type("0.5")
    expect(analyst.get_by_role("status")).to_have_text("有修改尚未保存")
    analyst.once("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    analyst.evaluate("location.href = '/studio/'")
    analyst.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    analyst.locator("main .aside a").last.focus()
    analyst.keyboard.press("Tab")
    expect(analyst.get_by_role("button", name="保存到草案")).to_be_focused()
    ring = analyst.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert ring not in {"", "0px"}
    analyst.keyboard.press("Enter")
    expect(analyst.get_by_role("status")).to_have_text("已保存到草案", timeout=30_000)


def test_neither_title_nor_tools_lie_over_what_is_drawn(analyst: Page, draft: str) -> None:
    sized(analyst, "wide")
    opened(analyst, draft, "dmn/advice.dmn")
    analyst.locator("#view").select_option(index=0)
    title, first = (analyst.locator(one).first for one in (".dmn-definitions", "#canvas .djs-shape .djs-visual"))
    expect(title).to_be_visible()
    assert below(first, title)
    opened(analyst, draft, "bpmn/advice.bpmn")
    tools, pool = (analyst.locator(one).first for one in (".djs-palette", "#canvas .djs-shape .djs-visual"))
    assert beside(pool, tools)


def below(one: Locator, other: Locator) -> bool:
    (drawn, over) = (one.bounding_box(), other.bounding_box())
    assert drawn
    assert over
    return drawn["y"] >= over["y"] + over["height"]


def beside(one: Locator, other: Locator) -> bool:
    (drawn, over) = (one.bounding_box(), other.bounding_box())
    assert drawn
    assert over
    return drawn["x"] >= over["x"] + over["width"]


def test_the_studio_is_marked_in_the_navigation_on_all_its_pages(analyst: Page, draft: str) -> None:
    releases = "/studio/releases/1"
    for path in ("/studio/", draft, f"{draft}/files/{KINDS[0]}", releases, f"{releases}/files/{KINDS[0]}"):
        analyst.goto(path)
        expect(analyst.locator("nav a[aria-current='page']")).to_have_text("规则发布")
