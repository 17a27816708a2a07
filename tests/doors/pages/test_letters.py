"""The letters of a case: listed when its facts call for them, printed for who may read the case, nobody else."""

import re
from io import BytesIO

from pypdf import PdfReader

from app.calendar import legal_day
from app.events.facts import ReadingRecorded
from app.store.keyring import Keyring
from app.store.records import records
from tests.doors.pages.conftest import APPLICATION, JPEG
from tests.doors.pages.holding import granted

NO_CERTIFICATE = {
    **APPLICATION,
    "items": ["living_subsidy"],
    "on_dibao": "no",
    "on_dibao_edge": "no",
    "living_bank_card": "6222020000000000000",
    "living_bank": "示例银行",
    "living_account_name": "示例·张三",
    "commitment_accepted": "on",
    "signature": "示例·张三",
    "do": "submit",
}


def letters(page):
    return {"".join(link.itertext()): link.get("href") for link in page.xpath("//*[@aria-labelledby='letters']//a")}


def said(reader, href):
    answer = reader.client.get(href)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    for _, value in answer.headers:
        value.encode("latin-1")  # what a server may send; another one ends in a 500
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(answer.data)).pages)


def test_an_application_is_acknowledged_in_a_letter(applicant, settle):
    case = applicant.apply()
    settle()
    found = letters(applicant.open(f"/applications/{case}"))
    words = said(applicant, found["受理通知书"])
    assert "示例·张三" in words
    assert "残疾人证新办" in words
    assert "居民户口簿" in words
    assert "小店区残疾人联合会" in words


def test_a_letter_of_acceptance_lists_only_what_was_handed_in_and_prints_before_papers_are_checked(applicant, settle):
    applicant.open("/apply")
    later = APPLICATION | {"submit_incomplete": "on", "do": "submit"}
    applicant.send("/apply", later, {"photo": (JPEG, "photo.jpg")})
    href = f"/cases/{applicant.path.split('/')[2]}/letters/acceptance-1"
    assert "（无）" in said(applicant, href)
    settle()
    words = said(applicant, href)
    assert "照片" in words
    assert "居民户口簿" not in words


def test_what_is_missing_is_told_in_a_letter(applicant, settle):
    case = applicant.apply(categories=["智力"], submit_incomplete="on")
    settle()
    found = letters(applicant.open(f"/applications/{case}"))
    words = said(applicant, found["一次性补正告知书"])
    assert "监护人" in words
    assert "10个工作日" in words


def test_the_same_letter_is_the_same_bytes(applicant, settle):
    case = applicant.apply()
    settle()
    [href] = letters(applicant.open(f"/applications/{case}")).values()
    assert applicant.client.get(href).data == applicant.client.get(href).data


def test_letters_are_guarded_like_their_case(applicant, another, settle):
    case = applicant.apply()
    settle()
    href = f"/cases/{case}/letters/acceptance-1"
    assert another("applicant2").client.get(href).status_code == 404
    assert another("auditor").client.get(href).status_code == 403
    assert applicant.client.get(f"/cases/{case}/letters/result-1").status_code == 404


def test_an_office_reads_the_letter(applicant, another, settle):
    case = applicant.apply()
    settle()
    worker = another("federation_xd")
    found = letters(worker.open(f"/cases/{case}"))
    words = said(worker, found["受理通知书"])
    assert "示例·张三" in words


def test_a_withdrawn_application_gets_no_letter_of_decision(applicant, settle):
    case = applicant.apply()
    settle()
    applicant.open(f"/applications/{case}/withdraw")
    applicant.send(f"/applications/{case}/withdraw", {"do": "submit"})
    settle()
    found = letters(applicant.open(f"/applications/{case}"))
    assert set(found) == {"受理通知书"}
    assert "居民户口簿" in said(applicant, found["受理通知书"])  # what the work had found out is not lost


def test_a_paper_with_a_chinese_name_can_be_handed_out_by_the_name_it_came_with_last(applicant):
    for name in ("photo.jpg", "照片.jpg"):
        applicant.open("/apply")
        page = applicant.send("/apply", {"do": "update"}, {"photo": (b"\xff\xd8\xff photo", name)})
    [paper] = page.xpath("//input[@name='photo'][@checked]/@value")
    answer = applicant.client.get(f"/papers/{paper}")
    assert answer.status_code == 200
    assert "filename*=UTF-8''%E7%85%A7%E7%89%87.jpg" in answer.headers["Content-Disposition"]
    answer.headers["Content-Disposition"].encode("latin-1")


