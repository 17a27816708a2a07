"""The auditor reads every fact of a case, sees why each decision fell so, and proves the case from its page."""

import re
from datetime import UTC, datetime

from sqlalchemy import text

from app.audit.scene import STATES
from app.audit.telling.words import SENTENCES
from app.cases.shown.pages import view
from app.cases.shown.views import FactLine
from app.events import facts
from app.store import reads
from app.store.db import db
from app.store.ids import new_id
from app.store.keyring import Keyring
from app.store.people import by_login
from app.store.records import records, stream_names
from app.store.rows import GrantRecord, NewPerson
from app.store.unit import unit
from app.web.drawing import read, trail
from app.web.law.called import CODE
from app.web.look.language import ENGLISH

BOUNDARY = re.compile(r'<bpmn:boundaryEvent id="(\w+)"')


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
    assert f"/audit/cases/{case}" in page.xpath("//main//th/a/@href")
    page = auditor.open(f"/audit/cases/{case}")
    sequence = [int(value) for value in page.xpath("//ol[@class='facts']/li/@value")]
    assert sequence == list(range(sequence[0], sequence[0] + len(sequence)))
    taken = page.xpath("//table[@class='rules']//tr[@class='taken']")
    assert taken
    assert all(row.xpath("td[@class='cell-failed']") == [] for row in taken)
    failed = page.xpath("//table[@class='rules']//tr[not(@class)]/td[@class='cell-failed']")
    assert failed
    assert all("不符合" in cell.text_content() for cell in failed)
    asked = page.xpath("//td[@class='cell-failed']/data[@class='condition']")
    assert asked
    assert [one.text for one in asked if CODE.search(one.text)] == []  # in words, and beside them as it is written
    assert "not(true)" in {one.get("value") for one in asked}
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


def test_what_was_handed_in_is_told_without_what_names_somebody(another, applicant, settle):
    case = applicant.apply()
    settle()
    auditor = another("auditor")
    auditor.open(f"/audit/cases/{case}?fact=1")
    told = auditor.words()
    assert "填写的内容" in told
    assert "汉族" in told
    for word in ("张三", "140105199001012118", "13800000000"):
        assert word not in told
    caseworker = another("federation_xd")
    task = caseworker.task_of(number_of(auditor, case))
    caseworker.open(task)
    answers = {"decision": "refuse", "reason": "请致电13911112222", "do": "submit"}
    caseworker.send(task, answers)
    page = auditor.open(f"/audit/cases/{case}")
    done = page.xpath("//ol[@class='facts']/li[a[starts-with(text(), '办结任务')]]/@value")
    auditor.open(f"{auditor.path}?fact={done[0]}")
    assert "139******22" in auditor.words()
    assert "13911112222" not in auditor.words()


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


def find(auditor, **asked):
    """Fill in the search and give the numbers of the cases that are listed."""
    auditor.open("/audit/")
    page = auditor.send("/audit/", asked)
    return page.xpath("//table[@class='list']/tbody/tr/th/a/text()")


def number_of(auditor, case):
    return auditor.open(f"/audit/cases/{case}").xpath("string(//h1)").split()[-1]


def test_a_case_is_found_by_number_person_division_item_outcome_and_period(another, applicant):
    case = applicant.apply(id_no="140105199001012126", sex="女")
    auditor = another("auditor")
    number = number_of(auditor, case)
    assert find(auditor, number=number) == [number]
    assert find(auditor, id_no=" 14010519900101212６ ") == [number]
    assert "1401051990" not in auditor.answer.request.url
    assert "140105199001012126" not in auditor.answer.get_data(as_text=True)
    everything = {"number": number, "division": "140105", "what": "item:残疾人证新办", "outcome": "open"}
    everything |= {"since": "2026-08-17", "until": "2026-08-17"}
    assert find(auditor, **everything) == [number]
    for name, value in {
        "division": "140106",
        "what": "item:残疾人证换领",
        "outcome": "issued",
        "since": "2026-08-18",
        "until": "2026-08-16",
        "id_no": "140105199001012118X",
    }.items():
        assert find(auditor, **(everything | {name: value})) == [], name
        assert "没有符合条件的案件" in auditor.words()
    assert find(auditor, number=number, what="process:one_thing", since="nonsense") == [number]


