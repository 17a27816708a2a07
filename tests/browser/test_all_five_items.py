"""One application for a certificate and all four benefits goes through every office, to the card in the hand."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.applications import Filed, application, file, someone
from tests.browser.people import Meet, Visitor
from tests.browser.product import Live

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
ALL = ("cert_new", "living_subsidy", "care_subsidy", "employment_assistance", "pension_proxy_payment")
WHO = someone("示例·五件齐", "19840214")
NUMBER = WHO["id_no"] + "41"  # what the certificate adds: the category and the level that the hospital found
LETTERS = {"受理通知书", "残疾人两项补贴政策告知承诺书", "残疾人证发放公示", "统一办理结果通知书"}


def _certify(meet: Meet, live: Live, case: str) -> None:
    """What federation and hospital do until the public notice."""
    federation, hospital = meet("federation_xd"), meet("hospital_xd")
    federation.work("审核申请并指定评定机构", case, decision="accept", institution="小店区人民医院")
    visit = live.day(2)
    hospital.work("预约评定", case, appointment_on=visit, place="门诊三楼")
    live.advance(2)
    hospital.work("记录评定结果", case, attendance="attended", assessed_on=visit, level_limb="1")
    federation.work("审核评定结果", case, meets_standard="yes")


def _issued(applicant: Visitor) -> str:
    """The month of the certificate, from which on the subsidies are paid."""
    told = re.search(r"已出证\D*(\d{4})年(\d{1,2})月", applicant.page.inner_text("main"))
    assert told
    return f"{told[1]}年{told[2]}月"


def _grant(meet: Meet, case: str) -> None:
    """What the offices of the four benefits have to judge."""
    civil_affairs = meet("civil_affairs_xd")
    civil_affairs.work("审查困难残疾人资格", case, decision="agree")
    civil_affairs.work("判断是否需要长期照护", case, needs_care="yes", evidence="入户查看")
    meet("human_resources_xd").work("核实比对不符", case, decision="accept", reason="参保信息已补登")
    meet("federation_xd").work("审核帮扶申请", case, decision="accept")


def _deliver_and_serve(meet: Meet, live: Live) -> None:
    """The cases that follow are found by the name that their pages tell: the card, province and city."""
    name, federation = WHO["name"], meet("federation_xd")
    federation.work("制作残疾人证", name, made_on=live.day())
    federation.work("到县级残联自取", name, received_by="self", received_on=live.day())
    meet("employment_centre").work("梳理需求", name, city="140100", needs=["guidance", "policy"])
    city = meet("city_ty")
    city.find("开展就业服务", name)
    expect(
        city.page.get_by_text("拟接受就业类型：灵活就业；应聘类型：未填；需求帮扶内容：就业指导、政策支持")
    ).to_be_visible()
    city.work("开展就业服务", name, services=["guidance"], outcome="served")


def test_all_five_items_come_out_of_one_form(meet: Meet, live: Live) -> None:
    live.on_file(WHO["id_no"], pension_matched=False, pension_reason="系统中未比对到该人员")
    applicant = meet("applicant1")
    filed = file(applicant, application(WHO, *ALL, employment_kinds=["灵活就业"], help_wanted=["就业指导", "政策支持"]))
    _certify(meet, live, filed.number)
    applicant.wait_for("残疾人证新办", filed.progress)
    issued = _issued(applicant)
    applicant.looks("five-issued")
    assert applicant.results()["残疾人证新办"] == ("已发证", f"残疾人证号：{NUMBER}")
    assert applicant.results()["困难残疾人生活补贴"] == ("办理中", "")
    _grant(meet, filed.number)
    _deliver_and_serve(meet, live)
    applicant.open(filed.progress)
    applicant.looks("five-decided")
    year, month, _ = live.day().split("-")
    marked = f"{year}年{int(month)}月"
    assert applicant.results() == {
        "残疾人证新办": ("已发证", f"残疾人证号：{NUMBER}"),
        "困难残疾人生活补贴": ("已办成", f"自{issued}起发放，发放比例：100%"),
        "重度残疾人护理补贴": ("已办成", f"自{issued}起发放，发放比例：100%"),
        "残疾人就业帮扶": ("已办成", "需求已推送省残疾人就业创业网络服务平台，由市残联开展就业服务"),
        "城乡居民基本养老保险补助": ("已办成", f"自{marked}起标识特殊身份，按规定代缴养老保险费"),
    }
    assert {item: state for item, (state, _) in applicant.followed().items()} == {
        "残疾人证制作和送达": "已送达",
        "就业服务": "已服务",
        "困难残疾人生活补贴发放": "发放中",
        "重度残疾人护理补贴发放": "发放中",
        "养老保险费代缴": "代缴中",
    }
    letters = applicant.letters()
    assert set(letters) == LETTERS | {f"办理决定书：{item}" for item in applicant.results()}
    assert all(WHO["name"] in said for said in letters.values())
    assert NUMBER in letters["统一办理结果通知书"]
    assert [one["number"] for one in live.told("platform", "rating", filed.number)] == [filed.number]
    _prove(meet, filed)


def _prove(meet: Meet, filed: Filed) -> None:
    auditor = meet("auditor")
    for button, answer in (("核对事实链", "事实链完整"), ("重新回放", "回放一致")):
        auditor.open(filed.audited)
        assert auditor.press(button) == 200
        expect(auditor.page.get_by_role("status")).to_contain_text(answer)
        auditor.looks(f"five-{button}")
