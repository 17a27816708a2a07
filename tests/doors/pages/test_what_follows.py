"""The applicant follows the card on the page of the application, and reads there what else may be applied for."""

from itertools import count

import pytest

from app.cli.daily.imports import Importer
from app.cli.rooms import Rooms
from app.store import reads
from tests.doors.pages.conftest import APPLICATION, JPEG, PASSWORD
from tests.doors.pages.holding import CERTIFICATE, cases

MAILED, COLLECTED = "140105199004019155", "140105199004029150"  # nobody else's
numbers = count()


def reissued(app, applicant, holder, **chosen):
    """Let somebody who lost their certificate be issued another; give the case's id."""
    rooms = Rooms(app)
    with app.app_context():
        by = rooms.people.login("federation_xd", PASSWORD)
        held = CERTIFICATE | {"id_no": holder, "levels": [{"category": "肢体", "level": 1}]}
        Importer(rooms, by, f"follows-{next(numbers)}").take(held)
        rooms.cases.drain(rooms.now())
    asked = APPLICATION | {"items": ["cert_reissue"], "id_no": holder, "certificate_number": f"{holder}41"}
    asked |= {"lost_on": "2026-08-10", "do": "submit"} | chosen
    applicant.open("/apply")
    slots = applicant.send("/apply", asked | {"do": "update"}).xpath("//input[@type='file']/@name")
    applicant.send("/apply", asked, {slot: (JPEG, f"{slot}.jpg") for slot in slots})
    assert applicant.path.endswith("/received"), applicant.words()
    case = applicant.path.split("/")[2]
    done(app, case, {"decision": "accept"})
    return case


def done(app, case, answers):
    """Let the federation complete the one open task of a case."""
    rooms = Rooms(app)
    with app.app_context():
        rooms.cases.drain(rooms.now())
        [task] = reads.tasks_of(case, open_only=True)
        by = rooms.people.login("federation_xd", PASSWORD)
        rooms.cases.complete(task.id, answers, by=by, now=rooms.now(), key=f"done:{task.id}")
        rooms.cases.drain(rooms.now())


def delivery_of(app, case):
    with app.app_context():
        [found] = [one for one in reads.opened_by(reads.case(case).no) if one.process == "delivery"]
    return found.id


@pytest.fixture(scope="module")
def kept():
    return {}


@pytest.fixture
def collected(app, applicant, kept):
    if "case" not in kept:
        kept["case"] = reissued(app, applicant, COLLECTED, delivery="pickup", mail_address="")
    return kept["case"]


def test_a_card_that_is_collected_is_followed_from_its_making_to_the_hand(app, applicant, collected):
    applicant.open(f"/applications/{collected}")
    assert "残疾人证制作和送达 制证中 由小店区残联制作，参考时限至2026年8月31日" in applicant.words()
    done(app, delivery_of(app, collected), {"made_on": "2026-08-17"})
    page = applicant.open(f"/applications/{collected}")
    assert "待领取 请于2026年9月28日前，持身份证件到小店区残联领取；逾期由该残联保管，仍可领取。" in applicant.words()
    steps = [" ".join(one.text_content().split()).split()[0] for one in page.xpath("//ol[@class='steps']/li")]
    assert steps[0] == "提交申请"
    assert steps.count("提交申请") == 1
    assert steps[-3:] == ["制作残疾人证", "通知领取", "到县级残联自取"]
    done(app, delivery_of(app, collected), {"received_by": "self", "received_on": "2026-08-17"})
    applicant.open(f"/applications/{collected}")
    assert "已送达 2026年8月17日已领取。" in applicant.words()


def test_a_card_that_is_mailed_is_followed_until_it_is_signed_for(app, applicant):
    case = reissued(app, applicant, MAILED)
    done(app, delivery_of(app, case), {"made_on": "2026-08-17"})
    applicant.open(f"/applications/{case}")
    assert "已寄出 已交付邮寄，参考时限至2026年9月14日；逾期未签收的，改为到小店区残联领取。" in applicant.words()


def test_the_advice_names_what_may_still_be_applied_for_and_leads_to_its_guide(applicant, collected):
    page = applicant.open(f"/applications/{collected}")
    links = page.xpath("//section[@aria-labelledby='advised']//a/@href")
    assert "/guide/care_subsidy" in links
    assert "/guide/pension_proxy_payment" in links
    assert "/apply" in links
    assert "/guide/cert_reissue" not in links


def test_what_follows_speaks_english(applicant, collected):
    applicant.open("/")
    applicant.send("/preferences", {"lang": "en"})
    applicant.open(f"/applications/{collected}")
    assert "What follows" in applicant.words()
    assert "Collected on 2026-08-17." in applicant.words()
    assert "You may also apply for" in applicant.words()
    applicant.send("/preferences", {"lang": "zh"})


def test_who_works_on_the_case_is_not_shown_where_the_card_is(app, another, collected):
    """The card is the holder's and the household county's; another office reads what its own task needs."""
    worker = another("federation_xd")
    worker.open(f"/cases/{collected}")
    assert worker.status == 200
    assert "已领取" not in worker.words()
    assert cases(app, "delivery")
