"""Why not: the smallest change is found, it does what is said, and it reads well."""

from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.decisions import evaluate, load
from app.decisions.analysis import why_not
from app.errors import DecisionError
from tests.unit.decisions.analysis.tables import table
from tests.unit.decisions.analysis.test_brute_force import KINDS, tables
from tests.unit.decisions.analysis.test_loose_cells import KINDS as LOOSE
from tests.unit.decisions.analysis.test_loose_cells import tables as loose

DMN = Path(__file__).parents[4] / "dmn"
PERSON = {"certificate_valid": True, "age": Decimal(15), "in_school": False, "state_staff": False}
LIMB = [{"category": "肢体", "level": Decimal(3)}]

APPROVED = [
    (
        "care_subsidy",
        {"certificate_valid": True, "overall_level": Decimal(3), "levels": LIMB, "long_term_care": True},
        {"eligible": True},
        "若“总残疾等级”为2（现为3），则符合第1条。",
        'If "总残疾等级" were 2 (it is 3), rule 1 would hold.',
    ),
    (
        "living_subsidy",
        {"certificate_valid": False, "relief": "dibao"},
        {"eligible": True},
        "若“持有有效的第二代残疾人证”为是（现为否），则符合第1条。",
        'If "持有有效的第二代残疾人证" were yes (it is no), rule 1 would hold.',
    ),
    (
        "pension",
        {**PERSON, "employee_pension": False, "overall_level": Decimal(3)},
        {"outcome": "accept"},
        "若“周岁年龄”为16（现为15），且“总残疾等级”为2（现为3），则符合第8条。",
        'If "周岁年龄" were 16 (it is 15) and "总残疾等级" were 2 (it is 3), rule 8 would hold.',
    ),
    (
        "labour_age",
        {"age": None, "pension_started": False},
        True,
        "若“周岁年龄”为16（现无数据），则符合第3条。",
        'If "周岁年龄" were 16 (it has no data), rule 3 would hold.',
    ),
    (
        "new_certificate",
        {"holds_certificate": False, "months_since_cancellation": Decimal(7)},
        {"outcome": "accept"},
        "若“注销后已满月数”为12（现为7），则符合第3条。",
        'If "注销后已满月数" were 12 (it is 7), rule 3 would hold.',
    ),
]


def asked(decision, given, wanted, **more):
    return why_not(load((DMN / f"{decision}.dmn").read_bytes()), decision, given, wanted, **more)


@pytest.mark.parametrize(("decision", "given", "wanted", "zh", "en"), APPROVED, ids=[each[0] for each in APPROVED])
def test_what_would_have_to_be_otherwise_is_said_in_one_sentence(decision, given, wanted, zh, en):
    found = asked(decision, given, wanted)
    assert found.tried
    assert found.as_text("zh").splitlines()[0] == zh
    assert found.as_text("en").splitlines()[0] == en


def test_the_answer_is_data_too():
    found = asked("labour_age", {"age": Decimal(15), "pension_started": False}, True)
    assert found.as_data() == {
        "decision": "labour_age",
        "rule": "AGE_WITHIN",
        "place": 3,
        "changes": [{"label": "周岁年龄", "name": "age", "now": Decimal(15), "then": Decimal(16)}],
        "outcome": True,
    }


def test_what_is_fixed_stays_as_it_is():
    given = {**PERSON, "in_school": True, "employee_pension": False, "overall_level": Decimal(2)}
    free = asked("pension", given | {"age": Decimal(20)}, {"outcome": "accept"}, fixed=["age"])
    assert [change.name for change in free.changes] == ["in_school"]
    assert asked("pension", given, {"outcome": "accept"}, fixed=["age"]) is None


def test_a_list_says_what_would_be_in_it():
    given = {"items": ["cert_new"], "age": Decimal(17), "categories": [], "residence_county": "a", "hukou_county": "a"}
    given["transfer_proof"] = None
    found = asked("required_materials", given, "居住证")
    assert [(each.name, each.then) for each in found.changes] == [("residence_county = hukou_county", False)]
    # The counties can't be told from that: the change was not tried.
    assert not found.tried
    assert "outcome" not in found.as_data()


def test_a_decision_that_is_no_table_has_no_nearest_rule():
    assert asked("reissue_number", {"held_number": "1"}, "2") is None


def decided(model, given_):
    """The decision, or None where rules clash."""
    try:
        return model.decide("t", given_)
    except DecisionError:
        return None


def changed(found):
    return {change.name: change.then for change in found.changes}


def gives(why, wanted, made, before):
    """Whether a rule that did not give the outcome before gives it now."""
    outcomes = why.outcome if isinstance(why.outcome, list) else [why.outcome]
    new = [rule for rule in why.matched if rule not in before.matched]
    return Decimal(wanted) in outcomes and any(made.outputs[int(rule[1:]) - 1] == wanted for rule in new)


POLICIES = ["UNIQUE", "ANY", "FIRST", "PRIORITY", "COLLECT", "RULE ORDER", "OUTPUT ORDER"]


@settings(max_examples=400, deadline=None, derandomize=True)
@given(tables(), st.data(), st.sampled_from("123"), st.sampled_from(POLICIES))
def test_no_fewer_changes_would_do(made, data, wanted, policy):
    model = load(made.file(policy))
    samples = [[evaluate(text, {}) for text in KINDS[kind][1]] for kind in made.kinds]
    names = [f"x{place}" for place in range(len(samples))]
    now = dict(zip(names, [data.draw(st.sampled_from(each)) for each in samples], strict=True))
    before = decided(model, now)
    assume(before is not None)
    fewest = [
        sum(then[name] != now[name] for name in names)
        for mixture in product(*samples)
        if (then := dict(zip(names, mixture, strict=True)))
        and (why := decided(model, then))
        and gives(why, wanted, made, before)
    ]
    found = why_not(model, "t", now, Decimal(wanted))
    assert (found and len(found.changes)) == (min(fewest) if fewest else None)
    if found:
        assert found.tried
        assert gives(model.decide("t", {**now, **changed(found)}), wanted, made, before)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(loose(), st.data(), st.sampled_from("123"))
def test_what_is_told_does_give_the_outcome_whatever_the_cells(made, data, wanted):
    model = load(made.file(made.policy))
    now = {
        f"x{place}": evaluate(data.draw(st.sampled_from(LOOSE[kind][1])), {}) for place, kind in enumerate(made.kinds)
    }
    before = decided(model, now)
    assume(before is not None)
    found = why_not(model, "t", now, Decimal(wanted))
    if found:
        assert found.tried
        assert gives(model.decide("t", {**now, **changed(found)}), wanted, made, before)


def test_the_change_nearest_in_value_is_named():
    model = load(table("UNIQUE", ["level:number:1,2,3,4"], ["[1..2] => 1", "[3..4] => 2"]))
    assert why_not(model, "t", {"level": Decimal(4)}, Decimal(1)).changes[0].then == Decimal(2)
    assert why_not(model, "t", {"level": Decimal(1)}, Decimal(2)).changes[0].then == Decimal(3)
