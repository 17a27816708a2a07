"""The tour of demo mode: who can try what, and time that goes on by a button."""

import json
from dataclasses import replace

from app.cli.daily.imports import Importer
from app.cli.rooms import Rooms
from app.cli.scratch import inside
from app.factory import create_app
from app.settings import Settings
from tests.doors.pages.conftest import ROOT

PASSWORD = "yijianshi-demo"


def test_the_tour_offers_every_demo_account_and_logs_in_with_one_click(app, reader):
    page = reader.open("/tour/")
    with app.app_context():
        accounts = app.extensions["people"].demo_accounts()
    assert page.xpath("//ul[@class='accounts']//input[@name='login']/@value") == [one.login for one in accounts] != []
    reader.send("/login", {"login": accounts[0].login, "password": accounts[0].password})
    assert accounts[0].name in reader.answer.text


def test_the_tour_says_in_both_languages_what_each_role_can_try(reader):
    for code, name in (("zh", "hint"), ("en", "hint_en")):
        reader.client.set_cookie("lang", code)
        page = reader.open("/tour/")
        told = [" ".join(card.itertext()) for card in page.xpath("//ul[@class='accounts']/li")]
        roles = json.loads((ROOT / "forms" / "reference" / "roles.json").read_text("utf-8"))
        assert [role["code"] for role in roles if not any(role[name] in card for card in told)] == []
        assert all(any(role[name] in card for role in roles) for card in told)


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
    page = reader.open("/tour/")
    assert not page.xpath("//form[contains(@action, 'clock')]//button/@disabled")
    reader.send("/tour/clock")
    assert "时间已推进到" in reader.words()
    assert "办理了 1 项到期事项" in reader.words()
    with app.app_context():
        assert rooms.now() == due


def test_nobody_turns_the_clock_from_another_page(reader):
    assert reader.client.post("/tour/clock").status_code == 400


def test_without_demo_mode_there_is_no_tour(tmp_path):
    plain = create_app(replace(inside(Settings(), tmp_path, "http://127.0.0.1:9"), demo=False))
    assert not [rule for rule in plain.url_map.iter_rules() if rule.endpoint.startswith("tour.")]
