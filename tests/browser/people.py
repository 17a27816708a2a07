"""People at their browsers: each logs in by the login page, looks at pages and has every page that they see checked."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, Response, expect
from pypdf import PdfReader

from tests.browser.product import Live
from tests.browser.rules import AXE, faults

WIDTHS = {"wide": 1280, "narrow": 320}
TURN = "address => { history.replaceState(null, '', address); delete window.lookedAt; }"
UNSAID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-|\$date|Traceback|#\d+/|\b(?:None|null|True|False|undefined|nan)\b")
# For somebody who wants to look at the pages: a folder for pictures of each, at both widths.
PICTURES = os.environ.get("YIJIANSHI_TEST_PICTURES")
PASSWORD = "yijianshi-demo"
LONGEST_NOTICE = 30  # days that the working days of a public notice may take


class Glass:
    """A second browser with scripts, under which a page as it stands in the first is looked at closely."""

    def __init__(self, browser: Browser) -> None:
        """Open a browser into which the tool of accessibility rules may be put."""
        self._context = browser.new_context(locale="zh-CN", bypass_csp=True)
        self._page = self._context.new_page()

    def problems(self, page: Page, name: str) -> list[str]:
        """Show a copy of the page; nobody may be kept out of it, and nothing may stick out, at either width."""
        self._show(page.content(), page.url.partition("#")[0])
        return [f"{name}, {width}: {found}" for width in WIDTHS for found in self._at(width, name)]

    def _show(self, content: str, address: str) -> None:
        """Write the copy into a page of the same product, under its address.

        A request that is answered here would keep the browser from keeping anything: each look fetched all fonts anew.
        """
        if urlsplit(self._page.url).netloc != urlsplit(address).netloc:
            self._page.goto(urlsplit(address)._replace(path="/login", query="").geturl())
            self._page.evaluate(AXE)
        self._page.evaluate(TURN, address)
        self._page.set_content(content)

    def _at(self, width: str, name: str) -> list[str]:
        self._page.set_viewport_size({"width": WIDTHS[width], "height": 900})
        if PICTURES:
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            self._page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)
        over = self._page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        return [*([f"{over} px too wide"] if over > 0 else []), *faults(self._page)]

    def leave(self) -> None:
        self._context.close()


class Visitor:
    """One person with a browser of their own, in which scripts are turned off: the pages do all by themselves."""

    def __init__(self, browser: Browser, live: Live, glass: Glass) -> None:
        """Open an empty browser: cookies are shared with nobody."""
        self._context = browser.new_context(
            base_url=live.address, locale="zh-CN", timezone_id="Asia/Shanghai", java_script_enabled=False
        )
        self._context.set_default_timeout(30_000)
        self._browser, self._live, self._glass, self._login = browser, live, glass, ""
        self.page: Page = self._context.new_page()

    def log_in(self, login: str) -> "Visitor":
        """Log in by the page; who did so before sits down where they sat."""
        self._login = login
        if login in self._live.seats:
            self._context.add_cookies(self._live.seats[login])
            return self
        self.page.goto("/login")
        self.page.get_by_role("textbox", name="账号").fill(login)
        self.page.get_by_role("textbox", name="密码").fill(PASSWORD)
        self.page.get_by_role("button", name="登录", exact=True).click()
        expect(self.page.get_by_role("button", name="退出")).to_be_visible()
        self._live.seats[login] = self._context.cookies()
        return self

    def again(self) -> "Visitor":
        """The same account at a second desk."""
        return Visitor(self._browser, self._live, self._glass).log_in(self._login)

    def open(self, address: str) -> Response:
        answer = self.page.goto(address)
        assert answer
        return answer

    def press(self, name: str) -> int:
        """Press a button that leads to a page; give the status of the last answer."""
        with self.page.expect_navigation() as led:
            self.page.get_by_role("button", name=name, exact=True).last.click()
        return led.value.status if led.value else 0

    def fill(self, answers: Mapping[str, Any]) -> None:
        """Fill in what a form asks, by the names of its fields; what is asked only now appears after another look."""
        for name, value in answers.items():
            field = self.page.locator(f"[name='{name}']")
            if not field.count():
                self.press("更新表单")
            kind = field.first.evaluate("e => e.type") if isinstance(value, str) else "checkbox"
            for one in [value] if isinstance(value, str) else value:
                if kind in {"radio", "checkbox"}:
                    self.page.locator(f"[name='{name}'][value='{one}']").check()
                elif kind == "select-one":
                    field.select_option(one)
                else:
                    field.fill(one)

    def find(self, task: str, about: str) -> None:
        """Open a task from the list as caseworkers find it: by the case's number, or by a name that its page tells."""
        for address in self._listed(task, about):
            self.open(address)
            if about in self.page.inner_text("main"):
                return
        raise AssertionError(f"{self._login} has no task {task} about {about}")

    def _listed(self, task: str, about: str) -> list[str]:
        """Where the tasks of this name are, on all pages of the list; first those whose row tells it."""
        self.open("/tasks")
        onward = self.page.get_by_role("link", name="下一页")
        rows = self.page.get_by_role("row").filter(has=self.page.get_by_role("link", name=task, exact=True))
        found: list[tuple[bool, str]] = []
        while True:
            found += [(about not in row.inner_text(), _address(row.get_by_role("link").first)) for row in rows.all()]
            if not onward.count():
                return [address for _, address in sorted(found, key=lambda one: one[0])]
            onward.click()

    def work(self, task: str, about: str, **answers: Any) -> None:
        """Take a task of one case from the list, complete it, and let the offices outside answer."""
        self._live.settle()
        self.find(task, about)
        self.press("领取任务")
        self.fill(answers)
        if task not in self._live.looked_at:
            self._live.looked_at.add(task)
            self.looks(f"task-{task}")
        self.press("办结")
        expect(self.page.get_by_role("status")).to_contain_text(task)
        self._live.settle()

    def letters(self) -> dict[str, str]:
        """Open every letter of the case on the page; give what each says, the last one of those with one title."""
        links = self.page.locator("[aria-labelledby='letters'] a")
        return {link.inner_text(): self._printed(_address(link)) for link in links.all()}

    def _printed(self, address: str) -> str:
        answer = self._context.request.get(address)
        assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf"), address
        pages = PdfReader(BytesIO(answer.body())).pages
        return "".join("".join(page.extract_text().split()) for page in pages)

    def steps(self) -> list[str]:
        """The way of the case so far, as its page tells it."""
        return self.page.locator(".steps strong").all_inner_texts()

    def results(self) -> dict[str, tuple[str, str]]:
        """What came of each item, and the reason, as the page of the case tells them."""
        return self._told("results")

    def followed(self) -> dict[str, tuple[str, str]]:
        """What became of it since: the card, the service, the benefits in payment."""
        return self._told("followed")

    def _told(self, section: str) -> dict[str, tuple[str, str]]:
        told = self.page.locator(f"section[aria-labelledby='{section}'] .result").all()
        parts = ("h3", ".tag", "p:not(.tag):not(.small)")
        lines = [["".join(one.locator(part).all_inner_texts()) for part in parts] for one in told]
        return {name: (outcome, reason) for name, outcome, reason in lines}

    def wait_for(self, item: str, progress: str) -> None:
        """Let days pass until this item has its result, however many holidays lie in between."""
        for _ in range(LONGEST_NOTICE):
            self.open(progress)
            if self.results()[item][0] != "办理中":
                return
            self._live.advance(1)
        raise AssertionError(f"nothing has come of {item} in {LONGEST_NOTICE} days")

    def looks(self, name: str) -> None:
        """Check the page as it stands: read by everybody, at both widths, and told in words."""
        said = self.page.inner_text("body")
        quotes = filter(None, self.page.locator("code, pre").all_inner_texts())  # what is folded away has no words
        for quoted in sorted(quotes, key=len, reverse=True):
            said = said.replace(quoted, " ")  # what is quoted of the law's files stands there as it is written
        assert not (found := UNSAID.search(said)), f"{name}: {said[max(0, found.start() - 60) : found.end() + 60]}"
        problems = self._glass.problems(self.page, name)
        assert not problems, "\n".join(problems)

    def leave(self) -> None:
        self._context.close()


def _address(link: Locator) -> str:
    address = link.get_attribute("href")
    assert address
    return address


Meet = Callable[[str], Visitor]


@contextmanager
def meeting(browser: Browser, live: Live) -> Iterator[Meet]:
    """People who come to the product while the block runs; each has one browser and keeps it."""
    with ExitStack() as stack:
        glass = Glass(browser)
        stack.callback(glass.leave)
        known: dict[str, Visitor] = {}

        def meet(login: str) -> Visitor:
            if login not in known:
                known[login] = Visitor(browser, live, glass)
                stack.callback(known[login].leave)
                if login:
                    known[login].log_in(login)
            return known[login]

        yield meet
