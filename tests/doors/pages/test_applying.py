"""What an applicant meets: the form that grows, errors that keep everything, one case for two clicks, a correction."""

import pytest
from sqlalchemy import event

from app.cli.rooms import Rooms
from app.store.db import db
from tests.doors.pages.conftest import APPLICATION, JPEG, MORNING, PAPERS


def test_the_form_shows_what_the_choices_need(applicant):
    applicant.open("/apply")
    assert not applicant.page.xpath("//input[@name='care_bank_card']")
    page = applicant.send("/apply", {"items": ["care_subsidy"], "name": "张三", "do": "update"})
    assert applicant.status == 200
    assert page.xpath("//input[@name='care_bank_card']")
    assert page.xpath("//input[@name='name']/@value") == ["张三"]
    assert not page.xpath("//*[@class='summary']")


def test_enter_presses_the_button_that_hands_in_nothing(applicant):
    first = applicant.open("/apply").xpath("//main//form//button")[0]
    assert (first.get("name"), first.get("value"), first.get("class")) == ("do", "update", "first")


def test_an_error_keeps_every_entry_and_every_paper(applicant):
    applicant.open("/apply")
    files = {"photo": (b"\xff\xd8\xff photo", "photo.jpg"), "paper_hukou": (b"MZ\x90", "hukou.pdf")}
    page = applicant.send("/apply", {"items": ["cert_new"], "id_no": "14010519900101211x", "do": "submit"}, files)
    assert applicant.status == 422
    assert page.xpath("string(//title)").startswith("错误：")
    assert page.xpath("//input[@name='id_no']/@value") == ["14010519900101211X"]
    assert page.xpath("//input[@name='photo'][@checked]") != []
    links = page.xpath("//*[@class='summary']//a")
    assert all(page.get_element_by_id(link.get("href")[1:]) is not None for link in links)
    assert "“hukou.pdf”不是 PDF、JPG 或 PNG 文件，请转换后重新上传。" in [link.text for link in links]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.jpg", "空文件"),
        (b"\xff\xd8\xff", "a.png", "内容与扩展名不符"),
        (b"<script>", "../../a.html", "“a.html”不是 PDF"),
        (b"\xff\xd8\xff" + b"x" * 10 * 1024 * 1024, "big.jpg", "超过 10 MB"),
    ],
)
def test_a_paper_that_is_not_one_is_refused_by_its_name(applicant, content, name, said):
    applicant.open("/apply")
    page = applicant.send("/apply", {"do": "update"}, {"photo": (content, name)})
    assert said in page.xpath("string(//*[@id='f-photo-error'])")
    assert not page.xpath("//input[@name='photo'][@checked]")


def test_two_clicks_make_one_case(applicant):
    applicant.open("/apply")
    key = {"submission-key": applicant.page.xpath("string(//input[@name='submission-key']/@value)")}
    case = applicant.apply(**key)
    assert applicant.apply(**key) == case
    listed = applicant.open("/applications").xpath("//ul[@class='cases']//h2/a/@href")
    assert listed.count(f"/applications/{case}") == 1
    assert listed[0] == f"/applications/{case}"


def test_an_application_shows_its_number_way_and_papers(applicant, settle):
    case = applicant.apply()
    number = applicant.page.xpath("string(//*[@class='number'])")
    settle()
    applicant.open(f"/applications/{case}")
    assert number in applicant.words()
    assert "提交申请" in applicant.page.xpath("string(//ol[@class='steps'])")
    assert "居民户口簿" in applicant.words()
    link = applicant.page.xpath("//ul[@class='papers']//a/@href[starts-with(., '/papers/')]")[0]
    paper = applicant.client.get(link)
    assert paper.mimetype == "image/jpeg"
    assert paper.headers["Content-Disposition"].startswith("attachment")


def test_nobody_sees_another_persons_application_or_papers(applicant, another):
    case = applicant.apply()
    applicant.open(f"/applications/{case}")
    paper = applicant.page.xpath("//ul[@class='papers']//a/@href[starts-with(., '/papers/')]")[0]
    other = another("applicant2")
    assert other.client.get(f"/applications/{case}").status_code in {403, 404}
    assert other.client.get(paper).status_code in {403, 404}
    other.open("/apply")
    page = other.send("/apply", {"photo": paper.rsplit("/", 1)[1], "do": "update"})
    assert (other.status, page.xpath("//input[@name='photo'][@checked]")) == (404, [])


def test_an_unknown_page_is_told_in_words(reader):
    reader.open("/nowhere")
    assert reader.status == 404
    assert "返回首页" in reader.words()


def test_what_is_missing_is_asked_for_and_handed_in_later(applicant, settle):
    applicant.open("/apply")
    later = APPLICATION | {"submit_incomplete": "on", "do": "submit"}
    applicant.send("/apply", later, {"photo": (JPEG, "photo.jpg")})
    case = applicant.path.split("/")[2]
    settle()
    applicant.open(f"/applications/{case}")
    link = applicant.page.xpath("//section[@class='ask']//a[@class='button main']/@href")[0]
    page = applicant.open(link)
    assert "居民身份证" in applicant.words()
    page = applicant.send(link, {"do": "submit"})
    assert applicant.status == 422
    assert page.xpath("//*[@class='summary']//a")
    papers = {slot: (JPEG, f"{slot}.jpg") for slot in ("paper_id_card", "paper_hukou")}
    applicant.send(link, {"do": "submit"}, papers)
    settle()
    applicant.open(f"/applications/{case}")
    assert applicant.page.xpath("//section[@class='ask']") == []


def test_looking_at_the_form_again_does_not_use_up_the_tries_to_hand_it_in(applicant):
    applicant.open("/apply")
    for _ in range(61):
        applicant.send("/apply", {"items": ["care_subsidy"], "do": "update"})
        assert applicant.status == 200
    applicant.send("/apply", {"items": ["care_subsidy"], "do": "submit"})
    assert applicant.status == 422


