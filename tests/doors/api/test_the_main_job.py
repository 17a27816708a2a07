"""One case over JSON: opened by its form, its tasks found, claimed, completed, its facts read."""

from collections.abc import Callable
from decimal import Decimal

from flask.testing import FlaskClient

from app.events.canonical import decode
from tests.doors.api.conftest import APPLICANT, Ask, Json, upload


def test_a_case_goes_from_its_form_to_its_next_task(ask: Ask, settle: Callable[[], None], application: Json) -> None:
    key = {"headers": {"Idempotency-Key": "first-try"}}
    opened = ask(APPLICANT, "POST", "/api/cases", {"answers": application}, **key)
    assert opened.status_code == 201, opened.text
    again = ask(APPLICANT, "POST", "/api/cases", {"answers": application}, **key)
    assert again.json["id"] == opened.json["id"]
    assert [line["id"] for line in ask(APPLICANT, "GET", "/api/cases").json["items"]] == [opened.json["id"]]
    settle()

    case = ask(APPLICANT, "GET", f"/api/cases/{opened.json['id']}").json
    assert case["given"][0]["values"]["name"] == application["name"]
    assert case["given"][0]["values"]["birth_date"] == {"$date": "1985-07-07"}
    stored = case["given"][0]["values"]["photo"][0]
    assert (stored["name"], stored["size"] > 1) == ("paper.png", True)

    tasks = ask("federation_xd", "GET", "/api/tasks?state=free&role=federation").json["items"]
    mine = next(task for task in tasks if task["case_id"] == opened.json["id"])
    at = f"/api/tasks/{mine['id']}"
    assert ask("federation_xd", "GET", at).json["may_claim"]
    assert ask("federation_xd", "POST", f"{at}/claim").json["line"]["claimed_name"] == "赵文静"
    assert ask("federation_xd", "POST", f"{at}/release").json["line"]["claimed_by"] is None
    assert ask("federation_xd", "POST", f"{at}/claim").status_code == 200

    unfilled = ask("federation_xd", "POST", f"{at}/complete", {"answers": {}})
    assert unfilled.status_code == 422
    assert unfilled.json["code"] == "invalid_answers"
    assert all(error["key"] and error["message"] for error in unfilled.json["errors"])
    facts = decode(ask("auditor", "GET", f"/api/cases/{opened.json['id']}/facts").data)["items"]
    assert facts[0]["kind"] == "CaseOpened"
    assert isinstance(facts[0]["body"]["release"], Decimal)
    assert "TaskClaimed" in {fact["kind"] for fact in facts}


def test_a_task_completed_twice_with_one_key_is_completed_once(
    ask: Ask, settle: Callable[[], None], application: Json
) -> None:
    opened = ask(APPLICANT, "POST", "/api/cases", {"answers": application}).json
    settle()
    tasks = ask("federation_xd", "GET", "/api/tasks?role=federation").json["items"]
    task = next(task["id"] for task in tasks if task["case_id"] == opened["id"])
    assert ask("federation_xd", "GET", f"/api/tasks/{task}").json["form_id"] == "residence_review"
    answers = {"answers": {"decision": "accept", "institution": "小店区人民医院"}}
    key = {"headers": {"Idempotency-Key": "once"}}
    done = ask("federation_xd", "POST", f"/api/tasks/{task}/complete", answers, **key)
    assert done.status_code == 200, done.text
    assert ask("federation_xd", "POST", f"/api/tasks/{task}/complete", answers, **key).json == done.json
    gone = ask("federation_xd", "POST", f"/api/tasks/{task}/complete", answers)
    assert (gone.status_code, gone.json["code"]) == (409, "conflict")
    read = ask("federation_xd", "GET", f"/api/tasks/{task}")
    assert (read.status_code, read.json["context"]["who"]) == (409, "赵文静")


def test_an_incomplete_form_is_refused_field_by_field(ask: Ask, application: Json) -> None:
    answer = ask(APPLICANT, "POST", "/api/cases", {"answers": application | {"name": "", "id_no": "1"}})
    assert answer.status_code == 422
    assert {"name", "id_no"} <= {error["key"] for error in answer.json["errors"]}
    assert answer.json["message"] == "有内容需要补充或更正。"


def test_nobody_hands_in_somebody_elses_paper(ask: Ask, client: FlaskClient, application: Json) -> None:
    theirs = upload(client, "photo", who="somebody")
    answer = ask(APPLICANT, "POST", "/api/cases", {"answers": application | {"photo": [theirs]}})
    assert answer.status_code == 422
    assert [error["key"] for error in answer.json["errors"]] == ["photo"]


def test_the_same_key_of_another_person_is_another_case(ask: Ask, client: FlaskClient, application: Json) -> None:
    key = {"headers": {"Idempotency-Key": "shared"}}
    first = ask(APPLICANT, "POST", "/api/cases", {"answers": application}, **key)
    theirs = {
        name: [upload(client, name, "somebody")] if is_papers(value) else value for name, value in application.items()
    }
    second = ask("somebody", "POST", "/api/cases", {"answers": theirs}, **key)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json["id"] != second.json["id"]
    unseen = ask("somebody", "GET", f"/api/cases/{first.json['id']}")
    assert unseen.status_code in {403, 404}


def test_an_auditor_lists_all_cases_page_by_page(ask: Ask) -> None:
    found = ask("auditor", "GET", "/api/cases").json
    assert len(found["items"]) >= 2
    assert ask("auditor", "GET", "/api/cases?page=10000").json == {"items": [], "more": False, "page": 10000}


def test_a_message_is_taken_once_and_kept_until_a_case_waits(ask: Ask) -> None:
    body = {"message": "delivered", "key": "11010119900307851541", "id": "letter-7"}
    payload = {"on": "2026-08-16"}
    answer = ask("federation_xd", "POST", "/api/messages", body | {"payload": payload})
    assert (answer.status_code, answer.json) == (201, {"id": "letter-7", "cases": [], "duplicate": False})
    assert ask("federation_xd", "POST", "/api/messages", body | {"payload": payload}).json["duplicate"] is True
    wrong = ask("federation_xd", "POST", "/api/messages", body | {"payload": {"on": "never"}})
    assert wrong.status_code == 422
    unknown = ask("federation_xd", "POST", "/api/messages", body | {"message": "no_such_message"})
    assert [error["key"] for error in unknown.json["errors"]] == ["message"]


def test_what_somebody_tells_an_office_of_a_change_opens_one_case_that_looks_into_it(ask: Ask) -> None:
    body = {"message": "change_reported", "key": "110101199003078515", "id": "call-7"}
    payload = {"kind": "death", "on": "2026-08-16", "note": ""}
    answer = ask("federation_xd", "POST", "/api/messages", body | {"payload": payload})
    [case] = answer.json["cases"]
    assert (answer.status_code, answer.json["duplicate"]) == (201, False)
    again = ask("federation_xd", "POST", "/api/messages", body | {"payload": payload})
    assert (again.json["cases"], again.json["duplicate"]) == ([case], True)
    facts = ask("auditor", "GET", f"/api/cases/{case}/facts").json
    assert "变更报告" in str(facts) or "change_report" in str(facts)


def is_papers(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)
