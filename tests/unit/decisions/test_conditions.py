"""Cells of tables in words, Chinese and English; whatever can't be said is quoted, and nothing raises."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.decisions.conditions import asked, condition, names
from app.decisions.conditions import given as gives
from app.decisions.words import Words
from tests.unit.decisions.test_fuzz import EXPRESSIONS

LEVELS = {"1": "一级", "2": "二级", "3": "三级", "4": "四级"}
SAID = {
    "level": LEVELS,
    "relief": {"poor": "低保", "edge": "低保边缘"},
    "items": {"c_new": "新办", "c_old": "换领", "pay": "补贴"},
}
ZH = Words("zh", SAID, {"level": "等级", "kind": "类别", "rate_now": "现在的比例"})
EN = Words("en", {"relief": {"poor": "Poor", "edge": "Near-poor"}}, {"level": "Level", "kind": "Kind"})

CELLS = [
    ("", "-", "", ""),
    ("age", ">= 18", "不小于18", "at least 18"),
    ("age", "< 16", "小于16", "under 16"),
    ("age", "[16..60)", "不小于16且小于60", "at least 16 and under 60"),
    ("age", "[16..60]", "为16至60", "16 to 60"),
    ("age", "16, 18, 20", "为16、18或20", "16, 18 or 20"),
    ("age", "null, >= 60", "不小于60或无数据", "at least 60 or no data"),
    ("on", '< date("2018-01-01")', "早于2018-01-01", "before 2018-01-01"),
    ("on", '>= @"2018-01-01"', "不早于2018-01-01", "no earlier than 2018-01-01"),
    ("flag", "true", "为是", "yes"),
    ("flag", "not(true)", "为否或无数据", "no or no data"),
    ("flag", "null", "无数据", "no data"),
    ("relief", '"poor"', "为低保", "Poor"),
    ("relief", '"poor", "edge"', "为低保或低保边缘", "Poor or Near-poor"),
    ("relief", 'not("poor", "edge")', "不是低保或低保边缘", "not Poor or Near-poor"),
    ("relief", '!= "poor"', "不是低保", "not Poor"),
    ("rate", "rate_now", "为现在的比例", None),
    ("rate", "> rate_now", "大于现在的比例", None),
    ("kinds", 'list contains(?, "智力") or list contains(?, "精神")', "含智力或精神", "with 智力 or 精神"),
    ("kinds", '? = null or not(list contains(?, "智力"))', "不含智力或无数据", "without 智力 or no data"),
    ("kinds", 'not(list contains(?, "智力") or list contains(?, "精神"))', "不含智力或精神", "without 智力 or 精神"),
    (
        "kinds",
        'some e in ? satisfies (e.kind = "智力" or e.kind = "精神") and e.level > 3',
        "有一项类别为智力或精神且等级为四级",
        "one with Kind: 智力 or 精神 and Level: over 3",
    ),
    ("county", 'starts with(?, "14")', "以“14”开头", 'beginning with "14"'),
    ("county", 'not(starts with(?, "14"))', "不以“14”开头", 'not beginning with "14"'),
    ("x", "? > 3 and ? < 5", "大于3且小于5", "over 3 and under 5"),
    ("x", "not(? > 3 and ? < 5)", "并非（大于3且小于5）", "not (over 3 and under 5)"),
    ("x", "modulo(?, 2) = 0", "符合“modulo(?, 2) = 0”", "modulo(?, 2) = 0"),
    ("x", "((", "符合“((”", "(("),
]


@pytest.mark.parametrize(("name", "cell", "zh", "en"), CELLS, ids=[each[1] for each in CELLS])
def test_a_cell_is_said_as_what_it_asks(name, cell, zh, en):
    assert condition(cell, ZH, name) == zh
    if en is not None:
        assert condition(cell, EN, name) == en


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("[1..2]", "为一级或二级"),
        (">= 3", "为三级或四级"),
        ("null, [3..4]", "为三级、四级或无数据"),
        ("> 4", "大于四级"),
    ],
)
def test_numbers_that_have_words_are_said_by_them(cell, words):
    assert condition(cell, ZH, "level") == words


def test_entries_of_which_only_their_code_is_asked_are_named():
    cell = 'some item in ? satisfies starts with(item, "c_")'
    assert condition(cell, ZH, "items") == "含新办或换领"
    assert condition(cell, Words(), "items") == "有一项以“c_”开头"


def test_a_cell_by_itself_stands_without_its_verb():
    assert [asked(cell, ZH, "relief") for cell in ('"poor"', 'not("edge")', "-")] == ["低保", "不是低保边缘", ""]


@pytest.mark.parametrize(
    ("cell", "value", "enough"),
    [('"poor"', "poor", True), ('"poor"', "edge", False), ("not(true)", True, True), ("null", True, False)],
)
def test_a_value_says_enough_where_the_cell_names_it_or_asks_for_the_other_truth(cell, value, enough):
    assert names(cell, value, ZH, "relief") is enough


def test_what_an_output_gives_is_a_value_or_the_name_of_an_input_and_no_formula():
    assert [gives(text, ZH, "relief") for text in ('"edge"', "true", "rate_now")] == ["低保边缘", "是", "现在的比例"]
    assert gives("rate_now * 2", ZH, "relief") is None


@given(EXPRESSIONS, st.sampled_from(["level", "relief", "items", "x"]))
@settings(max_examples=400, deadline=None)
def test_whatever_a_cell_says_is_told_without_a_crash(cell, name):
    for words in (ZH, EN):
        assert isinstance(condition(cell, words, name), str)
        assert names(cell, "poor", words, name) in {True, False}
        assert isinstance(gives(cell, words, name), str | None)
