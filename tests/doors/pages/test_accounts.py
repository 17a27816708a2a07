"""What an operator does to accounts on the pages, and what whoever they belong to meets then."""

import re
from secrets import token_hex

import pytest

from app import logs
from app.calendar import legal_day
from app.events.facts import AccountChanged, to_body
from app.store.records import records
from tests.doors.pages.conftest import PASSWORD, Reader

GIVEN = re.compile(r"[a-z2-9]{4}(?:-[a-z2-9]{4}){3}")
OWN = "一句自己记得住的话 2026"


@pytest.fixture
def operator(another):
    return another("operator")


@pytest.fixture
def hired(operator):
    """Make an account on the page; gives its login, its address and the password that stands on the answer."""

    def hire(role="federation", division="140105"):
        login = f"staff-{token_hex(4)}"
        operator.open("/people/new")
        page = operator.send("/people/new", {"login": login, "name": "示例新人", "role": role, "division": division})
        assert operator.status == 200, operator.words()
        address = page.xpath("string(//a[starts-with(@href, '/people/') and contains(., '查看账号')]/@href)")
        return login, address, page.xpath("string(//code)")

    return hire


@pytest.fixture
def browser(app, reader):
    """One more browser, in which somebody logs in with a password of their own."""

    def enter(login, password):
        one = Reader(app, reader.client.environ_base["REMOTE_ADDR"])
        one.open("/login")
        one.send("/login", {"login": login, "password": password})
        return one

    return enter


def settled(one, given):
    """Choose a password of one's own, as one is led to."""
    return change(one, given, OWN)


def change(one, old, new, again=None):
    one.open("/account")
    one.send("/account", {"password_old": old, "password": new, "again": again or new})
    return one


def changes(app, login):
    """What is recorded of an account today."""
    with app.app_context():
        keyring, now = app.extensions["cases"].commands.keyring, app.extensions["now"]()
        account = app.extensions["people"].named(login).id
        found = records(f"people:{legal_day(now).isoformat()}", keyring=keyring)
        return [one.fact for one in found if isinstance(one.fact, AccountChanged) and one.fact.account == account]


def test_a_new_account_is_listed_and_its_password_shown_once(app, operator, hired, capsys):
    logs.set_up("json")
    login, address, given = hired()
    assert GIVEN.fullmatch(given)
    assert operator.answer.headers["Cache-Control"] == "no-store"
    assert "请现在转交" in operator.words()
    assert given not in operator.open(address).text_content()
    page = operator.open(f"/people?login={login}")
    assert "示例新人" in page.text_content()
    assert "小店区 县级残联工作人员" in operator.words()
    (made,) = changes(app, login)
    assert (made.change, made.roles) == ("made", ["federation@140105"])
    said = str(to_body(made)) + capsys.readouterr().err
    assert '"route": "/people/new"' in said
    assert not any(word in said for word in (given, login, "示例新人"))


def test_what_is_wrong_is_told_at_its_field_keeps_what_was_typed_and_makes_nothing(app, operator):
    operator.open("/people/new")
    typed = {"login": "operator", "name": "示例·李四", "role": "city_federation", "division": "140105"}
    page = operator.send("/people/new", typed)
    wrong = page.xpath("string(//*[@id='f-division-error'])")
    assert (operator.status, "这个角色设在市一级，请选市一级的地区。" in wrong) == (422, True)
    page = operator.send("/people/new", typed | {"division": "140100"})
    assert (operator.status, "已被使用" in page.xpath("string(//*[@id='f-login-error'])")) == (422, True)
    assert page.xpath("string(//input[@name='name']/@value)") == "示例·李四"
    assert page.xpath("string(//select[@name='role']//option[@selected]/@value)") == "city_federation"
    operator.send("/people/new", {"login": "", "name": "", "role": "", "division": ""})
    assert (operator.status, len(operator.page.xpath("//*[contains(@class, 'summary')]//a"))) == (422, 4)
    operator.send("/people/new", typed | {"login": "someone-else", "role": "applicant"})
    assert operator.status == 422
    with app.app_context():
        assert app.extensions["people"].named("someone-else") is None


def test_a_role_is_given_and_taken_away(operator, hired, browser):
    login, address, given = hired()
    person = settled(browser(login, given), given)
    operator.open(address)
    operator.send(f"{address}/grant", {"role": "window", "division": "140106"})
    assert "综合窗口工作人员" in operator.words()
    person.open("/account")
    assert "迎泽区 综合窗口工作人员" in person.words()
    operator.send(f"{address}/grant", {"role": "window", "division": "140106"})
    assert (operator.status, "已经有这个角色" in operator.words()) == (422, True)
    for role, division in (("window", "140106"), ("federation", "140105")):
        operator.open(address)
        operator.send(f"{address}/revoke", {"role": role, "division": division})
    assert "没有角色的账号能登录，但不能办理任何事项" in operator.words()
    person.open("/tasks")
    assert person.status == 403


def test_nobody_changes_their_own_account(app, operator):
    with app.app_context():
        own = app.extensions["people"].named("operator").id
    page = operator.open(f"/people/{own}")
    assert "要由另一位运维人员办理" in operator.words()
    assert page.xpath("//main//form") == []
    for what in ("close", "password", "reopen", "revoke", "grant"):
        operator.open("/people")
        operator.send(f"/people/{own}/{what}", {"sure": "1", "role": "auditor", "division": "0"})
        assert (operator.status, "另一位运维人员" in operator.words()) == (403, True), what


