"""The figures: who sees which, in words of the law, as a page and as files, and what is said of a wrong choice."""

import csv
from datetime import timedelta
from io import StringIO

import pytest

from app.web.look.language import ENGLISH
from tests.doors.pages.conftest import MORNING, product
from tests.doors.pages.counting import Made, fill

DAY = timedelta(days=1)
# In a county where nobody else of these tests applies for anything, a year earlier.
COUNTY, CITY = "140403", "140400"
LAST_YEAR = MORNING - 300 * DAY
REVIEW, WAIT = ("审核申请并指定评定机构", "federation"), ("按告知补正申请", "applicant")


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """A product of its own: cases that are made to be counted can't be read."""
    with product(tmp_path_factory.mktemp("figures")) as made:
        yield made


@pytest.fixture(scope="module")
def filled(app):
    """Of eight applications in October 2025 six ended: four items issued, one refused, one withdrawn."""
    issued, refused = {"残疾人证新办": "issued"}, {"残疾人证新办": "rejected", "困难残疾人生活补贴": "granted"}
    took = (5, 10, 10, 40)
    ended = [Made(COUNTY, LAST_YEAR, LAST_YEAR + days * DAY, items=issued) for days in took]
    others = [
        Made(COUNTY, LAST_YEAR, LAST_YEAR + 60 * DAY, items=refused),
        Made(COUNTY, LAST_YEAR, LAST_YEAR + DAY, items={"残疾人证新办": None}, outcome="withdrawn"),
        Made(COUNTY, LAST_YEAR, items={"残疾人证新办": None}, task=REVIEW, due=MORNING - DAY),
        Made(COUNTY, LAST_YEAR, items={"残疾人证新办": None}, task=WAIT),
        Made("140404", LAST_YEAR, LAST_YEAR + DAY, items=refused),
        Made(COUNTY, LAST_YEAR, LAST_YEAR + 2 * DAY, "change_report", {"变更报告": "registered"}),
    ]
    fill(app, [*ended, *others])
    return LAST_YEAR


@pytest.fixture
def lead(filled, another):
    return another("federation_lead_lz")


@pytest.fixture
def city(filled, another):
    return another("city_cz")


def table(page, name):
    """A table of the page by its heading: the words of each row's cells."""
    rows = page.xpath(f"//section[@aria-labelledby='{name}']//table[1]//tr")
    return [[" ".join(cell.text_content().split()) for cell in row] for row in rows]


def sheet(reader, name, query):
    """A table as a file, read as a spreadsheet reads it."""
    answer = reader.client.get(f"/figures/{name}.csv?{query}")
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    content = answer.get_data().decode("utf-8")
    assert content.startswith("\ufeff")
    return list(csv.reader(StringIO(content.removeprefix("\ufeff"))))


def test_a_lead_sees_how_the_work_of_the_county_goes(lead):
    page = lead.open("/figures?period=2025")
    assert "屯留区" not in lead.words()
    assert "潞州区 · 2025年" in lead.words()
    applied, reported = table(page, "processes")[1:3]
    assert applied == ["残疾人服务一件事", "8", "6", "2", "1", "10", "60"]
    assert reported == ["变更报告核实", "1", "1", "0", "0", "2", "2"]
    assert ["县级残联工作人员", "审核申请并指定评定机构", "1", "1", "300"] in table(page, "tasks")
    assert ["申请人或监护人", "按告知补正申请", "1", "0", "300"] in table(page, "tasks")
    assert not page.xpath("//section[@aria-labelledby='divisions']")


def test_what_came_of_each_item_is_told_in_the_words_of_the_law(lead):
    page = lead.open("/figures?period=2025")
    told = lead.words()
    assert "残疾人证新办 有结果的5件，办成4件，办成率80.0%。" in told
    assert "变更报告 有结果的1件。" in told
    rows = page.xpath("//div[@class='blocks']/div[1]//tbody/tr")
    assert [[" ".join(cell.text_content().split()) for cell in row] for row in rows] == [
        ["已发证", "4", "80.0%"],
        ["不符合标准", "1", "20.0%"],
        ["没有结果：已撤回", "1", "—"],
    ]


