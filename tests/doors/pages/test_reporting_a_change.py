"""The holder of a right reports a change of their own: the right is decided anew; nobody reports about another."""

import pytest

from app.cli.rooms import Rooms
from app.store import reads
from tests.doors.pages.conftest import PASSWORD
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


def reports(app):
    """What was reported so far: the data of each case that a report opened."""
    with app.app_context():
        return [Rooms(app).queries.record(case.id)[0].fact.data for case in cases(app, "change_report")]


def finished(app, case, answers):
    """Let a caseworker of the holder's county say what they found."""
    rooms = Rooms(app)
    with app.app_context():
        [task] = reads.tasks_of(case, open_only=True)
        by = rooms.people.login("federation_xd", PASSWORD)
        rooms.cases.complete(task.id, answers, by=by, now=rooms.now(), key=f"found:{case}")
        rooms.cases.drain(rooms.now())


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
    assert applicant.path not in {listed, f"/applications/{held}"}
    assert "变更报告已收到。" in applicant.page.text_content()
    settle()
    applicant.open(applicant.path)
    assert "户口迁移的，需同时办理残疾人证迁移手续。" in applicant.words()
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
    before = len(reports(app))
    meant = CHANGE | {
        "channel": "部门比对",
        "told_by": "有关部门",
        "id_no": "1",
        "message-key": "1",
        "kind": "other",
        "evidence": "data",
    }
    applicant.send(f"/applications/{held}/report", meant)
    [data] = reports(app)[before:]
    told = data["change_reported"]
    assert (told["channel"], told["told_by"], told["evidence"]) == ("在线告知", "本人", "none")
    assert data["id_no"] == HOLDER


def test_a_double_click_reports_once(app, applicant, held):
    applicant.open(f"/applications/{held}/report")
    before = len(reports(app))
    form = applicant.answer
    for _ in range(2):
        applicant.answer = form
        applicant.send(f"/applications/{held}/report", CHANGE | {"kind": "other"})
        assert "变更报告已收到。" in applicant.page.text_content()
    assert len(reports(app)) == before + 1


def test_a_bad_report_keeps_what_was_typed_and_changes_nothing(app, applicant, held):
    applicant.open(f"/applications/{held}/report")
    before = len(reports(app))
    page = applicant.send(f"/applications/{held}/report", {"note": "搬家了", "on": "2099-01-01", "do": "submit"})
    assert applicant.status == 422
    assert page.xpath("string(//textarea[@name='note'])").strip() == "搬家了"
    assert "发生日期不能晚于今天" in applicant.words()
    assert len(reports(app)) == before


def test_nobody_reports_about_anothers_case(app, applicant, another, held):
    stranger, before = another("applicant2"), len(reports(app))
    stranger.open(f"/applications/{held}/report")
    assert stranger.status == 404
    stranger.open("/applications")
    stranger.send(f"/applications/{held}/report", CHANGE)
    assert stranger.status == 404
    assert len(reports(app)) == before


def test_who_holds_nothing_yet_reports_nothing(applicant, settle):
    """An application alone proves nothing of who somebody is: no office has looked into it."""
    case = applicant.apply(id_no=HOLDER)
    settle()
    page = applicant.open(f"/applications/{case}")
    assert not page.xpath("//a[contains(@href, '/report')]")
    applicant.send(f"/applications/{case}/report", CHANGE)
    assert applicant.status == 404


def test_a_report_without_the_pages_token_is_refused(app, applicant, held):
    before = len(reports(app))
    assert applicant.client.post(f"/applications/{held}/report", data=CHANGE).status_code == 400
    assert len(reports(app)) == before


def test_something_else_comes_to_a_person_whose_answer_the_reporter_reads(app, applicant, held, settle):
    applicant.open(f"/applications/{held}/report")
    applicant.send(f"/applications/{held}/report", CHANGE | {"kind": "other", "note": "更换电话"})
    settle()
    report = applicant.path
    page = applicant.open(report)
    assert "核实中" in applicant.words()
    assert "工作人员核实以前，证件和待遇不变。" in applicant.words()
    assert page.xpath("string(//li[@aria-current='step'])").split()[0] == "核实变更报告"
    finished(app, report.rpartition("/")[2], {"decision": "noted", "note": "电话已更新"})
    applicant.open(report)
    assert "已阅处，无须改变" in applicant.words()
    assert "电话已更新" in applicant.words()


def test_a_death_told_online_ends_the_certificate_once_a_caseworker_has_confirmed_it(app, applicant, held, settle):
    applicant.open(f"/applications/{held}/report")
    before = len(received(app, "certificate_life"))
    applicant.send(f"/applications/{held}/report", CHANGE | {"kind": "death"})
    settle()
    report = applicant.path.rpartition("/")[2]
    assert len(received(app, "certificate_life")) == before
    assert not cases(app, "certificate_life")[-1].ended_at
    found = {"decision": "confirmed", "kind_found": "death", "found_on": "2026-08-16", "evidence": "death_certificate"}
    finished(app, report, found)
    [told] = received(app, "certificate_life")[before:]
    assert (told.fact.payload["kind"], told.fact.payload["told_by"]) == ("death", None)
    assert cases(app, "certificate_life")[-1].ended_at
    applicant.open(f"/applications/{report}")
    assert "已核实，登记生效" in applicant.words()
