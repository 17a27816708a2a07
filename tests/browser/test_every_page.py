"""Every page in each of its states: read by everybody, never wider than the screen, without an error."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.english import chinese
from tests.browser.people import PASSWORD, UNSAID
from tests.browser.product import Live, going
from tests.browser.rules import AXE, DRAWN, faults, looked
from tests.doors.guards.conftest import World, peopled

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
DRESS: Final = """([size, contrast]) => {
  Object.assign(document.documentElement.dataset, {size, contrast});
  return document.documentElement.scrollWidth - window.innerWidth;
}"""
WIDTHS: Final = (1280, 320)
DRESSES: Final = (("normal", "normal"), ("large", "high"))
FAULTS: Final = """() => {
  const [picture, small, wide] = ['img', 'div', 'p'].map(name => document.createElement(name));
  document.querySelector('main').append(picture, small, wide);
  small.innerHTML = '<a href="#1">a</a><a href="#2">b</a>';
  small.style.cssText = 'line-height: 4px; font-size: 4px; height: 4px; display: flex';
  wide.textContent = 'wide';
  wide.style.width = '3000px';
}"""
STYLE: Final = """text => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  document.adoptedStyleSheets.push(sheet);
}"""
Check = Callable[..., list[str]]
REFUSED: Final = "Failed to load resource"  # what a browser says of a page that is refused, and of nothing else here


@dataclass(frozen=True)
class State:
    """One state of one page: who sees it, at which route, and the buttons that lead there from it."""

    rule: str
    who: str = ""
    presses: tuple[str | re.Pattern[str], ...] = ()
    query: str = ""
    at: str = ""  # an address of its own, where the route alone does not lead to this state

    def path(self, world: World) -> str:
        return (self.at or world.path(self.rule)) + self.query


OWN, OFFICE, ELSEWHERE = "applicant1", "federation_xd", "federation_ca"
STATES: Final = (
    State("/"),
    State("/", at="/there-is-no-such-page"),
    State("/login"),
    State("/login", presses=("登录",)),
    State("/register"),
    State("/register", presses=("注册",)),
    State("/guide/"),
    State("/guide/<item>"),
    State("/tour/"),
    State("/applications", OWN),
    State("/applications", "applicant2"),
    State("/apply", OWN),
    State("/apply", OWN, presses=("提交申请",)),
    State("/apply", OWN, presses=(re.compile("^使用"),)),
    State("/apply", "applicant3"),  # who has filed nothing yet
    State("/applications/<case_id>", OWN),
    State("/applications/<case_id>/received", OWN),
    State("/applications/<case_id>/tasks/<task_id>", OWN),
    State("/applications/<case_id>/tasks/<task_id>", OWN, presses=("提交",)),
    State("/applications/<case_id>/withdraw", OWN),
    State("/applications/<case_id>/report", OWN),
    State("/applications/<case_id>/report", OWN, presses=("提交报告",)),
    State("/applications/<case_id>/rate", OWN),
    State("/applications/<case_id>/rate", OWN, presses=("提交评价",)),
    State("/audit/", OWN),  # closed to them
    State("/apply", "window_xd"),
    State("/applications", "window_xd"),
    State("/tasks", OFFICE),
    State("/tasks", OFFICE, query="?state=free&sort=name&item=残疾人证新办&step=审核申请并指定评定机构"),
    State("/tasks", OFFICE, query="?late=1"),
    State("/tasks", OFFICE, query="?state=mine"),
    State("/tasks", OFFICE, query="?item=nothing"),
    State("/tasks", ELSEWHERE),
    State("/tasks/<task_id>", OFFICE),
    State("/tasks/<task_id>", OFFICE, presses=("领取任务", "办结")),
    State("/cases/<case_id>", OFFICE),
    State("/incidents", OFFICE),
    State("/incidents", ELSEWHERE),
    State("/kept", "operator"),
    State("/kept", "operator", presses=(re.compile("^了结"),)),
    State("/people", "operator"),
    State("/people", "operator", query="?role=federation&division=140100"),
    State("/people", "operator", query="?login=nobody"),
    State("/people/new", "operator"),
    State("/people/new", "operator", presses=("建立账号",)),
    State("/people/<account_id>", "operator"),
    State("/people/<account_id>", "operator", presses=("增加角色",)),
    State("/people/<account_id>", "operator", presses=("停用账号",)),
    State("/people/<account_id>", "operator", presses=("换临时密码",)),
    State("/people/<account_id>", "operator", presses=("换临时密码", "确认更换")),
    State("/account", "operator"),
    State("/account", OFFICE, presses=("修改密码",)),
    State("/figures", OFFICE),
    State("/figures", OFFICE, query="?period=2026&process=one_thing"),
    State("/figures", OFFICE, query="?period=between&since=2026-09-01&until=2026-02-30&process=none"),
    State("/figures", OFFICE, query="?period=soon"),
    State("/figures", OFFICE, query="?period=2020-01&process=certificate_import"),
    State("/figures", ELSEWHERE),
    State("/figures", "city_ty", query="?period=2026"),
    State("/figures", "auditor", query="?period=2026"),
    State("/reports", OFFICE),
    State("/reports/<name>", OFFICE),
    State("/reports/<name>", OFFICE, presses=("登记",)),
    State("/audit/", "auditor"),
    State("/audit/", "auditor", query="?number=19990101"),
    State("/audit/cases/<case_id>", "auditor"),
    State("/audit/cases/<case_id>", "auditor", query="?fact=1"),
    State("/audit/cases/<case_id>", "auditor", presses=("核对事实链",)),
    State("/audit/cases/<case_id>", "auditor", presses=("重新回放",)),
    State("/studio/", "analyst"),
    State("/studio/drafts/<int:number>", "analyst"),
    State("/studio/drafts/<int:number>/files/<path:path>", "analyst"),
    State("/studio/drafts/<int:number>/try/<path:path>", "analyst"),
    State("/studio/drafts/<int:number>/try/<path:path>", "analyst", presses=("试算",)),
    State("/studio/drafts/<int:number>/try/<path:path>", "analyst", query="?do=try&in.overall_level=x&in.levels=["),
    State("/studio/releases/<int:number>", "analyst"),
    State(
        "/studio/releases/<int:number>/files/<path:path>", "analyst", at="/studio/releases/1/files/dmn/deadlines.dmn"
    ),
    State(
        "/studio/releases/<int:number>/files/<path:path>", "analyst", at="/studio/releases/1/files/bpmn/overdue.bpmn"
    ),
)
FILE: Final = "gives a file, not a page"
PROGRAMS: Final = "answers programs"
NOT_LOOKED_AT: Final = {
    "/applications/<case_id>/letters/<key>": FILE,
    "/cases/<case_id>/letters/<key>": FILE,
    "/papers/<paper_id>": FILE,
    "/guide/<item>/pdf": FILE,
    "/audit/log.xes": FILE,
    "/figures/<sheet>.csv": FILE,
    "/static/<path:filename>": FILE,
    "/studio/drafts/<int:number>/package": FILE,
    "/studio/drafts/<int:number>/content/<path:path>": FILE,
    "/studio/releases/<int:number>/content/<path:path>": FILE,
    "/studio/drafts/<int:number>/edit/<path:path>": "the editors are looked at by test_studio.py",
    "/health": PROGRAMS,
    "/metrics": PROGRAMS,
}


class Eyes:
    """One browser for all pages: who is logged in changes, the errors that it tells are kept."""

    def __init__(self, context: BrowserContext) -> None:
        """Open the one page in which all others are looked at."""
        context.add_init_script(AXE)
        self._context, self.page, self.errors = context, context.new_page(), list[str]()
        self._seats: dict[str, list[dict[str, object]]] = {}
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def sit_down(self, who: str) -> None:
        """Take somebody's seat; each logs in once."""
        self._context.clear_cookies()
        if who in self._seats:
            self._context.add_cookies(self._seats[who])  # type: ignore[arg-type]  # the cookies as the browser gave them
        elif who:
            self.page.goto("/login")
            self.page.locator("#login, [name='login']").first.fill(who)
            self.page.locator("[name='password']:visible").fill(PASSWORD)
            with self.page.expect_navigation():
                self.page.get_by_role("button", name="登录", exact=True).click()
            self._seats[who] = [dict(cookie) for cookie in self._context.cookies()]

    def problems(self, state: State, path: str) -> list[str]:
        """What is wrong with a page in one state, in every dress and at every width."""
        self.errors.clear()
        self.page.goto(path)
        for name in state.presses:
            with self.page.expect_navigation():
                self.page.get_by_role("button", name=name, exact=True).last.click()
        said = self.page.inner_text("body")
        found = [f"a raw value: {one[0]}" for one in [UNSAID.search(said)] if one]
        found += [one for width in WIDTHS for dress in DRESSES for one in self._at(width, dress, faults)]
        found += self._in_english(state, path)
        return [*found, *(text for text in self.errors if not text.startswith(REFUSED))]

    def _in_english(self, state: State, path: str) -> list[str]:
        """English words are longer: large ones must still fit on a telephone; and they are English."""
        english = {"name": "lang", "value": "en", "url": self.page.url}
        if state.presses:  # the page is still Chinese, its answer no longer
            self.page.goto(path)
            for name in state.presses[:-1]:  # what was pressed before may have been done for good
                for button in self.page.get_by_role("button", name=name, exact=True).all()[-1:]:
                    with self.page.expect_navigation():
                        button.click()
            self._context.add_cookies([english])  # type: ignore[list-item]  # a dictionary of the same keys
            with self.page.expect_navigation():
                self.page.get_by_role("button", name=state.presses[-1], exact=True).last.click()
        else:
            self._context.add_cookies([english])  # type: ignore[list-item]
            self.page.goto(path)
        self._context.clear_cookies(name="lang")
        found = self._at(WIDTHS[-1], DRESSES[-1]) + [f"Chinese: {one}" for one in chinese(self.page)]
        return [f"in English, {one}" for one in found]

    def _at(self, width: int, dress: tuple[str, str], check: Check = lambda _page, **_: []) -> list[str]:
        self.page.set_viewport_size({"width": width, "height": 900})
        over = self.page.evaluate(DRESS, list(dress))
        found = [f"{over} px too wide"] if over > 0 else []
        return [f"{width} px, {dress[0]}: {one}" for one in [*found, *check(self.page, targets=True)]]


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A product of its own: the cases that are made to be looked at would stand first in others' lists."""
    with going(tmp_path_factory.mktemp("looked_at")) as product:
        yield product


