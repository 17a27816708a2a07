import json
from decimal import Decimal

import pytest

from app.decisions import load
from app.decisions.model import findings
from app.errors import DecisionError, ExpressionError, ModelError
from tests.unit.decisions.models import escaped, given, literal, model, table

RATE = table(
    "FIRST",
    ["是否持证", "等级"],
    ["比例"],
    ["true | <= 2 => 1", "true | - => 0.5", "- | - => 0"],
    "比例",
    "i_等级",
    "d_是否持证",
)
SUBSIDY = model(
    given("证号", "string"),
    given("等级", "number"),
    literal("是否持证", "证号 != null", "i_证号", of="boolean"),
    RATE,
    literal("补贴", "比例 * 100 + (if 是否持证 then 0 else 1)", "d_比例", "d_是否持证", of="number"),
)


def expression(text):
    return f"<literalExpression><text>{escaped(text)}</text></literalExpression>"


def test_a_decision_rests_on_others_each_decided_once_and_explained():
    explanation = load(SUBSIDY).decide("补贴", {"证号": "41", "等级": Decimal(3)})
    assert explanation.outcome == 50
    assert [each.name for each in explanation.requires] == ["比例", "是否持证"]
    assert explanation.requires[0].matched == ["r2"]
    assert load(SUBSIDY).inputs("d_补贴") == ["等级", "证号"]


def test_an_explanation_travels_as_json_and_reads_as_text():
    explanation = load(SUBSIDY).decide("补贴", {"证号": "41", "等级": "三"})
    data = explanation.as_data()
    assert json.loads(json.dumps(data, default=str))["requires"][0]["tables"][0]["rules"][1]["cells"] == "T-"
    assert data["requires"][0]["notes"] == [["type", "等级: number"]]
    chinese, english = explanation.as_text("zh"), explanation.as_text("en")
    assert "第2条，采用：" in chinese
    assert "依据2" in chinese
    assert "rule 2, applied:" in english
    assert explanation.model == load(SUBSIDY).hash


def test_what_was_not_given_is_said():
    assert ("not given", "等级") in load(SUBSIDY).decide("比例", {"证号": "1"}).notes


def test_an_unknown_decision_is_an_error():
    with pytest.raises(DecisionError):
        load(SUBSIDY).decide("没有", {})


def test_a_model_without_declared_inputs_takes_the_names_it_uses():
    whole = load(model(literal("双倍", "数额 * 2")))
    assert whole.inputs("双倍") == ["数额"]
    assert whole.decide("双倍", {"数额": Decimal(4)}).outcome == 8


def test_business_knowledge_is_called_by_place_by_name_and_by_invocation():
    knowledge = (
        '<businessKnowledgeModel id="k_加" name="加"><variable name="加"/><encapsulatedLogic>'
        f'<formalParameter name="x" typeRef="number"/><formalParameter name="y"/>{expression("x + y")}'
        "</encapsulatedLogic></businessKnowledgeModel>"
    )
    boxed = (
        '<decision id="d_箱" name="箱"><variable name="箱"/>'
        '<knowledgeRequirement><requiredKnowledge href="#k_加"/>'
        f"</knowledgeRequirement><invocation>{expression('加')}"
        f'<binding><parameter name="x"/>{expression("1")}</binding>'
        f'<binding><parameter name="y"/>{expression("2")}</binding></invocation></decision>'
    )
    whole = load(model(knowledge, boxed, literal("算", "[加(1, 2), 加(y: 1, x: 5)]", "k_加")))
    assert whole.decide("算", {}).outcome == [3, 6]
    assert whole.decide("箱", {}).outcome == 3
    assert whole.invoke("加", {"x": Decimal(1), "y": Decimal(9)}) == 10


def test_a_decision_service_decides_anew_with_what_it_is_given():
    service = (
        '<decisionService id="k_服务" name="服务"><variable name="服务"/><outputDecision href="#d_双"/>'
        '<inputData href="#i_数"/></decisionService>'
    )
    whole = load(
        model(given("数", "number"), literal("双", "数 * 2", "i_数"), service, literal("用", "服务(21)", "k_服务"))
    )
    assert whole.decide("用", {"数": Decimal(1)}).outcome == 42
    assert whole.invoke("服务", {"数": Decimal(4)}) == 8


def test_boxed_contexts_give_their_result_entry():
    entry = '<contextEntry><variable name="甲 乙"/>{}</contextEntry><contextEntry>{}</contextEntry>'
    context = entry.format(expression("20"), expression("甲 乙 + 1"))
    whole = load(model(f'<decision id="d" name="d"><context>{context}</context></decision>'))
    assert whole.decide("d", {}).outcome == 21


def test_types_come_from_imported_models():
    kinds = model(
        '<itemDefinition name="等级"><typeRef>number</typeRef>'
        "<allowedValues><text>[1..4]</text></allowedValues></itemDefinition>"
    )
    kinds = kinds.replace(b"urn:test", b"urn:kinds")
    head = '<import name="kinds" namespace="urn:kinds" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'
    whole = model(head, given("级", "kinds.等级"), literal("d", "级", "i_级"))
    assert load(whole, {"kinds.dmn": kinds}).decide("d", {"级": Decimal(4)}).outcome == 4
    assert load(whole, {"kinds.dmn": kinds}).decide("d", {"级": Decimal(5)}).outcome is None
    assert findings(whole, "x.dmn")[0].severity == "error"


