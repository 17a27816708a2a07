"""A certificate lost far from home: a window of another province takes the report in, the county of home issues."""

import pytest
from playwright.sync_api import expect

from tests.browser.applications import application, file, someone
from tests.browser.people import Meet
from tests.browser.product import Live

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
WHO = someone("示例·在外地", "19790523") | {"residence_county": "130102", "residence_address": "示例大街3号"}
OLD = WHO["id_no"] + "42"
NEW = OLD + "B1"


def test_a_lost_certificate_is_issued_again_across_provinces(meet: Meet, live: Live) -> None:
    live.holds_certificate(WHO["id_no"], "140105", issued_on="2021-01-10", level=2)
    window, there, home = meet("window_ca"), meet("federation_ca"), meet("federation_xd")
    filed = file(window, application(WHO, "cert_reissue", lost_on=live.day(-3), certificate_number=OLD))
    there.work("审核申请", filed.number, decision="accept")
    window.open(filed.progress)
    window.looks("reissue-reviewed")
    assert window.steps() == ["提交申请", "审核申请", "户籍地审核"]
    assert window.results() == {"残疾人证挂失补办": ("办理中", "")}
    home.find("户籍地审核", filed.number)
    assert meet("federation_lz").open(home.page.url).status == 403
    home.work("户籍地审核", filed.number, decision="agree")
    window.open(filed.progress)
    window.looks("reissue-reissued")
    assert window.results() == {"残疾人证挂失补办": ("已补发", f"残疾人证号：{NEW}")}
    assert window.followed()["残疾人证制作和送达"][0] == "制证中"
    assert NEW in window.letters()["统一办理结果通知书"]
    assert [one["number"] for one in live.told("certificate_system", "void_certificate", OLD)] == [OLD]
    home.work("制作残疾人证", WHO["name"], made_on=live.day())
    home.work("到县级残联自取", WHO["name"], received_by="agent", received_on=live.day())
    assert there.open(filed.progress.replace("applications", "cases")).ok
    expect(there.page.get_by_text("已办结").first).to_be_visible()
