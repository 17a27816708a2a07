"""One person's way through all offices, by pages alone: from the form to the certificate and what follows from it."""

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
    "long_term_care": "yes",
    "work_able_and_willing": "yes",
    "training_need": "no",
    "employee_pension": "no",
    "pension_registry": "140105",
    "in_school": "no",
    "state_staff": "no",
    "commitment_accepted": ["true"],
    "signature": "示例·王海",
    "consent": ["true"],
}


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
                known[login].log_in(login)
            return known[login]

        yield find


def _apply(applicant: Visitor) -> str:
    """Fill in the one form: choose, look again, hand in with an error, mend it, hand in."""
    page = applicant.page
    applicant.open("/apply")
    applicant.looks("apply")
    applicant.fill({"items": WISHES})
    applicant.press("更新表单")
    applicant.fill({"employee_pension": "no"})
    applicant.press("更新表单")
    applicant.fill(SELF | {"id_no": "140105198507079150"})
    for slot, paper in PAPERS.items():
        page.locator(f"input[type=file][name='{slot}']").set_input_files([paper])
    assert applicant.press("提交申请") == 422
    expect(page.locator(".summary")).to_contain_text("身份证号码有误")
    assert page.locator("[name='name']").input_value() == SELF["name"]
    assert page.locator("[name='residence_county']").input_value() == SELF["residence_county"]
    for paper in PAPERS.values():
        expect(page.get_by_text(paper["name"]).first).to_be_visible()
    applicant.looks("apply-wrong")
    applicant.fill({"id_no": SELF["id_no"]})
    assert applicant.press("提交申请") == 200, page.locator(".summary").inner_text()
    expect(page.get_by_role("heading", name="申请已提交")).to_be_visible()
    applicant.looks("received")
    page.get_by_role("link", name="查看进度").click()
    return page.url


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
    progress = _apply(applicant)
    applicant.looks("progress-begun")
    live.settle()
    federation.open("/tasks")
    federation.looks("tasks")
    print(federation.page.inner_text("main"))
