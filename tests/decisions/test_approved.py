"""The reasons that a caseworker reads for the worked cases, kept word for word: change one only to read better."""

import re
from datetime import date
from pathlib import Path

import pytest

from app.catalogue import Release, read_folder
from app.decisions import evaluate, load
from app.decisions.analysis import why_not

HERE = Path(__file__).parent
CODE = re.compile(r"\b[a-z]+_[a-z_]+\b|\b[A-Z]+_[A-Z_]+\b|\bnull\b|\b\d{6}\b|[<>=?]|\[|list contains|satisfies")
DMN = HERE.parents[1] / "dmn"
RELEASE = Release(1, "", read_folder(HERE.parents[1]), date(2026, 1, 1))
LIMB_AND_MIND = '[{category: "肢体", level: 2}, {category: "智力", level: 3}]'
LIMB = '[{category: "肢体", level: 3}]'
COUNTIES = {"residence_county": '"140105"', "hukou_county": '"140106"'}
KINDS = ("in_school", "state_staff", "employee_pension")
LESS = {"benefit": '"care_subsidy"', "change_kind": '"level_change"'}

# The worked case, the decision, and what it was given.
CASES = [
    ("P01", "guardian_required", {"age": "17", "categories": '["智力"]'}),
    ("P01", "employment", {"labour_age": "true", "able_and_willing": "false", "training_need": "false"}),
    ("P04", "living_subsidy", {"relief": '"dibao_edge"'}),
    ("P09", "care_subsidy", {"overall_level": "2", "levels": LIMB_AND_MIND, "long_term_care": "true"}),
    ("P13", "labour_age", {"age": "60", "pension_started": "false"}),
    ("P16", "new_certificate", {"holds_certificate": "false", "months_since_cancellation": "11"}),
    ("unknown", "labour_age", {"age": "null", "pension_started": "false"}),
    ("transfer", "routing", {"items": '["cert_transfer"]', **COUNTIES}),
    ("minor", "required_materials", {"items": '["cert_new", "living_subsidy"]', "age": "17", **COUNTIES}),
    ("sixty", "pension", {"age": "60", "overall_level": "2", **dict.fromkeys(KINDS, "false")}),
    ("level", "still_eligible", {**LESS, "alive": "true", "overall_level": "3", "rate_now": "1", "rate_new": "0.5"}),
    (
        "P20",
        "renewal_ground",
        {"holds_certificate": "true", "years_since_issue": "9", "damaged": "false", "frozen": "false"},
    ),
]


# The same, and the outcome wished for: what would have to be otherwise.
WISHED = [
    ("P09", "care_subsidy", {"overall_level": "3", "levels": LIMB, "long_term_care": "false"}, "{eligible: true}"),
    (
        "P16",
        "new_certificate",
        {"holds_certificate": "false", "months_since_cancellation": "11"},
        '{outcome: "accept"}',
    ),
]


def read(decision):
    return load((DMN / f"{decision}.dmn").read_bytes())


def inputs(given):
    return {name: evaluate(text, {}) for name, text in ({"certificate_valid": "true"} | given).items()}


@pytest.mark.parametrize(("case", "decision", "given"), CASES, ids=[f"{case}-{name}" for case, name, _ in CASES])
def test_the_reasons_of_a_worked_case_are_those_that_were_approved(case, decision, given):
    assert in_both(read(decision).decide(decision, inputs(given))) == approved(f"{case}-{decision}")


@pytest.mark.parametrize(("case", "decision", "given", "wished"), WISHED, ids=[f"{row[0]}-{row[1]}" for row in WISHED])
def test_what_would_have_to_be_otherwise_is_told_as_approved(case, decision, given, wished):
    told = why_not(read(decision), decision, inputs(given), evaluate(wished, {}))
    assert in_both(told) == approved(f"{case}-{decision}-why-not")


def in_both(told):
    return f"{told.as_text(RELEASE.words('zh'))}\n\n{told.as_text(RELEASE.words('en'))}\n"


def approved(name):
    return (HERE / "approved" / f"{name}.txt").read_text(encoding="utf-8")


def test_no_approved_text_shows_a_code_or_feel():
    texts = {path.name: path.read_text(encoding="utf-8") for path in (HERE / "approved").iterdir()}
    assert {name: found for name, text in texts.items() if (found := CODE.findall(text))} == {}


def test_no_approved_text_is_is_left_over():
    told = {f"{case}-{name}" for case, name, _ in CASES} | {f"{row[0]}-{row[1]}-why-not" for row in WISHED}
    assert {path.stem for path in (HERE / "approved").iterdir()} == told
