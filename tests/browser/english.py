"""What of an English page is still Chinese, and need not be: read by the test that looks at every page."""

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from playwright.sync_api import Page

from tests.browser.product import ROOT
from tests.doors.pages.conftest import APPLICATION

CHINESE: Final = re.compile(r"[^\n]{0,30}[\u3400-\u9fff][^\n]{0,30}")
# What stands in a part that is marked as Chinese is for a voice that reads Chinese: the switch to it, the seal, the
# plan's own words where they are quoted, conditions of rules and files of the law as they are written.
SEEN: Final = """() => {
  const of = (node, what) => (node.nodeType === 3 ? node.parentElement : node).closest(what);
  const texts = [document.title], all = document.createTreeWalker(document.body, NodeFilter.SHOW_ALL);
  for (let node = all.nextNode(); node; node = all.nextNode()) {
    if (of(node, '[lang^=zh], script, style, .seal')) continue;
    if (node.nodeType === 3) texts.push(node.data);
    else if (node.attributes)
      texts.push(...['aria-label', 'alt', 'title', 'placeholder'].map(name => node.getAttribute(name)));
  }
  return texts.filter(Boolean).map(text => text.replace(/\\s+/g, ' '));
}"""
# What the stories of the tests type, and what names somebody in part: a masked name, its first character and stars.
TYPED: Final = ("看守", "首次发布", *APPLICATION.values(), *(one for v in APPLICATION.values() for one in v))
MASKED: Final = re.compile(r"[\u3400-\u9fff]＊+")


def chinese(page: Page) -> list[str]:
    """Every text of the page in Chinese that names no place and no person, and was typed by nobody."""
    return sorted({one for text in page.evaluate(SEEN) for one in CHINESE.findall(_without_names(text))})


def _without_names(text: str) -> str:
    for name in NAMES:
        text = text.replace(name, "")
    return MASKED.sub("", text)


def _named(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from (said for key, said in part.items() if key in {"name", "label", "group"} and isinstance(said, str))
    for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from _named(inner)


def _names() -> Iterator[str]:
    for each in ("cities", "counties", "demo-people", "divisions", "institutions", "neighbourhoods"):
        yield from _named(json.loads((ROOT / f"forms/reference/{each}.json").read_text("utf-8")))
    yield from (one for one in TYPED if isinstance(one, str) and len(one) > 1 and CHINESE.search(one))


NAMES: Final = sorted(set(_names()), key=len, reverse=True)
