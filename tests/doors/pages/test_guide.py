"""The guide says what the release says, and changes with it."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from app.catalogue import read_folder
from app.guide.chapter import chapter
from tests.doors.pages.conftest import ROOT

ITEMS = ("cert_new", "cert_renew", "cert_transfer", "cert_reissue", "cert_cancel", "cert_change")
BENEFITS = ("living_subsidy", "care_subsidy", "employment_assistance", "pension_proxy_payment")


@pytest.mark.parametrize("item", [*ITEMS, *BENEFITS])
def test_every_item_has_its_chapter(reader, item):
    page = reader.open(f"/guide/{item}")
    assert reader.status == 200
    for part in ("conditions", "papers", "steps", "basis", "contacts"):
        assert page.xpath(f"//section[@aria-labelledby='{part}']//li | //section[@aria-labelledby='{part}']//tbody/tr")
    assert page.xpath("//section[@aria-labelledby='steps']//*[local-name()='svg']")
    assert "晋残联〔2024〕58号" in reader.words()


def test_a_table_that_serves_several_items_tells_each_what_concerns_it(reader):
    said = reader.open("/guide/cert_cancel").xpath("string(//section[@aria-labelledby='conditions'])")
    assert "持有残疾人证，可以申请注销。" in said
    assert "迁移" not in said
    assert "冻结" not in said
    assert "变更残疾类别" not in said


def test_the_guide_lists_all_items(reader):
    page = reader.open("/guide/")
    assert len(page.xpath("//main//h2/a")) == len(ITEMS) + len(BENEFITS)


def test_an_item_that_is_none_is_not_found(reader):
    reader.open("/guide/cert_everything")
    assert reader.status == 404


def test_the_leaflet_says_what_the_page_says_and_is_accessible(reader):
    page = reader.open("/guide/cert_new")
    link = page.xpath("//main//a[contains(@href, '/pdf')]/@href")[0]
    answer = reader.client.get(link)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data == reader.client.get(link).data
    pdf = PdfReader(BytesIO(answer.data))
    assert pdf.metadata.title == "残疾人证新办办事指南"
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"].value is True
    assert b"pdfuaid:part" in pdf.trailer["/Root"]["/Metadata"].get_data()
    words = "".join("".join(each.extract_text().split()) for each in pdf.pages)
    shown = page.xpath("//section//li | //section[@aria-labelledby='steps']//th[@scope='row']")
    assert len(shown) > 20
    for each in shown:
        said = "".join(each.text_content().split())
        assert said in words, said
    assert reader.client.get("/guide/cert_everything/pdf").status_code == 404


@pytest.mark.parametrize("item", [*ITEMS, *BENEFITS])
def test_every_item_has_its_leaflet(reader, item):
    answer = reader.client.get(f"/guide/{item}/pdf")
    assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")


def test_papers_are_told_by_situation_and_limits_by_step(reader):
    page = reader.open("/guide/cert_new")
    names = page.xpath("//section[@aria-labelledby='papers']/h3/text()")
    assert names[0] == "都要提交"
    assert names[1:] == [
        "未满18周岁的，另交",
        "智力、精神类的，另交",
        "常住地与户籍地不在同一县（市、区）的，另交",
    ]
    row = page.xpath("//section[@aria-labelledby='steps']//tr[contains(th, '公示期限')]")
    assert "5个工作日" in row[0].text_content()
    assert "参考时限" not in row[0].text_content()


def test_papers_are_told_with_what_is_asked_of_them_and_ways_to_apply_with_free_help(reader):
    page = reader.open("/guide/cert_new")
    papers = page.xpath("//section[@aria-labelledby='papers']//li")
    assert "居民户口簿：原件1份，首页及本人页。" in [each.text_content() for each in papers]
    ways = page.xpath("string(//section[@aria-labelledby='ways'])")
    assert "“高效办成一件事”窗口" in ways
    assert "免费帮办代办" in ways


@pytest.mark.parametrize("item", [*ITEMS, *BENEFITS])
def test_a_step_is_told_once_and_its_limit_with_it(reader, item):
    page = reader.open(f"/guide/{item}")
    rows = [(row.xpath("string(th)"), row.xpath("string(td[1])")) for row in page.xpath("//main//tbody/tr")]
    assert len(rows) == len(set(rows))
    assert {"审核期限", "复评期限", "异议期限", "制证期限"}.isdisjoint(name for name, _ in rows)


def test_limits_of_the_card_and_the_service_are_told_and_ours_are_said_to_be_ours(reader):
    """They stand in cases of their own, which belong to the way of who applied."""
    page = reader.open("/guide/cert_new")
    rows = {
        row.xpath("string(th)"): row.text_content()
        for row in page.xpath("//section[@aria-labelledby='steps']//tbody/tr")
    }
    assert "10个工作日（参考时限）" in rows["制作残疾人证"]
    assert "30个工作日（参考时限）" in rows["到县级残联自取"]
    assert "20个工作日（参考时限）" in rows["邮寄期限"]
    assert "是本系统的默认值，由县（市、区）按本地规定调整" in page.xpath("string(//main)")
    served = reader.open("/guide/employment_assistance")
    assert "30个工作日（参考时限）" in served.xpath("string(//tr[contains(th, '开展就业服务')])")


def test_a_changed_table_changes_the_guide(app):
    with app.app_context():
        release = app.extensions["catalogue"].in_force(app.extensions["now"]().date())
        decide = app.extensions["cases"].functions(release.number, app.extensions["now"]())["decide"]
        before = chapter(release, "care_subsidy", decide)
        said = [words for table in before.tables for words, _ in table.rules]
        assert "残疾等级为一级或二级且需要长期照护，按全额标准享受。" in said
        files = dict(read_folder(ROOT))
        table = files["dmn/care_subsidy.dmn"].decode()
        files["dmn/care_subsidy.dmn"] = table.replace("按全额标准享受。", "按新标准享受。").encode()
        after = chapter(Changed(release, files), "care_subsidy", decide)
        assert "残疾等级为一级或二级且需要长期照护，按新标准享受。" in [w for t in after.tables for w, _ in t.rules]


class Changed:
    """A release with other files."""

    def __init__(self, release, files):
        self.number, self.files, self.reference, self.form = release.number, files, release.reference, release.form
