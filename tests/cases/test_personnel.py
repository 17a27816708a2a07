"""Accounts as an operator keeps them: what is kept, what is recorded, and what nobody may."""

from dataclasses import replace

import pytest
from sqlalchemy import event

from app.cases.personnel import CONSOLE, LoginTaken, NewAccount
from app.errors import Conflict, InvalidAnswers, NotAllowed, NotFound
from app.events.facts import AccountChanged, to_body
from app.identity import Grant
from app.store import reads
from app.store.db import db
from app.store.ids import new_id
from app.store.records import records
from app.store.rows import GrantRecord, NewPerson
from app.store.unit import unit
from tests.cases.product import APPLICANT, COUNTY, HOUR, LAN, MEI, NEXT_COUNTY, NOW, OPERATOR, Product

NEW = NewAccount("zhao", "赵静", [("federation", COUNTY)])
STREAM = "people:2026-09-01"


@pytest.fixture
def personnel(product):
    return product.rooms.personnel


@pytest.fixture
def anywhere(tmp_path, database):
    """A product on either database."""
    found = Product(tmp_path / "product", database)
    with found.inside():
        yield found


def told(product):
    return [(one.actor.id, to_body(one.fact)) for one in records(STREAM, keyring=product.keyring)]


def test_an_account_is_made_with_a_password_for_one_login_and_recorded_without_it(product, personnel):
    account, password = personnel.add(NEW, OPERATOR, NOW)
    person = product.rooms.people.login("zhao", password)
    assert (person.id, person.temporary, person.roles) == (account, True, (Grant("federation", COUNTY, "federation"),))
    assert len(password) >= 14
    made = {"account": account, "change": "made", "roles": [f"federation@{COUNTY}"]}
    assert told(product) == [(OPERATOR.id, made)]
    assert product.rooms.audit.verify() == []


def test_no_two_passwords_are_alike(personnel):
    _, first = personnel.add(NEW, OPERATOR, NOW)
    _, second = personnel.add(replace(NEW, login="qian"), OPERATOR, NOW)
    assert first != second


def test_a_login_that_is_taken_changes_nothing(product, personnel):
    with pytest.raises(LoginTaken):
        personnel.add(replace(NEW, login=OPERATOR.login), OPERATOR, NOW)
    assert personnel.called(OPERATOR.login, OPERATOR).name == OPERATOR.name
    assert product.rooms.audit.verify() == []


