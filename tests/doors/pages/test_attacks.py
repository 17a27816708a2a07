"""What a hostile or unlucky browser sends is refused in words: no page breaks, nothing runs, nothing is read twice."""

import re
from uuid import uuid4

import pytest

from app.store.keyring import Keyring
from app.store.unit import unit
from tests.doors.guards.conftest import peopled
from tests.doors.pages.conftest import APPLICATION, JPEG, MORNING, PAPERS

SCRIPT = "<script>alert(1)</script>"
PAGE_NUMBERS = ("0", "-1", "9" * 30, "1e9", "%00", "'", "１")
DAYS = ("9999-12-31", "0001-01-01", "10000-01-01", "2026-02-30", "%00", "-1")
LISTS = {
    "applicant1": ("/applications",),
    "federation_xd": ("/tasks", "/incidents", "/reports"),
    "auditor": ("/audit/",),
    "analyst": ("/studio/",),
}
QUERIES = {
    "federation_xd": ("/tasks?role={}", "/tasks?division={}", "/tasks?state={}"),
    "auditor": tuple(
        f"/audit/?{name}={{}}" for name in ("number", "division", "what", "outcome", "since", "until", "person", "page")
    ),
}
SOMEBODYS = ("/papers/{}", "/applications/{}", "/applications/{}/received", "/applications/{}/tasks/{}")
OFFICES = ("/cases/{}", "/tasks/{}", "/reports/{}", "/cases/{}/letters/{}")
NAMES = ("%00", "..%2f..%2fetc%2fpasswd", "'", "x" * 3000, "𠮷", "00000000-0000-4000-8000-000000000000")


@pytest.fixture(scope="module")
def world(app):
    return peopled(app).still()


@pytest.mark.parametrize("login", LISTS)
def test_a_page_number_that_is_none_breaks_no_list(another, login):
    reader = another(login)
    found = {
        f"{path}?page={page}": reader.open(f"{path}?page={page}") for path in LISTS[login] for page in PAGE_NUMBERS
    }
    assert {path for path, page in found.items() if "500" in page.xpath("string(//h1)")} == set()
    assert reader.status < 500


@pytest.mark.parametrize("login", QUERIES)
def test_no_query_breaks_a_page(another, login):
    reader = another(login)
    broken = []
    for path in QUERIES[login]:
        for value in (*DAYS, *PAGE_NUMBERS, "x" * 3000, "%F0%A0%AE%B7", "%ff"):
            reader.open(path.format(value))
            broken += [path.format(value)] if reader.status >= 500 else []
    assert broken == []


@pytest.mark.parametrize(("login", "paths"), [("applicant1", SOMEBODYS), ("federation_xd", OFFICES)])
def test_a_name_of_nothing_is_not_found(another, login, paths):
    reader = another(login)
    answers = {}
    for path in paths:
        for name in NAMES:
            reader.open(path.format(name, name))
            answers[path.format(name[:40], "")] = reader.status
    assert {path: status for path, status in answers.items() if status not in {403, 404}} == {}


def test_an_auditor_looks_at_no_fact_that_is_none(another, world):
    auditor = another("auditor")
    for number in ("0", "-1", "9" * 30, "x", "%00"):
        auditor.open(f"{world.path('/audit/cases/<case_id>')}?fact={number}")
        assert auditor.status < 500, number


