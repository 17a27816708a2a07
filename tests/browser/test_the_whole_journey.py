"""One person's way through all offices, by pages alone: from the form to the certificate and what follows from it."""

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from tests.browser.conftest import Live
from tests.browser.people import Glass, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
Meet = Callable[[str], Visitor]
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
PDF += b"trailer<</Root 1 0 R>>\n%%EOF\n"
WISHES = ["cert_new", "care_subsidy", "employment_assistance", "pension_proxy_payment"]
SELF: dict[str, Any] = {
    "name": "示例·王海",
    "sex": "男",
    "ethnicity": "汉族",
    "marital_status": "未婚",
    "education": "初中",
    "id_no": "140105198507079155",
    "hukou_type": "农业户口",
    "native_place": "山西太原",
    "hukou_county": "140105",
    "hukou_address": "示例路1号",
    "residence_county": "140105",
    "residence_address": "示例路1号",
    "phone": "13900000000",
    "categories": ["肢体"],
    "delivery": "pickup",
    "care_bank_card": "6228480000000000000",
    "care_bank": "示例银行",
    "care_account_name": "示例·王海",
    "long_term_care": "yes",
    "work_able_and_willing": "yes",
    "training_need": "no",
    "employee_pension": "no",
    "pension_registry": "140105",
    "in_school": "no",
    "state_staff": "no",
    "commitment_accepted": ["on"],
    "signature": "示例·王海",
    "consent": ["on"],
}
ANOTHER = {"name": "示例·张三", "signature": "示例·张三", "id_no": "140105199001012118"}


