"""An analyst tries a table of a draft: what it decides and why; what can't be read is said, what was typed stays."""

import re

import pytest
from lxml import html

from tests.doors.pages.test_studio import SEED, TABLE, analyst, draft, upload

__all__ = ["analyst", "draft"]
LEVELS = '[{category: "智力", level: 3}]'


def attempt(analyst, draft, path=TABLE, **typed):
    given = {f"in.{name}": value for name, value in typed.items()}
    analyst.answer = analyst.client.get(f"{draft}/try/{path}", query_string={"do": "try", **given})
    return analyst.page


def outcome(page):
    rows = page.xpath("(//section[@aria-labelledby='outcome']/dl)[1]/div")
    return {row.findtext("dt"): row.findtext("dd") for row in rows}


def test_the_files_page_leads_to_its_trial_and_only_tables_have_one(analyst, draft):
    assert analyst.open(f"{draft}/files/{TABLE}").xpath(f"//a[contains(@href, '/try/{TABLE}')]")
    assert not analyst.open(f"{draft}/files/bpmn/advice.bpmn").xpath("//a[contains(@href, '/try/')]")
    assert analyst.client.get(f"{draft}/try/bpmn/advice.bpmn").status_code == 400
    assert analyst.client.get(f"{draft}/try/dmn/nothing.dmn").status_code == 404


def test_it_asks_for_the_inputs_of_the_table_by_their_labels(analyst, draft):
    page = analyst.open(f"{draft}/try/{TABLE}")
    labels = page.xpath("//form[@method='get']//label/text()")
    level = "残疾总等级" if "残疾总等级" in labels else "总残疾等级"  # another story may have published it anew
    assert labels == ["持有有效的第二代残疾人证", level, "各类别及等级", "需要长期照护"]
    assert page.xpath("//label/@for") == [
        one.get("id") for one in page.xpath("//form[@method='get']//*[@id and @name]")
    ]
    assert '[{category: "…", level: 1}]' in page.xpath("//code/text()")


def test_the_outcome_comes_with_every_rule_and_cell_and_what_would_change_it(analyst, draft):
    page = attempt(analyst, draft, certificate_valid="true", overall_level="3", levels=LEVELS)
    assert analyst.status == 200
    told = outcome(page)
    assert told["补贴比例"] == "50%"
    assert "理由代码" not in told
    assert told["符合条件"] == "是"
    assert len(page.xpath("//table[@class='rules']/tbody/tr")) == SEED[TABLE].count(b"<rule ")
    assert page.xpath("//tr[@class='taken']/th/text()")[0].strip() == "规则第2条"
    assert page.xpath("//td[@class='cell-failed']")
    assert re.search("，则符合第\\d条", analyst.words())
    words = page.xpath("//table[@class='rules']//span[@class='met']/data/text()")
    assert words[0] == "三级"
    assert page.xpath("//*[@id='in.levels']")[0].text.strip() == LEVELS


def test_it_decides_by_the_draft_and_not_by_the_release(analyst, draft):
    upload(analyst, draft, SEED[TABLE].replace("按50%标准享受".encode(), "按半额享受".encode()))
    page = attempt(analyst, draft, certificate_valid="true", overall_level="3", levels=LEVELS)
    assert "按半额享受" in outcome(page)["理由"]


@pytest.mark.parametrize(
    ("name", "typed", "words"),
    [
        ("overall_level", "三级", "请填数字"),
        ("overall_level", "NaN", "请填数字"),
        ("levels", "[{", "写法不对"),
        ("levels", "[" * 1999, "写法不对"),
        ("levels", '智力"', "写法不对"),
    ],
)
def test_what_cannot_be_read_is_said_beside_it_and_what_was_typed_stays(analyst, draft, name, typed, words):
    page = attempt(analyst, draft, certificate_valid="true", **{name: typed})
    assert analyst.status == 422
    assert outcome(page) == {}
    (link,) = page.xpath("//*[@role='alert']//a")
    assert words in link.text_content()
    field = page.get_element_by_id(link.get("href").removeprefix("#"))
    assert field.get("aria-invalid") == "true"
    assert words in page.get_element_by_id(field.get("aria-describedby").split()[-1]).text_content()
    assert (field.get("value") or field.text or "").strip() == typed
    assert page.xpath("//option[@value='true']/@selected")


def test_a_date_is_read_as_one(analyst, draft):
    path = "dmn/county_parameters.dmn"
    attempt(analyst, draft, path, on="昨天")
    assert analyst.status == 422
    assert "请填日期" in analyst.words()
    attempt(analyst, draft, path, on="2026-08-17", county="140105")
    assert analyst.status == 200


def test_a_table_with_an_error_is_not_tried_but_says_what_is_wrong(analyst, draft):
    upload(analyst, draft, SEED[TABLE].replace(b"<text>true</text>", b"<text>true and (</text>", 1))
    page = attempt(analyst, draft)
    assert analyst.status == 422
    assert page.xpath("//li[@class='error']")


def test_rules_that_clash_are_told_instead_of_an_outcome(analyst, draft):
    path = "dmn/living_subsidy.dmn"
    upload(analyst, draft, SEED[path].replace(b'"dibao_edge"', b'"dibao"', 1), path)
    page = attempt(analyst, draft, path, certificate_valid="true", relief="dibao")
    assert analyst.status == 200
    assert page.xpath("//section[@aria-labelledby='outcome']/p[@class='wrong']")


@pytest.mark.parametrize("path", sorted(path for path in SEED if path.startswith("dmn/")))
def test_every_table_can_be_tried_with_nothing_known(analyst, draft, path):
    page = attempt(analyst, draft, path)
    assert analyst.status == 200
    assert isinstance(page, html.HtmlElement)
    assert outcome(page) or page.xpath("//p[@class='wrong']")
