import pytest

from app.identity import Kind
from app.web.access.guard import ONLY, RULE, rule_of

MISSING = "00000000-0000-7000-8000-000000000000"
PEOPLE = {
    Kind.APPLICANT: "applicant1",
    Kind.CASEWORKER: "federation_xd",
    Kind.OPERATOR: "operator",
    Kind.AUDITOR: "auditor",
    Kind.ANALYST: "analyst",
}


def routes(app, method):
    found = [r for r in app.url_map.iter_rules() if method in r.methods and not r.rule.startswith(("/api", "/static"))]
    return [(r.endpoint, r.rule.replace("<name>", "nothing")) for r in found]


def filled(rule):
    return "/".join(MISSING if part.startswith("<") else part for part in rule.split("/"))


def test_every_route_says_who_may_open_it(app):
    assert [name for name, view in app.view_functions.items() if not hasattr(view, RULE)] == []


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.OUTSIDE])  # systems have no login
def test_every_route_is_closed_to_other_roles(app, reader, kind):
    reader.login(PEOPLE[kind])
    for method in ("GET", "POST"):
        for endpoint, rule in routes(app, method):
            with app.app_context():
                allowed = rule_of(endpoint)
            if allowed is None or endpoint == "web.logout":
                continue
            reader.open("/")
            answer = reader.client.open(
                filled(rule),
                method=method,
                data={"csrf-token": reader.page.xpath("//input[@name='csrf-token']/@value")},
            )
            closed = answer.status_code == 403 and "您没有办理这项操作的权限" in answer.text
            narrower = kind is Kind.CASEWORKER and getattr(app.view_functions[endpoint], ONLY, None) is not None
            assert closed == (kind not in allowed or narrower) or answer.status_code == 404, (
                method,
                rule,
                answer.status_code,
            )
            assert answer.status_code < 500, (method, rule)


def test_who_is_not_logged_in_is_sent_to_the_login_and_back(app, reader):
    reader.open("/applications")
    assert reader.path == "/login"
    reader.send("/login?next=/applications", {"login": "applicant1", "password": "yijianshi-demo"})
    assert reader.path == "/applications"


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:1"])
def test_a_login_never_leads_to_another_site(reader, target):
    reader.open("/login")
    token = reader.page.xpath("string(//input[@name='csrf-token']/@value)")
    data = {"csrf-token": token, "login": "applicant1", "password": "yijianshi-demo"}
    answer = reader.client.post("/login", query_string={"next": target}, data=data)
    assert answer.headers["Location"] == "/"


def test_a_wrong_password_is_refused_and_the_account_name_kept(reader):
    reader.open("/login")
    page = reader.send("/login", {"login": "applicant1", "password": "wrong"})
    assert reader.status == 422
    assert page.xpath("//input[@id='f-login']/@value") == ["applicant1"]
    assert page.xpath("//input[@id='f-password']/@value") == [""]


def test_many_wrong_passwords_are_stopped(reader):
    reader.open("/login")
    token = reader.page.xpath("string(//input[@name='csrf-token']/@value)")
    data = {"csrf-token": token, "login": "", "password": ""}
    statuses = [reader.client.post("/login", data=data).status_code for _ in range(22)]
    assert (statuses[0], statuses[-1]) == (422, 429)


def test_a_form_without_its_token_is_refused_in_words(applicant):
    answer = applicant.client.post("/apply", data={"do": "submit"})
    assert answer.status_code == 400
    assert "返回上一页刷新后重新提交" in answer.text


def test_every_page_carries_the_security_headers(reader):
    reader.open("/")
    headers = reader.answer.headers
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_a_new_applicant_registers_and_is_logged_in(reader):
    reader.open("/register")
    page = reader.send("/register", {"login": "xinren", "name": "新人", "password": "short", "again": "other"})
    assert len(page.xpath("//*[@class='summary']//a")) == 2
    words = {"login": "xinren", "name": "新人", "password": "一句容易记住的长长的话", "again": "一句容易记住的长长的话"}
    reader.send("/register", words)
    assert reader.path == "/apply"


def test_the_switches_stay(reader):
    reader.open("/login")
    reader.send("/preferences", {"lang": "en", "size": "large", "contrast": "high", "back": "/login"})
    assert reader.path == "/login"
    assert dict(reader.page.attrib) == {"lang": "en", "data-size": "large", "data-contrast": "high"}
    assert reader.page.xpath("string(//h1)") == "Log in"