@pytest.mark.parametrize(
    "whole",
    [
        b"no xml",
        b'<!DOCTYPE x [<!ENTITY a "b">]>' + model(literal("a", "1")),
        b'<definitions xmlns="urn:other"/>',
        model(literal("a", "b", "d_b"), literal("b", "a", "d_a")),
        model(literal("a", "1", "i_missing")),
        model(literal("a", "1", of="tUnknown")),
        model('<decision id="d" name="d"/>'),
        model(
            '<decision id="d" name="d"><literalExpression expressionLanguage="python"><text>1</text>'
            "</literalExpression></decision>"
        ),
        model(literal("a", "1"), literal("a", "2")),
        model('<itemDefinition name="t"><typeRef>t</typeRef></itemDefinition>', literal("a", "1", of="t")),
        model(
            '<itemDefinition name="t"><typeRef>u</typeRef></itemDefinition>',
            '<itemDefinition name="u"><typeRef>t</typeRef><allowedValues><text>1</text></allowedValues>'
            "</itemDefinition>",
            literal("a", "1", of="t"),
        ),
    ],
)
def test_a_model_that_cant_be_honoured_is_refused_with_a_remedy(whole):
    with pytest.raises(ModelError) as told:
        load(whole)
    assert all(finding.remedy and finding.remedy_zh for finding in told.value.findings)


def test_functions_nobody_offers_are_warned_of_or_refused_when_the_offer_is_known():
    whole = model(literal("d", "working days between(a, b)"))
    assert [finding.severity for finding in findings(whole, "d.dmn")] == ["warning"]
    assert [finding.severity for finding in findings(whole, "d.dmn", functions=())] == ["error"]
    assert findings(whole, "d.dmn", functions=("working days between",)) == []


def knowledge(name, text, parameter="n"):
    return (
        f'<businessKnowledgeModel id="k_{name}" name="{name}"><variable name="{name}"/><encapsulatedLogic>'
        f'<formalParameter name="{parameter}" typeRef="number"/>{expression(text)}'
        "</encapsulatedLogic></businessKnowledgeModel>"
    )


def test_knowledge_may_call_itself_by_its_name_as_deep_as_functions_go():
    whole = model(knowledge("阶乘", "if n < 2 then 1 else n * 阶乘(n - 1)"), literal("d", "阶乘(五)", "i_五", "k_阶乘"))
    whole = load(whole.replace(b"<decision", given("五", "number").encode() + b"<decision"), functions=())
    assert whole.decide("d", {"五": Decimal(5)}).outcome == 120
    assert whole.invoke("阶乘", {"n": Decimal(20)}) == 2432902008176640000
    with pytest.raises(ExpressionError):
        whole.decide("d", {"五": Decimal(1000)})


def test_endless_knowledge_is_stopped():
    knowledge = (
        '<businessKnowledgeModel id="k_f" name="f"><variable name="f"/>'
        '<knowledgeRequirement><requiredKnowledge href="#k_f"/></knowledgeRequirement>'
        f'<encapsulatedLogic><formalParameter name="n"/>{expression("f(n + 1)")}</encapsulatedLogic>'
        "</businessKnowledgeModel>"
    )
    with pytest.raises(ModelError):
        load(model(knowledge, literal("d", "f(1)", "k_f")))


def test_a_requirement_that_is_missing_is_refused_when_it_is_asked_if_not_at_once():
    outputs = '<outputDecision href="#nobody"/><inputDecision href="#no"/>'
    service = f'<decisionService id="s" name="s">{outputs}</decisionService>'
    data = model(literal("a", "1", "d_nobody"), service)
    assert {finding.element for finding in findings(data, "a.dmn")} == {"d_a", "s"}
    whole = load(data, strict=False)
    for ask in (lambda: whole.decide("a", {}), lambda: whole.inputs("a"), lambda: whole.invoke("s", {})):
        with pytest.raises(DecisionError):
            ask()


@pytest.mark.parametrize(
    "broken",
    [
        table("UNIQUE", ["1"], ["o"], ["1 | 2 => 3"]),
        table("UNIQUE", ["1", "2"], ["o"], ["1 => 3"]),
        table("UNIQUE", ["1"], ["o"], ["1 => 3 | 4"]),
        table("UNIQUE", ["1"], [], []),
        table("BEST", ["1"], ["o"], ["1 => 3"]),
        table("FIRST", ["1"], ["o"], ["1 => 3"]).replace("<decisionTable", '<decisionTable aggregation="MOST"'),
        table("PRIORITY", ["1"], ["o"], ["1 => 3"]),
    ],
)
def test_a_table_that_is_no_table_is_refused_at_once_or_when_it_is_asked(broken):
    with pytest.raises(ModelError):
        load(model(broken))
    with pytest.raises(ModelError):
        load(model(broken), strict=False).decide("t", {})
