"""A certificate nearly ten years old, once granted at sight, is renewed: assessed, noticed, made and sent by mail."""

import pytest
from playwright.sync_api import expect

from tests.browser.applications import application, file, someone
from tests.browser.people import Meet, Visitor
from tests.browser.product import Live

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
WHO = someone("示例·换新证", "19710909")
OLD, NEW = WHO["id_no"] + "42", WHO["id_no"] + "43"


def test_a_certificate_is_renewed_and_comes_by_mail(meet: Meet, live: Live) -> None:
    live.holds_certificate(WHO["id_no"], "140105", issued_on="2017-08-01", level=2, assessed_visually=True)
    applicant, federation, hospital = meet("applicant2"), meet("federation_xd"), meet("hospital_xd")
    answers = application(WHO, "cert_renew", damaged="no", delivery="mail", mail_address="示例路9号")
    filed = file(applicant, answers)
    case = filed.number
    federation.work("审核申请", case, decision="accept", county_requires="no", institution="小店区人民医院")
    hospital.work("预约评定", case, appointment_on=live.day(), place="门诊三楼")
    hospital.work("记录评定结果", case, attendance="attended", assessed_on=live.day(), level_limb="3")
    federation.work("审核评定结果", case, meets_standard="yes")
    applicant.open(filed.progress)
    applicant.looks("renewal-notice")
    applicant.wait_for("残疾人证换领", filed.progress)
    applicant.looks("renewal-renewed")
    assert applicant.results() == {"残疾人证换领": ("已换领", f"残疾人证号：{NEW}")}
    federation.work("制作残疾人证", WHO["name"], made_on=live.day())
    [sent] = live.told("logistics", "ship", NEW)
    assert (sent["name"], sent["address"]) == (WHO["name"], "示例路9号")
    _sign(federation, live)
    assert [one["number"] for one in live.told("certificate_system", "void_certificate", OLD)] == [OLD]
    assert NEW in applicant.letters()["统一办理结果通知书"]


def _sign(federation: Visitor, live: Live) -> None:
    """The mail brings back that it was received; here somebody at the federation records it."""
    page = federation.page
    federation.open("/reports")
    page.get_by_role("link", name="登记签收").click()
    federation.fill({"message-key": NEW, "on": live.day()})
    federation.looks("renewal-delivered")
    federation.press("登记")
    expect(page.get_by_role("status")).to_contain_text("1个案件已收到")
