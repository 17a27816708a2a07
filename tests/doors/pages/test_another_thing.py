"""Another "one thing" is other files: the same doors serve a birth, and no page of it speaks of the first law."""

import pytest

from app.catalogue import read_folder
from app.cli.rooms import Rooms
from tests.agreements.test_no_law import LAW
from tests.doors.pages.conftest import JPEG, ROOT, product

NEWBORN = ROOT / "examples" / "newborn"
OFFICES = {"police_xd": "登记出生户口", "health_xd": "办理预防接种证", "insurance_xd": "参加居民医保"}
BIRTH = {
    "items": ["hukou", "vaccination", "insurance"],
    "child_name": "李安",
    "sex": "女",
    "born_on": "2026-08-10",
    "birth_certificate": "a123456789",
    "name": "李敏",
    "id_no": "140105199003070012",
    "phone": "13900000000",
    "county": "140105",
    "submit_incomplete": "yes",
    "consent": "yes",
}
OTHER_LAW = [word for word in LAW.pattern.split("|") if word != "hukou"]


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    with product(tmp_path_factory.mktemp("newborn"), NEWBORN) as made:
        yield made


@pytest.fixture
def look(reader):
    """Read a page's words, and find none of the first law's among them."""

    def read(who, path):
        words = who.open(path).text_content()
        assert who.status == 200, path
        assert [word for word in OTHER_LAW if word in words] == [], path
        return " ".join(words.split())

    return read


def test_its_files_pass_every_check(app):
    with app.app_context():
        assert Rooms(app).catalogue.findings(read_folder(NEWBORN)) == []


def test_a_birth_goes_through_three_offices_and_can_be_proved(app, applicant, another, settle, look):
    assert "新生儿出生一件事" in look(applicant, "/")
    assert "出生户口登记" in look(applicant, "/apply")
    applicant.send("/apply", BIRTH | {"do": "submit"})
    case = applicant.path.split("/")[2]
    settle()
    progress = f"/applications/{case}"
    ask = applicant.open(progress).xpath("//section[@class='ask']//a/@href")[-1]
    assert "父母居民户口簿" in look(applicant, ask)
    papers = ("paper_birth", "paper_id_card", "paper_hukou")
    applicant.send(ask, {"do": "submit"}, {slot: (JPEG, f"{slot}.jpg") for slot in papers})
    settle()
    number = applicant.open(progress).xpath("string(//p[@class='lead']/strong)")
    for login, name in OFFICES.items():
        office = another(login)
        task = office.task_of(number)
        assert name in look(office, task)
        office.send(task, {"do": "submit", "decision": "accept", "number": f"XD-{login}"})
    settle()
    told = look(applicant, progress)
    assert "已办结" in told
    assert told.count("已办成") == len(OFFICES)
    assert "编号：XD-police_xd" in told
    auditor = another("auditor")
    assert "记入出生登记" in look(auditor, f"/audit/cases/{case}")
    figures = look(another("police_xd"), "/figures")
    assert "出生户口登记 有结果的1件，办成1件，办成率100.0%。" in figures
    with app.app_context():
        rooms = Rooms(app)
        assert rooms.audit.verify(case) == []
        assert rooms.audit.replay(case).differences == ()
        assert [entry["key"] for entry in rooms.queries.register("births", BIRTH["id_no"])] == ["A123456789"]


@pytest.mark.parametrize("path", ["/", "/tour/", "/login", "/register", "/guide/"])
def test_no_open_page_speaks_of_the_first_law(reader, look, path):
    assert look(reader, path)


@pytest.mark.parametrize(
    ("login", "path"),
    [
        ("police_xd", "/tasks"),
        ("police_xd", "/figures"),
        ("auditor", "/audit/"),
        ("auditor", "/figures"),
        ("analyst", "/studio/"),
        ("operator", "/incidents"),
    ],
)
def test_no_page_of_an_office_speaks_of_the_first_law(another, look, login, path):
    assert look(another(login), path)


def test_what_is_wrong_is_told_and_what_was_typed_is_kept(applicant, look):
    look(applicant, "/apply")
    page = applicant.send("/apply", BIRTH | {"do": "submit", "born_on": "2036-01-01", "id_no": "140105199003070013"})
    assert applicant.status == 422
    assert "身份证号码有误" in applicant.words()
    assert "出生日期不能晚于今天" in applicant.words()
    assert page.xpath("//input[@name='child_name']/@value") == ["李安"]
