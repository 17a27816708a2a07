"""Analysts alone get into the studio; what can't be done is refused in words, and nobody's work is overwritten."""

import json
import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from app.catalogue import read_folder
from tests.doors.pages.conftest import ROOT
from tests.doors.pages.test_guards import PEOPLE

TABLE = "dmn/care_subsidy.dmn"
SEED = read_folder(ROOT)
CHANGED = SEED[TABLE].replace("总残疾等级".encode(), "残疾总等级".encode())


@pytest.fixture
def analyst(another):
    return another("analyst")


@pytest.fixture
def draft(analyst):
    """The address of a new draft."""
    analyst.open("/studio/")
    analyst.send("/studio/drafts", {"title": "改一处"})
    return analyst.path


def upload(analyst, draft, content, path=TABLE, name=None):
    analyst.open(f"{draft}/files/{path}")
    return analyst.send(f"{draft}/replace/{path}", files={"file": (content, name or path.rpartition("/")[2])})


def save(analyst, draft, content, mark, path=TABLE):
    token = analyst.page.xpath("string(//input[@name='csrf-token']/@value)")
    headers = {"X-CSRFToken": token, "X-Seen": mark}
    return analyst.client.post(f"{draft}/save/{path}", data=content, headers=headers)


def mark_of(analyst, draft, path=TABLE):
    return analyst.client.get(f"{draft}/content/{path}").headers["X-Seen"]


def studio_routes(app, draft):
    number = draft.rpartition("/")[2]
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("studio."):
            method = "POST" if "POST" in rule.methods else "GET"
            yield method, rule.rule.replace("<int:number>", number).replace("<path:path>", TABLE)


@pytest.mark.parametrize("login", [login for kind, login in PEOPLE.items() if kind != "analyst"])
def test_no_page_of_a_draft_that_exists_opens_to_other_roles(app, another, draft, login):
    other = another(login)
    routes = list(studio_routes(app, draft))
    assert len(routes) > 15
    for method, path in routes:
        other.open("/")
        data = {"csrf-token": other.page.xpath("//input[@name='csrf-token']/@value")}
        assert other.client.open(path, method=method, data=data).status_code == 403, (method, path)


def test_who_is_not_logged_in_is_sent_to_the_login(app, reader, draft):
    for method, path in studio_routes(app, draft):
        if method == "GET":
            assert reader.client.get(path).headers["Location"].startswith("/login"), path


def test_inline_styles_are_allowed_on_the_editors_pages_only(analyst, draft):
    for path in ("/studio/", draft, f"{draft}/files/{TABLE}", f"{draft}/edit/{TABLE}"):
        policy = analyst.client.get(path).headers["Content-Security-Policy"]
        assert ("unsafe-inline" in policy) == ("/edit/" in path), path
        assert "script-src 'self';" in policy


def test_a_file_is_given_to_be_kept_and_never_as_a_page(analyst, draft):
    answer = analyst.client.get(f"{draft}/content/{TABLE}")
    assert answer.data == SEED[TABLE]
    assert answer.mimetype == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_package_holds_every_file(analyst, draft):
    with ZipFile(BytesIO(analyst.client.get(f"{draft}/package").data)) as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == SEED


def test_an_editor_saves_and_learns_what_is_wrong(analyst, draft):
    first = save(analyst, draft, CHANGED, mark_of(analyst, draft)).json
    assert first["findings"] == []
    broken = save(analyst, draft, b"<broken", first["mark"]).json
    assert broken["findings"][0]["file"] == TABLE
    assert broken["mark"] == mark_of(analyst, draft)


def test_an_older_look_is_not_saved(analyst, draft):
    seen = mark_of(analyst, draft)
    assert save(analyst, draft, CHANGED, seen).status_code == 200
    lost = save(analyst, draft, b"<mine/>", seen)
    assert (lost.status_code, "已被他人修改" in lost.json["problem"]) == (409, True)
    assert analyst.client.get(f"{draft}/content/{TABLE}").data == CHANGED


def test_an_older_look_is_not_uploaded_either(analyst, draft):
    analyst.open(f"{draft}/files/{TABLE}")
    page = analyst.page
    assert save(analyst, draft, CHANGED, mark_of(analyst, draft)).status_code == 200
    seen = page.xpath("string(//input[@name='seen']/@value)")
    analyst.send(f"{draft}/replace/{TABLE}", {"seen": seen}, {"file": (b"<mine/>", "care_subsidy.dmn")})
    assert analyst.status == 409
    assert "已被他人修改" in analyst.words()


