"""The reasons that a caseworker reads for the worked cases, kept word for word: change one only to read better."""

from pathlib import Path

import pytest

from app.decisions import evaluate, load

HERE = Path(__file__).parent
DMN = HERE.parents[1] / "dmn"
LIMB_AND_MIND = '[{category: "肢体", level: 2}, {category: "智力", level: 3}]'

# The worked case, the decision, and what it was given.
CASES = [
    ("P01", "guardian_required", {"age": "17", "categories": '["智力"]'}),
    ("P01", "employment", {"labour_age": "true", "able_and_willing": "false", "training_need": "false"}),
    ("P04", "living_subsidy", {"relief": '"dibao_edge"'}),
    ("P09", "care_subsidy", {"overall_level": "2", "levels": LIMB_AND_MIND, "long_term_care": "true"}),
    ("P13", "labour_age", {"age": "60", "pension_started": "false"}),
    ("P16", "new_certificate", {"holds_certificate": "false", "months_since_cancellation": "11"}),
    ("P20", "renewal_ground", {"holds_certificate": "true", "years_since_issue": "9", "damaged": "false"}),
]


@pytest.mark.parametrize(("case", "decision", "given"), CASES, ids=[f"{case}-{name}" for case, name, _ in CASES])
def test_the_reasons_of_a_worked_case_are_those_that_were_approved(case, decision, given):
    inputs = {name: evaluate(text, {}) for name, text in ({"certificate_valid": "true"} | given).items()}
    why = load((DMN / f"{decision}.dmn").read_bytes()).decide(decision, inputs)
    approved = (HERE / "approved" / f"{case}-{decision}.txt").read_text(encoding="utf-8")
    assert f"{why.as_text('zh')}\n\n{why.as_text('en')}\n" == approved


def test_no_approved_text_is_left_over():
    assert {path.stem for path in (HERE / "approved").iterdir()} == {f"{case}-{name}" for case, name, _ in CASES}
