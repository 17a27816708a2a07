"""Small files that would be very large once unpacked are refused by name, and nothing of them is kept."""

import gzip
import json
import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from sqlalchemy import func, select

from app.store.db import db
from app.store.models import PaperRow
from app.web.access.pixels import points
from tests.doors.pages.conftest import APPLICATION, ROOT

LARGE = 64 * 1024 * 1024


def packed(name: str) -> bytes:
    """A package of a few kilobytes that holds very much."""
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as made:
        made.writestr(name, b"\0" * LARGE)
    return whole.getvalue()


def png(width: int, height: int) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", len(head)) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    return b"\x89PNG\r\n\x1a\n" + chunk


def jpeg(width: int, height: int) -> bytes:
    about = b"\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\0"
    return b"\xff\xd8" + about + frame


@pytest.fixture
def kept(app):
    """Count the papers in the database and their files."""

    def count() -> tuple[int, int]:
        files = [path for path in app.extensions["settings"].papers_dir.rglob("*") if path.is_file()]
        with app.app_context(), db.engine.connect() as connection:
            return connection.scalar(select(func.count()).select_from(PaperRow)), len(files)

    return count


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (packed("a.bin"), "材料.zip", "“材料.zip”不是 PDF"),
        (packed("word/document.xml"), "证明.docx", "“证明.docx”不是 PDF"),
        (packed("a.bin"), "身份证.pdf", "“身份证.pdf”不是 PDF"),
        (gzip.compress(b"\0" * LARGE), "照片.jpg", "“照片.jpg”不是 PDF"),
        (png(60_000, 60_000), "照片.png", "“照片.png”的画面尺寸过大"),
        (jpeg(65_535, 65_535), "照片.jpeg", "“照片.jpeg”的画面尺寸过大"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_would_unpack_to_very_much_is_refused_by_its_name(applicant, kept, content, name, told):
    applicant.open("/apply")
    before = kept()
    page = applicant.send("/apply", APPLICATION | {"do": "submit"}, {"photo": (content, name)})
    assert applicant.status == 422
    assert told in page.xpath("string(//*[@id='f-photo-error'])")
    assert kept() == before


def test_a_picture_as_cameras_make_them_is_kept(applicant, kept):
    applicant.open("/apply")
    before = kept()
    applicant.send("/apply", APPLICATION | {"do": "update"}, {"photo": (jpeg(12_000, 9_000), "大照片.jpg")})
    assert applicant.status == 200
    assert kept() == tuple(number + 1 for number in before)


def test_a_request_that_says_it_is_packed_is_not_unpacked(applicant):
    """Neither forms nor JSON: what is sent is read as it came."""
    applicant.open("/apply")
    token = applicant.page.xpath("string(//input[@name='csrf-token']/@value)")
    body = gzip.compress(json.dumps({"process": "x" * LARGE}).encode())
    headers = {"Content-Encoding": "gzip", "X-CSRFToken": token}
    answer = applicant.client.post("/api/cases", data=body, headers=headers, content_type="application/json")
    assert 400 <= answer.status_code < 500
    answer = applicant.client.post(
        "/apply", data=body, headers=headers, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code < 500
    assert len(answer.data) < LARGE // 64


def test_the_studio_takes_no_package_and_no_entities(another):
    analyst = another("analyst")
    analyst.open("/studio/")
    analyst.send("/studio/drafts", {"title": "展开"})
    draft, table = analyst.path, "dmn/care_subsidy.dmn"
    analyst.open(draft)
    analyst.send(f"{draft}/upload", files={"file": (packed("a.bin"), "a.zip")})
    assert analyst.status == 400
    assert "forms/ 中只能放 .json、.typ 文件" in analyst.words()
    assert "a.zip" not in " ".join(analyst.open(draft).itertext())
    bomb = b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    laughing = (ROOT / table).read_bytes().replace(b"<definitions", bomb + b"<definitions", 1)
    analyst.open(f"{draft}/files/{table}")
    analyst.send(f"{draft}/replace/{table}", files={"file": (laughing, "care_subsidy.dmn")})
    assert analyst.status == 200
    assert "文件声明了文档类型或实体" in analyst.words()


def test_points_are_read_from_the_head_alone():
    assert (points(png(3, 5)), points(jpeg(7, 2)), points(b"\xff\xd8\xff\xe0 a photograph"), points(b"%PDF-")) == (
        15,
        14,
        0,
        0,
    )
