"""One person's way through all offices, by pages alone: from the form to the certificate and what follows from it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.applications import PAPERS, Answers, Filed, application, file, fill_in, hand_in, someone
from tests.browser.people import Meet, Visitor
from tests.browser.product import Live

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
WISHES = ("cert_new", "care_subsidy", "employment_assistance", "pension_proxy_payment")
HAI, ANOTHER = someone("示例·王海", "19850707"), someone("示例·张三", "19900101")


def _apply_with_an_error(applicant: Visitor, answers: Answers) -> Filed:
    """Hand in with one digit wrong, find everything kept, mend it, hand in again."""
    page, right = applicant.page, answers["id_no"]
    fill_in(applicant, answers | {"id_no": right[:-1] + ("1" if right[-1] == "0" else "0")})
    assert applicant.press("提交申请") == 422
    expect(page.locator(".summary")).to_contain_text("身份证号码有误")
    for kept in ("name", "residence_county"):
        assert page.locator(f"[name='{kept}']").input_value() == answers[kept]
    for slot in ("photo", "paper_id_card", "paper_hukou", "paper_bank_card", "paper_commitment"):
        expect(page.get_by_text(PAPERS[slot]["name"]).first).to_be_visible()
    applicant.looks("apply-wrong")
    applicant.fill({"id_no": right})
    return hand_in(applicant)


def test_one_form_goes_through_all_offices_and_comes_out_decided(meet: Meet, live: Live) -> None:
    applicant, federation, hospital = meet("applicant1"), meet("federation_xd"), meet("hospital_xd")
    filed = _apply_with_an_error(applicant, application(HAI, *WISHES))
    case = filed.number
    applicant.looks("received")
    live.settle()
    federation.open("/tasks")
    federation.looks("tasks")
    federation.work("审核申请并指定评定机构", case, decision="accept", institution="小店区人民医院")
    visit = live.day(3)
    hospital.work("预约评定", case, appointment_on=visit, place="门诊三楼")
    live.advance(3)
    hospital.work("记录评定结果", case, attendance="attended", assessed_on=visit, level_limb="1")
    federation.work("审核评定结果", case, meets_standard="yes")
    applicant.open(filed.progress)
    applicant.looks("progress-notice")
    applicant.wait_for("残疾人证新办", filed.progress)
    meet("civil_affairs_xd").work("判断是否需要长期照护", case, needs_care="yes", evidence="家人照护已满一年")
    federation.work("审核帮扶申请", case, decision="accept")
    applicant.open(filed.progress)
    told = applicant.page.inner_text("main")
    assert (told.count("已发证"), told.count("已办成")) == (1, 3)
    assert "统一反馈结果" in told
    assert re.search(r"残疾人证号：\d{17}[\dX]41\b", told)  # the category and level that the hospital found
    assert re.search(r"自20\d\d年\d+月起发放，发放比例：100%", told)
    applicant.looks("progress-decided")


def test_another_county_and_a_second_desk_are_turned_away_in_words(meet: Meet, live: Live) -> None:
    filed = file(meet("applicant2"), application(ANOTHER, *WISHES))
    live.settle()
    first, stranger = meet("federation_xd"), meet("federation_lz")
    second = first.again()
    for worker in (first, second):
        worker.find("审核申请并指定评定机构", filed.number)
        worker.fill({"decision": "refuse", "reason": "材料不符"})
    assert stranger.open(first.page.url).status == 403
    expect(stranger.page.get_by_role("heading", level=1)).to_have_text("您没有办理这项操作的权限")
    stranger.looks("other-county")
    first.press("办结")
    expect(first.page.get_by_role("status")).to_contain_text("已办结")
    assert second.press("办结") == 409
    expect(second.page.get_by_role("main")).to_contain_text("赵文静")
    second.looks("too-late")
    second.leave()


def test_the_first_pages_and_the_empty_ones_are_whole(meet: Meet) -> None:
    nobody, applicant, worker = meet(""), meet("applicant3"), meet("federation_lz")
    for name, address in {"start": "/", "login": "/login", "register": "/register", "lost": "/nowhere"}.items():
        nobody.open(address)
        nobody.looks(name)
    nobody.open("/register")
    assert nobody.press("注册") == 422
    nobody.looks("register-wrong")
    applicant.open("/apply")
    applicant.looks("apply")
    applicant.open("/applications")
    applicant.looks("mine-empty")
    for name, address in {"tasks-empty": "/tasks", "incidents": "/incidents", "reports": "/reports"}.items():
        worker.open(address)
        worker.looks(name)
    worker.page.locator("main li a").first.click()
    worker.looks("report")
