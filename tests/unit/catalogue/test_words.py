"""What people are shown of tables: every code has its word, every part its label, and all of it is found in English."""

import json
from datetime import date

import pytest

from app.catalogue import Release
from app.catalogue.checks import findings
from tests.unit.catalogue.conftest import DELEGATES

WORDS = "forms/reference/words.json"
TABLE = "dmn/living_subsidy.dmn"
ASKED = "<text>relief</text>\n        </inputExpression>"
LISTED = ASKED + '<inputValues><text>"none", "dibao", "dibao_edge", "rich"</text></inputValues>'
OUTCOME = '<output id="Output_1" label="结论" name="outcome" typeRef="string" />'
DEFAULTED = OUTCOME[:-2] + '><defaultOutputEntry><text>"later"</text></defaultOutputEntry></output>'


def hits(found, file, old, new):
    return [each for each in found(file, old, new) if each.severity == "warning"]


def test_the_seed_says_everything_in_words(before):
    assert {
        each for each in before if "no word" in each.what or "no label" in each.what or "no English" in each.what
    } == set()


@pytest.mark.parametrize(
    ("file", "old", "new", "element", "said"),
    [
        (TABLE, '<text>"dibao"</text>', '<text>"poor"</text>', "LIV_DIBAO", "'poor' in the column '低保情况'"),
        ("dmn/employment.dmn", '"review"', '"ponder"', "EMP_AGE_UNKNOWN", "'ponder' in the column '结论'"),
        (WORDS, '"code": "review"', '"code": "ponder"', "EMP_AGE_UNKNOWN", "'review' in the column '结论'"),
        (
            "forms/relief_check.json",
            '"value": "dibao_edge"',
            '"value": "edge"',
            "LIV_EDGE",
            "'dibao_edge' in the column",
        ),
        (
            TABLE,
            '"不属于低保或低保边缘家庭，不符合条件。"',
            '"别的理由。"',
            "LIV_NO_RELIEF",
            "'别的理由。' has no English",
        ),
        (WORDS, ', "name_en": "Refused in principle"', "", "NEW_CANCELLED", "'原则上不予受理' has no English"),
        (TABLE, ASKED, LISTED, "Column_2", "'rich' in the column '低保情况'"),
        ("dmn/employment.dmn", OUTCOME, DEFAULTED, "Output_1", "'later' in the column '结论'"),
        ("dmn/care_subsidy.dmn", ' label="类别"', "", "ItemComponent_category", "'category' has no label"),
        (TABLE, 'label="低保情况" name="relief"', 'name="relief"', "Input_relief", "'relief' has no label"),
    ],
)
def test_what_people_could_not_read_is_found_with_a_remedy(found, file, old, new, element, said):
    each = next(each for each in hits(found, file, old, new) if each.element == element and said in each.what)
    assert each.remedy
    assert each.what_zh
    assert each.remedy_zh


@pytest.mark.parametrize("name", ["relief_check.nothing", "nothing.relief", "nothing", "roles.code"])
def test_words_from_where_there_are_none_do_not_publish(found, name):
    wrong = [each for each in found(WORDS, '"relief_check.relief"', f'"{name}"') if each.file == WORDS]
    assert [(each.severity, each.element) for each in wrong] == [("error", name)]


@pytest.mark.parametrize("entry", [{"code": "a"}, {"fields": ["a"], "code": "b"}, 1, {"fields": "a", "from": "items"}])
def test_an_entry_of_another_shape_is_found(seed, entry):
    files = {**seed, WORDS: json.dumps([*json.loads(seed[WORDS]), entry]).encode()}
    assert [each.file for each in findings(files, DELEGATES) if "every entry has `fields`" in each.what] == [WORDS]


def test_a_word_is_taken_from_the_form_or_list_that_asks_for_it(seed):
    release = Release(1, "", seed, date(2026, 1, 1))
    assert release.words("zh").value("dibao_edge", "relief") == "低保边缘"
    assert release.words("en").value("dibao_edge", "relief") == "Edge household"
    assert release.words("zh").value(["care_subsidy"], "items") == "重度残疾人护理补贴"
    assert release.words("en").value({"category": "智力", "level": 3}) == "Category: Intellectual, Level: Level 3"
    assert release.words("zh").value("140105", "hukou_county") == "山西省太原市小店区"
    assert release.words("zh", "stop_month").outcome({"last_payable": "2026-08"}) == "最后发放的月份：2026-08"


def test_a_release_without_words_tells_its_codes_as_they_are(seed):
    files = {name: content for name, content in seed.items() if name != WORDS}
    assert Release(1, "", files, date(2026, 1, 1)).words("zh").value("dibao_edge", "relief") == "dibao_edge"
