"""What goes wrong on the way: papers are missing or unreadable, a benefit is refused, somebody thinks better of it."""

import pytest
from playwright.sync_api import expect

from tests.browser.applications import Filed, add_papers, application, file, fill_in, hand_in, someone
from tests.browser.people import Meet, Visitor
from tests.browser.product import Live

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
CARELESS, LIGHT = someone("示例·缺材料", "19920606"), someone("示例·三级残", "19801111")


def _asked(applicant: Visitor, filed: Filed) -> None:
    """Go from the page of the case to what it asks of the applicant."""
    applicant.open(filed.progress)
    applicant.looks("wrong-asked")
    applicant.page.get_by_role("link", name="现在补正").click()


def _complete(applicant: Visitor, filed: Filed) -> None:
    """The notice names all that is missing; what was given stays, also when it is not all of it again."""
    _asked(applicant, filed)
    page = applicant.page
    expect(page.get_by_text("需要补正：居民户口簿、照片")).to_be_visible()
    add_papers(applicant, ["paper_hukou"])
    assert applicant.press("提交") == 422
    expect(page.get_by_text("户口簿.pdf").first).to_be_visible()
    applicant.looks("wrong-half")
    add_papers(applicant, ["photo"])
    assert applicant.press("提交") == 200


def _mend(applicant: Visitor, filed: Filed) -> None:
    """What the federation could not read is asked for in its own words."""
    _asked(applicant, filed)
    expect(applicant.page.get_by_text("身份证照片不清楚").first).to_be_visible()
    applicant.looks("wrong-returned")
    add_papers(applicant, ["paper_id_card"])
    applicant.fill({"correction_note": "已重新拍照"})
    assert applicant.press("提交") == 200


def test_missing_papers_are_asked_for_and_the_application_goes_on_until_it_is_withdrawn(meet: Meet, live: Live) -> None:
    applicant, federation = meet("applicant3"), meet("federation_xd")
    fill_in(applicant, application(CARELESS, "cert_new", submit_incomplete=["on"]), without=["photo", "paper_hukou"])
    filed = hand_in(applicant)
    live.settle()
    _complete(applicant, filed)
    told = applicant.letters()["一次性补正告知书"]
    assert "现一次性告知，请补正：1.居民户口簿2.照片请在收到本通知之日起" in told
    assert "居民身份证" not in told
    federation.work(
        "审核申请并指定评定机构",
        filed.number,
        decision="return",
        correction_names=["居民身份证"],
        correction_text="身份证照片不清楚",
    )
    _mend(applicant, filed)
    federation.work("审核申请并指定评定机构", filed.number, decision="accept", institution="小店区人民医院")
    hospital = meet("hospital_xd")
    hospital.find("预约评定", filed.number)
    _withdraw(applicant, filed)
    assert hospital.press("办结") == 409
    hospital.looks("wrong-too-late")


def _withdraw(applicant: Visitor, filed: Filed) -> None:
    applicant.open(filed.progress)
    applicant.page.get_by_role("link", name="撤回申请").click()
    applicant.fill({"reason": "准备搬家，以后再办"})
    applicant.looks("wrong-withdrawing")
    applicant.press("确认撤回")
    expect(applicant.page.get_by_role("status")).to_contain_text("申请已撤回")
    assert applicant.results() == {"残疾人证新办": ("已撤回", "")}
    expect(applicant.page.get_by_role("link", name="撤回申请")).to_have_count(0)
    applicant.looks("wrong-withdrawn")


def test_a_refused_benefit_tells_why_by_which_sentence_and_what_can_be_done(meet: Meet, live: Live) -> None:
    live.holds_certificate(LIGHT["id_no"], "140105", issued_on="2021-03-04", level=3)
    applicant = meet("applicant3")
    filed = file(applicant, application(LIGHT, "care_subsidy"))
    live.settle()
    applicant.open(filed.progress)
    applicant.looks("wrong-refused")
    [(outcome, reason)] = applicant.results().values()
    assert (outcome, reason) == ("不符合条件", "残疾等级不是一级、二级，也不含三、四级智力或精神残疾，不符合条件。")
    expect(applicant.page.locator(".result")).to_contain_text("依据和提出异议的途径见 不予办理通知书")
    told = applicant.letters()["不予办理通知书：重度残疾人护理补贴"]
    assert reason in told
    assert "「所有残疾等级为一级、二级且需要长期照护的持有第二代残疾人证的残疾人" in told
    assert "如何提出异议" in told
    assert "依法申请行政复议或者提起行政诉讼" in told
