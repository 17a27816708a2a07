"""Who applied rates how it was handled, once; a poor rating is answered by the office, on the page of the case."""

from itertools import count
from threading import Barrier, Thread

import pytest
from sqlalchemy import select

from app.cli.rooms import Rooms
from app.store import reads
from app.store.db import Tables, reading
from tests.doors.pages.holding import cases, granted

numbers = count(1)
POOR = {"level": "dissatisfied", "about": "visits", "note": "跑了两趟", "do": "submit"}
GOOD = {"level": "very_satisfied", "do": "submit"}


@pytest.fixture
def ended(app, applicant):
    """A case of their own that has just ended, about a person whom no other test knows."""
    return granted(app, applicant, holder())


def holder():
    """An identity number with its check digit."""
    body = f"140105198001{next(numbers):02d}151"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


def rated(app):
    return cases(app, "service_rating")


def called_back(app, rating, answers):
    """Let the head of the county's federation say what they found."""
    rooms = Rooms(app)
    with app.app_context():
        [task] = reads.tasks_of(rating, open_only=True)
        assert (task.role, task.division) == ("federation_lead", "140105")
        by = rooms.people.scripted("federation_lead", "140105")
        rooms.cases.complete(task.id, answers, by=by, now=rooms.now(), key=f"found:{rating}")
        rooms.cases.drain(rooms.now())


def test_a_case_that_has_ended_invites_a_rating_and_shows_it_afterwards(app, applicant, ended, settle):
    page = applicant.open(f"/applications/{ended}")
    [invited] = page.xpath("//a[contains(@href, '/rate')]/@href")
    page = applicant.open(invited)
    offered = page.xpath("//input[@name='level']/@value")
    assert offered == ["very_satisfied", "satisfied", "basically_satisfied", "dissatisfied", "very_dissatisfied"]
    applicant.send(invited, GOOD)
    settle()
    rating = applicant.path
    assert rating not in {invited, f"/applications/{ended}"}
    assert "感谢您的评价。" in applicant.page.text_content()
    page = applicant.open(rating)
    assert "非常满意" in applicant.words()
    assert page.xpath("string(//ol[@class='steps']//strong)") == "提交评价"
    page = applicant.open(f"/applications/{ended}")
    assert not page.xpath("//a[contains(@href, '/rate')]")
    assert page.xpath("//a/@href[. = $at]", at=rating)
    assert "非常满意" in page.xpath("string(//section[@aria-labelledby='followed'])")


def test_a_poor_rating_is_a_task_of_the_office_whose_answer_is_shown(app, applicant, ended, settle):
    applicant.open(f"/applications/{ended}/rate")
    applicant.send(f"/applications/{ended}/rate", POOR)
    settle()
    rating = applicant.path
    assert "待回访" in applicant.words()
    applicant.open(f"/applications/{ended}")
    assert "残联回访，参考时限至2026年9月7日" in applicant.words()
    answer = {"contact": "reached", "found": "清单没有一次告知。", "result": "mended", "mended": "窗口张贴清单"}
    called_back(app, rating.rpartition("/")[2], answer)
    for page in (rating, f"/applications/{ended}"):
        applicant.open(page)
        assert "查明：清单没有一次告知；整改：窗口张贴清单" in applicant.words()
    applicant.client.set_cookie("lang", "en")
    applicant.open(f"/applications/{ended}")
    assert "Found: 清单没有一次告知; mended: 窗口张贴清单" in applicant.words()


def test_the_office_reads_the_rating_at_its_task(app, applicant, another, ended, settle):
    applicant.open(f"/applications/{ended}/rate")
    applicant.send(f"/applications/{ended}/rate", POOR)
    settle()
    with app.app_context():
        [task] = reads.tasks_of(applicant.path.rpartition("/")[2], open_only=True)
        login = Rooms(app).people.scripted("federation_lead", "140105").login
    lead = another(login)
    lead.open(f"/tasks/{task.id}")
    assert "评价：不满意；主要针对：跑腿的次数。跑了两趟" in lead.words()


