"""What a caseworker meets: tasks of their county, a task with its case, entries kept, conflicts told in words."""

import re

import pytest
from sqlalchemy import event

from app.cli.rooms import Rooms
from app.decisions.words import unmarked
from app.events.facts import DecisionMade
from app.store.db import db


@pytest.fixture
def task(applicant, settle):
    """The path of the first task of a new case in one county, and the case's id."""
    case = applicant.apply()
    settle()
    return case


def opened(worker, case):
    """Find the case's task in the list, page by page, as a person would."""
    number = 1
    while True:
        page = worker.open(f"/tasks?page={number}")
        for link in page.xpath("//table//th/a/@href"):
            if f"/cases/{case}" in worker.open(link).xpath("//main//a/@href"):
                return link
        if not page.xpath("//a[@rel='next']"):
            return None
        number += 1


def test_a_task_shows_what_was_given_and_what_was_decided(task, another):
    worker = another("federation_xd")
    assert opened(worker, task)
    words = worker.words()
    assert "示例·张三" in words
    assert "居民户口簿" in words
    assert "已作出的决定" in words
    assert worker.page.xpath("//form[@enctype]//button[@value='submit']")


def test_the_institution_that_was_asked_for_stands_in_the_review_to_be_changed_or_kept(applicant, another, settle):
    case = applicant.apply(institution="太原市小店区指定医院（示例）")
    settle()
    worker = another("federation_xd")
    worker.send(opened(worker, case), {"do": "update", "decision": "accept"})
    assert worker.page.xpath("string(//input[@name='institution']/@value)") == "太原市小店区指定医院（示例）"
    worker.send(worker.path, {"do": "update", "decision": "accept", "institution": ""})
    assert worker.page.xpath("string(//input[@name='institution']/@value)") == ""


def test_a_list_is_chosen_by_its_address_counts_beside_the_choices_and_names_nobody_whole(task, another):
    worker = another("federation_xd")
    step = worker.open("/tasks?item=残疾人证新办").xpath("string(//table//th/a)")
    page = worker.open(f"/tasks?state=free&step={step}&item=残疾人证新办&sort=age")
    chosen = page.xpath("//form[@role='search']//option[@selected]/@value")
    assert chosen == [step, "残疾人证新办", "age"]
    assert page.xpath("string(//form[@role='search']//button[@aria-pressed='true'])").startswith("未领取")
    assert re.search(rf"{step} \([1-9]\d*\)", worker.words())
    assert "示＊＊＊＊" in worker.words()
    assert "示例·张三" not in worker.words()
    assert re.search(r"还剩\d+个工作日", worker.words())


@pytest.mark.parametrize(
    ("query", "advice"),
    [
        ("late=1", "去掉“只看已超期”"),
        ("step=没有的环节", "清除筛选"),
        ("state=mine", "在“未领取”中领取一项"),
        ("page=900", "请回到第一页"),
        ("state=nonsense&sort=nonsense&late=nonsense", ""),
    ],
)
def test_an_empty_list_says_what_to_do(query, advice, task, another):
    worker = another("window_xd" if query == "state=mine" else "federation_xd")
    page = worker.open(f"/tasks?{query}")
    assert worker.status == 200
    assert bool(page.xpath("//*[@class='empty']")) == bool(advice)
    assert advice in worker.words()


def test_a_list_takes_as_many_statements_for_many_tasks_as_for_one(app, task, another, applicant, settle):
    worker, asked = another("federation_xd"), []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))

    def statements():
        asked.clear()
        worker.open("/tasks")
        return len(asked)

    statements()  # a first look reads the release
    few = statements()
    applicant.apply()
    settle()
    assert statements() == few <= 12


def test_the_way_back_from_a_task_leads_to_the_list_as_it_was_chosen(task, another):
    worker = another("federation_xd")
    link = opened(worker, task)
    worker.open("/tasks?late=1&sort=age&state=all&step=")
    page = worker.open(link)
    assert page.xpath("//main/p/a/@href")[0] == "/tasks?late=1&sort=age"
    worker.send(f"{link}/claim")
    worker.send(f"{link}/release")
    assert worker.answer.request.full_path == "/tasks?late=1&sort=age"


