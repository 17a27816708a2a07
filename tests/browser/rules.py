"""The rules of accessibility, run on a page as it stands: all once, and again those that a change of look touches.

A page that is looked at in a second dress or width, with the same elements shown, can break only rules about how things
are drawn; what its elements are called, and what they are, was looked at before. Where an element was changed, comes
into view or goes out of it, all rules are run again.
"""

from typing import Final

from playwright.sync_api import Page

from tests.browser.product import ROOT

AXE: Final = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
# Colours, sizes, what scrolls; and tables, which are told from mere layout by how they are drawn.
DRAWN: Final = (
    *("color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"),
    *("scope-attr-valid", "table-duplicate-name", "td-headers-attr", "th-has-data-cells"),
)
_RUN: Final = """async ([drawn, options]) => {
  const seen = element => {
    const box = element.getBoundingClientRect(), drawn = {opacityProperty: true, visibilityProperty: true};
    return +(element.checkVisibility(drawn) && box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0);
  };
  const shown = document.body.innerHTML + [...document.querySelectorAll('body *')].map(seen).join('');
  window.lookedAt ??= new Set();
  if (window.lookedAt.has(shown)) options.runOnly = drawn;
  window.lookedAt.add(shown);
  const {violations, passes} = await axe.run(document, {resultTypes: ['violations'], ...options});
  const told = node => node.target.join(' ') + ' ' + ([...node.any, ...node.all][0]?.message ?? '');
  return [violations.flatMap(one => one.nodes.map(node => one.id + ': ' + told(node))), passes.length];
}"""


def faults(page: Page, *, targets: bool = False) -> list[str]:
    """What keeps somebody out of the page, which knows the rules already; `targets`: also buttons too small to hit."""
    found: list[str] = looked(page, targets=targets)[0]
    return found


def looked(page: Page, *, targets: bool = False) -> tuple[list[str], int]:
    """The faults, and how many rules found something to look at."""
    options = {"rules": {"target-size": {"enabled": True}}} if targets else {}
    drawn = [rule for rule in DRAWN if targets or rule != "target-size"]
    found, passed = page.evaluate(_RUN, [drawn, options])
    return found, passed