def test_a_refused_applicant_reads_why_and_what_can_be_done(applicant, settle):
    applicant.open("/apply")
    slots = applicant.send("/apply", NO_CERTIFICATE | {"do": "update"}).xpath("//input[@type='file']/@name")
    applicant.send("/apply", NO_CERTIFICATE, {slot: (JPEG, f"{slot}.jpg") for slot in slots})
    case = applicant.path.split("/")[2]
    settle()
    page = applicant.open(f"/applications/{case}")
    reason = "".join(page.xpath("string(//*[contains(@class, 'result-bad')]/p[2])").split())
    assert reason
    number = page.xpath("string(//p[@class='lead']/strong)")
    found = letters(page)
    refusal = next(href for title, href in found.items() if "/refusal-" in href)
    words = said(applicant, refusal)
    for each in ("示例·张三", number, reason, "困难残疾人生活补贴", "如何提出异议", "行政复议"):
        assert each in words, each
    grounds = words.partition("依据")[2].partition("如何提出异议")[0]
    assert "「城乡低保家庭及低保边缘家庭持有第二代残疾人证的残疾人」" in grounds, grounds
    assert "不符合持证标准" not in grounds, grounds
    commitment = next(href for href in found.values() if "/commitment-" in href)
    words = said(applicant, commitment)
    assert words.count("一式四份，第") == 4
    assert words.count("小店区民政局电话：0351-0000002") == 4


def test_a_decision_tells_its_grounds_and_months_in_the_words_of_the_plan_alone(app, applicant):
    case = granted(app, applicant, "14010519900320915X")
    found = letters(applicant.open(f"/applications/{case}"))
    decision = said(applicant, next(href for href in found.values() if "/decision-" in href))
    grounds = decision.partition("依据")[2].partition("如何提出异议")[0]
    assert "「城乡低保家庭及低保边缘家庭持有第二代残疾人证的残疾人」" in grounds
    assert not re.search(r"默认值|示例值|[A-Z]{2,}|[FG]\d", grounds), grounds
    result = said(applicant, next(href for href in found.values() if "/result-" in href))
    for words in (decision, result):
        assert "自2026年8月起发放" in words


def test_the_office_that_decided_heads_the_letter_of_its_item_and_reconsiders_it(applicant, settle):
    decides = {
        "困难残疾人生活补贴": "潞州区民政局",
        "重度残疾人护理补贴": "潞州区民政局",
        "残疾人就业帮扶": "小店区残疾人联合会",
        "城乡居民基本养老保险补助": "潞州区人力资源和社会保障局",
    }
    items = ["living_subsidy", "care_subsidy", "employment_assistance", "pension_proxy_payment"]
    asked = NO_CERTIFICATE | {
        "items": items,
        "hukou_county": "140403",
        "pension_registry": "140403",
        "long_term_care": "no",
        "care_bank_card": "6222020000000000000",
        "care_bank": "示例银行",
        "care_account_name": "示例·张三",
        "work_able_and_willing": "yes",
        "training_need": "no",
        **dict.fromkeys(("employee_pension", "in_school", "state_staff"), "no"),
        "submit_incomplete": "on",
    }
    applicant.open("/apply")
    slots = applicant.send("/apply", asked | {"do": "update"}).xpath("//input[@type='file']/@name")
    applicant.send("/apply", asked, {slot: (JPEG, f"{slot}.jpg") for slot in slots})
    assert applicant.path.endswith("/received"), applicant.page.xpath("//*[@class='summary']//a/text()")
    settle()
    found = letters(applicant.open(f"/applications/{applicant.path.split('/')[2]}"))
    refusals = [said(applicant, href) for href in found.values() if "/refusal-" in href]
    told = {item: words for item in decides for words in refusals if f"您申请的{item}，" in words}
    assert set(told) == set(decides)
    for item, words in told.items():
        assert f"{decides[item]}申请复核" in words, (item, words)
        assert words.count(decides[item]) == 2, (item, words)


def test_another_offices_caseworker_is_refused_and_every_office_reading_is_recorded(app, applicant, another, settle):
    case = applicant.apply()
    settle()
    href = f"/cases/{case}/letters/acceptance-1"
    assert another("federation_lz").client.get(href).status_code == 403
    assert another("federation_xd").client.get(href).status_code == 200
    settings = app.extensions["settings"]
    keyring = Keyring.load(settings.keys_file, cipher=settings.cipher, algorithm=settings.hash_algorithm)
    with app.app_context():
        stream = f"readings:{legal_day(app.extensions['now']()).isoformat()}"
        read = [one.fact for one in records(stream, keyring=keyring) if isinstance(one.fact, ReadingRecorded)]
    mine = [fact for fact in read if case in vars(fact).values()]
    assert [each for fact in mine for each in vars(fact).values() if str(each).startswith("letter acceptance-1 ")]