def test_a_decision_names_the_rule_as_the_law_says_it_and_not_by_its_id(task, another, app):
    worker = another("federation_xd")
    worker.open(f"/cases/{task}")
    with app.app_context():
        record = app.extensions["queries"].record(task)
    made = [one.fact.explanation for one in record if isinstance(one.fact, DecisionMade)]
    tables = [table for explanation in made for table in explanation["tables"]]
    chosen = [(n, r) for t in tables for n, r in enumerate(t["rules"], 1) if r["id"] in t["chosen"]]
    grounds = [(n, unmarked(rule["annotation"])) for n, rule in chosen]
    assert grounds
    told = worker.words()
    assert [(n, words) for n, words in grounds if f"适用规则第{n}条：{' '.join(words.split())}" not in told] == []
    assert [rule for e in made for rule in e["matched"] if rule in told] == []


def test_a_task_of_another_county_is_closed(task, another):
    link = opened(another("federation_xd"), task)
    other = another("federation_lz")
    assert opened(other, task) is None
    other.open(link)
    assert other.status == 403
    other.open("/tasks")
    other.send(f"{link}/claim")
    assert other.status == 403
    assert other.client.get(f"/cases/{task}").status_code == 403


def test_a_task_is_claimed_given_back_and_claimed_again(task, another):
    worker = another("federation_xd")
    link = opened(worker, task)
    worker.send(f"{link}/claim")
    assert "退回任务" in worker.words()
    assert "我" in worker.open("/tasks?state=mine").xpath("string(//table)")
    worker.open(link)
    worker.send(f"{link}/release")
    assert worker.path == "/tasks"
    assert "任务已退回" in worker.words()


def test_an_error_keeps_what_the_caseworker_wrote(task, another):
    worker = another("federation_xd")
    link = opened(worker, task)
    page = worker.send(link, {"note": "已电话核实", "do": "submit"})
    assert worker.status == 422
    assert page.xpath("string(//textarea[@name='note'])") == "已电话核实"
    assert page.xpath("//*[@class='summary']//a")


def test_the_second_of_two_is_told_who_was_first(task, another):
    worker = another("federation_xd")
    link = opened(worker, task)
    refusal = {"decision": "refuse", "reason": "材料不符", "do": "submit"}
    worker.send(link, refusal)
    assert "已办结" in worker.words()
    worker.open(link)
    assert worker.status == 409
    assert "赵文静" in worker.words()
    assert "办结" in worker.words()


def test_a_report_that_nobody_waits_for_is_kept(another):
    worker = another("federation_xd")
    worker.open("/reports")
    link = worker.page.xpath("//ul[@class='cases']//a/@href[contains(., 'delivered')]")[0]
    worker.open(link)
    worker.send(link, {"do": "submit", "message-key": "14010519650303313441", "on": "2026-08-16"})
    assert "目前没有案件在等待" in worker.words()


def test_a_change_that_somebody_tells_an_office_opens_a_case_of_its_own(app, another):
    worker = another("federation_xd")
    worker.open("/reports")
    link = worker.page.xpath("//ul[@class='cases']//a/@href[contains(., 'change_reported')]")[0]
    page = worker.open(link)
    page = worker.send(link, {"do": "submit", "note": "来电"})
    assert worker.status == 422
    assert page.xpath("string(//textarea[@name='note'])") == "来电"
    worker.send(link, {"do": "submit", "message-key": "140105196503033134", "kind": "death", "on": "2026-08-16"})
    assert "已登记，已另立案件办理。" in worker.words()
    with app.app_context():
        [opened] = [one for one in Rooms(app).queries.cases() if one.process == "change_report"][-1:]
        first = Rooms(app).queries.record(opened.id)[0].fact
    assert (first.data["id_no"], first.data["county"], first.division) == ("140105196503033134", "140105", "140105")


def test_only_what_people_can_know_is_offered_for_recording(another):
    """Messages by which the product's own clocks speak are not anybody's to record."""
    worker = another("federation_xd")
    worker.open("/reports")
    names = {link.rpartition("/")[2] for link in worker.page.xpath("//ul[@class='cases']//a/@href")}
    assert names == {"change_reported", "delivered", "objection_raised"}


def test_only_what_people_report_can_be_recorded_and_each_is_named(another):
    """That a time has run out is between the clock and the case: nobody at a desk says so."""
    worker = another("federation_xd")
    page = worker.open("/reports")
    links = dict(
        zip(page.xpath("//ul[@class='cases']//a/@href"), page.xpath("//ul[@class='cases']//a/text()"), strict=True)
    )
    assert {"/reports/change_reported", "/reports/delivered", "/reports/objection_raised"} <= set(links)
    assert [title for title in links.values() if not re.search("[\u4e00-\u9fff]", title)] == []
    worker.open("/reports/time_limit_reached")
    assert worker.status == 404


def test_an_unknown_report_is_not_found(another):
    worker = another("federation_xd")
    worker.open("/reports/nothing")
    assert worker.status == 404
    assert "没有找到" in worker.words()
