from decimal import Decimal

import pytest

from app.errors import ReservedKey

REQUIRED = {"required": True}


def field(kind, key="x", **more):
    return {"type": kind, "key": key, "label": "问题", **more}


def choices(*values):
    return [{"value": v, "label": v} for v in values]


@pytest.mark.parametrize(
    ("component", "typed", "kept"),
    [
        (field("textfield"), "  张三　", "张三"),
        (field("textfield"), "１４０１０５Ｘ", "140105X"),
        (field("textfield"), "（东区），甲", "（东区），甲"),
        (field("textfield", properties={"case": "upper"}), "12x", "12X"),
        (field("textfield", properties={"compact": "true"}), "6228-4800 0000\u20131", "6228480000001"),
        (field("textarea"), "一\r\n二 ", "一\n二"),
        (field("number"), "1,200.50", Decimal("1200.50")),
        (field("datetime", subtype="date"), "2026年9月1日", {"$date": "2026-09-01"}),
        (field("datetime", subtype="date"), {"$date": "2026-09-01"}, {"$date": "2026-09-01"}),
        (field("datetime", subtype="time"), "9:30", {"$time": "09:30:00"}),
        (field("checklist", values=choices("a", "b")), ["b", "a"], ["b", "a"]),
        (field("checkbox"), "on", True),
        (field("checkbox"), True, True),
        (field("textfield"), "", None),
    ],
)
def test_what_was_typed_is_read(form, component, typed, kept):
    answers = form(component).validate({"x": typed if isinstance(typed, list) else [typed]})
    assert (answers.values, answers.errors) == ({"x": kept}, [])


@pytest.mark.parametrize(
    ("component", "typed", "said"),
    [
        (field("textfield", validate=REQUIRED), " ", "请填写问题"),
        (field("radio", values=choices("yes"), validate=REQUIRED), None, "请选择问题"),
        (field("checkbox", validate=REQUIRED), "", "请勾选“问题”"),
        (field("filepicker", validate=REQUIRED), None, "请上传问题"),
        (field("textfield", validate={"maxLength": 3}), "一二三四", "问题不能超过3个字"),
        (field("textfield"), "字" * 201, "问题不能超过200个字"),
        (field("textfield", validate={"minLength": 3}), "一二", "问题至少要3个字"),
        (field("textfield", validate={"pattern": r"^\d{3}$"}), "٣٣٣", "问题的格式不正确，请检查"),
        (
            field("textfield", validate={"validationType": "email"}),
            "a@b",
            "请填写正确的电子邮箱，例如 name@example.com",
        ),
        (field("textfield"), "a\x00b", "问题含有不能识别的字符，请重新填写"),
        (field("number"), "1e5", "问题请填写数字"),
        (field("number", decimalDigits=1), "1.25", "问题最多保留1位小数"),
        (field("number", validate={"min": 1}), "0", "问题不能小于1"),
        (field("datetime", subtype="date"), "2026-02-30", "问题请填写真实的日期，例如 2026-09-01"),
        (field("select", values=choices("a")), "b", "问题请从列出的选项中选择"),
        (field("checklist", values=choices("a")), "b", "问题请从列出的选项中选择"),
    ],
)
def test_a_wrong_answer_is_refused_with_a_sentence_that_says_what_to_mend(form, component, typed, said):
    answers = form(component).validate({"x": [typed] if typed is not None else []})
    assert [(e.key, e.label, e.message) for e in answers.errors] == [("x", "问题", said)]


def test_a_pattern_is_searched_as_the_form_editor_does(form):
    assert form(field("textfield", validate={"pattern": r"\d{3}"})).validate({"x": ["ab１２３"]}).errors == []


def test_a_hidden_field_is_neither_required_nor_accepted(form):
    sheet = form(
        field("radio", "more", values=choices("yes", "no")),
        field("textfield", "note", validate=REQUIRED, conditional={"hide": '=more != "yes"'}),
    )
    assert sheet.validate({"more": ["no"], "note": ["smuggled"]}).values == {"more": "no"}
    assert [e.key for e in sheet.validate({"more": ["yes"]}).errors] == ["note"]


def test_what_stands_behind_a_hidden_field_is_hidden_too(form):
    sheet = form(
        field("checkbox", "a"),
        field("textfield", "b", conditional={"hide": "=not(a)"}),
        field("textfield", "c", conditional={"hide": '=b != "go"'}),
    )
    assert sheet.validate({"b": ["go"], "c": ["c"]}).values == {"a": False}


def test_the_fields_of_a_hidden_group_are_hidden(form):
    group = {"type": "group", "id": "g", "conditional": {"hide": "=true"}, "components": [field("textfield")]}
    assert form(group).validate({"x": ["1"]}).values == {}


def test_a_field_can_be_required_because_of_the_case(form):
    sheet = form(field("textfield", properties={"required_if": "=age < 18"}))
    assert sheet.validate({}, context={"age": Decimal(17)}).errors
    assert not sheet.validate({}, context={"age": Decimal(18)}).errors


def test_an_agreement_between_fields_is_said_beside_the_field(form):
    rule = {"valid_if": "=last >= first", "message": "结束不能早于开始", "message_en": "Too early"}
    sheet = form(field("datetime", "first"), field("datetime", "last", properties=rule))
    dates = {"first": ["2026-09-02"], "last": ["2026-09-01"]}
    assert [e.message for e in sheet.validate(dates).errors] == ["结束不能早于开始"]
    assert [e.message for e in sheet.validate(dates, lang="en").errors] == ["Too early"]


def test_host_functions_can_be_asked(form):
    sheet = form(field("textfield", properties={"valid_if": "=luhn valid(x)", "message": "卡号有误"}))
    assert sheet.validate({"x": ["1"]}, functions={"luhn valid": lambda _: False}).errors
    assert not sheet.validate({"x": ["1"]}, functions={"luhn valid": lambda _: True}).errors


@pytest.mark.parametrize("raw", [{"$now": "1"}, {"x": [{"deep": {"$date": "2026-01-01", "b": 1}}]}])
def test_a_key_with_a_dollar_sign_is_refused(form, raw):
    with pytest.raises(ReservedKey):
        form(field("textfield")).validate(raw)


def test_what_the_form_does_not_ask_is_left_out(form):
    assert form(field("textfield")).validate({"x": ["1"], "role": ["admin"]}).values == {"x": "1"}


def test_answers_that_were_taken_are_taken_again_unchanged(form):
    sheet = form(field("datetime", "d"), field("number", "n"), field("checklist", "c", values=choices("a")))
    once = sheet.validate({"d": ["2026-9-1"], "n": ["2.50"], "c": ["a"]})
    assert sheet.validate(once.values) == once
