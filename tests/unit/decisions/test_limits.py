"""What would eat memory or time is refused with a reason, or is null; nothing else comes out."""

import pytest

from app.decisions import evaluate, load
from app.decisions.wire import to_wire
from app.errors import ExpressionError
from tests.unit.decisions.models import literal, model, table

DOUBLED = "(for i in 0..40 return if i = 0 then [1] else [partial[-1], partial[-1]])"
LONG = '(for i in 0..19 return if i = 0 then "a" else partial[-1] + partial[-1])[-1]'


@pytest.mark.parametrize(
    "text",
    [
        f"string({DOUBLED})",
        f"flatten({DOUBLED})",
        f"string join(for i in 1..1000 return {LONG.replace('i ', 'j ').replace('if j', 'if j')})",
        f'{{s: {LONG}, r: replace(s, "a", s)}}.r',
        f'{{s: {LONG}, r: replace(s, "a", s, "q")}}.r',
        f"for i in 1..1000 return ({LONG}) + string(i)",
        f"{{s: {LONG}, r: for i in 1..1000 return upper case(s)}}",
        f"{{s: {LONG}, r: for i in 1..1000 return substring(s, i)}}",
        f'{{s: {LONG}, r: for i in 1..1000 return contains(s, "b")}}',
        f'{{s: {LONG}, r: for i in 1..1000 return split(s, "b")}}',
        f"{{s: {LONG}, l: [s, s, s, s], r: for i in 1..1000 return string(l)}}",
        f"{{s: {LONG}, l: [s, s], r: for i in 1..1000 return string join(l)}}",
        "for i in 1..1000000000 return i",
        "some i in 1..1000000000 satisfies i < 0",
        "{f: function(x) f(x), r: f(1)}.r",
        "(" * 3000 + "1" + ")" * 3000,
        "1" + " + 1" * 10000,
    ],
)
def test_too_much_is_refused(text):
    with pytest.raises(ExpressionError):
        evaluate(text, {})


@pytest.mark.parametrize(
    "text",
    [
        "10 ** 100000",
        "exp(1e30)",
        '@"P1D" * 1e6144 * 10',
        'duration("P" + string join(for i in 1..5000 return "9") + "D")',
        '@"2026-01-01" + @"P1D" * 1e30',
        'time(10, 0, 0, @"P1D" * 1e30)',
        "[1][1e30]",
        '@"P1Y" * 1e6000',
        '@"P1D" * 1e6000',
        '@"P1Y" * 1e39 * 10',
        '@"P1D" / 1e-6000',
        'sum(for i in 1..1000 return @"P1D" * 1e34)',
    ],
)
def test_what_no_number_or_date_can_hold_is_null(text):
    assert evaluate(text, {}) is None


def test_a_long_duration_still_has_parts():
    assert evaluate('(@"P1D" * 1e30).days = 1e30', {}) is True
    assert evaluate('string(@"P1D" * 1e30)', {}) == "P1" + "0" * 30 + "D"


def test_a_duration_of_too_many_digits_is_no_literal():
    with pytest.raises(ExpressionError):
        evaluate('@"P' + "9" * 5000 + 'D"', {})


A_LIST_OF_LISTS = "list<" * 25 + "Any" + ">" * 25
BOUND = f"{{d: {DOUBLED}[-1], e: {DOUBLED}[-1], r: "


@pytest.mark.parametrize(
    "text",
    [
        "d = e",
        "d != e",
        "(>= d) = (>= e)",
        "d in (e, 1)",
        "d in [[e]]",
        f"d instance of {A_LIST_OF_LISTS}",
        f"{{f: function(x: {A_LIST_OF_LISTS}) 1, r: f(d)}}.r",
        "list contains([d], e)",
        "index of([d], e)",
        "distinct values([d, e])",
        "union([d], [e])",
        "is(d, e)",
        "coincides((>= d), (>= e))",
        "d.x",
        "{k: {a: d}, r: k = {a: e}}.r",
        "string({a: d})",
        "string((>= d))",
    ],
)
def test_a_list_that_holds_itself_many_times_over_is_walked_only_as_far_as_the_budget_goes(text):
    with pytest.raises(ExpressionError):
        evaluate(f"{BOUND}[{text}]}}.r", {})


def test_a_value_that_no_reader_could_end_has_no_wire_form():
    doubled = evaluate(DOUBLED, {})
    for value in (doubled, {"a": doubled}):
        with pytest.raises(ExpressionError):
            to_wire(value)


@pytest.mark.parametrize("of", ["Any", "tree"])
def test_an_outcome_that_could_not_be_told_is_refused_when_it_is_decided(of):
    tree = '<itemDefinition name="tree" isCollection="true"><typeRef>tree</typeRef></itemDefinition>'
    with pytest.raises(ExpressionError):
        load(model(tree, literal("a", DOUBLED, of=of))).decide("a", {})


def test_a_value_that_meets_a_column_and_could_not_be_told_is_refused():
    with pytest.raises(ExpressionError):
        load(model(table("FIRST", [DOUBLED], ["o"], ["- => 1"]))).decide("t", {})


@pytest.mark.parametrize("way", ["{d} = {d}", "{d} instance of list<Any>", "string({d})", "{d}.x", "[{d}][item = {d}]"])
def test_a_list_too_deep_is_refused(way):
    deep = "(for i in 0..5000 return if i = 0 then [1] else [partial[-1]])[-1]"
    with pytest.raises(ExpressionError):
        evaluate(way.replace("{d}", deep), {})


def test_what_is_long_but_not_manifold_stays_quick_to_compare():
    people = 'for i in 1..2000 return {nr: i, tags: [i, "a"], born: @"2000-01-01" + duration("P" + string(i) + "D")}'
    assert evaluate(f"{{p: {people}, q: {people}, r: p = q}}.r", {}) is True
    assert evaluate(f"{{p: {people}, r: count(distinct values(concatenate(p, p)))}}.r", {}) == 2000