def test_a_search_for_a_person_is_a_reading_that_is_recorded(app, another, applicant):
    case = applicant.apply()
    auditor = another("auditor")
    before = readings(app)
    find(auditor, number="2026")
    assert readings(app) == before
    find(auditor, id_no="140105199001012118")
    read = readings(app)[len(before) :]
    assert case in {fact.case for fact in read}
    assert {fact.what for fact in read} == {"found by identity number"}
    find(auditor, id_no="nobody's")
    assert readings(app)[-1].case == ""


def readings(app):
    with app.app_context():
        names = [name for name in stream_names() if name.startswith("readings:")]
        return [record.fact for name in names for record in records(name, keyring=keyring_of(app))]


def test_an_auditor_of_one_county_finds_and_reads_only_its_cases(app, another, applicant):
    case = applicant.apply()
    number = number_of(another("auditor"), case)
    for login, division, seen in (("auditor_xd", "140105", True), ("auditor_lz", "140106", False)):
        with app.app_context():
            employ(app, login, division)
        auditor = another(login)
        assert (find(auditor, number=number) == [number]) is seen
        places = auditor.page.xpath("//select[@id='division']/option/@value")
        assert places == ["", division]
        for path in (f"/audit/cases/{case}", f"/cases/{case}"):
            assert auditor.client.get(path).status_code == (200 if seen else 403)
        auditor.open("/audit/")
        for act in ("verify", "replay"):
            auditor.send(f"/audit/cases/{case}/{act}")
            assert auditor.status == (200 if seen else 403)
            auditor.open("/audit/")


def keyring_of(app):
    return Keyring.load(app.extensions["settings"].keys_file)


def employ(app, login, division):
    """Give an auditor of one division an account with the demo's password."""
    demo = by_login("auditor", keyring=keyring_of(app))
    new = NewPerson(new_id(), login, f"示例·{login}", demo.password, (GrantRecord("auditor", division),))
    with unit(datetime(2026, 8, 17, 1, tzinfo=UTC), keyring=keyring_of(app)) as work:
        work.add_person(new)


def test_pages_of_the_list_keep_what_was_asked(another, applicant):
    case = applicant.apply()
    auditor = another("auditor")
    number_of(auditor, case)
    for _ in range(21):
        applicant.apply()
    page = auditor.open("/audit/?what=process%3Aone_thing")
    assert len(page.xpath("//table[@class='list']/tbody/tr")) == 20
    following = page.xpath("//nav[@class='pages']/a[@rel='next']/@href")
    assert "what=process" in following[0]
    assert auditor.open(following[0]).xpath("//table[@class='list']/tbody/tr")
    for nonsense in ("?page=0", "?page=-3", "?page=x", "?page=99999999999", "?since=1-1-1", "?since=0001-01-01"):
        assert auditor.client.get(f"/audit/{nonsense}").status_code == 200


def test_an_auditor_sees_a_case_without_what_names_somebody(another, applicant, settle):
    case = applicant.apply(mail_address="示例街道幸福小区3号楼")
    settle()
    auditor, caseworker = another("auditor"), another("federation_xd")
    for reader, named in ((auditor, False), (caseworker, True)):
        reader.open(f"/cases/{case}")
        assert reader.status == 200
        for word in ("张三", "140105199001012118", "13800000000", "幸福小区3号楼"):
            assert (word in reader.words()) is named, word
    assert "140******18" in auditor.words()
    assert "示＊＊" in auditor.words()