def test_closing_is_asked_for_twice_and_ends_the_session(operator, hired, browser):
    login, address, given = hired()
    person = settled(browser(login, given), given)
    operator.open(address)
    operator.send(f"{address}/close")
    assert "确认停用" in operator.page.text_content()
    person.open("/tasks")
    assert person.path == "/tasks"
    operator.send(f"{address}/close", {"sure": "1"})
    assert "账号已停用" in operator.words()
    person.open("/tasks")
    assert person.path == "/login"
    assert browser(login, OWN).status == 422
    operator.send(f"{address}/reopen")
    assert browser(login, OWN).path == "/tasks"


def test_with_a_new_password_other_sessions_end_and_it_must_be_changed(operator, hired, browser):
    login, address, given = hired()
    person = settled(browser(login, given), given)
    operator.open(address)
    operator.send(f"{address}/password")
    operator.send(f"{address}/password", {"sure": "1"})
    second = operator.page.xpath("string(//code)")
    assert GIVEN.fullmatch(second)
    person.open("/tasks")
    assert person.path == "/login"
    again = browser(login, second)
    assert (again.path, "请先换成自己的密码" in again.words()) == ("/account", True)


def test_who_has_a_password_of_another_is_led_to_choose_their_own(app, hired, browser):
    login, _, given = hired()
    person = browser(login, given)
    for path in ("/", "/tasks", "/login", "/guide/"):
        person.open(path)
        assert person.path == "/account", path
    answer = app.test_client().get("/api/tasks", auth=(login, given))
    assert (answer.status_code, answer.mimetype) == (403, "application/problem+json")
    assert (answer.json["code"], "临时密码" in answer.json["message"]) == ("password_not_own", True)
    assert person.client.get("/static/dist/site.css").status_code == 200
    person.open("/account")
    person.send("/preferences", {"lang": "en", "back": "/account"})
    assert "Choose a password of your own first" in person.words()
    person.send("/preferences", {"lang": "zh", "back": "/account"})
    change(person, given, given)
    assert (person.status, "新密码不能与现在的密码相同" in person.words()) == (422, True)
    settled(person, given)
    assert (person.path, "密码已修改" in person.words()) == ("/tasks", True)
    assert app.test_client().get("/api/tasks", auth=(login, OWN)).status_code == 200


def test_ones_own_password_is_changed_and_only_this_session_goes_on(newcomer, browser, app):
    with app.app_context():
        login = app.extensions["people"].person(_who(newcomer)).login
    elsewhere = browser(login, PASSWORD)
    page = newcomer.open("/account")
    assert login in newcomer.words()
    assert page.xpath("//header//a[@href='/account']")
    for old, new, again, said in (
        ("not mine at all", OWN, OWN, "现在的密码不正确"),
        (PASSWORD, "short", "short", "10"),
        (PASSWORD, OWN, OWN + "x", "两次输入的密码不一致"),
    ):
        change(newcomer, old, new, again)
        assert (newcomer.status, said in newcomer.words()) == (422, True), said
        assert OWN not in newcomer.answer.text
    change(newcomer, PASSWORD, OWN)
    assert (newcomer.path, "密码已修改" in newcomer.words()) == ("/account", True)
    newcomer.open("/applications")
    assert newcomer.path == "/applications"
    elsewhere.open("/applications")
    assert elsewhere.path == "/login"
    assert browser(login, OWN).path == "/applications"


def _who(one):
    with one.client.session_transaction() as kept:
        return kept["_user_id"].partition("/")[0]


def test_an_applicant_who_forgot_their_password_is_found_by_login_and_masked(operator, newcomer, app):
    with app.app_context():
        login = app.extensions["people"].person(_who(newcomer)).login
    words = operator.open(f"/people?login={login}").text_content()
    assert ("示＊＊＊" in words, "示例新人" in words) == (True, False)
    assert "没有这个账号" in operator.open("/people?login=nobody-at-all").text_content()


def test_the_list_is_narrowed_by_role_and_division(operator):
    found = operator.open("/people?role=federation&division=140100").xpath("//tbody//th/a/text()")
    assert "federation_xd" in found
    assert not {"federation_lz", "window_xd", "applicant1"} & set(found)
    assert "没有符合条件的账号" in operator.open("/people?role=king").text_content()
    page = operator.open("/people")
    assert page.xpath("//nav[@class='pages']/a[@rel='next']")
    assert "page=2" in page.xpath("string(//a[@rel='next']/@href)")


@pytest.mark.parametrize("login", ["federation_xd", "auditor", "analyst", "applicant1"])
def test_other_roles_keep_no_accounts(app, another, login):
    with app.app_context():
        whom = app.extensions["people"].named("hospital_xd").id
    one = another(login)
    assert "人员账号" not in one.open("/").text_content()
    for path in ("/people", "/people/new", f"/people/{whom}"):
        one.open(path)
        assert one.status == 403, path
    one.open("/account")
    one.send(f"/people/{whom}/close", {"sure": "1"})
    assert one.status == 403
    with app.app_context():
        assert app.extensions["people"].named("hospital_xd")


def test_there_is_no_account_by_an_id_of_nobody(operator):
    for path in ("/people/nonsense", "/people/6b1e7f4e-0000-7000-8000-0000000000ff"):
        operator.open(path)
        assert operator.status == 404, path
