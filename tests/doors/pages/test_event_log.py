"""The auditor's search as an event log: a standard tool reads it, and nobody can be told from it."""

from datetime import datetime
from io import BytesIO

import pytest
from lxml import etree

from app.cases.audit import Asked, EventLogs
from app.cli.rooms import Rooms
from app.errors import TooMany

XES = {"x": "http://www.xes-standard.org/"}
EXTENSIONS = {"concept", "lifecycle", "org", "time"}


@pytest.fixture
def told(another):
    """Fetch a log and give its tree."""

    def fetch(query=""):
        auditor = another("auditor")
        answer = auditor.client.get(f"/audit/log.xes{query}")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=cases-2026-")
        return etree.fromstring(answer.data), answer.get_data(as_text=True)

    return fetch


def attributes(element):
    return {one.get("key"): one.get("value") for one in element if one.get("key")}


def test_a_case_is_a_trace_whose_events_say_what_was_done_when_and_by_which_office(another, applicant, settle, told):
    case = applicant.apply(name="孙小圣", id_no="140105199001012134", phone="13812345678")
    settle()
    number = applicant.open(f"/applications/{case}").xpath("string(//p[@class='lead']/strong)")
    worker = another("federation_xd")
    task = worker.task_of(number)
    worker.open(task)
    worker.send(f"{task}/claim")
    worker.send(task, {"do": "submit", "decision": "return", "correction_names": ["照片"]})
    settle()
    log, text = told(f"?number={number}")
    assert {one.get("prefix") for one in log.iterfind("x:extension", XES)} == EXTENSIONS
    [trace] = log.iterfind("x:trace", XES)
    told_of_it = attributes(trace)
    assert (told_of_it["concept:name"], told_of_it["division"]) == (number, "140105")
    assert told_of_it["process"] == "残疾人服务一件事"
    events = [attributes(one) for one in trace.iterfind("x:event", XES)]
    of_task = [one for one in events if one["concept:name"] == "审核申请并指定评定机构"]
    assert [one["lifecycle:transition"] for one in of_task] == ["schedule", "assign", "complete"]
    assert {(one["org:role"], one["org:group"]) for one in of_task} == {("县级残联工作人员", "小店区")}
    assert of_task[1]["org:resource"] == of_task[2]["org:resource"] != "federation_xd"
    decided = [one for one in events if one.get("decision") == "required_materials"]
    assert [one["concept:name"] for one in decided][:1] == ["列出应交材料"]
    assert not [one for one in events if one["concept:name"].endswith("？")]  # gateways do nothing
    times = [datetime.fromisoformat(one["time:timestamp"]) for one in events]
    assert times == sorted(times)
    assert all(time.utcoffset().total_seconds() == 8 * 3600 for time in times)
    for word in ("孙小圣", "140105199001012134", "13812345678", "federation_xd", "示例"):
        assert word not in text


def test_it_follows_the_search_and_is_recorded(another, applicant, told, app):
    case = applicant.apply()
    number = applicant.open(f"/applications/{case}").xpath("string(//p[@class='lead']/strong)")
    page = another("auditor").open(f"/audit/?number={number}")
    [link] = page.xpath("//a[contains(@href, 'log.xes')]/@href")
    assert len(told(link.removeprefix("/audit/log.xes"))[0].findall("x:trace", XES)) == 1
    assert told("?number=00000000")[0].findall("x:trace", XES) == []
    with app.app_context():
        out = BytesIO()
        written = Rooms(app).event_logs.write_all("one_thing", out)
    log = etree.fromstring(out.getvalue())
    assert len(log.findall("x:trace", XES)) == written.cases
    assert number in {attributes(one)["concept:name"] for one in log.iterfind("x:trace", XES)}


def test_more_cases_than_one_log_holds_are_refused_and_nothing_is_written(applicant, app):
    applicant.apply()
    with app.app_context():
        rooms = Rooms(app)
        out = BytesIO()
        with pytest.raises(TooMany):
            EventLogs(rooms.cases.commands, most=0).write(Asked(), rooms.people.named("auditor"), rooms.now(), out)
    assert out.getvalue() == b""


def test_only_auditors_get_it(another, applicant):
    assert applicant.client.get("/audit/log.xes").status_code == 403
    assert another("federation_xd").client.get("/audit/log.xes").status_code == 403