@pytest.fixture(scope="module")
def world(live: Live) -> World:
    return peopled(live.app).still()


@pytest.fixture(scope="module")
def eyes(browser: Browser, live: Live) -> Iterator[Eyes]:
    context = browser.new_context(base_url=live.address, locale="zh-CN", reduced_motion="reduce")
    yield Eyes(context)
    context.close()


def test_every_page_is_looked_at_or_is_none(live: Live) -> None:
    rules = live.app.url_map.iter_rules()
    pages = {rule.rule for rule in rules if "GET" in (rule.methods or ()) and not rule.rule.startswith("/api/")}
    looked_at = {state.rule for state in STATES}
    assert looked_at | set(NOT_LOOKED_AT) >= pages, "a page without a state to look at"
    assert looked_at <= pages
    assert looked_at.isdisjoint(NOT_LOOKED_AT)


@pytest.mark.parametrize("who", dict.fromkeys(state.who for state in STATES), ids=lambda who: who or "nobody")
def test_every_page_is_open_to_everybody(who: str, eyes: Eyes, world: World) -> None:
    eyes.sit_down(who)
    found = []
    for state in (state for state in STATES if state.who == who):
        path = state.path(world)
        found += [f"{path} {' '.join(map(str, state.presses))}: {one}" for one in eyes.problems(state, path)]
    assert not found, "\n".join(found)


