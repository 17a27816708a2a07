"""Every template of the seed prints as tagged PDF/UA-1, says what it was given, and can't be talked into code."""

import json
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.catalogue import read_folder
from app.documents import printed, problems

ROOT = Path(__file__).resolve().parents[3]
FILES = read_folder(ROOT)
LISTED = json.loads(FILES["forms/reference/documents.json"])["documents"]
COMMON = {"number": "20260817-140105-00001", "name": "示例·张三", "office": "小店区残疾人联合会", "on": "2026-08-17"}
AT = datetime(2026, 8, 17, tzinfo=UTC)


def made(letter, **changed):
    data = {**COMMON, "title": letter["name"], **letter["sample"], **changed}
    return printed(FILES, letter["template"], data, AT)


def words(pdf):
    return "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).replace("\n", "")


@pytest.mark.parametrize("letter", LISTED, ids=lambda letter: letter["code"])
def test_every_letter_is_tagged_and_says_so(letter):
    pdf = made(letter)
    reader = PdfReader(BytesIO(pdf))
    catalog = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"] is True or catalog["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in catalog
    assert catalog["/Lang"].lower().startswith("zh")
    assert b"pdfuaid:part" in catalog["/Metadata"].get_data()
    assert reader.metadata.title == letter["name"]


@pytest.mark.parametrize("letter", LISTED, ids=lambda letter: letter["code"])
def test_every_letter_holds_name_and_number(letter):
    said = words(made(letter))
    assert letter["name"] in said
    assert COMMON["number"] in said
    assert COMMON["name"] in said


@pytest.mark.parametrize("letter", LISTED, ids=lambda letter: letter["code"])
def test_the_same_data_gives_the_same_bytes(letter):
    assert made(letter) == made(letter)
    assert made(letter) != made(letter, number="20260817-140105-00002")


def test_data_is_never_code():
    [refusal] = [letter for letter in LISTED if letter["code"] == "refusal"]
    hostile = '#panic("x") #read("/etc/passwd") $x$ *b* ] } "'
    assert '#panic("x")' in words(made(refusal, reason=hostile))


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("#data.nothing", "dictionary does not contain key"),
        ("#let x = (", "unclosed"),
        ('#read("/etc/passwd")', "reaches out"),
        ('#import "@preview/tablex:0.0.8": *', "reaches out"),
        ('#set text(font: "No Such Font")\nx', "unknown font"),
    ],
)
def test_a_broken_template_is_told_before_it_is_needed(template, said):
    files = {**FILES, "forms/documents/refusal.typ": template.encode()}
    [found] = problems(files, "refusal", {**COMMON, "title": "x"})
    assert said in found


def test_the_commitment_is_four_copies_each_addressed():
    [letter] = [letter for letter in LISTED if letter["code"] == "commitment"]
    pages = [page.extract_text() for page in PdfReader(BytesIO(made(letter))).pages]
    firsts = [page for page in pages if "一式四份，第" in page]
    copies = ("小店区民政局", "小店区残疾人联合会", "乡镇（街道）", "申请人留存")
    assert len(firsts) == 4
    assert all(copy in page for copy, page in zip(copies, firsts, strict=True))