def _png() -> bytes:
    """A white square: the smallest photograph that is one."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    body = zlib.compress((b"\0" + b"\xff" * 24) * 8)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


PAPERS: dict[str, FilePayload] = {
    "photo": {"name": "照片.png", "mimeType": "image/png", "buffer": _png()},
    "paper_id_card": {"name": "身份证.pdf", "mimeType": "application/pdf", "buffer": PDF},
    "paper_hukou": {"name": "户口簿.pdf", "mimeType": "application/pdf", "buffer": PDF},
    "paper_bank_card": {"name": "银行卡.pdf", "mimeType": "application/pdf", "buffer": PDF},
    "paper_commitment": {"name": "承诺书.pdf", "mimeType": "application/pdf", "buffer": PDF},
}


@pytest.fixture
def meet(browser: Browser, live: Live) -> Iterator[Meet]:
    """Meet the person who logs in by this name."""
    with ExitStack() as stack:
        glass = Glass(browser)
        stack.callback(glass.leave)
        known: dict[str, Visitor] = {}

        def find(login: str) -> Visitor:
            if login not in known:
                known[login] = Visitor(browser, live, glass)
                stack.callback(known[login].leave)
                if login:
                    known[login].log_in(login)
            return known[login]

        yield find


def _fill_in(applicant: Visitor, who: dict[str, Any]) -> None:
    """Choose, look again for what is asked then, and add the papers."""
    applicant.open("/apply")
    applicant.fill({"items": WISHES} | SELF | who)
    for slot, paper in PAPERS.items():
        applicant.page.locator(f"input[type=file][name='{slot}']").set_input_files([paper])


def _hand_in(applicant: Visitor) -> str:
    """Hand in what is filled in; give the address of the page on which its progress stands."""
    assert applicant.press("提交申请") == 200, applicant.page.locator(".summary").inner_text()
    expect(applicant.page.get_by_role("heading", name="申请已提交")).to_be_visible()
    address = applicant.page.get_by_role("link", name="查看进度").get_attribute("href")
    assert address
    return address


def _apply_with_an_error(applicant: Visitor) -> str:
    """Hand in with one digit wrong, find everything kept, mend it, hand in again."""
    page = applicant.page
    _fill_in(applicant, {"id_no": "140105198507079150"})
    assert applicant.press("提交申请") == 422
    expect(page.locator(".summary")).to_contain_text("身份证号码有误")
    assert page.locator("[name='name']").input_value() == SELF["name"]
    assert page.locator("[name='residence_county']").input_value() == SELF["residence_county"]
    for paper in PAPERS.values():
        expect(page.get_by_text(paper["name"]).first).to_be_visible()
    applicant.looks("apply-wrong")
    applicant.fill({"id_no": SELF["id_no"]})
    return _hand_in(applicant)


def _work(worker: Visitor, live: Live, task: str, answers: dict[str, Any]) -> None:
    """Take a task from the list, complete it, and let the offices outside answer."""
    live.settle()
    worker.open("/tasks")
    worker.page.get_by_role("link", name=task, exact=True).first.click()
    worker.press("领取任务")
    worker.fill(answers)
    worker.looks(f"task-{task}")
    worker.press("办结")
    expect(worker.page.get_by_role("status")).to_contain_text(task)
    live.settle()


def test_one_form_goes_through_all_offices_and_comes_out_decided(meet: Meet, live: Live) -> None:
    applicant, federation, hospital = meet("applicant1"), meet("federation_xd"), meet("hospital_xd")
    progress = _apply_with_an_error(applicant)
    applicant.looks("received")
    live.settle()
    federation.open("/tasks")
    federation.looks("tasks")
    _work(federation, live, "审核申请并指定评定机构", {"decision": "accept", "institution": "小店区人民医院"})
    _work(hospital, live, "预约评定", {"appointment_on": "2026-08-20", "place": "门诊三楼"})
    live.advance(3)
    _work(hospital, live, "记录评定结果", {"attendance": "attended", "assessed_on": "2026-08-20", "level_limb": "1"})
    _work(federation, live, "审核评定结果", {"meets_standard": "yes"})
    applicant.open(progress)
    applicant.looks("progress-notice")
    live.advance(12)
    civil_affairs = meet("civil_affairs_xd")
    _work(civil_affairs, live, "判断是否需要长期照护", {"needs_care": "yes", "evidence": "家人照护已满一年"})
    _work(federation, live, "审核帮扶申请", {"decision": "accept"})
    applicant.open(progress)
    told = applicant.page.inner_text("main")
    assert (told.count("已发证"), told.count("已办成")) == (1, 3)
    assert "统一反馈结果" in told
    assert re.search(r"残疾人证号：\d{17}[\dX]41\b", told)  # the category and level that the hospital found
    assert "自2026-08起发放，发放比例：1" in told
    applicant.looks("progress-decided")


def test_another_county_and_a_second_desk_are_turned_away_in_words(meet: Meet, live: Live) -> None:
    _fill_in(meet("applicant2"), ANOTHER)
    _hand_in(meet("applicant2"))
    live.settle()
    first, stranger = meet("federation_xd"), meet("federation_lz")
    second = first.again()
    for worker in (first, second):
        worker.open("/tasks")
        worker.page.get_by_role("link", name="审核申请并指定评定机构", exact=True).first.click()
        worker.fill({"decision": "refuse", "reason": "材料不符"})
    assert stranger.open(first.page.url).status == 403
    expect(stranger.page.get_by_role("heading", level=1)).to_have_text("您没有办理这项操作的权限")
    stranger.looks("other-county")
    first.press("办结")
    expect(first.page.get_by_role("status")).to_contain_text("已办结")
    assert second.press("办结") == 409
    expect(second.page.get_by_role("main")).to_contain_text("示例·小店区残联")
    second.looks("too-late")
    second.leave()


def test_the_first_pages_and_the_empty_ones_are_whole(meet: Meet) -> None:
    nobody, applicant, worker = meet(""), meet("applicant3"), meet("federation_lz")
    for name, address in {"start": "/", "login": "/login", "register": "/register", "lost": "/nowhere"}.items():
        nobody.open(address)
        nobody.looks(name)
    nobody.open("/register")
    assert nobody.press("注册") == 422
    nobody.looks("register-wrong")
    applicant.open("/apply")
    applicant.looks("apply")
    applicant.open("/applications")
    applicant.looks("mine-empty")
    for name, address in {"tasks-empty": "/tasks", "incidents": "/incidents", "reports": "/reports"}.items():
        worker.open(address)
        worker.looks(name)
    worker.page.locator("main li a").first.click()
    worker.looks("report")
