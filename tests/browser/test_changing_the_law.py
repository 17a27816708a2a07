"""An analyst changes one cell of a table, a second publishes it, and only who files afterwards is decided by it."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import ROOT, Live, going
from tests.browser.people import Glass, Visitor
from tests.browser.test_auditing import at, pressed, sighted
from tests.browser.test_the_whole_journey import PAPERS, SELF, WISHES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Meet = Callable[[str], Visitor]
TABLE = ROOT / "dmn" / "care_subsidy.dmn"
CELL = '<inputEntry id="CARE_FULL_in_4">\n          <text>true</text>'
NO_NEED = re.compile(r'\s*<rule id="CARE_NO_NEED">.*?</rule>', re.DOTALL)
BEFORE = {"name": "示例·先来", "signature": "示例·先来", "id_no": "140105196503033134"}
AFTER = {"name": "示例·后到", "signature": "示例·后到", "id_no": "140105196604044158"}
REFUSED, GRANTED = "未认定需要长期照护，不符合条件", "发放比例：1"


@pytest.fixture
def live(tmp_path: Path) -> Iterator[Live]:
    """A product of its own: this story changes the law and lets weeks pass."""
    with going(tmp_path) as product:
        yield product


@pytest.fixture
def meet(browser: Browser, live: Live) -> Iterator[Meet]:
    with ExitStack() as stack:
        glass = Glass(browser)
        stack.callback(glass.leave)

        def find(login: str) -> Visitor:
            visitor = Visitor(browser, live, glass)
            stack.callback(visitor.leave)
            return visitor.log_in(login)

        yield find


def _file(applicant: Visitor, who: dict[str, Any]) -> str:
    applicant.open("/apply")
    applicant.fill({"items": WISHES} | SELF | who)
    for slot, paper in PAPERS.items():
        applicant.page.locator(f"input[type=file][name='{slot}']").set_input_files([paper])
    assert applicant.press("提交申请") == 200, applicant.page.inner_text("main")
    address = applicant.page.get_by_role("link", name="查看进度").get_attribute("href")
    assert address
    return address


def _work(worker: Visitor, live: Live, task: str, answers: dict[str, Any]) -> None:
    """Complete this task in both cases."""
    for _ in range(2):
        live.settle()
        worker.open("/tasks")
        worker.page.get_by_role("link", name=task, exact=True).first.click()
        worker.press("领取任务")
        worker.fill(answers)
        worker.press("办结")
        expect(worker.page.get_by_role("status")).to_contain_text(task)
    live.settle()


def _upload(analyst: Visitor, content: str) -> None:
    analyst.page.get_by_role("link", name="care_subsidy", exact=True).nth(1).click()
    analyst.page.get_by_label("选择文件").set_input_files(
        [{"name": "care_subsidy.dmn", "mimeType": "application/xml", "buffer": content.encode()}]
    )
    analyst.press("上传")


def _publish(analyst: Visitor, second: Visitor) -> None:
    """A bad draft is refused with what is wrong; a good one goes to a second person, who publishes it."""
    law = TABLE.read_text(encoding="utf-8")
    assert CELL in law
    analyst.open("/studio/")
    analyst.looks("studio-releases")
    analyst.page.get_by_label("这次要改什么").fill("一、二级护理补贴不再要求需要照护")
    analyst.press("新建草案")
    analyst.looks("studio-draft-new")
    draft = analyst.page.url
    _upload(analyst, law.replace(CELL, CELL.replace("true", "true and (")))
    analyst.open(draft)
    analyst.page.get_by_label("修改说明").fill("按新的政策")
    assert analyst.press("申请批准") == 422
    expect(analyst.page.get_by_role("alert")).to_contain_text("检查没有通过")
    expect(analyst.page.locator(".findings .error").first).to_contain_text("dmn/care_subsidy.dmn · CARE_FULL")
    analyst.looks("studio-draft-refused")
    analyst.open(draft)
    easier = law.replace(CELL, CELL.replace("true", "-"))
    _upload(analyst, easier)
    analyst.open(draft)
    analyst.page.get_by_label("修改说明").fill("按新的政策")
    assert analyst.press("申请批准") == 422  # the rule for those without need can never decide any more
    expect(analyst.page.locator(".findings .error").first).to_contain_text("dmn/care_subsidy.dmn · CARE_NO_NEED")
    analyst.open(draft)
    _upload(analyst, NO_NEED.sub("", easier))
    expect(analyst.page.locator(".changes")).to_contain_text("需要长期照护")
    expect(analyst.page.locator(".grid .turned-removed")).to_have_count(1)
    analyst.looks("studio-file-changed")
    analyst.open(draft)
    analyst.page.get_by_label("修改说明").fill("按新的政策")
    assert analyst.press("申请批准") == 200
    expect(analyst.page.get_by_role("button", name="批准", exact=True)).to_have_count(0)
    analyst.looks("studio-draft-asked")
    second.open(draft)
    second.press("批准")
    second.looks("studio-draft-approved")
    assert second.press("发布") == 200
    expect(second.page.get_by_role("status")).to_contain_text("正在办理的案件仍按原版本办理")
    second.looks("studio-published")
    second.open("/studio/releases/2")
    expect(second.page.locator(".changes")).to_contain_text("需要长期照护")
    second.looks("studio-release")
    second.open("/studio/releases/2/files/bpmn/care_subsidy.bpmn")
    second.looks("studio-release-file")


def _step_through(browser: Browser, live: Live, case: str) -> str:
    """An auditor goes through the facts by keyboard and has the case proved; give the release that is named."""
    page = sighted(browser, live, "auditor")
    page.goto(case)
    _, last = at(page)
    pressed(page, "Home")
    release = re.search(r"第(\d+)版", page.locator(".moment").inner_text())
    assert release
    for seq in range(2, 6):
        pressed(page, "ArrowRight")
        assert at(page) == (seq, last)
    pressed(page, "End")
    assert at(page) == (last, last)
    for button, answer in (("核对事实链", "事实链完整"), ("重新回放", "回放一致")):
        page.get_by_role("button", name=button, exact=True).focus()
        pressed(page, "Enter")
        expect(page.get_by_role("status")).to_contain_text(answer)
        page.get_by_role("link", name="返回案件").focus()
        pressed(page, "Enter")
    page.context.close()
    return release[1]


def test_who_filed_before_keeps_the_old_rule_and_who_files_after_has_the_new(
    meet: Meet, live: Live, browser: Browser
) -> None:
    early, late = meet("applicant1"), meet("applicant2")
    first = _file(early, BEFORE)
    _publish(meet("analyst"), meet("analyst2"))
    second = _file(late, AFTER)
    federation, hospital, civil_affairs = meet("federation_xd"), meet("hospital_xd"), meet("civil_affairs_xd")
    _work(federation, live, "审核申请并指定评定机构", {"decision": "accept", "institution": "小店区人民医院"})
    with live.app.app_context():
        visit = live.app.extensions["now"]().date().isoformat()
    _work(hospital, live, "预约评定", {"appointment_on": visit, "place": "门诊三楼"})
    live.advance(3)
    _work(hospital, live, "记录评定结果", {"attendance": "attended", "assessed_on": visit, "level_limb": "1"})
    _work(federation, live, "审核评定结果", {"meets_standard": "yes"})
    live.advance(12)
    _work(civil_affairs, live, "判断是否需要长期照护", {"needs_care": "no", "evidence": "生活可以自理"})
    live.settle()
    told = []
    for applicant, address in ((early, first), (late, second)):
        applicant.open(address)
        told.append(applicant.page.inner_text("main"))
    assert REFUSED in told[0]
    assert GRANTED not in told[0]
    assert GRANTED in told[1]
    assert REFUSED not in told[1]
    cases = ["/audit/cases/" + address.rstrip("/").rpartition("/")[2] for address in (first, second)]
    assert [_step_through(browser, live, case) for case in cases] == ["1", "2"]
