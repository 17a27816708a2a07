"""Worked cases of our own, beside those of the plan's owner: boundaries, year's end, death, freezing, every answer."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
CASES = HERE / "more-cases.json"


@pytest.fixture(scope="module")
def worked():
    return json.loads(CASES.read_text(encoding="utf-8"))["cases"]


def test_every_worked_case_comes_out_as_the_plan_says():
    command = [sys.executable, "-m", "app", "policy-check", str(CASES), "--json"]
    ran = subprocess.run(command, check=False, capture_output=True, encoding="utf-8", timeout=600, cwd=HERE.parents[1])
    assert ran.stdout, ran.stderr
    told = json.loads(ran.stdout)
    wrong = [
        (case["id"], case["failed"], [line for line in case["lines"] if not line["holds"]])
        for case in told["cases"]
        if case["failed"] or not all(line["holds"] for line in case["lines"])
    ]
    assert wrong == []
    assert told["holds"] == told["of"] >= 53


def test_the_worked_cases_meet_every_item_outcome_and_event(worked):
    items = {item for case in worked for item in case["items"]}
    outcomes = {(case["expect"]["certificate"] or {}).get("outcome") for case in worked}
    events = {event["kind"] for case in worked for event in case["events"]}
    known = json.loads((HERE.parents[1] / "forms" / "reference" / "items.json").read_text(encoding="utf-8"))
    assert items == {one["code"] for one in known}
    assert outcomes - {None} == {
        *("issued", "renewed", "reissued", "transferred", "changed", "cancelled", "partly_cancelled"),
        *("rejected", "not_accepted", "held"),
    }
    assert events == {"death", "freeze", "objection"}


def test_the_worked_cases_expect_every_step_and_every_answer(worked):
    steps = {step for case in worked for step in case["expect"]["happened"]}
    assert steps >= {
        *("correction", "residence_review", "household_review", "assessment", "result_review", "public_notice"),
        *("issue", "push", "platform_result", "sms", "living_subsidy_started", "care_subsidy_started"),
        *("employment_push", "pension_mark", "advice", "unified_result", "overpayment_recovery", "reapplication_bar"),
    }
    answers = [case["expect"]["eligibility"] for case in worked if case["expect"]["eligibility"]]
    for benefit in ("employment_assistance", "pension_proxy_payment"):
        assert {str(one[benefit]) for one in answers} == {"True", "False", "review"}
    assert {one["care_rate"] for one in answers} == {0.0, 0.5, 1.0}
    assert {one["living_subsidy"] for one in answers} == {True, False}