def test_a_changed_case_shows_no_error_but_the_way_to_the_proof(app, another, applicant, settle):
    case = applicant.apply()
    settle()
    auditor = another("auditor")
    auditor.open(f"/audit/cases/{case}")
    with app.app_context(), db.engine.begin() as connection:
        no = connection.execute(text("SELECT no FROM case_ WHERE id = :id"), {"id": case.replace("-", "")}).scalar_one()
        spoilt = {"no": no, "body": b"\x01 changed"}
        connection.execute(text("UPDATE fact SET body = :body WHERE stream = :no AND seq = 2"), spoilt)
    auditor.open(f"/audit/cases/{case}")
    assert auditor.status == 200
    assert "有事实无法读取" in auditor.words()
    auditor.send(f"/audit/cases/{case}/verify")
    assert "第2条事实的内容与当时记录的不同" in auditor.words()
    auditor.open(f"/audit/cases/{case}")
    auditor.send(f"/audit/cases/{case}/replay")
    assert "无法回放" in auditor.words()


def test_an_erased_case_can_still_be_verified(app, another, applicant, settle):
    case = applicant.apply()
    settle()
    with app.app_context(), unit(datetime(2026, 8, 17, 2, tzinfo=UTC), keyring=keyring_of(app)) as work:
        work.erase(case, datetime(2026, 8, 17, 2, tzinfo=UTC))
    auditor = another("auditor")
    auditor.open(f"/audit/cases/{case}")
    assert auditor.status == 200
    assert "已依法删除" in auditor.words()
    auditor.send(f"/audit/cases/{case}/verify")
    assert "事实链完整" in auditor.words()
    auditor.open(f"/audit/cases/{case}")
    auditor.send(f"/audit/cases/{case}/replay")
    assert "无法回放" in auditor.words()
    assert "已依法删除" in auditor.words()


def test_what_the_facts_draw_as_open_is_what_the_engine_holds_open(app, another, applicant, settle):
    """The drawing is made of facts alone; the engine's own state must say the same."""
    case_id = applicant.apply()
    settle()
    with app.app_context():
        case = reads.case_with_state(case_id, keyring=keyring_of(app))
        release = app.extensions["catalogue"].release(case.release)
        held = {element.ref for element in view(release, case).elements}
        told = [
            FactLine(r.seq, r.at, r.fact.kind, "", "", vars(r.fact)) for r in app.extensions["queries"].record(case_id)
        ]
        plans = {box: read(release.files[f"bpmn/{box}.bpmn"]) for box in all_processes(release)}
        went = trail(told, case.process, lambda name: plans[name].calls, lambda name: plans[name].targets)
    still = {
        f"{level.key}/{name}".lstrip("/")
        for level in went.levels.values()
        for name, mark in level.marks.items()
        if mark.state in {"active", "waiting"}
    }
    hung = {  # what hangs on an open step waits with it; the engine holds it as a part of the step
        f"{level.key}/{name}".lstrip("/")
        for level in went.levels.values()
        for name in BOUNDARY.findall(release.files[f"bpmn/{level.process}.bpmn"].decode())
    }
    assert {ref.rpartition("#")[0] for ref in held} == still - hung
    assert still


def all_processes(release):
    return [path.removeprefix("bpmn/").removesuffix(".bpmn") for path in release.files if path.startswith("bpmn/")]


def test_the_time_line_leads_to_its_facts_by_picture_and_by_table(another, applicant):
    case = applicant.apply()
    page = another("auditor").open(f"/audit/cases/{case}")
    marks = page.xpath("//*[contains(@class, 'life')]//*[local-name()='svg']//*[local-name()='a']/@href")
    rows = page.xpath("//section[@aria-labelledby='life']//table//tbody//th/a/@href")
    assert marks == rows
    facts = page.xpath("//ol[@class='facts']/li/a")
    told = {link.get("href"): link.text_content() for link in facts}
    assert set(rows) <= set(told)
    assert "开立案件" in told[rows[0]]
