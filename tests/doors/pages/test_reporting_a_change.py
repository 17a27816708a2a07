"""The holder of a right reports a change of their own: the right is decided anew; nobody reports about another."""

import pytest

from app.cli.rooms import Rooms
from tests.doors.pages.holding import HOLDER, cases, granted

CHANGE = {"kind": "move", "on": "2026-08-16", "note": "已迁往外省", "do": "submit"}


@pytest.fixture(scope="module")
def kept():
    """The case granted once for all tests of this file."""
    return {}


@pytest.fixture
def held(app, applicant, kept):
    if "case" not in kept:
        kept["case"] = granted(app, applicant)
    return kept["case"]


def received(app, process="entitlement"):
    """The changes that all cases of a kind have received; a right that is being looked into waits for no other."""
    with app.app_context():
        records = [one for case in cases(app, process) for one in Rooms(app).queries.record(case.id)]
    return [one for one in records if one.fact.kind == "MessageReceived"]


def test_a_reported_change_has_the_right_decided_anew(app, applicant, held, settle):
    before = len(received(app))
    page = applicant.open("/applications")
    [listed] = page.xpath(f"//a[contains(@href, '{held}/report')]/@href")
    page = applicant.open(f"/applications/{held}")
    assert page.xpath("//a[contains(@href, '/report')]/@href") == [listed]
    page = applicant.open(listed)
    assert page.xpath("//form[@id='filling']//*[@name='channel' or @name='told_by' or @name='message-key']") == []
    offered = page.xpath("//*[@name='kind']//option/@value | //input[@name='kind']/@value")
    assert {"move", "level_change", "relief_change", "prison", "injury_care", "death", "other"} == set(offered) - {""}
    applicant.send(listed, CHANGE)
    assert applicant.path == f"/applications/{held}"
    assert "变更已登记，正在处理。" in applicant.page.text_content()
    settle()
    *_, told = received(app)[before:]
    assert (told.fact.payload["kind"], told.fact.payload["channel"]) == ("move", "在线告知")
    assert told.fact.payload["told_by"] == "本人"
    assert HOLDER not in str(told.actor)
    with app.app_context():
        [right] = cases(app, "entitlement")[-1:]
        assert "still_eligible" in {
            one.fact.decision for one in Rooms(app).queries.record(right.id) if one.fact.kind == "DecisionMade"
        }


def test_nothing_but_what_is_asked_is_taken_from_who_reports(app, applicant, held):
    applicant.open(f"/applications/{held}/report")
    applicant.send(f"/applications/{held}/report", CHANGE | {"kind": "false_statement"})
    assert applicant.status == 422
    before = len(received(app, "certificate_life"))
    meant = CHANGE | {"channel": "部门比对", "told_by": "有关部门", "id_no": "1", "message-key": "1", "kind": "other"}
    applicant.send(f"/applications/{held}/report", meant)
    [told] = received(app, "certificate_life")[before:]
    assert (told.fact.payload["channel"], told.fact.payload["told_by"]) == ("在线告知", "本人")


def test_a_double_click_reports_once(app, applicant, held):
    applicant.open(f"/applications/{held}/report")
    before = len(received(app, "certificate_life"))
    form = applicant.answer
    for _ in range(2):
        applicant.answer = form
        applicant.send(f"/applications/{held}/report", CHANGE | {"kind": "other"})
        assert "变更已登记，正在处理。" in applicant.page.text_content()
    assert len(received(app, "certificate_life")) == before + 1


def test_a_bad_report_keeps_what_was_typed_and_changes_nothing(app, applicant, held):
    applicant.open(f"/applications/{held}/report")
    before = len(received(app))
    page = applicant.send(f"/applications/{held}/report", {"note": "搬家了", "on": "2099-01-01", "do": "submit"})
    assert applicant.status == 422
    assert page.xpath("string(//textarea[@name='note'])").strip() == "搬家了"
    assert "发生日期不能晚于今天" in applicant.words()
    assert len(received(app)) == before


def test_nobody_reports_about_anothers_case(app, applicant, another, held):
    stranger, before = another("applicant2"), len(received(app))
    stranger.open(f"/applications/{held}/report")
    assert stranger.status == 404
    stranger.open("/applications")
    stranger.send(f"/applications/{held}/report", CHANGE)
    assert stranger.status == 404
    assert len(received(app)) == before


def test_who_holds_nothing_yet_reports_nothing(applicant, settle):
    """An application alone proves nothing of who somebody is: no office has looked into it."""
    case = applicant.apply(id_no=HOLDER)
    settle()
    page = applicant.open(f"/applications/{case}")
    assert not page.xpath("//a[contains(@href, '/report')]")
    applicant.send(f"/applications/{case}/report", CHANGE)
    assert applicant.status == 404


def test_a_report_without_the_pages_token_is_refused(app, applicant, held):
    before = len(received(app))
    assert applicant.client.post(f"/applications/{held}/report", data=CHANGE).status_code == 400
    assert len(received(app)) == before


def test_a_death_is_told_by_another_and_ends_the_certificate(app, applicant, held, settle):
    applicant.open(f"/applications/{held}/report")
    before = len(received(app, "certificate_life"))
    applicant.send(f"/applications/{held}/report", CHANGE | {"kind": "death"})
    settle()
    [told] = received(app, "certificate_life")[before:]
    assert (told.fact.payload["kind"], told.fact.payload["told_by"]) == ("death", None)
    assert cases(app, "certificate_life")[-1].ended_at
    applicant.open(f"/applications/{held}/report")
    applicant.send(f"/applications/{held}/report", CHANGE)
    assert "目前没有正在发放的待遇或有效的证件" in applicant.page.text_content()