@pytest.mark.parametrize("goal", ["https://example.com", "//example.com", "/\\example.com", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere_after_the_login(reader, goal):
    reader.open("/login")
    token = reader.page.xpath("string(//input[@name='csrf-token']/@value)")
    data = {"login": "applicant1", "password": "yijianshi-demo", "csrf-token": token}
    answer = reader.client.post(f"/login?next={goal}", data=data)
    assert answer.status_code == 302
    assert re.fullmatch(r"/[a-z/]*", answer.headers["Location"])


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_another_method_is_refused(applicant, method):
    answer = applicant.client.open("/apply", method=method)
    assert answer.status_code in {400, 405}


def test_who_filed_what_was_erased_can_file_again(app, reader):
    reader.login("applicant3")
    case = reader.apply()
    with app.app_context(), unit(MORNING, keyring=Keyring.load(app.extensions["settings"].keys_file)) as work:
        work.erase(case, MORNING)
    reader.open("/apply")
    assert reader.status == 200
    assert reader.page.xpath("//form[@id='filling']")


def test_a_form_handed_in_twice_is_one_case(applicant):
    applicant.open("/apply")
    key = {"submission-key": uuid4().hex}
    seen = []
    for _ in range(2):
        photos = {slot: (JPEG, f"{slot}.jpg") for slot in PAPERS}
        applicant.send("/apply", APPLICATION | {"do": "submit"} | key, photos)
        assert applicant.path.endswith("/received")
        seen.append(applicant.path)
        applicant.open("/apply")
    assert seen[0] == seen[1]


@pytest.mark.parametrize("value", ["NUL \x00 in it", "bell \x07"])
@pytest.mark.parametrize("field", ["name", "hukou_address", "phone", "id_no", "items", "sex", "submission-key"])
def test_signs_that_no_store_keeps_are_told_and_not_kept(applicant, field, value):
    applicant.open("/apply")
    sent = APPLICATION | {"do": "submit", field: value}
    applicant.send("/apply", sent, {slot: (JPEG, f"{slot}.jpg") for slot in PAPERS})
    taken = applicant.path.endswith("/received")
    assert applicant.status == 200 if taken else 422
    assert taken == (field == "submission-key")


def test_bytes_that_are_no_text_are_no_fault_of_the_product(applicant):
    applicant.open("/apply")
    token = applicant.page.xpath("string(//input[@name='csrf-token']/@value)")
    body = f"csrf-token={token}&do=submit&name=%ff%fe%00&%ff=1&items=%ed%a0%80"
    answer = applicant.client.post("/apply", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 422


def test_a_login_and_a_registration_with_a_nul_are_refused(reader):
    reader.open("/login")
    reader.send("/login", {"login": "a\x00b", "password": "yijianshi-demo"})
    assert reader.status in {400, 422}
    reader.send("/login", {"login": "applicant1", "password": "yijianshi\x00demo"})
    assert reader.status in {400, 422}
    reader.open("/register")
    reader.send("/register", {"login": "abc\x00d", "name": "\x00", "password": "0123456789", "again": "0123456789"})
    assert reader.status in {400, 422}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"id_no": "14010519900102803x"}, None),
        ({"id_no": "１４０１０５１９９００１０２８０３ｘ"}, None),
        ({"phone": "１３８００００００００"}, None),
        ({"name": "\u3000𠮷野·买买提\u3000"}, None),
        ({"phone": "一三八"}, "电话"),
        ({"id_no": "140105199001012119"}, "身份证"),
        ({"name": "张" * 61}, "姓名"),
        ({"hukou_address": "长" * 100_000}, "户籍"),
        ({"birth_date": "9999-12-31"}, "出生日期"),
    ],
)
def test_rare_signs_are_put_right_or_told(applicant, changed, told):
    applicant.open("/apply")
    sent = APPLICATION | {"do": "submit"} | changed
    applicant.send("/apply", sent, {slot: (JPEG, f"{slot}.jpg") for slot in PAPERS})
    summary = " ".join(applicant.page.xpath("//*[@class='summary']//a/text()"))
    if told is None:
        assert applicant.path.endswith("/received"), summary
    else:
        assert applicant.status == 422
        assert told in summary


UPLOADS = {
    "a program": (b"MZ\x90\x00", "tool.pdf"),
    "a page": (b"<html><script>alert(1)</script>", "page.jpg"),
    "a drawing with a script": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "a.svg"),
    "a drawing as a picture": (b"<svg><script>alert(1)</script></svg>", "a.png"),
    "another type than it says": (b"%PDF-1.4", "a.jpg"),
    "nothing": (b"", "a.jpg"),
    "an archive": (b"PK\x03\x04", "a.zip"),
}
WELL_NAMED = (
    "../../etc/passwd.jpg",
    "C:\\temp\\a.jpg",
    "长" * 300 + ".jpg",
    "a\x00b.jpg",
    f"{SCRIPT}.jpg",
    "\u202egpj.jpg",
)