def test_saving_without_the_token_is_refused(analyst, draft):
    assert analyst.client.post(f"{draft}/save/{TABLE}", data=b"<x/>").status_code == 400
    assert analyst.client.get(f"{draft}/content/{TABLE}").data == SEED[TABLE]


@pytest.mark.parametrize(
    ("path", "name", "words"),
    [
        ("", "care_subsidy.dmn", "已经有"),
        ("app/evil.py", "evil.py", "文件名不能使用"),
        ("../evil.dmn", "evil.dmn", "文件名不能使用"),
        ("bpmn/evil.txt", "evil.txt", "只能放 .bpmn"),
    ],
)
def test_a_new_file_goes_only_where_it_may(analyst, draft, path, name, words):
    analyst.open(draft)
    analyst.send(f"{draft}/upload", {"path": path}, {"file": (b"x", name)})
    assert analyst.status == 400
    assert words in analyst.words()


def test_a_new_file_is_put_where_its_kind_belongs_and_taken_out_again(analyst, draft):
    analyst.open(draft)
    analyst.send(f"{draft}/upload", {"path": ""}, {"file": (SEED[TABLE], "another.dmn")})
    assert analyst.path == f"{draft}/files/dmn/another.dmn"
    assert "这是新文件" in analyst.words()
    analyst.send(f"{draft}/remove/dmn/another.dmn")
    assert analyst.path == draft
    assert "草案和原版本相同" in analyst.words()


def test_a_file_of_another_kind_and_no_file_are_refused(analyst, draft):
    upload(analyst, draft, b"{}", name="form.json")
    assert (analyst.status, "选错文件" in analyst.words()) == (400, True)
    analyst.open(f"{draft}/files/{TABLE}")
    analyst.send(f"{draft}/replace/{TABLE}")
    assert (analyst.status, "请先选择" in analyst.words()) == (400, True)


def test_what_has_no_editor_says_what_to_do(analyst, draft):
    analyst.open(f"{draft}/edit/forms/reference/roles.json")
    assert (analyst.status, "下载修改后上传" in analyst.words()) == (400, True)


def test_the_first_person_cannot_approve_and_the_second_can(analyst, another, draft):
    upload(analyst, draft, CHANGED)
    analyst.open(draft)
    day = analyst.page.xpath("string(//input[@name='effective_on']/@value)")
    analyst.send(f"{draft}/ask", {"note": "改列名", "effective_on": day})
    assert "另一位流程分析员" in analyst.words()
    assert not analyst.page.xpath(f"//form[@action='{draft}/approve']")
    analyst.send(f"{draft}/approve")
    assert (analyst.status, "参与过这份草案的人不能批准" in analyst.words()) == (403, True)
    lost = save(analyst.login("analyst"), draft, b"<x/>", mark_of(analyst, draft))
    assert lost.status_code == 409
    second = another("analyst2")
    second.open(draft)
    second.send(f"{draft}/approve")
    assert "已批准，可以发布" in second.words()
    second.send(f"{draft}/withdraw")
    assert "已撤回" in second.words()


@pytest.mark.parametrize(("note", "day"), [("x", ""), ("x", "yesterday"), ("x", "2020-01-01"), ("", "2099-01-01")])
def test_a_request_without_a_reason_or_a_day_to_come_is_refused_in_words(analyst, draft, note, day):
    upload(analyst, draft, CHANGED)
    analyst.open(draft)
    analyst.send(f"{draft}/ask", {"note": note, "effective_on": day})
    assert analyst.status == 400
    assert "请求无法办理。" not in analyst.words()


def test_a_draft_given_up_is_only_shown(analyst, draft):
    analyst.open(draft)
    analyst.send(f"{draft}/drop")
    assert analyst.path == "/studio/"
    analyst.open(draft)
    assert analyst.page.xpath("//main//form") == []


def test_the_studio_speaks_english_too(analyst, draft):
    upload(analyst, draft, CHANGED)
    analyst.send("/preferences", {"lang": "en", "back": draft})
    words = analyst.words()
    assert "What the checks find" in words
    assert "Ask for approval" in words


