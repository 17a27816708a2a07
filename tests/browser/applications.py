"""Applications as people file them: invented persons, what each item asks, the papers, and the way through the form."""

import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import FilePayload, expect

from tests.browser.people import Visitor

Answers = dict[str, Any]
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\n"
PDF += b"trailer<</Root 1 0 R>>\n%%EOF\n"
CERTIFICATE: Answers = {"categories": ["肢体"], "delivery": "pickup"}
ASKED: Mapping[str, Answers] = {
    "cert_new": CERTIFICATE,
    "cert_renew": CERTIFICATE | {"damaged": "yes"},
    "cert_reissue": CERTIFICATE,
    "living_subsidy": {
        "living_bank_card": "6228480000000000000",
        "living_bank": "示例银行",
        "living_account_name": "本人",
        "on_dibao": "yes",
        "on_dibao_edge": "no",
    },
    "care_subsidy": {
        "care_bank_card": "6228480000000000000",
        "care_bank": "示例银行",
        "care_account_name": "本人",
        "long_term_care": "yes",
    },
    "employment_assistance": {"work_able_and_willing": "yes", "training_need": "no"},
    "pension_proxy_payment": {
        "employee_pension": "no",
        "pension_registry": "140105",
        "in_school": "no",
        "state_staff": "no",
    },
}


def someone(name: str, born: str, county: str = "140105") -> Answers:
    """An invented man of a county, born on this day; every story has persons of its own, in every product."""
    digits = f"{county}{born}801"
    last = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11]
    return {
        "name": name,
        "sex": "男",
        "ethnicity": "汉族",
        "marital_status": "未婚",
        "education": "初中",
        "id_no": digits + last,
        "hukou_type": "农业户口",
        "native_place": "山西太原",
        "hukou_county": county,
        "hukou_address": "示例路1号",
        "residence_county": county,
        "residence_address": "示例路1号",
        "phone": "13900000000",
    }


def application(who: Answers, *items: str, **others: Any) -> Answers:
    """What somebody fills in for these items, in the order of the form; `others` is answered otherwise."""
    told = {name: value for item in items for name, value in ASKED[item].items()}
    if {"living_subsidy", "care_subsidy"} & set(items):
        told |= {"commitment_accepted": ["on"], "signature": who["name"]}
    return {"items": list(items)} | who | told | {"consent": ["on"]} | others


def _png() -> bytes:
    """A white square: the smallest photograph that is one."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    body = zlib.compress((b"\0" + b"\xff" * 24) * 8)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def _pdf(name: str) -> FilePayload:
    return {"name": f"{name}.pdf", "mimeType": "application/pdf", "buffer": PDF}


PAPERS: dict[str, FilePayload] = {
    "photo": {"name": "照片.png", "mimeType": "image/png", "buffer": _png()},
    "paper_id_card": _pdf("身份证"),
    "paper_hukou": _pdf("户口簿"),
    "paper_relief": _pdf("低保证明"),
    "paper_residence_permit": _pdf("居住证"),
    "paper_bank_card": _pdf("银行卡"),
    "paper_commitment": _pdf("承诺书"),
}


@dataclass(frozen=True)
class Filed:
    """An application that was taken in: its number, and the page on which its progress stands."""

    number: str
    progress: str

    @property
    def audited(self) -> str:
        """Where an auditor looks at it."""
        return "/audit/cases/" + self.progress.rstrip("/").rpartition("/")[2]


def fill_in(applicant: Visitor, answers: Answers, *, without: Iterable[str] = ()) -> None:
    """Choose, look again for what is asked then, and add each paper that is asked for."""
    applicant.open("/apply")
    applicant.fill(answers)
    add_papers(applicant, set(PAPERS) - set(without))


def add_papers(applicant: Visitor, slots: Iterable[str] = PAPERS) -> None:
    """Add those of these papers that the page asks for."""
    for slot in slots:
        for place in applicant.page.locator(f"input[type=file][name='{slot}']").all():
            place.set_input_files([PAPERS[slot]])


def hand_in(applicant: Visitor) -> Filed:
    """Hand in what is filled in."""
    assert applicant.press("提交申请") == 200, applicant.page.locator(".summary").inner_text()
    expect(applicant.page.get_by_role("heading", name="申请已提交")).to_be_visible()
    number = applicant.page.locator(".number").inner_text()
    address = applicant.page.get_by_role("link", name="查看进度").get_attribute("href")
    assert address
    return Filed(number, address)


def file(applicant: Visitor, answers: Answers) -> Filed:
    """Fill in the form with all its papers and hand it in."""
    fill_in(applicant, answers)
    return hand_in(applicant)
