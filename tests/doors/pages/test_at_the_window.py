"""三（五）: the window takes an application from somebody who came to it, and helps them on with it."""

import pytest
from sqlalchemy import select

from app.store.db import reading
from app.store.models import StreamRow
from tests.doors.pages.conftest import APPLICATION, JPEG, PAPERS

INCOMPLETE = {"submit_incomplete": "on", "name": "示例·来访人", "id_no": "140105199001012118"}
PAPER = "paper_hukou"


@pytest.fixture
def window(reader):
    return reader.login("window_xd")


def links(page):
    return page.xpath("//nav[@aria-label='主导航']//a/text()")


def file_without(reader, missing):
    """Hand in an application without one paper and give the case's id."""
    reader.open("/apply")
    photos = {slot: (JPEG, f"{slot}.jpg") for slot in PAPERS if slot != missing}
    reader.send("/apply", APPLICATION | INCOMPLETE | {"do": "submit"}, photos)
    assert reader.path.endswith("/received"), reader.page.xpath("//*[@class='summary']//a/text()")
    return reader.path.split("/")[2]


def test_the_clerk_files_in_the_county_of_the_window(window):
    page = window.open("/")
    assert {"窗口受理", "代办的申请"} <= set(links(page))
    page = window.open("/apply")
    assert page.xpath("//select[@name='residence_county']//option[@selected]/@value") == ["140105"]
    assert "您在为到窗口的申请人填写" in window.words()


def test_an_office_that_files_for_nobody_finds_no_way_to_it(another):
    federation = another("federation_xd")
    assert not {"窗口受理", "代办的申请"} & set(links(federation.open("/tasks")))
    for path in ("/apply", "/applications"):
        federation.open(path)
        assert federation.status == 403


def test_the_windows_case_is_every_clerks_of_that_window_and_no_others(window, another, settle):
    case_id = file_without(window, PAPER)
    settle()
    window.open("/applications")
    assert f"/applications/{case_id}" in window.page.xpath("//ul[@class='cases']//a/@href")
    colleague, elsewhere, applicant = another("window_xd"), another("window_lz"), another("applicant1")
    colleague.open(f"/applications/{case_id}")
    assert colleague.status == 200
    elsewhere.open(f"/applications/{case_id}")
    assert elsewhere.status in {403, 404}
    applicant.open(f"/applications/{case_id}")
    assert applicant.status == 404


def test_the_clerk_completes_what_the_applicant_is_asked_for(window, settle):
    case_id = file_without(window, PAPER)
    settle()
    page = window.open(f"/applications/{case_id}")
    [task] = page.xpath("//section[@class='ask']//a[@class='button main']/@href")
    window.open(task)
    window.send(task, {"do": "submit"}, {PAPER: (JPEG, "hukou.jpg")})
    assert window.path == f"/applications/{case_id}", window.page.xpath("//*[@class='summary']//a/text()")
    assert not window.page.xpath("//section[@class='ask']")


def test_who_filed_is_told_by_the_facts_and_reading_is_recorded(app, window, settle):
    case_id = file_without(window, None)
    settle()
    before = readings(app)
    window.open(f"/applications/{case_id}")
    assert readings(app) == before + 1
    with app.app_context():
        first = app.extensions["queries"].record(case_id)[0]
    assert (first.actor.role, first.actor.division) == ("window", "140105")


def readings(app):
    with app.app_context(), reading() as connection:
        stream = select(StreamRow.seq).where(StreamRow.name.like("readings:%"))
        return sum(row.seq for row in connection.execute(stream))