def test_two_answers_to_a_question_with_one_are_refused(applicant):
    applicant.open("/apply")
    page = applicant.send("/apply", APPLICATION | {"sex": ["男", "女"], "do": "submit"})
    assert applicant.status == 422
    assert page.xpath("//*[@class='summary']//a[@href='#f-sex-1']/text()") == ["性别请从列出的选项中选择"]
    assert page.xpath("//input[@name='sex'][@checked]") == []


def test_what_was_filed_before_is_not_asked_again(newcomer, settle):
    assert "填过的不用再填" not in newcomer.open("/apply").xpath("string(//main)")
    case = newcomer.apply()
    settle()
    page = newcomer.open("/apply")
    assert page.xpath("//button[@name='use']/@value") == [case]
    assert "为示＊＊＊＊填写的内容" in page.xpath("string(//button[@name='use'])")
    page = newcomer.send("/apply", {"name": "示例·李四", "use": case})
    assert page.xpath("//input[@name='name']/@value") == ["示例·李四"]  # what was typed goes before
    assert page.xpath("//input[@name='phone']/@value") == ["13800000000"]
    assert page.xpath("//input[@name='items'][@checked]") == []  # what is applied for is chosen anew
    assert page.xpath("//input[@name='consent'][@checked]") == []
    page = newcomer.send("/apply", {"items": ["cert_new"], "name": "示例·张三", "phone": "", "do": "update"})
    assert page.xpath("//input[@name='phone']/@value") in ([], [""])  # what was cleared stays so
    assert page.xpath("//input[@name='categories'][@checked]/@value") == ["肢体"]  # shown now for the first time
    assert page.xpath("//input[@name='mail_address']/@value") == ["示例路1号"]
    copy = page.xpath("string(//input[@name='paper_hukou'][@checked]/@value)")
    first = newcomer.open(f"/applications/{case}").xpath("//ul[@class='papers']//a/@href[starts-with(., '/papers/')]")
    assert copy
    assert f"/papers/{copy}" not in first


def test_the_papers_used_again_go_into_the_new_case(newcomer, settle):
    case = newcomer.apply()
    settle()
    newcomer.open("/apply")
    photo = newcomer.send("/apply", {"use": case}).xpath("string(//input[@name='photo']/@value)")
    page = newcomer.send("/apply", {"items": ["cert_new"], "photo": photo, "do": "update"})
    papers = {name: page.xpath(f"string(//input[@name='{name}']/@value)") for name in PAPERS}
    assert all(papers.values())
    again = newcomer.apply((), **papers)
    assert again != case
    settle()
    links = newcomer.open(f"/applications/{again}").xpath("//ul[@class='papers']//a/@href")
    assert {f"/papers/{paper}" for paper in papers.values()} <= set(links)


def test_nobody_uses_what_another_person_filed(applicant, another):
    case = applicant.apply()
    other = another("applicant2")
    other.open("/apply")
    other.send("/apply", {"use": case})
    assert other.status == 404


def test_the_start_page_is_headed_by_the_one_service_that_can_be_applied_for(reader, app):
    assert reader.open("/").xpath("string(//h1)") == "残疾人服务一件事"
    with app.app_context():
        assert Rooms(app).queries.services(MORNING) == {"one_thing": "残疾人服务一件事"}


def test_the_form_says_nothing_of_how_it_was_made_and_names_each_group_once(applicant):
    page = applicant.open("/apply")
    assert "本项为补充" not in applicant.words()
    assert len(page.xpath("//*[self::h2 or self::legend][contains(., '申请事项')]")) == 1


def test_a_paper_that_was_returned_is_asked_for_anew(applicant, another, settle):
    case = applicant.apply()
    settle()
    number = applicant.open(f"/applications/{case}").xpath("string(//p[@class='lead']/strong)")
    federation = another("federation_xd")
    task = federation.task_of(number)
    federation.open(task)
    federation.send(task, {"do": "submit", "decision": "return", "correction_names": ["照片"]})
    page = applicant.open(f"/applications/{case}")
    assert "请在此之前完成" not in page.xpath(
        "string(//section[@class='ask'])"
    )  # that is the office's time, not theirs
    notice, correction = page.xpath("//section[@class='ask']//a/@href")
    assert page.get_element_by_id(notice.removeprefix("#")).text == "文书"
    assert "一次性补正告知书" in page.xpath("string(//*[@aria-labelledby='letters'])")
    page = applicant.open(correction)
    assert "被退回的材料须重新上传" in applicant.words()
    assert page.xpath("//input[@type='file']/@name") == ["photo"]
    assert page.xpath("//input[@name='photo'][@checked]") == []
    page = applicant.send(correction, {"do": "submit"})
    assert applicant.status == 422
    assert page.xpath("//*[@class='summary']//a/text()") == ["请上传照片"]
    applicant.send(correction, {"do": "submit"}, {"photo": (JPEG, "new.jpg")})
    assert applicant.path == f"/applications/{case}"


def test_the_list_of_applications_takes_as_many_statements_for_many_as_for_one(app, newcomer, settle):
    asked = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))

    def statements():
        asked.clear()
        newcomer.open("/applications")
        return len(asked)

    newcomer.apply()
    settle()
    statements()  # a first look reads the release
    few = statements()
    for _ in range(2):
        newcomer.apply()
    settle()
    assert statements() == few <= 8
    told = [each.xpath("string()").split() for each in newcomer.page.xpath("//ul[@class='cases']/li/p[3]")]
    assert told == [told[0]] * 3
    assert len(told[0]) > 1  # who is waited for, beside the tag
