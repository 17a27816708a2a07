"""What an analyst is told of an expression that can't be used: wholly in one language, where, and how to mend it."""

import re
from pathlib import Path

import pytest

from app import decisions
from app.decisions import evaluate
from app.decisions.expressions import check_expression
from app.decisions.mistakes import TEXTS, mistake
from app.decisions.model import findings
from app.errors import ExpressionError
from tests.unit.decisions.models import given, literal, model, table

# expression, what the Chinese and the English message say, what the Chinese remedy says
BROKEN = [
    ("sum([1, 2)", "第10个字符处，“)”之前缺少“]”", "character 10: ']' is missing before ')'", "“]”"),
    ("(1 + 2", "末尾缺少“)”", "')' is missing at the end", "“)”"),
    ("if ready then 1", "末尾缺少“else”", "'else' is missing at the end", "“else”"),
    ("1 +", "第4个字符处，表达式没有写完", "ends too early", "补全"),
    ("", "没有写完", "ends too early", "补全"),
    ("* 2", "“*”之前缺少一个值", "a value is missing before '*'", "补上该值"),
    ('"a" "b"', '“"b"”接不上前面的内容', "does not go on from", "运算符"),
    ("summe(1)", "没有名为“summe”的函数", "there is no function 'summe'", "更正函数名"),
    ("floor()", "函数“floor”不接受0个参数", "'floor' does not take 0 arguments", "“1”或“2”个参数"),
    ("max()", "函数“max”不接受0个参数", "'max' does not take 0 arguments", "“1+”个参数"),
    (
        'substring(text: "a")',
        "函数“substring”没有参数为“text”的用法",
        "with the parameters text",
        "“string, start position",
    ),
    ('substring("a", start position: 1)', "只写了一部分名称", "partly named", "都写上名称"),
    ('@"2026-02-30"', '“"2026-02-30"”不是有效的日期', "is no date, time or duration", "日期是否存在"),
    ('days > @"三天"', '“"三天"”不是有效的日期', "is no date", '“@"P3D"”'),
    ("age == 16", "第5个字符处，没有“==”这种写法", "there is no operator '=='", "“=”"),
    ("age <> 16", "没有“<>”这种写法", "there is no operator '<>'", "“!=”"),
    ("a && b", "没有“&&”这种写法", "there is no operator '&&'", "“and”"),
    ("a || b", "没有“||”这种写法", "there is no operator '||'", "“or”"),
    ("!a", "没有“!”这种写法", "there is no operator '!'", "“not()”"),
    ("7 % 2", "没有“%”这种写法", "there is no operator '%'", "“modulo()”"),
    ("max(1，2)", "第6个字符处，“，”是全角符号", "'，' is a full-width character", "半角的“,”"),
    ("=max(1，2)", "第7个字符处，“，”是全角符号", "character 7", "半角的“,”"),
    ("max（1, 2）", "第4个字符处，“（”是全角符号", "'（' is a full-width character", "半角的“(”"),
    ("count（materials）", "第6个字符处，“（”是全角符号", "'（' is a full-width character", "半角的“(”"),
    ("age >＝ 16", "“＝”是全角符号", "'＝' is a full-width character", "半角的“=”"),
    ("level = “一级”", "““”是全角符号", "'“' is a full-width character", '半角的“"”'),
    ("{a：1}", "“：”是全角符号", "'：' is a full-width character", "半角的“:”"),
    ('"a', "文本缺少结束的双引号", "no closing quote", "双引号"),
    ("a # b", "字符“#”没有意义", "'#' has no meaning", "删除"),
    ("{1: 2}", "“1”不能作为“名称: 值”的开头", "begins no entry", "半角冒号"),
    ("{a: 1, a: 2}", "同一个上下文中“a”出现了两次", "'a' stands twice", "换一个名称"),
    ("for x on xs return x", "“x”不能作为“变量 in 列表”的开头", "begins no `variable in list`", "for 变量 in"),
    ("a.", "表达式没有写完", "ends too early", "补全"),
    ("a.1", "第2个字符处，“.1”接不上前面的内容", "does not go on", "运算符"),
    ("a = 'x'", "第5个字符处，没有“'”这种写法", "there is no operator", '“"”'),
    ("1e99999999999", "数字“1e99999999999”过长或过大", "too long or too large", "34位"),
    ("1 instance of 金额", "没有名为“金额”的类型", "there is no type '金额'", "定义该类型"),
    ("function() external {}", "不支持调用外部程序的函数", "external functions", "规则表达式"),
    ("(" * 99, "表达式嵌套过深", "nested too deep", "拆成"),
    ("1" * 20_001, "表达式超过20000个字符", "longer than 20000", "拆成"),
    ("a +\nb ==\nc", "第2行第3个字符处，没有“==”这种写法", "line 2, character 3", "“=”"),
]


@pytest.mark.parametrize(("text", "zh", "en", "remedy"), BROKEN, ids=[row[0][:20] for row in BROKEN])
def test_a_broken_expression_is_told_in_both_languages(text, zh, en, remedy):
    (found,) = check_expression(text, ())
    assert zh in found.what_zh
    assert remedy in found.remedy_zh
    assert en in found.what
    assert found.remedy
    assert english_in(found.what_zh) == english_in(found.remedy_zh) == []


