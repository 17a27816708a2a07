"""The tour of demo mode: who can try what, and time that goes on by a button."""

import json
import re
from dataclasses import replace

import pytest

from app.catalogue import read_folder
from app.cli.daily.imports import Importer
from app.cli.rooms import Rooms
from app.cli.scratch import inside, prepare
from app.factory import create_app
from app.settings import Settings
from tests.doors.pages.conftest import MORNING, ROOT, Reader, product

PASSWORD = "yijianshi-demo"


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """A product of its own: the button moves the time of all that share one."""
    with product(tmp_path_factory.mktemp("tour")) as made:
        yield made


@pytest.mark.parametrize("path", ["/tour/", "/login"])
def test_every_demo_account_is_offered_by_role_and_logs_in_with_one_click(path, app, reader):
    page = reader.open(path)
    with app.app_context():
        accounts = app.extensions["people"].demo_accounts()
    offered = page.xpath("//ul[@class='seats']//input[@name='login']/@value")
    assert sorted(offered) == sorted(one.login for one in accounts) != []
    assert page.xpath("//ul[@class='seats']/li/h3/text()") == ["申请人", "经办人", "审计员", "流程分析员", "运维人员"]
    shown = page.xpath("//ul[@class='seats']/li/form//input[@name='login']/@value")
    assert shown == ["applicant1", "federation_xd", "auditor", "analyst", "operator"]
    reader.send("/login", {"login": accounts[0].login, "password": accounts[0].password})
    assert accounts[0].name in reader.answer.text


def test_caseworkers_are_folded_by_department(reader):
    page = reader.open("/tour/")
    departments = page.xpath("//ul[@class='seats']//details[.//input[@value='hospital_xd']]/h4/text()")
    assert departments[:2] == ["残疾人联合会", "残疾评定机构"]
    assert len(departments) == len(set(departments)) > 4


def test_the_tour_says_in_both_languages_what_each_role_can_try(reader):
    roles = json.loads((ROOT / "forms" / "reference" / "roles.json").read_text("utf-8"))
    for code, name in (("zh", "hint"), ("en", "hint_en")):
        reader.client.set_cookie("lang", code)
        page = reader.open("/tour/")
        told = [" ".join(entry.itertext()) for entry in page.xpath("//ul[@class='seats']//details//li")]
        assert all(any(role[name] in entry for role in roles) for entry in told)
        cards = page.xpath("//ul[@class='seats']/li")
        assert (
            len({card.xpath("string(h3)") for card in cards}) == len({card.xpath("string(p)") for card in cards}) == 5
        )


def test_the_start_page_lets_a_newcomer_play_each_of_four_roles(reader):
    page = reader.open("/")
    offered = page.xpath("//ul[@class='seats']//input[@name='login']/@value")
    assert offered == ["applicant1", "federation_xd", "auditor", "analyst"]
    assert page.xpath("//form[@action='/tour/clock']")
    reader.send("/login", {"login": offered[1], "password": PASSWORD})
    assert reader.path == "/tasks"


def test_the_button_goes_to_the_next_due_instant_and_says_what_was_done(app, reader):
    rooms = Rooms(app)
    row = {
        "kind": "certificate",
        "id_no": "140105199001039556",
        "county": "140105",
        "number": None,
        "issued_on": "2017-10-01",
        "expires_on": None,
        "reissue_count": 0,
        "levels": [{"category": "肢体", "level": 2}],
    }
    with app.app_context():
        Importer(rooms, rooms.people.login("federation_xd", PASSWORD), "tour").take(row)
        rooms.cases.drain(rooms.now())
        due = rooms.clock.next_due()
    page = reader.open("/")
    assert not page.xpath("//form[contains(@action, 'clock')]//button/@disabled")
    reader.send("/tour/clock")
    assert reader.path == "/"
    assert "时间已推进到" in reader.words()
    assert re.search(r"办理了 1 项到期事项：\D+（\d{8}-\w+-\d{5}）", reader.words())
    with app.app_context():
        assert rooms.now() == due


def test_nobody_turns_the_clock_from_another_page(reader):
    assert reader.client.post("/tour/clock").status_code == 400


def test_without_demo_mode_there_is_no_tour(tmp_path):
    plain = create_app(replace(inside(Settings(), tmp_path, "http://127.0.0.1:9"), demo=False))
    assert not [rule for rule in plain.url_map.iter_rules() if rule.endpoint.startswith("tour.")]
    with plain.app_context():
        prepare(Rooms(plain), read_folder(ROOT), MORNING)
    visitor = Reader(plain, "10.8.8.8")
    page = visitor.open("/")
    ways = page.xpath("//section[@class='hero']//a/@href")
    assert ways == ["/apply", "/applications", "/guide/", "/login", "/register"]
    assert not page.xpath("//ul[@class='seats']")
    assert not visitor.open("/login").xpath("//ul[@class='seats']")
