"""Whatever is sent, the answer is a problem document or a result, never a fault of the product's own."""

from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from app.api.setup import SCHEMES
from app.api.wire import read
from app.errors import Refused
from tests.doors.api.conftest import APPLICANT, Ask

NOWHERE = "00000000-0000-4000-8000-000000000000"
UNREADABLE = {
    "no JSON": b"{",
    "no UTF-8": b'{"answers": "\xff"}',
    "NaN": b'{"answers": {"n": NaN}}',
    "too deep": b'{"answers": ' + b"[" * 60 + b"]" * 60 + b"}",
    "far too deep": b"[" * 100_000,
    "a huge number": b'{"answers": {"n": 1e999999999}}',
    "a number beyond Decimal": b'{"answers": {"n": 1e9999999999999999999}}',
    "many digits": b'{"answers": {"n": ' + b"9" * 5000 + b"}}",
    "a NUL": b'{"answers": {"name": "\\u0000"}}',
    "a NUL in a name": b'{"answers": {"\\u0000": 1}}',
    "a key twice": b'{"answers": {"name": "a", "name": "b"}}',
    "half a character": b'{"answers": {"name": "\\ud800"}}',
}
BODIES = {
    "no JSON": b"{",
    "far too deep": b"[" * 100_000,
    "a list": b"[]",
    "null": b"null",
    "nothing": b"",
    "an unknown member": b'{"answers": {}, "more": 1}',
    "a reserved key": b'{"answers": {"$date": 1}}',
    "a reserved key within": b'{"answers": {"name": {"$where": "1"}}}',
    "wrong types": b'{"answers": {"name": {}, "items": {"a": [[]]}, "birth_date": [true], "photo": "x", "sex": 1e3}}',
    "a date that is none": b'{"answers": {"birth_date": {"$date": "2026-02-30"}}}',
    "no paper": b'{"answers": {"photo": [{"paper": 1}]}}',
    "another paper": b'{"answers": {"photo": [{"paper": "00000000-0000-4000-8000-000000000000"}]}}',
}


@pytest.mark.parametrize("raw", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_body_that_no_room_could_keep_is_not_read(raw: bytes) -> None:
    with pytest.raises(Refused):
        read(raw)


def test_numbers_are_read_without_rounding() -> None:
    assert read(b"[0.1000000000000000055511151231257827]") == [Decimal("0.1000000000000000055511151231257827")]


@pytest.mark.parametrize("raw", BODIES.values(), ids=BODIES.keys())
def test_a_case_is_not_opened_by_a_body_of_another_shape(ask: Ask, raw: bytes) -> None:
    answer = ask(APPLICANT, "POST", "/api/cases", raw=raw)
    assert answer.status_code in {400, 422}, answer.text
    assert {"status", "code", "message"} <= answer.json.keys()


@pytest.mark.parametrize("process", ["no_such", "about"])
def test_a_process_that_is_no_service_is_not_found_and_the_services_are_named(ask: Ask, process: str) -> None:
    answer = ask(APPLICANT, "POST", "/api/cases", {"process": process, "answers": {}})
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")
    assert "one_thing" in answer.json["detail"]


@pytest.mark.parametrize("process", ["change_report", "service_rating"])
def test_nobody_asks_for_a_report_or_a_rating_as_for_a_service(ask: Ask, process: str) -> None:
    """It would be about whomever they name: pages let only who holds something report, and only of themselves."""
    sent = {"process": process, "answers": {"kind": "death", "on": "2026-08-16", "level": "satisfied"}}
    assert ask("applicant1", "POST", "/api/cases", sent).status_code == 404


@pytest.mark.parametrize("payload", [{"$date": 1}, {"kind": [], "on": {}}, []])
def test_a_message_is_not_kept_with_a_payload_that_its_form_refuses(ask: Ask, payload: object) -> None:
    sent = {"message": "change_reported", "key": "1", "payload": payload}
    assert ask("federation_xd", "POST", "/api/messages", sent).status_code in {400, 422}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", f"/api/cases/{NOWHERE}", 404),
        ("GET", "/api/cases/1", 404),
        ("GET", "/api/cases/%00", 404),
        ("GET", f"/api/tasks/{NOWHERE}", 404),
        ("POST", f"/api/tasks/{NOWHERE}/claim", 404),
        ("POST", f"/api/tasks/{NOWHERE}/release", 404),
        ("DELETE", "/api/cases", 405),
        ("GET", "/api/nothing", 404),
        ("GET", "/api/tasks?page=0", 422),
        ("GET", "/api/tasks?page=99999999999999999999", 422),
        ("GET", "/api/tasks?page=x", 422),
        ("GET", "/api/tasks?role=%00", 422),
        ("GET", "/api/tasks?division='", 422),
        ("GET", "/api/tasks?state=some", 422),
    ],
)
def test_unknown_names_and_pages_are_refused_in_words(ask: Ask, method: str, path: str, status: int) -> None:
    answer = ask("federation_xd", method, path)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.json["message"]


def test_another_content_type_and_a_body_too_large_are_refused(client: FlaskClient, ask: Ask) -> None:
    login = (APPLICANT, "yijianshi-demo")
    form = client.post("/api/cases", data={"answers": "{}"}, auth=login)
    assert (form.status_code, form.json["code"]) == (415, "unsupported_media_type")
    large = ask(APPLICANT, "POST", "/api/cases", raw=b'{"answers": {"name": "' + b"x" * 1_100_000 + b'"}}')
    assert (large.status_code, large.json["code"]) == (413, "request_entity_too_large")


@pytest.mark.parametrize("key", ["", "with space", "x" * 81, "é"])
def test_an_idempotency_key_is_short_and_plain(ask: Ask, key: str) -> None:
    answer = ask(APPLICANT, "POST", "/api/cases", {"answers": {}}, headers={"Idempotency-Key": key})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["key"] == "Idempotency-Key"


def test_a_paper_is_a_file_for_a_place_in_the_form(client: FlaskClient) -> None:
    login = (APPLICANT, "yijianshi-demo")
    assert client.post("/api/papers?slot=photo", auth=login).json["errors"][0]["key"] == "file"
    assert client.post("/api/papers?slot=no_such", auth=login).json["errors"][0]["key"] == "slot"
    assert client.post("/api/papers?slot=photo&form=no_such", auth=login).status_code == 404


def test_the_document_names_every_route_its_refusals_and_how_to_log_in(client: FlaskClient) -> None:
    document = client.get("/api/openapi.json").json
    assert document["openapi"].startswith("3.")
    assert document["components"]["securitySchemes"] == SCHEMES
    paths = document["paths"]
    assert {"/api/cases", "/api/tasks/{task_id}/complete", "/api/messages", "/health", "/metrics"} <= paths.keys()
    told = paths["/api/cases"]["post"]["responses"]
    assert {"201", "401", "403", "409", "422"} <= told.keys()
    assert "application/problem+json" in told["422"]["content"]
    assert paths["/health"]["get"]["security"] == []