def test_months_are_told_apart_and_bars_say_no_more_than_numbers(lead):
    page = lead.open("/figures?period=2025")
    months = table(page, "parts")[1:]
    assert len(months) == 12
    assert next(row for row in months if row[1:] != ["0", "0"]) == ["2025年10月", "9", "5"]
    assert sum(int(row[2]) for row in months) == 7
    for bar in page.xpath("//svg"):
        assert bar.get("aria-hidden") == "true"


def test_every_table_has_a_caption_and_scopes(city):
    page = city.open("/figures?period=2025")
    tables = page.xpath("//main//table")
    assert len(tables) > 5
    for one in tables:
        assert one.xpath("string(caption)").strip()
        assert not one.xpath(".//th[not(@scope)]")
        assert all(row.xpath("th[@scope='row']") for row in one.xpath("tbody/tr"))


def test_a_city_compares_its_counties_and_goes_into_one(city):
    page = city.open("/figures?period=2025&process=one_thing")
    rows = {row[0]: row[1:] for row in table(page, "divisions")[1:]}
    assert rows["潞州区"] == ["8", "6", "2", "1", "83.3%", "10"]
    assert rows["上党区"] == ["1", "1", "0", "0", "50.0%", "1"]
    assert rows["黎城县"] == ["0", "0", "0", "0", "—", "—"]
    [into] = page.xpath("//section[@aria-labelledby='divisions']//a[.='潞州区']/@href")
    city.open(into)
    assert "潞州区 · 2025年" in city.words()
    assert "变更报告" not in "".join(city.page.xpath("//section//table//text()"))


@pytest.mark.parametrize("division", ["140105", "140000", "140404", "0", "1404", "9", "' OR 1=1"])
@pytest.mark.parametrize("path", ["/figures", "/figures/processes.csv"])
def test_a_division_that_is_not_ones_own_is_refused(lead, path, division):
    lead.client.get(path, query_string={"division": division})
    answer = lead.client.get(path, query_string={"division": division, "period": "2025"})
    assert answer.status_code == 403


def test_staff_see_their_own_divisions_and_those_below(another, filled):
    offered = {
        who: another(who).open("/figures").xpath("//select[@name='division']/option/@value")
        for who in ("hospital_lz", "city_cz", "province_federation", "auditor")
    }
    assert offered["hospital_lz"] == [COUNTY]
    assert offered["city_cz"][0] == CITY
    assert all(code.startswith("1404") for code in offered["city_cz"])
    assert offered["province_federation"][0] == "140000"
    assert not [code for code in offered["province_federation"] if not code.startswith("14")]
    assert {"0", "140000", "130102"} <= set(offered["auditor"])


def test_the_way_there_stands_on_top_for_staff_only(another):
    def ways(who):
        return another(who).open("/").xpath("//nav//a[@href='/figures']")

    assert all(ways(who) for who in ("federation_lead_lz", "window_lz", "city_cz", "operator", "auditor"))
    assert not any(ways(who) for who in ("applicant1", "analyst"))


@pytest.mark.parametrize(
    ("query", "said", "kept"),
    [
        ("period=between&since=2026-09-01&until=2026-08-01", "截止日期不能早于起始日期", ["2026-09-01", "2026-08-01"]),
        (
            "period=between&since=2026-02-30&until=2026-08-01",
            "起始日期不是可以统计的日期",
            ["2026-02-30", "2026-08-01"],
        ),
        ("period=between&since=明天&until=", "请填写截止日期", ["明天", ""]),
        (
            "period=between&since=1000-01-01&until=2026-08-01",
            "起始日期不是可以统计的日期",
            ["1000-01-01", "2026-08-01"],
        ),
        ("period=between&since=2001-01-01&until=2026-08-01", "一次最多统计10年", ["2001-01-01", "2026-08-01"]),
    ],
)
def test_a_wrong_period_is_told_in_words_and_what_was_typed_stays(lead, query, said, kept):
    page = lead.open(f"/figures?{query}")
    assert lead.status == 422
    assert said in " ".join(page.xpath("string(//div[@class='summary'])").split())
    assert page.xpath("//fieldset//input/@value") == kept
    for link in page.xpath("//div[@class='summary']//a/@href"):
        [field] = page.xpath(f"//*[@id='{link.removeprefix('#')}']")
        assert field.get("aria-invalid") == "true"
        assert page.xpath(f"//*[@id='{field.get('aria-describedby')}']")
    assert lead.client.get(f"/figures/processes.csv?{query}").status_code == 422


