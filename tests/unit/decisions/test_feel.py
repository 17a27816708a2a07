from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.decisions import evaluate, unary_test
from app.decisions.expressions import check_expression, free_names
from app.decisions.values.text import literal
from app.errors import ExpressionError

SCOPE = {
    "年龄": Decimal(17),
    "残疾 类别": ["视力", "听力"],
    "银行卡（或社保卡）": "有",
    "a": Decimal(2),
    "a-b": "minus",
    "date of birth": date(2008, 9, 1),
    "people": [
        {"姓名": "张三", "first name": "San", "age": Decimal(15)},
        {"姓名": "李四", "first name": "Si", "age": Decimal(30)},
    ],
    "nothing": None,
}

VALUES = [
    ("1 + 2 * 3", "7"),
    ("-2 ** 2", "4"),
    ("0.1 + 0.2 = 0.3", "true"),
    ("12345678901234567890 + 1", "12345678901234567891"),
    ("1 / 3", "0.3333333333333333333333333333333333"),
    ("1 / 0", "null"),
    ('"a" + 1', "null"),
    ("=年龄 >= 16 and 年龄 < 60", "true"),
    ('list contains(残疾 类别, "听力")', "true"),
    ('银行卡（或社保卡） = "有"', "true"),
    ("a-b", '"minus"'),
    ("a - 1", "1"),
    ("date of birth.year", "2008"),
    ("people[age > 18].姓名", '["李四"]'),
    ('people[first name = "San"].age', "[15]"),
    ("people[1].姓名", '"张三"'),
    ("people[-1].姓名", '"李四"'),
    ("people[3]", "null"),
    ("some p in people satisfies p.age < 16", "true"),
    ("every p in people satisfies p.age < 16", "false"),
    ("for i in 1..3 return i * a", "[2, 4, 6]"),
    ("for i in 1..4 return if i = 1 then 1 else i * partial[-1]", "[1, 2, 6, 24]"),
    ("for x in [1, 2], y in [10, 20] return x + y", "[11, 21, 12, 22]"),
    ("{甲: 1, 乙: 甲 + 1}.乙", "2"),
    ("{f: function(n: number) n * 2, r: f(4)}.r", "8"),
    ("3 between 1 and 5", "true"),
    ("3 in (1..3)", "false"),
    ("3 in (1..3]", "true"),
    ("3 in [1..3[", "false"),
    ("a in (< 1, > 1)", "true"),
    ("(!= 10) = (!= 10)", "true"),
    ("(!= 10) = (!= 11)", "false"),
    ("(!= 10) = [10..10]", "false"),
    ("{r: (!= 10), s: [9 in r, 10 in r, null in r]}.s", "[true, false, true]"),
    ("(!= 10) instance of range<number>", "true"),
    ("[(!= 10), (!= a)]", "[!= 10, != 2]"),
    ("before(1, (!= 10))", "null"),
    ("overlaps((!= 10), [1..5])", "null"),
    ("for i in (!= 10) return i", "null"),
    ("{f: function(g: function<list<number>> -> number) g([1, 2, 3]), r: f(sum)}.r", "6"),
    ("{f: function(g: function<number, number> -> number) g(1, 2), r: f(sum)}.r", "3"),
    ("{f: function(g: function<number, number> -> number) 1, r: [f(sqrt), f(modulo)]}.r", "[null, 1]"),
    ("nothing and false", "false"),
    ("nothing or true", "true"),
    ("nothing and true", "null"),
    ("nothing = null", "true"),
    ("nothing > 1", "null"),
    ('1 = "1"', "null"),
    ("1 instance of number", "true"),
    ("[1, 2] instance of list<number>", "true"),
    ("null instance of number", "false"),
    ('date("2024-01-31") + duration("P1M")', "2024-02-29"),
    ('date("2026-09-01") - date("2026-08-01")', "P31D"),
    ('years and months duration(date("2008-09-02"), date("2026-09-01")).years', "17"),
    ('@"2026-09-01T10:00:00+08:00" = @"2026-09-01T02:00:00Z"', "true"),
    ('date and time("2026-09-01T24:00:00")', "2026-09-02T00:00:00"),
    ('day of week(date("2026-09-01"))', '"Tuesday"'),
    ('duration("P1Y2M3D")', "null"),
    ('string length("残疾人证")', "4"),
    ('substring("残疾人证", -2)', '"人证"'),
    ('substring(string: "foobar", start position: 3)', '"obar"'),
    ('matches("410102200809011234", "^[0-9]{17}[0-9X]$")', "true"),
    ('replace("abc", "(b)", "[$1]")', '"a[b]c"'),
    ('split("a;b;;c", ";")', '["a", "b", "", "c"]'),
    ('string join(["a", null, "b"], "-")', '"a-b"'),
    ("decimal(2.5, 0)", "2"),
    ("round half up(2.5, 0)", "3"),
    ("modulo(-12, 5)", "3"),
    ("distinct values([1, 2, 1.0])", "[1, 2]"),
    ("sort([3, 1, 2], function(x, y) x > y)", "[3, 2, 1]"),
    ("sum([])", "null"),
    ("count([])", "0"),
    ("min(3, 1, 2)", "1"),
    ("flatten([[1, [2]], 3])", "[1, 2, 3]"),
    ("context merge([{a: 1}, {b: 2}])", "{a: 1, b: 2}"),
    ("overlaps([1..5], [5..8])", "true"),
    (
        "[overlaps((< 5), (> 3)), overlaps((< 3), (> 5)), overlaps((< 3), (>= 3)), overlaps((<= 3), (>= 3))]",
        "[true, false, false, true]",
    ),
    ("[overlaps((> 3), (> 5)), overlaps((< 3), (< 5)), overlaps([1..3], (> 2))]", "[true, true, true]"),
    (
        "[before((> 3), 9), before(1, (< 5)), before((< 5), 5), before((< 5), (>= 5)), after((> 3), 3)]",
        "[false, false, true, true, true]",
    ),
    ("[meets((<= 5), (>= 5)), meets((> 5), (< 5)), met by((> 5), [1..5])]", "[true, false, false]"),
    (
        "[includes((< 9), [1..5]), includes([1..5], (< 9)), includes((> 0), (> 1)), includes((> 1), (> 0))]",
        "[true, false, true, false]",
    ),
    ("[during([1..5], (< 9)), during((< 5), (<= 5)), during((<= 5), (< 5))]", "[true, true, false]"),
    (
        "[overlaps before((< 5), [3..8]), overlaps before([3..8], (< 5)), overlaps after((> 5), [3..8])]",
        "[true, false, true]",
    ),
    (
        "[starts(1, (> 1)), starts(1, (>= 1)), starts((< 1), (< 5)), finishes((> 5), (> 1)), finishes(5, (< 5))]",
        "[false, true, true, true, false]",
    ),
    ('time("23:59:00z") + duration("PT2M") = time("00:01:00@Etc/UTC")', "true"),
    ('replace("abc", "x*", "-")', "null"),
    ('split("abc", "")', "null"),
    ('split("abc", "b*")', "null"),
    ("today() = date(now())", "true"),
    ("// 说明\n1 /* one */ + 1", "2"),
]