def test_every_mistake_that_can_be_raised_has_its_text_and_every_text_is_used():
    """By the first word in quotes of a call, wherever the room makes a mistake known."""
    call = re.compile(r'(?:(?:error|wrong|mistake)\(|misread\([^()"]*,)\s*"([a-z_]+)"')
    sources = [path.read_text(encoding="utf-8") for path in Path(decisions.__file__).parent.rglob("*.py")]
    raised = {code for source in sources for code in call.findall(source)}
    assert raised - set(TEXTS) == set()
    assert set(TEXTS) - raised - {"unclosed", "missing", "end"} == set()


def test_full_width_signs_may_stand_in_names_that_a_table_declares():
    name = "银行卡（或社保卡）、存折"
    assert findings(model(given(name), literal("d", f"{name} + 1", f"i_{name}")), "d.dmn") == []
    (found,) = findings(model(given(name), literal("d", f"{name} +", f"i_{name}")), "d.dmn")
    assert "没有写完" in found.what_zh


def english_in(text):
    """Words in Latin letters that are quoted from no source."""
    return re.findall(r"[A-Za-z]{2,}", re.sub(r"“+.*?”+", "", text))


def test_every_mistake_stands_in_both_languages_with_parts_that_both_are_given():
    for code, texts in TEXTS.items():
        what, remedy, what_zh, remedy_zh = (set(re.findall(r"{(\w+)", text)) for text in texts)
        assert what_zh | remedy_zh <= what | remedy | {"line", "column"}, code
        assert [text[-1] in ".。" for text in texts] == [False, True, False, True], code


@pytest.mark.parametrize(
    ("file", "element", "zh", "en"),
    [
        (model(table("SUM", ["a"], ["x"], ["1 => 2"])), "table", "不支持命中策略“SUM”", "hit policy 'SUM'"),
        (model(table("PRIORITY", ["a"], ["x"], ["1 => 2"])), "table", "取值清单", "without output values"),
        (model(literal("d", "金额（元）", "i_金额"), given("金额")), "d", "“（”是全角符号", "full-width"),
        (model(literal("d", "数额", "i_金额"), given("金额")), "d", "“数额”不是本决策的输入", "not an input"),
        (model(literal("d", "floor(1, 2, 3)")), "d", "函数“floor”不接受3个参数", "does not take 3 arguments"),
        (model(literal("d", "a => 1")), "d", "表达式“a => 1”有误：第3个字符处", "The expression 'a => 1'"),
        (model(literal("d", " ")), "d", "没有写表达式", "is empty"),
        (b"<a", "d.dmn", "第1行第3列", "not XML"),
        (b"<a/>", "d.dmn", "根元素是“a”", "root is 'a'"),
        (b"<!DOCTYPE a []><a/>", "d.dmn", "声明了文档类型", "document type"),
    ],
)
def test_a_table_tells_its_mistakes_in_both_languages(file, element, zh, en):
    (found,) = findings(file, "d.dmn", functions=())
    assert (found.file, found.element, found.severity) == ("d.dmn", element, "error")
    assert zh in found.what_zh
    assert en in found.what
    assert english_in(found.what_zh) == english_in(found.remedy_zh) == []


def test_an_endless_evaluation_is_told_in_both_languages():
    with pytest.raises(ExpressionError) as stopped:
        evaluate("for i in 1..1000000 return for j in 1..1000000 return i", {})
    assert stopped.value.finding == mistake("steps", most=200_000)
    assert english_in(stopped.value.finding.what_zh) == []


@pytest.mark.parametrize(
    ("text", "names", "hidden"),
    [
        ("{rate: new, rate_before: rate}", {"rate", "new"}, ["rate"]),
        ("{rate: rate + 1, rate_before: rate}", (), ["rate"]),
        ("{rate: new, more: {rate_before: [rate]}}", {"rate"}, ["rate"]),
        ("{rate: new, more: for each in rates return each - rate}", {"rate"}, ["rate"]),
        ("{rate_before: rate, rate: new}", {"rate", "new"}, []),
        ("{rate: rate, rate_before: rate}", {"rate"}, []),
        ("{base: 2, twice: base * 2}", {"rate"}, []),
        ("{rate: new, more: for rate in rates return rate}", {"rate"}, []),
        ("{rate: new, more: function(rate) rate + 1}", {"rate"}, []),
        ("{rate: new, more: {rate: 1, rate_before: 2}}", {"rate"}, []),
        ("[{rate: new}, {rate_before: rate}]", {"rate"}, []),
    ],
)
def test_an_entry_that_hides_a_variable_from_later_ones_is_found(text, names, hidden):
    found = check_expression(text, (), names)
    assert [each.what_zh for each in found] == [mistake("reread", name=name).what_zh for name in hidden]
    assert all(
        each.severity == "error" and f"“{name}”" in each.remedy_zh for each, name in zip(found, hidden, strict=True)
    )


def test_a_table_whose_context_hides_an_input_is_no_table():
    file = model(given("rate"), given("new"), literal("d", "{rate: new, before: rate}", "i_rate", "i_new"))
    assert [(each.element, each.severity) for each in findings(file, "d.dmn")] == [("d", "error")]
