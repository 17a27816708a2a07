"""What somebody types is text to everybody who reads it: on pages, in letters, in answers to programs."""

import pytest

from tests.doors.pages.conftest import APPLICATION, JPEG, PAPERS, PASSWORD
from tests.doors.pages.test_letters import letters, said

SCRIPT = "<script>alert(1)</script>"
TURNED = "\u202e"


@pytest.fixture
def at_work(applicant, another, settle):
    """A case whose applicant has a script for a name, a caseworker, and the address of their task."""
    case = applicant.apply(name=SCRIPT)
    settle()
    number = applicant.open(f"/applications/{case}").xpath("string(//p[@class='lead']/strong)")
    worker = another("federation_xd")
    task = worker.task_of(number)
    worker.open(task)
    return case, worker, task


def test_a_script_in_a_caseworkers_reason_and_a_name_is_text_everywhere(applicant, another, at_work, settle):
    case, worker, task = at_work
    worker.send(task, {"do": "submit", "decision": "refuse", "reason": SCRIPT})
    settle()
    seen = {
        (applicant, f"/applications/{case}"),
        (worker, f"/cases/{case}"),
        (another("auditor"), f"/audit/cases/{case}"),
    }
    for reader, path in seen:
        assert reader.open(path).xpath("//main"), path
        assert reader.status == 200
        assert SCRIPT not in reader.answer.get_data(as_text=True), path
    assert applicant.words().count(SCRIPT) > 1
    assert worker.words().count(SCRIPT) > 1
    found = letters(applicant.open(f"/applications/{case}"))
    printed = {title: said(applicant, href) for title, href in found.items()}
    assert SCRIPT in printed["受理通知书"]
    assert any(words.count(SCRIPT) > 1 for words in printed.values()), printed.keys()
    answer = applicant.client.get(f"/api/cases/{case}", auth=("applicant1", PASSWORD))
    assert answer.mimetype == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert SCRIPT in str(answer.json)


def test_a_script_in_what_is_to_be_corrected_is_text_to_the_applicant(applicant, at_work, settle):
    case, worker, task = at_work
    worker.send(task, {"do": "submit", "decision": "return", "correction_text": SCRIPT})
    settle()
    correction = applicant.open(f"/applications/{case}").xpath(
        "string(//section[@class='ask']//a[@class='button main']/@href)"
    )
    assert SCRIPT in applicant.open(correction).xpath("string(//main)")
    assert SCRIPT not in applicant.answer.get_data(as_text=True)


def test_a_task_handed_in_twice_by_one_click_is_done_once(at_work):
    case, worker, task = at_work
    answers = {"do": "submit", "decision": "accept", "institution": "太原市小店区指定医院（示例）"}
    key = {"submission-key": "0123456789abcdef"}
    worker.send(task, answers | key)
    assert worker.status == 200
    first = worker.path
    worker.open("/tasks")
    worker.send(task, answers | key)
    assert (worker.status, worker.path) == (200, first)
    assert worker.open(f"/cases/{case}").xpath("string(//ol[@class='steps'])").count("审核申请并指定评定机构") == 1


def test_signs_that_turn_the_direction_of_a_text_are_dropped(applicant):
    applicant.open("/apply")
    turned = {"name": f"张{TURNED}三", "phone": "\u202d13800000000\u202c", "hukou_address": "\u2066示例路1号\u2069"}
    photos = {slot: (JPEG, f"{slot}.jpg") for slot in PAPERS}
    applicant.send("/apply", APPLICATION | {"do": "submit"} | turned, photos)
    assert applicant.path.endswith("/received"), applicant.page.xpath("//*[@class='summary']//a/text()")
    words = applicant.open(applicant.path.removesuffix("/received")).xpath("string(//main)")
    assert "张三" in words
    assert not set(words) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
