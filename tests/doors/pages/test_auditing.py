"""The auditor reads every fact of a case, sees why each decision fell so, and proves the case from its page."""

from app.audit.scene import STATES
from app.audit.words import SENTENCES
from app.events import facts
from app.web.look.language import ENGLISH


def kinds(fact=facts.Fact):
    for kind in fact.__subclasses__():
        yield kind.__name__
        yield from kinds(kind)


def test_every_fact_and_state_has_its_sentence_in_both_languages():
    assert sorted(SENTENCES) == sorted(set(kinds()) - {"Command"})
    assert {*SENTENCES.values(), *STATES.values()} - ENGLISH.keys() == set()


def test_an_auditor_reads_the_facts_and_why_a_table_decided_so(another, applicant):
    case = applicant.apply()
    auditor = another("auditor")
    page = auditor.open("/audit/")
    assert f"/audit/cases/{case}" in page.xpath("//main//h2/a/@href")
    page = auditor.open(f"/audit/cases/{case}")
    sequence = [int(value) for value in page.xpath("//ol[@class='facts']/li/@value")]
    assert sequence == list(range(sequence[0], sequence[0] + len(sequence)))
    taken = page.xpath("//table[@class='rules']//tr[@class='taken']")
    assert taken
    assert all(row.xpath("td[@class='cell-failed']") == [] for row in taken)
    failed = page.xpath("//table[@class='rules']//tr[not(@class)]/td[@class='cell-failed']")
    assert failed
    assert all("不符合" in cell.text_content() for cell in failed)
    assert page.xpath("//td[@class='cell-failed']/span[@class='condition']/text()")
    assert "１４０１" not in auditor.words()
    assert "140105199001012118" not in auditor.words()
    assert "张三" not in auditor.words()


def test_the_diagram_stands_as_it_stood_at_the_chosen_fact(another, applicant):
    case = applicant.apply()
    auditor = another("auditor")
    page = auditor.open(f"/audit/cases/{case}?fact=1")
    assert page.xpath("//*[local-name()='g'][contains(@class, 'untouched')]")
    assert not page.xpath("//*[local-name()='g'][contains(@class, ' done')]")
    page = auditor.open(f"/audit/cases/{case}?fact=2")
    assert page.xpath("//*[local-name()='g'][contains(@class, ' done')]")
    assert page.xpath("//table[@class='list']//tr/td[2]")
    assert [link.get("rel") for link in page.xpath("//nav[@class='stepper']/a")] == ["first", "prev", "next", "last"]
    for nonsense in ("?fact=0", "?fact=999", "?fact=x", "?diagram=nowhere", "?diagram=../x&fact=2"):
        assert auditor.open(f"/audit/cases/{case}{nonsense}").xpath("//*[local-name()='svg']")


def test_the_page_speaks_english(another, applicant):
    case = applicant.apply()
    auditor = another("auditor")
    auditor.client.set_cookie("lang", "en")
    auditor.open(f"/audit/cases/{case}?fact=2")
    assert "Fact 2 of" in auditor.words()
    assert "Passed" in auditor.words()


def test_verify_and_replay_answer_in_words(another, applicant):
    case = applicant.apply()
    auditor = another("auditor")
    auditor.open(f"/audit/cases/{case}")
    auditor.send(f"/audit/cases/{case}/verify")
    assert "事实链完整" in auditor.words()
    auditor.open(f"/audit/cases/{case}")
    auditor.send(f"/audit/cases/{case}/replay")
    assert "回放一致" in auditor.words()


def test_nobody_else_gets_in(another, applicant):
    case = applicant.apply()
    assert applicant.client.get("/audit/").status_code == 403
    assert another("federation_xd").client.get(f"/audit/cases/{case}").status_code == 403