def test_a_fault_would_be_found(eyes: Eyes) -> None:
    """A picture without words, two buttons too small for a finger, a sheet too wide, and a script that fails."""
    eyes.sit_down("")
    eyes.page.goto("/login")
    assert faults(eyes.page, targets=True) == []
    eyes.page.evaluate(FAULTS)
    assert {one.partition(":")[0] for one in faults(eyes.page, targets=True)} >= {"image-alt", "target-size"}
    assert eyes.page.evaluate(DRESS, list(DRESSES[0])) > 0
    eyes.errors.clear()
    eyes.page.evaluate("() => console.error('planted')")
    assert eyes.errors == ["planted"]


def test_a_second_look_is_at_how_things_are_drawn_and_at_all_where_something_else_is_shown(eyes: Eyes) -> None:
    eyes.sit_down("")
    eyes.page.goto("/login")
    (none, whole), (again, drawn) = looked(eyes.page), looked(eyes.page)
    assert none == again == []
    assert len(DRAWN) > drawn < whole / 4
    eyes.page.evaluate(STYLE, "main p, main label {color: #eee !important; background: #fff !important}")
    found, fewer = looked(eyes.page)
    assert {one.partition(":")[0] for one in found} == {"color-contrast"}
    assert fewer < whole / 4
    eyes.page.evaluate(STYLE, "main h1 {display: none}")
    assert looked(eyes.page)[1] > whole / 2