@pytest.mark.parametrize("upload", UPLOADS.values(), ids=UPLOADS)
def test_a_file_that_is_no_picture_or_pdf_is_refused_by_its_name(applicant, upload):
    applicant.open("/apply")
    applicant.send("/apply", APPLICATION | {"do": "submit"}, {"photo": upload})
    assert applicant.status == 422
    assert "照片" in applicant.words()
    assert not applicant.page.xpath("//input[@name='photo'][@type='checkbox' or @type='hidden']")


@pytest.mark.parametrize("name", WELL_NAMED)
def test_a_file_is_kept_by_the_last_part_of_its_name_only(applicant, name):
    applicant.open("/apply")
    applicant.send("/apply", APPLICATION | {"do": "update"}, {"photo": (JPEG, name)})
    assert applicant.status == 200
    kept = applicant.page.xpath("string(//input[@name='photo'][@checked]/following-sibling::label)")
    assert ".jpg" in kept
    assert not re.search(r"[/\\\x00]etc|temp\\|\x00|\u202e", kept)
    assert SCRIPT not in applicant.answer.get_data(as_text=True)


def test_a_file_too_large_is_refused(applicant):
    applicant.open("/apply")
    applicant.send("/apply", APPLICATION | {"do": "submit"}, {"photo": (JPEG + b"0" * 10_485_760, "big.jpg")})
    assert applicant.status == 422
    assert "MB" in applicant.words()


def test_very_many_fields_are_refused(applicant):
    applicant.open("/apply")
    token = applicant.page.xpath("string(//input[@name='csrf-token']/@value)")
    body = f"csrf-token={token}" + "".join(f"&f{n}=1" for n in range(50_000))
    answer = applicant.client.post("/apply", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code in {200, 400, 413}


def test_a_script_in_what_people_type_is_never_run(app, applicant, another, settle):
    typed = {"name": SCRIPT, "hukou_address": SCRIPT, "native_place": f"'\"><img src=x onerror={SCRIPT}>"}
    applicant.open("/apply")
    papers = {slot: (JPEG, f"{SCRIPT[:20]}{slot}.jpg") for slot in PAPERS}
    applicant.send("/apply", APPLICATION | {"do": "submit"} | typed, papers)
    case = applicant.path.split("/")[2]
    settle()
    pages = {
        "applicant1": (f"/applications/{case}", "/applications", "/apply"),
        "federation_xd": ("/tasks", f"/cases/{case}"),
    }
    pages |= {"auditor": (f"/audit/cases/{case}", f"/audit/cases/{case}?fact=1", "/audit/")}
    for login, paths in pages.items():
        reader = another(login)
        for path in paths:
            reader.open(path)
            assert reader.status == 200, path
            assert SCRIPT not in reader.answer.get_data(as_text=True), path
            assert not reader.page.xpath("//img[@onerror]"), path


def test_papers_and_letters_of_others_are_not_given(app, applicant, another, world, settle):
    stranger = another("applicant2")
    for rule in ("/papers/<paper_id>", "/cases/<case_id>/letters/<key>", "/applications/<case_id>"):
        stranger.open(world.path(rule))
        assert stranger.status in {403, 404}, rule
    county = another("federation_lz")
    for rule in ("/papers/<paper_id>", "/cases/<case_id>/letters/<key>", "/cases/<case_id>", "/tasks/<task_id>"):
        county.open(world.path(rule))
        assert county.status in {403, 404}, rule
    stranger.open("/apply")
    stolen = APPLICATION | {"do": "submit", "photo": [world.names["paper_id"]]}
    stranger.send("/apply", stolen)
    assert stranger.status == 404


def test_two_windows_on_one_task_are_told_of_each_other(app, applicant, another, settle):
    case = applicant.apply()
    settle()
    first, second = another("federation_xd"), another("federation_xd")
    first.open("/tasks")
    number = applicant.open(f"/applications/{case}").xpath("string(//p[@class='lead']/strong)")
    task = first.open("/tasks").xpath("string(//tr[contains(., $n)]//th/a/@href)", n=number)
    first.open(task)
    second.open(task)
    answers = {"do": "submit", "decision": "accept", "institution": "太原市小店区指定医院（示例）"}
    page = first.send(task, answers)
    assert "已办结" in first.words(), [first.status, page.xpath("//*[@class='summary']//a/text()")]
    second.send(task, answers)
    assert second.status in {404, 409}
    assert second.words()
