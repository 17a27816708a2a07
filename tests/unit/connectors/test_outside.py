"""The real client against the real simulator: what is sent, what comes back, and every way in which it can fail."""

from decimal import Decimal

import pytest

from app.connectors import OPERATIONS, Outside
from app.errors import OutsideRefused, OutsideUnavailable

ID_NO = "140105200903159018"
ORDER = {
    "id_no": ID_NO,
    "name": "测试甲",
    "benefit": "b",
    "rate": Decimal("0.5"),
    "first_month": "2026-09",
    "bank_card": "6222",
    "county": "140105",
}
SAMPLES = {
    "text": "x",
    "number": Decimal(1),
    "flag": True,
    "date": {"$date": "2026-09-01"},
    "list": ["x"],
    "context": {"at": {"$datetime": "2026-09-01T10:00:00+08:00"}},
}


@pytest.mark.parametrize(("system", "operation"), sorted(OPERATIONS))
def test_every_operation_of_the_table_is_played(outside, arrivals, system, operation):
    known = OPERATIONS[system, operation]
    payload = {name: SAMPLES[kind] for name, kind in known.fields.items() if not kind.endswith("?")}
    call = outside.ask if known.answers else outside.tell
    assert set(call(system, operation, payload, "k1")) == set(known.answers)
    assert [(line["operation"], line["status"]) for line in arrivals(system)] == [(operation, 200)]


def test_dates_and_decimals_travel_as_plain_json(outside, arrivals):
    outside.tell("subsidy_system", "payment_order", ORDER, "k")
    stop = {"id_no": ID_NO, "benefit": "b", "last_month": None, "stopped_from": {"$date": "2026-10-01"}}
    outside.tell("subsidy_system", "stop_order", stop, "k")
    first, second = arrivals("subsidy_system")
    assert first["payload"]["rate"] == 0.5
    assert second["payload"]["stopped_from"] == "2026-10-01"


def test_what_is_on_file_answers_before_what_was_declared(outside, order):
    asked = {"id_no": ID_NO, "declared": "dibao"}
    assert outside.ask("civil_affairs", "relief_compare", asked, "k1") == {"relief": "dibao"}
    order("_people", id_no=ID_NO, relief="none", pension_started=True, verified=False)
    assert outside.ask("civil_affairs", "relief_compare", asked, "k2") == {"relief": "none"}
    declared = {"id_no": ID_NO, "declared": {"pension_started": False, "employee_pension": True}}
    assert outside.ask("human_resources", "pension_status", declared, "k") == {
        "pension_started": True,
        "employee_pension": True,
    }
    assert outside.ask("identity", "verify", {"id_no": ID_NO, "name": "甲"}, "k") == {"verified": False}


def test_electronic_certificates_are_those_on_file(outside, order):
    asked = {"id_no": ID_NO, "name": "示例", "kinds": ["居民身份证", "居住证"]}
    assert outside.ask("e_certificate", "held", asked, "h1") == {"held": ["居民身份证", "居住证"]}
    order("_people", id_no=ID_NO, electronic=["居民身份证", "居民户口簿"])
    assert outside.ask("e_certificate", "held", asked, "h2") == {"held": ["居民身份证"]}
    order("_people", id_no=ID_NO, electronic=[])
    assert outside.ask("e_certificate", "held", asked, "h3") == {"held": []}


def test_the_same_key_counts_once_and_gets_the_same_answer(outside, order, arrivals):
    asked = {"id_no": ID_NO, "declared": "dibao"}
    outside.ask("civil_affairs", "relief_compare", asked, "k")
    order("_people", id_no=ID_NO, relief="none")
    assert outside.ask("civil_affairs", "relief_compare", asked, "k") == {"relief": "dibao"}
    assert [line["times"] for line in arrivals("civil_affairs")] == [2]


def test_a_lost_answer_is_asked_again_and_the_work_done_once(outside, order, arrivals):
    order("_control", system="subsidy_system", fault="lost")
    with pytest.raises(OutsideUnavailable, match="503 answer_lost"):
        outside.tell("subsidy_system", "payment_order", ORDER, "k")
    outside.tell("subsidy_system", "payment_order", ORDER, "k")
    assert [line["times"] for line in arrivals("subsidy_system")] == [2]


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        ({"fault": "status", "status": 500}, OutsideUnavailable),
        ({"fault": "status", "status": 429}, OutsideUnavailable),
        ({"fault": "status", "status": 302}, OutsideRefused),
        ({"fault": "status", "status": 422}, OutsideRefused),
        ({"fault": "timeout", "seconds": 4}, OutsideUnavailable),
        ({"fault": "garbage"}, OutsideUnavailable),
        ({"fault": "flood"}, OutsideRefused),
    ],
)
def test_a_fault_is_either_worth_another_try_or_a_refusal(outside, order, fault, problem):
    order("_control", **fault)
    asked = {"id_no": ID_NO, "name": "测试甲"}
    with pytest.raises(problem):
        outside.ask("identity", "verify", asked, "k")
    assert outside.ask("identity", "verify", asked, "k") == {"verified": True}


def test_nobody_at_the_address_is_worth_another_try():
    with Outside("http://127.0.0.1:9") as client, pytest.raises(OutsideUnavailable, match="ConnectError"):
        client.tell("sms", "send", {"phone": "13900000000", "text": "x"}, "k")


@pytest.mark.parametrize(
    ("operation", "payload", "said"),
    [
        ("fax", {}, "no operation sms.fax"),
        ("send", {"phone": "13900000000"}, "field text must be a text"),
        ("send", {"phone": Decimal(1), "text": "x"}, "field phone must be a text"),
        ("send", {"phone": "1", "text": "x", "id_no": ID_NO}, "does not take: id_no"),
    ],
)
def test_what_the_table_does_not_hold_is_refused_before_it_is_sent(outside, arrivals, operation, payload, said):
    with pytest.raises(OutsideRefused, match=said):
        outside.tell("sms", operation, payload, "k")
    assert arrivals("sms") == []


def test_a_certificate_number_is_registered_once(outside):
    number = {
        **dict.fromkeys(("id_no", "name", "county"), "x"),
        **{name: {"$date": "2026-09-01"} for name in ("issued_on", "valid_until")},
        "number": "n1",
        "categories": [],
        "overall_level": Decimal(2),
    }
    outside.tell("certificate_system", "register_certificate", number, "k1")
    outside.tell("certificate_system", "register_certificate", number, "k1")
    with pytest.raises(OutsideRefused, match="409 already_registered"):
        outside.tell("certificate_system", "register_certificate", number, "k2")


def test_neither_errors_nor_logs_name_a_person(outside, order, caplog):
    caplog.set_level("DEBUG")
    order("_control", fault="status", status=500)
    with pytest.raises(OutsideUnavailable) as raised:
        outside.ask("identity", "verify", {"id_no": ID_NO, "name": "测试甲"}, "案件1#1")
    assert raised.value.__cause__ is None
    told = caplog.text + str(raised.value)
    assert ID_NO not in told
    assert "测试甲" not in told


def test_an_answer_without_the_promised_field_is_refused(outside, order):
    order("_people", id_no=ID_NO, relief=5)
    with pytest.raises(OutsideRefused, match="field relief must be a text"):
        outside.ask("civil_affairs", "relief_compare", {"id_no": ID_NO}, "k")
