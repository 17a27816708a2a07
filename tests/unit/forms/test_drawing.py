import pytest
from lxml import html

from app.errors import FieldError


def field(kind, key="x", **more):
    return {"type": kind, "key": key, "label": "问题", **more}


VALUES = [{"value": "a", "label": "<甲>"}, {"value": "b", "label": "乙"}]


def drawn(sheet, values=None, errors=(), **more):
    return html.fragment_fromstring(str(sheet.render(values or {}, errors, **more)), create_parent="main")


def test_every_control_has_its_label_hint_and_error(form):
    for kind in ("textfield", "textarea", "number", "datetime", "select", "filepicker", "checkbox"):
        page = drawn(form(field(kind, description="提示", values=VALUES)), errors=[FieldError("x", "问题", "有误")])
        control = page.xpath("//*[@name='x']")[0]
        assert page.xpath(f"//label[@for='{control.get('id')}']"), kind
        told = " ".join(page.get_element_by_id(i).text_content() for i in control.get("aria-describedby").split())
        assert told.split() == ["提示", "错误：有误"], kind
        assert control.get("aria-invalid") == "true"


@pytest.mark.parametrize("kind", ["radio", "checklist"])
def test_choices_stand_in_a_fieldset_with_a_legend(form, kind):
    page = drawn(form(field(kind, values=VALUES, validate={"required": True})), {"x": ["b"]})
    assert page.xpath("string(//fieldset/legend)").split() == ["问题", "必填"]
    assert page.xpath("//input[@checked]/@value") == ["b"]
    assert page.xpath("string(//label)") == "<甲>"


def test_what_was_typed_stays_even_when_it_can_not_be_read(form):
    typed = {"day": ["1990-13-1"], "n": ["many"], "t": ["<b>&"]}
    sheet = form(field("datetime", "day"), field("number", "n"), field("textarea", "t"))
    page = drawn(sheet, typed, sheet.validate(typed).errors)
    assert page.xpath("//input[@name='day']/@value") == ["1990-13-1"]
    assert page.xpath("//input[@name='day']/@type") == ["text"]
    assert page.xpath("//input[@name='n']/@value") == ["many"]
    assert page.xpath("string(//textarea)") == "<b>&"


def test_papers_uploaded_before_stay_ticked(form):
    paper = {"paper": "p1", "name": "户口<簿>.pdf", "type": "application/pdf", "size": 3}
    page = drawn(form(field("filepicker", accept=".pdf")), {"x": [paper]})
    assert page.xpath("//input[@type='checkbox'][@checked]/@value") == ["p1"]
    assert "户口<簿>.pdf" in page.text_content()


def test_the_summary_leads_to_each_field(form):
    sheet = form(field("radio", "r", values=VALUES), field("textfield", "t"))
    page = html.fromstring(str(sheet.summary([FieldError("r", "", "一"), FieldError("t", "", "二")])))
    assert page.xpath("//a/@href") == ["#f-r-1", "#f-t"]
    ids = drawn(sheet).xpath("//@id")
    assert {"f-r-1", "f-t"} <= set(ids)


def test_hidden_parts_are_not_drawn_and_texts_may_be_feel(form):
    text = {"type": "text", "id": "t", "text": "=missing"}
    page = drawn(form(text, field("textfield", conditional={"hide": "=true"})), context={"missing": ["甲", "<乙>"]})
    assert page.xpath("//li/text()") == ["甲", "<乙>"]
    assert not page.xpath("//input")


def test_options_come_from_the_release_with_their_headings(form):
    counties = [{"code": "1", "name": "甲县", "group": "东市"}, {"code": "2", "name": "乙县", "group": "西市"}]
    sheet = form(field("select", properties={"options_from": "counties"})).bound({"counties": counties}.__getitem__)
    assert drawn(sheet).xpath("//optgroup/@label") == ["东市", "西市"]
    assert sheet.validate({"x": ["2"]}).values == {"x": "2"}
    assert sheet.validate({"x": ["3"]}).errors


def test_options_of_the_release_are_said_in_english_where_it_says_them(form):
    named = {"code": "1", "name": "甲县", "name_en": "Jia County", "group": "东市", "group_en": "East"}
    both = [named, {"value": "2", "label": "乙县"}]
    sheet = form(field("select", properties={"options_from": "counties"})).bound({"counties": both}.__getitem__)
    page = drawn(sheet, lang="en")
    assert page.xpath("//optgroup/@label") == ["East"]
    assert page.xpath("//option[@value!='']/text()") == ["Jia County", "乙县"]


def test_answers_are_told_in_words_under_the_headings(form):
    group = {"type": "group", "id": "g", "label": "资格", "components": [field("checklist", "c", values=VALUES)]}
    sheet = form(field("datetime", "d"), field("textfield", "empty"), group)
    told = sheet.sections({"d": {"$date": "2026-09-01"}, "c": ["a", "b"], "empty": None})
    assert told == [("", [("问题", "2026年9月1日")]), ("资格", [("问题", "<甲>、乙")])]


def test_the_answers_on_which_others_rest_are_sent_as_soon_as_they_are_given(form):
    group = {
        "type": "group",
        "label": "组",
        "conditional": {"hide": "=count(kinds) = 0"},
        "components": [field("number", "n")],
    }
    sheet = form(
        field("checklist", "kinds", values=VALUES),
        group,
        field("textfield", "why", properties={"required_if": '=n > 3 and other = "x"'}),
        {"type": "text", "text": '="共" + string(count(papers))'},
        field("filepicker", "papers"),
        field("textfield", "free"),
    )
    assert sheet.drivers == {"kinds", "n", "papers"}
    page = drawn(sheet, {"kinds": ["a"]})
    assert set(page.xpath("//*[@data-hx-post]/@name")) == {
        "kinds",
        "n",
    }  # a file is sent only when the form is handed in
