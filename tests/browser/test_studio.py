"""The studio's editors in a real browser: every seed file opens, is saved, and means what it meant before."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page, expect

from app.catalogue import read_folder
from tests.browser.conftest import ROOT, Live
from tests.browser.people import PASSWORD, PICTURES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
SEED = read_folder(ROOT)
OPENED = [path for path in SEED if path.count("/") == 1]
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
