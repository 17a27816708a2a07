"""A form that is half filled in outlives a change of language, an ended session and a stale page."""

import pytest

from tests.doors.pages.conftest import APPLICATION, JPEG, PASSWORD

HALF = {"items": ["cert_new"], "name": "示例·张三", "phone": "13800000000"}


def kept(page):
    """Whether what was typed stands in the fields of the application."""
    fields = {name: page.xpath("string(//input[@name=$name]/@value)", name=name) for name in ("name", "phone")}
    return fields | {"items": page.xpath("//input[@name='items'][@checked]/@value")} == HALF


def test_a_switch_of_the_page_sends_the_form_along_and_gives_it_back(applicant):
    page = applicant.open("/apply")
    assert page.xpath("//header//button[@form='filling']/@name") == ["do", "show-size", "show-contrast", "show-lang"]
    assert page.xpath("//form[@id='filling']")
    page = applicant.send("/apply", HALF | {"show-lang": "en"}, {"photo": (JPEG, "photo.jpg")})
    assert applicant.status == 200
    assert page.get("lang") == "en"
    assert kept(page)
    assert page.xpath("//input[@type='checkbox'][@name='photo'][@checked] | //input[@type='hidden'][@name='photo']")
    assert applicant.open("/applications").get("lang") == "en"


def test_a_switch_never_hands_a_withdrawal_in(applicant):
    case = applicant.apply()
    applicant.open(f"/applications/{case}/withdraw")
    applicant.send(f"/applications/{case}/withdraw", {"show-size": "large"})
    assert applicant.path.endswith("/withdraw")
    assert applicant.page.get("data-size") == "large"
    assert "办理中" in " ".join(applicant.open(f"/applications/{case}").itertext())


def test_a_form_handed_in_after_the_session_ended_goes_on_behind_the_login(app, applicant):
    applicant.open("/apply")
    for name in ("yijianshi", "session"):
        applicant.client.delete_cookie(name)
    page = applicant.send("/apply", APPLICATION | HALF | {"do": "submit"}, {"photo": (JPEG, "photo.jpg")})
    assert applicant.status == 401
    assert "您填写的内容还在" in applicant.words()
    [way] = page.xpath("//main//form[contains(@class, 'card')][.//input[@name='login'][@id]]/@action")
    wrong = log_in(applicant, way, "wrong")
    assert applicant.status == 422
    assert wrong.xpath("//input[@name='typed:name']/@value")[0] == HALF["name"]
    page = log_in(applicant, way, PASSWORD)
    assert applicant.status == 200
    assert "需要重新选择" in applicant.words()
    assert not page.xpath("//main//form//*[@value='submit']")
    page = go_on(applicant)
    assert (applicant.status, applicant.path) == (200, "/apply")
    assert kept(page)


def test_a_page_that_stood_open_over_another_login_is_not_lost_either(applicant):
    applicant.open("/apply")
    answer = applicant.client.post("/apply", data=HALF | {"csrf-token": "stale", "do": "submit"})
    applicant.answer = answer
    assert answer.status_code == 400
    assert kept(go_on(applicant))


def test_a_form_that_meets_a_problem_goes_back_to_itself_with_all_that_was_typed(applicant):
    """Here a paper that is nobody's: the page is refused as a whole, and what was typed goes on."""
    applicant.open("/apply")
    applicant.send("/apply", HALF | {"do": "submit", "photo": "nobody's"})
    assert applicant.status == 404
    [form] = applicant.page.xpath("//main//form")
    entries = [(name, value) for name, value in form.form_values() if name != "photo"]
    assert kept(sent(applicant, form.action, [*entries, ("do", "update")]))
    assert applicant.status == 200


def test_what_an_analyst_typed_stays_where_it_was_refused(another):
    analyst = another("analyst")
    analyst.open("/studio/")
    page = analyst.send("/studio/drafts", {"title": "长" * 121})
    assert (analyst.status, page.xpath("string(//input[@name='title']/@value)")) == (400, "长" * 121)
    assert page.xpath("string(//*[@id='title-error'])")
    analyst.open("/studio/")
    analyst.send("/studio/drafts", {"title": "不写日期"})
    draft = analyst.path
    table = "dmn/care_subsidy.dmn"
    analyst.open(f"{draft}/files/{table}")
    held = analyst.client.get(f"{draft}/content/{table}").data
    changed = held.replace("需要长期照护".encode(), "确需长期照护".encode())
    analyst.send(f"{draft}/replace/{table}", files={"file": (changed, "care_subsidy.dmn")})
    analyst.open(draft)
    page = analyst.send(f"{draft}/ask", {"note": "为什么要改", "effective_on": ""})
    assert (analyst.status, page.xpath("string(//textarea[@name='note'])")) == (400, "为什么要改")
    assert "请填写生效日期" in analyst.words()


@pytest.mark.parametrize("path", ["/tasks/nothing/claim", "/logout", "/login"])
def test_what_is_no_form_of_a_page_is_not_carried(reader, path):
    reader.open("/")
    reader.client.delete_cookie("yijianshi")
    answer = reader.client.post(path, data={"name": "value"})
    assert answer.status_code in {302, 400}
    assert "typed:" not in answer.text


def log_in(reader, way, password):
    """Send the login form with all that it carries."""
    form = next(form for form in reader.page.forms if form.action == way)
    data = list(form.form_values())
    data = [(name, value) for name, value in data if name not in {"login", "password"}]
    return sent(reader, way, [*data, ("login", "applicant1"), ("password", password)])


def go_on(reader):
    [form] = reader.page.xpath("//main//form")
    return sent(reader, form.action, [*form.form_values(), ("do", "update")])


def sent(reader, path, entries):
    data = {name: [value for key, value in entries if key == name] for name, _ in entries}
    reader.answer = reader.client.post(path, data=data, follow_redirects=True)
    return reader.page