def test_a_month_that_is_none_and_a_kind_that_is_none_are_told(lead):
    page = lead.open("/figures?period=2026-13&process=nothing")
    assert lead.status == 422
    assert "看不懂统计期间“2026-13”" in lead.words()
    assert "没有这种案件" in lead.words()
    assert page.xpath("//select[@name='period']/option[@selected]/@value") == ["2026-13"]


def test_days_that_are_typed_are_meant_until_another_period_is_chosen(lead):
    days = "since=2025-10-01&until=2025-10-31"
    lead.open(f"/figures?period=2026-08&{days}")
    assert "2025年10月1日至10月31日" in lead.words()
    assert lead.page.xpath("//input[@name='shown']/@value") == ["between"]
    lead.open(f"/figures?period=2026-08&{days}&shown=between")
    assert "潞州区 · 2026年8月" in lead.words()
    assert lead.page.xpath("//fieldset//input/@value") == ["", ""]


def test_a_period_with_nothing_says_what_to_do(another):
    nobody = another("city_ty")
    nobody.open("/figures?division=140123&period=2019-01&process=pension_review")
    nobody.open("/figures?division=140123&period=2019-01")
    assert "这段时间没有案件，现在也没有待办的任务。" in nobody.words()
    assert "请换一个期间" in nobody.words()


def test_a_period_without_cases_still_shows_what_waits(lead):
    lead.open("/figures?period=2024-05")
    assert "这段时间没有受理或办结的案件。" in lead.words()
    assert "按告知补正申请" in lead.words()


@pytest.mark.parametrize("name", ["processes", "parts", "processes-parts", "results", "tasks", "divisions"])
def test_a_file_holds_what_the_page_shows(city, name):
    rows = sheet(city, name, "period=2025")
    place, when = ("长治市", "截至2026年8月17日 09:00" if name == "tasks" else "2025年")
    assert rows[0][:2] == ["统计地区", "统计期间"]
    assert {tuple(row[:2]) for row in rows[1:]} == {(place, when)}
    assert len({len(row) for row in rows}) == 1
    if name not in {"results", "processes-parts"}:
        shown = table(city.open("/figures?period=2025"), name)
        plain = [[cell.removesuffix("%").replace("—", "") for cell in row] for row in shown[1:]]
        assert [row[2:] for row in rows[1:]] == plain


def test_a_share_in_a_file_is_a_number_whose_head_says_percent(city):
    rows = sheet(city, "results", "period=2025&division=140403&process=one_thing")
    assert rows[0][2:] == ["流程", "事项", "结果", "件数", "占有结果的（%）"]
    assert ["残疾人服务一件事", "残疾人证新办", "已发证", "4", "80.0"] in [row[2:] for row in rows]


def test_a_table_that_is_none_is_not_found(lead):
    assert lead.client.get("/figures/secrets.csv?period=2025").status_code == 404


def test_no_word_of_the_law_is_run_as_a_formula(app, another):
    task = ('=HYPERLINK("http://example.org")', "federation")
    fill(app, [Made("130102", LAST_YEAR, items={}, task=task)])
    rows = sheet(another("federation_lead_ca"), "tasks", "period=2025")
    assert [row[3] for row in rows if "HYPERLINK" in row[3]] == [f"'{task[0]}"]


def test_the_page_speaks_english(lead):
    lead.client.set_cookie("lang", "en")
    page = lead.open("/figures?period=2025-Q4")
    assert "2025 Q4" in lead.words()
    assert ENGLISH["各类案件"] in lead.words()
    assert table(page, "processes")[1][0] == "Services for disabled persons as one thing"
    assert ["Applicant or guardian", "按告知补正申请", "1", "0", "300"] in table(page, "tasks")


def test_nobody_is_named(lead, city):
    for reader in (lead, city):
        told = reader.open("/figures?period=2025").text_content()
        assert "2025" in told
        assert "20251021-" not in told  # acceptance numbers
        for name in ("results", "tasks", "processes"):
            assert "示例" not in str(sheet(reader, name, "period=2025"))