WRONG = {
    "a short login": (replace(NEW, login="abc"), "login"),
    "a login with a space": (replace(NEW, login="zhao jing"), "login"),
    "a login with a colon": (replace(NEW, login="zhao:jing"), "login"),
    "a long login": (replace(NEW, login="z" * 81), "login"),
    "no name": (replace(NEW, name="  "), "name"),
    "no role": (replace(NEW, roles=[]), "role"),
    "a role of nobody": (replace(NEW, roles=[("king", COUNTY)]), "role"),
    "the applicant's role": (replace(NEW, roles=[("applicant", "0")]), "role"),
    "a division that is not listed": (replace(NEW, roles=[("federation", "999999")]), "division"),
    "a county's role in a city": (replace(NEW, roles=[("federation", "140100")]), "division"),
    "a county's role everywhere": (replace(NEW, roles=[("federation", "0")]), "division"),
    "the province's role in a county": (replace(NEW, roles=[("operator", COUNTY)]), "division"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_does_not_fit_the_lists_is_told_at_its_field_and_nothing_is_kept(personnel, name):
    asked, field = WRONG[name]
    with pytest.raises(InvalidAnswers) as wrong:
        personnel.add(asked, OPERATOR, NOW)
    assert [error.key for error in wrong.value.errors] == [field]
    with pytest.raises(NotFound):
        personnel.called("zhao", OPERATOR)


@pytest.mark.parametrize("place", ["0", "140000"])
def test_a_role_of_the_province_is_held_in_it_or_everywhere(personnel, place):
    account, _ = personnel.add(replace(NEW, roles=[("operator", place)]), OPERATOR, NOW)
    assert personnel.one(account, OPERATOR).roles == (Grant("operator", place, "platform"),)


def test_roles_are_given_and_taken_away_and_the_last_may_go(product, personnel):
    personnel.grant(MEI.id, "federation", NEXT_COUNTY, OPERATOR, NOW)
    with pytest.raises(InvalidAnswers):
        personnel.grant(MEI.id, "federation", NEXT_COUNTY, OPERATOR, NOW)
    for division in (COUNTY, NEXT_COUNTY):
        personnel.revoke(MEI.id, "federation", division, OPERATOR, NOW)
    with pytest.raises(Conflict):
        personnel.revoke(MEI.id, "federation", COUNTY, OPERATOR, NOW)
    assert personnel.one(MEI.id, OPERATOR).roles == ()
    both = [f"federation@{COUNTY}", f"federation@{NEXT_COUNTY}"]
    assert [body["roles"] for _, body in told(product)] == [both, both[1:], []]


def test_what_a_closed_account_had_taken_goes_back_to_the_others(anywhere):
    product, personnel = anywhere, anywhere.rooms.personnel
    case = product.open()
    task = product.task("Check")
    product.cases.claim(task, by=MEI, now=NOW)
    personnel.close(MEI.id, OPERATOR, NOW + HOUR)
    assert product.rooms.people.person(MEI.id) is None
    assert product.cases.complete(task, {"result": "good"}, by=LAN, now=NOW + 2 * HOUR, key="lan") == case
    assert product.kinds(case).count("TaskReleased") == 1
    assert product.whole() == []
    with pytest.raises(Conflict):
        personnel.close(MEI.id, OPERATOR, NOW + HOUR)
    personnel.reopen(MEI.id, OPERATOR, NOW + HOUR)
    assert product.rooms.people.person(MEI.id).roles[0].division == COUNTY
    assert [body["change"] for _, body in told(product)] == ["closed", "reopened"]


def test_with_a_role_only_the_tasks_go_back_that_no_other_role_covers(product, personnel):
    product.open()
    task = product.task("Check")
    product.cases.claim(task, by=MEI, now=NOW)
    personnel.grant(MEI.id, "federation", NEXT_COUNTY, OPERATOR, NOW)
    personnel.revoke(MEI.id, "federation", NEXT_COUNTY, OPERATOR, NOW)
    assert reads.task(task).claimed_by == MEI.id
    personnel.revoke(MEI.id, "federation", COUNTY, OPERATOR, NOW)
    assert reads.task(task).claimed_by is None


def test_a_new_password_ends_the_old_one_and_its_owner_chooses_another(product, personnel):
    people = product.rooms.people
    account, first = personnel.add(NEW, OPERATOR, NOW)
    second = personnel.new_password(account, OPERATOR, NOW)
    assert people.login("zhao", first) is None
    before = people.login("zhao", second)
    after = people.change_password(before, second, "自己选的一个密码 2026", NOW)
    assert (before.temporary, after.temporary, people.login("zhao", second)) == (True, False, None)
    found = people.login("zhao", "自己选的一个密码 2026")
    assert (found, found.stamp) == (after, after.stamp)
    assert before.stamp != after.stamp
    assert [(by, body["change"]) for by, body in told(product)] == [
        *((OPERATOR.id, "made"), (OPERATOR.id, "password"), (account, "own_password"))
    ]


@pytest.mark.parametrize(("old", "new", "field"), [("wrong", "another one 26", "password_old"), *(
    ("{own}", bad, "password") for bad in ("too short", "x" * 201, "{own}"))])  # fmt: skip
def test_a_password_is_changed_by_who_knows_it_into_one_that_will_do(product, personnel, old, new, field):
    account, own = personnel.add(NEW, OPERATOR, NOW)
    person = product.rooms.people.person(account)
    with pytest.raises(InvalidAnswers) as wrong:
        product.rooms.people.change_password(person, old.format(own=own), new.format(own=own), NOW)
    assert [error.key for error in wrong.value.errors] == [field]
    assert product.rooms.people.login("zhao", own).stamp == person.stamp


def test_nobody_changes_their_own_account_and_nobody_but_operators_any(personnel):
    changes = (
        lambda whom, by: personnel.grant(whom, "operator", "140000", by, NOW),
        lambda whom, by: personnel.revoke(whom, "operator", "0", by, NOW),
        lambda whom, by: personnel.close(whom, by, NOW),
        lambda whom, by: personnel.reopen(whom, by, NOW),
        lambda whom, by: personnel.new_password(whom, by, NOW),
    )
    before = personnel.one(OPERATOR.id, OPERATOR)
    for change in changes:
        with pytest.raises(NotAllowed) as own:
            change(OPERATOR.id, OPERATOR)
        assert "另一位运维人员" in own.value.detail
        with pytest.raises(NotAllowed):
            change(OPERATOR.id, MEI)
    for look in (lambda: personnel.page(MEI), lambda: personnel.one(LAN.id, MEI), lambda: personnel.add(NEW, MEI, NOW)):
        with pytest.raises(NotAllowed):
            look()
    assert personnel.one(OPERATOR.id, OPERATOR) == before


def test_the_list_names_staff_by_role_and_division_and_anybody_by_their_login(anywhere):
    personnel = anywhere.rooms.personnel

    def logins(**wanted):
        return [one.login for one in personnel.page(OPERATOR, **wanted).items]

    assert logins() == ["far", "lan", "mei", "operator"]
    assert logins(role="federation") == ["far", "lan", "mei"]
    assert logins(division=NEXT_COUNTY) == ["far"]
    assert logins(division="140100") == ["far", "lan", "mei"]
    assert logins(division="0") == logins()
    assert logins(role="applicant") == logins(role="king") == logins(login="王小明") == []
    (applicant,) = personnel.page(OPERATOR, login=APPLICANT.login).items
    assert (applicant.id, applicant.name) == (APPLICANT.id, "王＊＊")
    personnel.close(MEI.id, OPERATOR, NOW)
    assert logins() == ["far", "lan", "mei", "operator"]


def test_a_page_of_the_list_is_two_statements_however_many_there_are(product, personnel):
    with unit(NOW, keyring=product.keyring) as work:
        for number in range(25):
            work.add_person(NewPerson(new_id(), f"staff-{number:02}", "示例", None, (GrantRecord("operator", "0"),)))
    said = []
    event.listen(db.engine, "before_cursor_execute", lambda *told: said.append(told[2]))
    first, second = personnel.page(OPERATOR), personnel.page(OPERATOR, page=2)
    assert (len(first.items), first.more, len(second.items), second.more) == (20, True, 9, False)
    assert first.items[-1].login < second.items[0].login
    assert sum(one.startswith("SELECT") for one in said) == 4


def test_the_console_is_named_in_what_it_did(product, personnel):
    personnel.add(NEW, CONSOLE, NOW)
    (one,) = records(STREAM, keyring=product.keyring)
    assert isinstance(one.fact, AccountChanged)
    assert (one.actor.kind, one.actor.id) == ("system", "console")
