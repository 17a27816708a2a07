"""Boxed expressions of every kind, one inside another, as the specification has them; and what has no value."""

from decimal import Decimal

import pytest

from app.decisions import load
from app.decisions.values.text import literal as spelt
from app.errors import ExpressionError, ModelError
from tests.unit.decisions.models import escaped, given, model, needs

TYPES = (
    '<itemDefinition name="numbers" isCollection="true"><typeRef>number</typeRef></itemDefinition>'
    '<itemDefinition name="person"><itemComponent name="name"><typeRef>string</typeRef></itemComponent>'
    '<itemComponent name="age"><typeRef>number</typeRef></itemComponent></itemDefinition>'
    '<itemDefinition name="grade"><typeRef>number</typeRef><allowedValues><text>[1..4]</text></allowedValues>'
    "</itemDefinition>"
)
PEOPLE = '[{name: "张", age: 15}, {name: "李", age: 30}, {name: "王", age: 60}]'


def text(feel, of=""):
    return f"<literalExpression{typed(of)}><text>{escaped(feel)}</text></literalExpression>"


def typed(of):
    return f' typeRef="{of}"' if of else ""


def entry(name, inner, of=""):
    variable = f'<variable name="{name}"{typed(of)}/>' if name else ""
    return f"<contextEntry>{variable}{inner}</contextEntry>"


def context(*entries):
    return f"<context>{''.join(entries)}</context>"


def function(inner, *parameters, of=""):
    formal = "".join(f'<formalParameter name="{name}"{typed(kind)}/>' for name, kind in parameters)
    return f"<functionDefinition{typed(of)}>{formal}{inner}</functionDefinition>"


def invocation(callee, **bindings):
    bound = "".join(f'<binding><parameter name="{name}"/>{inner}</binding>' for name, inner in bindings.items())
    return f"<invocation>{text(callee)}{bound}</invocation>"


def relation(columns, *rows):
    heads = "".join(f'<column name="{name}"/>' for name in columns)
    return f"<relation>{heads}{''.join('<row>' + ''.join(map(text, row)) + '</row>' for row in rows)}</relation>"


def listed(*items, of=""):
    return f"<list{typed(of)}>{''.join(items)}</list>"


def conditional(condition, then, otherwise):
    return f"<conditional><if>{condition}</if><then>{then}</then><else>{otherwise}</else></conditional>"


def filtered(source, match):
    return f"<filter><in>{source}</in><match>{match}</match></filter>"


def iteration(kind, variable, source, body):
    part = "return" if kind == "for" else "satisfies"
    return f'<{kind} iteratorVariable="{variable}"><in>{source}</in><{part}>{body}</{part}></{kind}>'


def decided(inner, of="", **values):
    inputs = "".join(given(name) for name in values)
    required = needs(*(f"i_{name}" for name in values))
    decision = f'<decision id="d" name="d"><variable name="d"{typed(of)}/>{required}{inner}</decision>'
    return load(model(TYPES, inputs, decision)).decide("d", values)


DOUBLE = function(text("n * 2"), ("n", "number"))


