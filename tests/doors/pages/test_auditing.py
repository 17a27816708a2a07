"""The auditor reads every fact of a case, sees why each decision fell so, and proves the case from its page."""

from app.audit.words import SENTENCES, about
from app.events import facts


def kinds(fact=facts.Fact):
    for kind in fact.__subclasses__():
        yield kind.__name__
        yield from kinds(kind)


def test_every_fact_has_its_sentence():
    assert sorted(SENTENCES) == sorted(set(kinds()) - {"Command"})


def test_what_a_fact_is_about_never_names_what_somebody_typed():
    assert about({"name": "审核", "data": {"id_no": "1"}, "answers": {"x": "y"}, "key": "140105"}) == "审核"


def test_an_auditor_reads_the_facts_and_why_a_table_decided_so(another, applicant):
    case = applicant.apply()
    auditor = another("auditor")
    page = auditor.open("/audit/")
    assert f"/audit/cases/{case}" in page.xpath("//main//h2/a/@href")
    page = auditor.open(f"/audit/cases/{case}")
    sequence = [int(value) for value in page.xpath("//ol[@class='facts']/li/@value")]
    assert sequence == list(range(sequence[0], sequence[0] + len(sequence)))
    assert page.xpath("//details//td[text()='采用']")
    assert page.xpath("//details//td[text()='符合']")
    assert "１４０１" not in auditor.words()
    assert "140105199001012118" not in auditor.words()


def test_verify_and_replay_answer_in_words(another, applicant):
    case = applicant.apply()
    auditor = another("auditor")
    auditor.open(f"/audit/cases/{case}")
    auditor.send(f"/audit/cases/{case}/verify")
    assert "事实链完整" in auditor.words()
    auditor.send(f"/audit/cases/{case}/replay")
    assert "回放一致" in auditor.words()


def test_nobody_else_gets_in(another, applicant):
    case = applicant.apply()
    assert applicant.client.get("/audit/").status_code == 403
    assert another("federation_xd").client.get(f"/audit/cases/{case}").status_code == 403
