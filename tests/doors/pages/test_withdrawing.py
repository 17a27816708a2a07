"""An applicant takes an application back while it is under way; nobody else can, and only once."""


def test_an_application_is_withdrawn_and_says_so(applicant, settle):
    case_id = applicant.apply()
    settle()
    page = applicant.open(f"/applications/{case_id}")
    [way] = page.xpath("//a[contains(@href, 'withdraw')]/@href")
    page = applicant.open(way)
    assert "尚未办结的事项停止办理" in applicant.words()
    applicant.send(way, {"reason": "暂不办理", "do": "submit"})
    settle()
    applicant.open(f"/applications/{case_id}")
    assert "已办结" in applicant.words()
    assert "已撤回" in applicant.words()
    assert not applicant.page.xpath("//a[contains(@href, 'withdraw')]")
    applicant.open(way)
    assert applicant.status == 404


def test_a_withdrawn_application_leaves_the_inbox(applicant, another, settle):
    case_id = applicant.apply()
    settle()
    number = " ".join(applicant.open(f"/applications/{case_id}").xpath("//p[@class='lead']/strong/text()"))
    federation = another("federation_xd")
    assert number in inbox(federation)
    task = federation.task_of(number)
    applicant.open(f"/applications/{case_id}/withdraw")
    applicant.send(f"/applications/{case_id}/withdraw", {"do": "submit"})
    assert number not in inbox(federation)
    federation.open(task)
    assert federation.status == 409
    assert "申请已撤回" in federation.words()
    assert "系统" not in federation.words()


def inbox(reader):
    """All pages of the inbox, as words."""
    said, page = "", 1
    while True:
        more = reader.open(f"/tasks?page={page}").xpath("//a[@rel='next']")
        said, page = said + reader.words(), page + 1
        if not more:
            return said


def test_nobody_withdraws_anothers_application(applicant, another, settle):
    case_id = applicant.apply()
    settle()
    stranger = another("applicant2")
    stranger.open(f"/applications/{case_id}/withdraw")
    assert stranger.status == 404
    stranger.open("/applications")
    stranger.send(f"/applications/{case_id}/withdraw", {"do": "submit"})
    assert stranger.status == 404
    applicant.open(f"/applications/{case_id}")
    assert "已撤回" not in applicant.words()


def test_a_reason_that_is_too_long_is_kept_and_changes_nothing(applicant, settle):
    case_id = applicant.apply()
    settle()
    applicant.open(f"/applications/{case_id}/withdraw")
    page = applicant.send(f"/applications/{case_id}/withdraw", {"reason": "长" * 501, "do": "submit"})
    assert applicant.status == 422
    assert page.xpath("string(//textarea[@name='reason'])").strip() == "长" * 501
    applicant.open(f"/applications/{case_id}")
    assert applicant.page.xpath("//a[contains(@href, 'withdraw')]")


def test_no_office_records_a_withdrawal_for_a_case_that_is_not_its_own(another):
    federation = another("federation_xd")
    page = federation.open("/reports")
    assert not page.xpath("//main//a[contains(@href, 'withdrawn')]")
    federation.open("/reports/withdrawn")
    assert federation.status == 404