def test_a_second_try_changes_nothing_and_shows_what_was_given(app, applicant, ended):
    applicant.open(f"/applications/{ended}/rate")
    form, before = applicant.answer, len(rated(app))
    applicant.send(f"/applications/{ended}/rate", GOOD)
    rating = applicant.path
    applicant.answer = form
    applicant.send(f"/applications/{ended}/rate", POOR)
    assert (applicant.path, len(rated(app))) == (rating, before + 1)
    assert "已经评价过" in applicant.page.text_content()
    assert "非常满意" in applicant.words()
    applicant.open(f"/applications/{ended}/rate")
    assert applicant.path == rating


def test_two_tabs_at_one_moment_rate_once(app, applicant, another, ended):
    before, barrier, tabs = len(rated(app)), Barrier(2), [another("applicant1") for _ in range(2)]
    for tab in tabs:
        tab.open(f"/applications/{ended}/rate")

    def send(tab, level):
        barrier.wait()
        tab.send(f"/applications/{ended}/rate", GOOD | {"level": level})

    threads = [Thread(target=send, args=each) for each in zip(tabs, ("satisfied", "very_satisfied"), strict=True)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(rated(app)) == before + 1
    assert tabs[0].path == tabs[1].path


def test_the_key_of_a_rating_cannot_be_taken_by_another_form(app, applicant, another, ended):
    """Keys that a browser hands in are letters and digits; that of a rating is not."""
    applicant.open("/apply")
    stranger = another("applicant2")
    stranger.open("/apply")
    stranger.apply(**{"submission-key": f"service_rating:{ended}"})
    applicant.open(f"/applications/{ended}/rate")
    applicant.send(f"/applications/{ended}/rate", GOOD)
    assert applicant.status == 200
    assert "非常满意" in applicant.words()


def test_a_rating_without_a_level_is_asked_again_and_keeps_what_was_typed(app, applicant, ended):
    applicant.open(f"/applications/{ended}/rate")
    before = len(rated(app))
    page = applicant.send(f"/applications/{ended}/rate", {"note": "还行", "do": "submit"})
    assert applicant.status == 422
    assert page.xpath("string(//textarea[@name='note'])").strip() == "还行"
    assert len(rated(app)) == before


def test_nobody_rates_anothers_case(app, applicant, another, ended):
    stranger, before = another("applicant2"), len(rated(app))
    stranger.open(f"/applications/{ended}/rate")
    assert stranger.status == 404
    stranger.open("/applications")
    stranger.send(f"/applications/{ended}/rate", GOOD)
    assert stranger.status == 404
    assert len(rated(app)) == before


def test_what_is_still_open_and_a_rating_itself_cannot_be_rated(applicant, ended, settle):
    case = applicant.apply()
    applicant.open(f"/applications/{ended}/rate")
    applicant.send(f"/applications/{ended}/rate", GOOD)
    settle()
    rating = applicant.path.rpartition("/")[2]
    for one in (case, rating):
        page = applicant.open(f"/applications/{one}")
        assert not page.xpath("//a[contains(@href, '/rate')]")
        applicant.open(f"/applications/{one}/rate")
        assert applicant.status == 404


def test_a_rating_without_the_pages_token_is_refused(app, applicant, ended):
    before = len(rated(app))
    assert applicant.client.post(f"/applications/{ended}/rate", data=GOOD).status_code == 400
    assert len(rated(app)) == before


def test_what_was_said_is_sealed_and_no_register_repeats_it(app, applicant, ended, settle):
    applicant.open(f"/applications/{ended}/rate")
    applicant.send(f"/applications/{ended}/rate", POOR | {"note": "只此一句的话"})
    settle()
    with app.app_context():
        records = Rooms(app).queries.record(applicant.path.rpartition("/")[2])
        subject = records[0].fact.data["id_no"]
        [entry] = Rooms(app).queries.register("ratings", subject)
    said = "只此一句的话"
    assert records[0].fact.data["rating"]["note"] == said
    assert said not in str(entry)
    with app.app_context(), reading() as connection:
        values = [
            v for table in Tables.metadata.sorted_tables for row in connection.execute(select(table)) for v in row
        ]
    assert [v for v in values if (said.encode() in v if isinstance(v, bytes) else said in str(v))] == []


def test_ratings_are_no_service_to_apply_for(app):
    with app.app_context():
        rooms = Rooms(app)
        assert rooms.queries.services(rooms.now()) == {"one_thing": "残疾人服务一件事"}
