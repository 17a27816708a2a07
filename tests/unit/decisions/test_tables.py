from decimal import Decimal

import pytest

from app.decisions import load
from app.decisions.model import findings
from app.errors import DecisionError, ModelError
from tests.unit.decisions.models import given, model, table

AGES = ["< 18 => 1", "< 60 => 2", "- => 3"]


def decide(policy, rules, outputs=("v",), age=10, inputs=("age",)):
    whole = model(given("age"), table(policy, list(inputs), list(outputs), rules, "t", "i_age"))
    return load(whole).decide("t", {"age": None if age is None else Decimal(age)})


@pytest.mark.parametrize(
    ("policy", "outcome", "matched"),
    [
        ("FIRST", 1, ["r1"]),
        ("COLLECT", [1, 2, 3], ["r1", "r2", "r3"]),
        ("RULE ORDER", [1, 2, 3], ["r1", "r2", "r3"]),
        ('COLLECT" aggregation="SUM', 6, ["r1", "r2", "r3"]),
        ('COLLECT" aggregation="MIN', 1, ["r1", "r2", "r3"]),
        ('COLLECT" aggregation="MAX', 3, ["r1", "r2", "r3"]),
        ('COLLECT" aggregation="COUNT', 3, ["r1", "r2", "r3"]),
    ],
)
def test_a_hit_policy_chooses_among_the_rules_that_hold(policy, outcome, matched):
    explanation = decide(policy, AGES)
    assert (explanation.outcome, explanation.matched) == (outcome, matched)


def test_priority_and_output_order_follow_the_order_of_the_output_values():
    assert decide("PRIORITY", AGES, ["v:3,2,1"]).outcome == 3
    assert decide("OUTPUT ORDER", AGES, ["v:3,1,2"]).outcome == [3, 1, 2]


def test_overlapping_rules_of_a_unique_table_are_an_error_that_names_them():
    with pytest.raises(DecisionError) as told:
        decide("UNIQUE", AGES)
    assert told.value.context["rules"] == ["r1", "r2", "r3"]
    assert decide("UNIQUE", AGES, age=70).matched == ["r3"]


def test_rules_of_an_any_table_must_agree():
    assert decide("ANY", ["< 18 => 1", "< 60 => 1"]).outcome == 1
    with pytest.raises(DecisionError):
        decide("ANY", ["< 18 => 1", "< 60 => 2"])


def test_several_outputs_make_a_context_and_defaults_stand_in_when_no_rule_holds():
    outputs = ['outcome::"refuse"', "rate::0"]
    assert decide("UNIQUE", ['> 18 => "accept" | 0.5'], outputs, age=30).outcome == {
        "outcome": "accept",
        "rate": Decimal("0.5"),
    }
    refused = decide("UNIQUE", ['> 18 => "accept" | 0.5'], outputs, age=3)
    assert refused.outcome == {"outcome": "refuse", "rate": 0}
    assert refused.tables[0].by_default


@pytest.mark.parametrize(
    "policy", ["UNIQUE", "COLLECT", *(f'COLLECT" aggregation="{each}' for each in ("SUM", "MIN", "MAX"))]
)
def test_no_rule_and_no_default_is_null(policy):
    decided = decide(policy, ["> 18 => 1"])
    assert (decided.outcome, decided.tables[0].by_default) == (None, False)
    assert decided.as_text("zh").endswith("没有规则符合。")


def test_a_count_of_no_rules_is_nought_unless_the_table_has_a_default():
    """The aggregators are the built-in functions of these names: `count([])` is 0, `sum([])` and `max([])` are null."""
    assert decide('COLLECT" aggregation="COUNT', ["> 18 => 1"]).outcome == 0
    assert decide('COLLECT" aggregation="COUNT', ["> 18 => 1"], ["v::7"]).outcome == 7


def test_an_output_that_is_not_allowed_is_an_error():
    with pytest.raises(DecisionError):
        decide("FIRST", ['- => "c"'], ['v:"a","b"'])


def test_every_cell_of_every_rule_is_explained():
    rules = ["< 18 | - => 1", "> 18 | > 5 => 2", "age | null => 3"]
    explanation = decide("FIRST", rules, age=10, inputs=("age", "null"))
    assert [rule.cells for rule in explanation.tables[0].rules] == ["T-", "FN", "TT"]
    assert (explanation.matched, explanation.held) == (["r1"], ["r1", "r3"])


@pytest.mark.parametrize(
    "decision",
    [
        table("NONSENSE", ["age"], ["v"], AGES, "t", "i_age"),
        table('COLLECT" aggregation="AVERAGE', ["age"], ["v"], AGES, "t", "i_age"),
        table('COLLECT" aggregation="SUM', ["age"], ["v", "w"], ["- => 1 | 2"], "t", "i_age"),
        table("PRIORITY", ["age"], ["v"], AGES, "t", "i_age"),
        table("UNIQUE", ["age"], ["v"], ["- | - => 1"], "t", "i_age"),
        table("UNIQUE", ["age"], ["v", "v"], ["- => 1 | 2"], "t", "i_age"),
        table("UNIQUE", ["agee"], ["v"], AGES, "t", "i_age"),
        table("UNIQUE", ["age"], ["v"], ["< => 1"], "t", "i_age"),
        table("UNIQUE", ["age"], [], ["- => 1"], "t", "i_age"),
    ],
)
def test_a_table_that_cant_be_honoured_is_refused_before_it_runs(decision):
    whole = model(given("age"), decision)
    assert [finding for finding in findings(whole, "t.dmn") if finding.severity == "error" and finding.what_zh]
    with pytest.raises(ModelError):
        load(whole)