def test_findings_sent_to_an_editor_are_json(analyst, draft):
    answer = save(analyst, draft, b"<broken", mark_of(analyst, draft))
    assert {"severity", "file", "where", "what", "remedy"} == set(json.loads(answer.data)["findings"][0])


def test_a_release_shows_its_files_and_the_first_one_compares_with_nothing(analyst):
    analyst.open("/studio/releases/1")
    assert analyst.status == 200
    assert "这是第一个版本" in analyst.words()
    analyst.open(f"/studio/releases/1/files/{TABLE}")
    assert SEED[TABLE].decode().splitlines()[1].strip() in analyst.page.xpath("string(//pre)")
    assert analyst.client.get(f"/studio/releases/1/content/{TABLE}").data == SEED[TABLE]


def test_a_diagram_of_a_release_is_drawn(analyst):
    page = analyst.open("/studio/releases/1/files/bpmn/care_subsidy.bpmn")
    assert page.xpath("count(//*[local-name()='svg']//*[local-name()='rect'])") > 5


@pytest.mark.parametrize("path", ["/studio/releases/999", "/studio/releases/0", "/studio/releases/1/files/dmn/no.dmn"])
def test_a_release_or_file_that_is_not_there_is_not_found(analyst, path):
    assert analyst.client.get(path).status_code == 404


def test_a_release_tells_what_it_changed_and_people_by_their_names(analyst, another):
    analyst.open("/studio/")
    analyst.send("/studio/drafts", {"title": "改名一列"})
    draft = analyst.path
    upload(analyst, draft, CHANGED)
    day = analyst.open(draft).xpath("string(//input[@name='effective_on']/@value)")
    analyst.send(f"{draft}/ask", {"note": "统一用词", "effective_on": day})
    second = another("analyst2")
    second.open(draft)
    assert "施敏" in second.words()
    second.send(f"{draft}/approve")
    second.open(draft)
    second.send(f"{draft}/publish")
    number = len(second.page.xpath("//section[@aria-labelledby='releases']//tbody/tr"))
    analyst.open(f"/studio/releases/{number}")
    assert f"与第{number - 1}版的不同" in analyst.words()
    assert analyst.page.xpath("//ul[@class='changes']//ins[contains(., '残疾总等级')]")
    assert analyst.page.xpath("//dt[.='起草人']/following-sibling::dd/text()") == ["施敏"]


def test_a_changed_diagram_is_seen_old_beside_new_on_the_drafts_page_and_the_files(analyst, draft):
    path = "bpmn/care_subsidy.bpmn"
    upload(analyst, draft, SEED[path].replace("已发放".encode(), "已经发放".encode()), path)
    for address in (draft, f"{draft}/files/{path}"):
        page = analyst.open(address)
        assert page.xpath("//figure/figcaption/text()") == ["原来", "现在"]
        assert len(page.xpath("//figure//*[local-name()='g'][@class='turned']")) == 2


def test_files_are_listed_by_what_they_call_themselves(analyst, draft):
    listed = ("bpmn/advice.bpmn", "dmn/stop_month.dmn", "forms/objection.json")
    for address in (draft, "/studio/releases/1"):
        page = analyst.open(address)
        for path in listed:
            link = page.xpath(f"//ul[@class='filelist']//a[contains(@href, '{path}')]")[0]
            name = link.text
            assert re.search("[\u4e00-\u9fff]", name), path
            assert link.xpath("string(../code)") == path.partition("/")[2].partition(".")[0]
            assert analyst.open(f"{address}/files/{path}").xpath("string(//h1)") == name


def test_a_file_that_cannot_be_read_is_listed_by_its_own_name(analyst, draft):
    upload(analyst, draft, b"<broken")
    assert "care_subsidy" in analyst.open(draft).xpath(f"//ul[@class='filelist']//a[contains(@href, '{TABLE}')]/text()")


def test_a_table_of_a_release_is_ruled_with_its_columns_and_rules(analyst):
    page = analyst.open(f"/studio/releases/1/files/{TABLE}")
    assert "总残疾等级" in page.xpath("//table[@class='grid']//thead/tr/th/text()")
    assert len(page.xpath("//table[@class='grid']/tbody/tr")) == SEED[TABLE].count(b"<rule ")


def test_what_came_with_the_product_is_told_as_such(analyst):
    page = analyst.open("/studio/releases/1")
    assert page.xpath("//dt[.='批准人']/following-sibling::dd/text()") == ["随产品提供"]