@pytest.mark.parametrize(("text", "wanted"), VALUES)
def test_an_expression_has_the_value_that_the_specification_gives_it(text, wanted):
    assert literal(evaluate(text, SCOPE, now=datetime(2026, 8, 31, 23, 0, tzinfo=UTC))) == wanted


def test_today_is_reckoned_in_china_from_the_moment_given():
    assert evaluate("today()", {}, now=datetime(2026, 8, 31, 23, 0, tzinfo=UTC)) == date(2026, 9, 1)
    assert evaluate("today()", {}) is None


@pytest.mark.parametrize(
    ("cell", "value", "verdict"),
    [
        ("-", None, True),
        ('"一级", "二级"', "二级", True),
        ('not("一级", "二级")', "三级", True),
        (">= 16", Decimal(15), False),
        (">= 16", None, None),
        ("[16..60)", Decimal(60), False),
        ("null", None, True),
        ("? > 3 and ? < 5", Decimal(4), True),
        ('list contains(?, "智力")', ["智力"], True),
        ("not(list contains(?, 1))", [], True),
        ("true", False, False),
        ("limit", Decimal(7), True),
        ("< limit, > 100", Decimal(101), True),
    ],
)
def test_a_cell_tells_whether_a_value_meets_it(cell, value, verdict):
    assert unary_test(cell, value, {"limit": Decimal(7)}) is verdict


def test_host_functions_may_have_names_with_spaces_and_keywords():
    hosts = {"working days between": lambda a, b: (b - a).days, "法定年龄": lambda: 16}
    scope = {"a": date(2026, 9, 1), "b": date(2026, 9, 4)}
    assert evaluate("working days between(a, b) + 法定年龄()", scope, functions=hosts) == 19
    assert evaluate("working days between(a)", scope, functions=hosts) is None


@pytest.mark.parametrize(
    "text", ["1 +", "(1", '"open', "if a then b", "a b c) d", "1 ; 2", "function(x) external {}", "[1,", ""]
)
def test_what_is_no_feel_is_an_expression_error(text):
    with pytest.raises(ExpressionError):
        evaluate(text, {})


@pytest.mark.parametrize(
    "text",
    [
        "count(for i in 1..1000000, j in 1..1000000 return i)",
        "{f: function(n) f2(n), g: for i in 1..99999999 return i}",
        "(" * 200 + "1" + ")" * 200,
        'matches("' + "a" * 40 + '!", "(a|aa)+$")',
    ],
)
def test_an_expression_without_end_is_stopped(text):
    with pytest.raises(ExpressionError):
        evaluate(text, {})


def test_a_check_finds_bad_grammar_and_functions_that_nobody_has():
    assert check_expression("=upper case(name)", ()) == []
    assert check_expression("working days after(d, 3)", ("working days after",)) == []
    assert check_expression("working days after(d, 3)", None) == []
    assert "working days after" in check_expression("working days after(d, 3)", ())[0].what
    assert check_expression("1 +", ()) != []


def test_the_free_names_are_those_that_the_scope_must_give():
    text = "for p in 人员 return if p.age > limit then count(p.items[kind = 1]) else f(x)"
    assert free_names(text) == {"人员", "limit", "x"}
