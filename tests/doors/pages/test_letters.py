"""The letters of a case: listed when its facts call for them, printed for who may read the case, nobody else."""

from io import BytesIO

from pypdf import PdfReader


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
    assert set(letters(applicant.open(f"/applications/{case}"))) == {"受理通知书"}


def test_a_paper_with_a_chinese_name_can_be_handed_out(applicant):
    applicant.open("/apply")
    page = applicant.send("/apply", {"do": "update"}, {"photo": (b"\xff\xd8\xff photo", "照片.jpg")})
    [paper] = page.xpath("//input[@name='photo'][@checked]/@value")
    answer = applicant.client.get(f"/papers/{paper}")
    assert answer.status_code == 200
    assert "filename*=UTF-8''%E7%85%A7%E7%89%87.jpg" in answer.headers["Content-Disposition"]
    answer.headers["Content-Disposition"].encode("latin-1")