@pytest.mark.parametrize(
    ("inner", "wanted"),
    [
        # contexts
        (context(entry("a", text("1")), entry("b c", text("a + 1"))), "{a: 1, b c: 2}"),
        (context(entry("a", text("1")), entry("b-c", text("a + 1")), entry("", text("b-c * 10"))), "20"),
        (context(entry("a", text('"x"'), "number"), entry("", text("a = null"))), "true"),
        (context(entry("a", text("1"), "numbers")), "{a: [1]}"),
        (context(entry("a", context(entry("b", text("2")))), entry("", text("a.b"))), "2"),
        (context(), "{}"),
        # functions and invocations
        (context(entry("f", DOUBLE), entry("", text("f(4)"))), "8"),
        (context(entry("f", DOUBLE), entry("", text("f(n: 4)"))), "8"),
        (context(entry("f", DOUBLE), entry("", invocation("f", n=text("4")))), "8"),
        (context(entry("f", DOUBLE), entry("", invocation("f", n=text("[4]")))), "8"),
        (context(entry("f", DOUBLE), entry("", invocation("f", m=text("4")))), "null"),
        (context(entry("f", DOUBLE), entry("", invocation("f"))), "null"),
        (context(entry("f", DOUBLE), entry("", invocation("f", n=text('"4"')))), "null"),
        (context(entry("", invocation("sum", list=listed(text("1"), text("2"))))), "3"),
        (context(entry("k", text("3")), entry("f", function(text("x * k"), ("x", ""))), entry("", text("f(2)"))), "6"),
        (context(entry("f", function(text('"x"'), of="number")), entry("", text("f()"))), "null"),
        (invocation("1"), "null"),
        # lists and relations
        (listed(text("1"), text("2"), of="numbers"), "[1, 2]"),
        (listed(text("1"), text('"x"'), of="numbers"), "null"),
        (listed(), "[]"),
        (listed(listed(text("1")), context(entry("a", text("2")))), "[[1], {a: 2}]"),
        (relation(("name", "age"), ('"张"', "15"), ('"李"', "30")), '[{name: "张", age: 15}, {name: "李", age: 30}]'),
        (relation(("name",)), "[]"),
        # conditionals
        (conditional(text("1 < 2"), text('"then"'), text('"else"')), '"then"'),
        (conditional(text("null"), text('"then"'), text('"else"')), '"else"'),
        (conditional(text('"x"'), text('"then"'), conditional(text("true"), text("1"), text("2"))), "1"),
        # filters
        (filtered(text(PEOPLE), text("age > 18 and item.age < 60")), '[{name: "李", age: 30}]'),
        (filtered(text("[5, 6, 7]"), text("-1")), "7"),
        (filtered(text("[5, null, 7]"), text("item > 5")), "[7]"),
        (filtered(text("null"), text("true")), "[]"),
        (filtered(text("5"), text("item = 5")), "[5]"),
        (filtered(text("[1, 2]"), text('"x"')), "null"),
        (filtered(listed(text("1"), text("2")), conditional(text("item = 1"), text("true"), text("false"))), "[1]"),
        # iterations
        (iteration("for", "甲", text("[1..3]"), text("甲 * 2")), "[2, 4, 6]"),
        (iteration("for", "i", text("[1..3)"), text("i")), "[1, 2]"),
        (iteration("for", "i", text("reverse([1, 2, 3])"), text("i + count(partial)")), "[3, 3, 3]"),
        (iteration("for", "i", text("[3..1]"), text("i")), "null"),
        (iteration("for", "i", text("[1..2.5]"), text("i")), "null"),
        (iteration("for", "i", text("null"), text("i")), "null"),
        (iteration("for", "i", text("[]"), text("i")), "[]"),
        (iteration("for", "p", text(PEOPLE), text("p.name")), '["张", "李", "王"]'),
        (iteration("for", "i", text("[1..2]"), iteration("for", "j", text("[1..i]"), text("i * j"))), "[[1], [2, 4]]"),
        (iteration("some", "i", text("[1, 2]"), text("i > 1")), "true"),
        (iteration("some", "i", text("[]"), text("true")), "false"),
        (iteration("some", "i", text("[1, null]"), text("i > 1")), "null"),
        (iteration("every", "i", text("[1, 2]"), text("i > 1")), "false"),
        (iteration("every", "i", text("[]"), text("false")), "true"),
        (iteration("every", "i", text("[2, null]"), text("i > 1")), "null"),
        (iteration("every", "i", text("null"), text("true")), "null"),
    ],
)
def test_a_boxed_expression_has_the_value_of_its_text(inner, wanted):
    assert spelt(decided(inner).outcome) == wanted


@pytest.mark.parametrize(
    ("of", "feel", "wanted"),
    [
        ("numbers", "5", "[5]"),
        ("number", "[5]", "5"),
        ("person", '{name: "张", age: 15, more: 1}', '{name: "张", age: 15, more: 1}'),
        ("person", '{name: "张"}', "null"),
        ("person", "{name: 1, age: 15}", "null"),
        ("grade", "4", "4"),
        ("grade", "5", "null"),
        ("dateTime", '@"2026-09-01"', "2026-09-01T00:00:00Z"),
        ("Any", "null", "null"),
    ],
)
def test_the_result_is_brought_to_its_type_or_is_null(of, feel, wanted):
    assert spelt(decided(text(feel), of).outcome) == wanted


def test_boxes_see_the_inputs_and_what_surrounds_them():
    inner = iteration("for", "p", text("人员"), conditional(text("p.age >= 界限"), text("p.name"), text("null")))
    people = [{"name": "张", "age": Decimal(15)}, {"name": "李", "age": Decimal(30)}]
    assert decided(inner, 人员=people, 界限=Decimal(18)).outcome == [None, "李"]


def test_a_name_that_no_input_gives_is_refused_when_the_model_is_loaded():
    with pytest.raises(ModelError, match="阈值"):
        decided(iteration("for", "p", text("人员"), text("p > 阈值")), 人员=[])


@pytest.mark.parametrize(
    "inner",
    [
        iteration("for", "d", text('[@"-9999-01-01"..@"9999-12-31"]'), text("d")),
        iteration("some", "d", text('[@"0001-01-01"..@"9999-12-31"]'), text("d < d")),
        iteration("every", "i", text("[1..1000000000]"), text("i > 0")),
        filtered(text("for i in 1..100000 return i"), text("count(for j in 1..item return j) > 0")),
        context(entry("f", function(text("f(x)"), ("x", ""))), entry("", text("f(1)"))),
    ],
)
def test_boxes_are_paid_for_like_texts(inner):
    with pytest.raises(ExpressionError):
        decided(inner)


def test_far_days_are_walked_over_one_by_one():
    days = iteration("for", "d", text('[@"12026-12-30"..@"12027-01-01"]'), text("string(d)"))
    assert decided(days).outcome == ["12026-12-30", "12026-12-31", "12027-01-01"]
    back = text('for d in @"0001-01-02"..@"-0001-12-30" return d')
    assert len(decided(back).outcome) == 370
