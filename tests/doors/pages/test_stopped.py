"""Who was granted a benefit reads, on the page of the application, the notice that its payment stops."""

from datetime import timedelta

import pytest

from app.cli.rooms import Rooms
from app.events.actor import Actor
from tests.doors.pages.conftest import Reader, product
from tests.doors.pages.holding import HOLDER, granted
from tests.doors.pages.test_letters import letters, said


@pytest.fixture(scope="module")
def later(tmp_path_factory):
    """A product of its own, in which a month goes by."""
    with product(tmp_path_factory.mktemp("stopped")) as made:
        yield made


def test_the_notice_that_a_payment_stops_reaches_who_applied_and_nobody_else(later):
    applicant = Reader(later, "10.9.9.9").login("applicant1")
    case = granted(later, applicant)
    rooms = Rooms(later)
    with later.app_context():
        told = {"kind": "death", "on": {"$date": "2026-08-20"}, "note": None, "channel": "数据比对", "told_by": None}
        sent = {"actor": Actor("message", "compare"), "now": rooms.now(), "message_id": "stopped-1"}
        rooms.cases.receive("change_reported", HOLDER, told, **sent)
        rooms.cases.advance(rooms.now() + timedelta(days=40))
    found = letters(applicant.open(f"/applications/{case}"))
    notice = next(href for title, href in found.items() if title == "停止发放通知书")
    words = said(applicant, notice)
    for each in (
        "示例·张三的家属",
        "自2026年9月1日起",
        "2026年8月",
        "困难残疾人生活补贴",
        "小店区民政局",
        "「对因残疾人死亡",
    ):
        assert each in words, words
    assert Reader(later, "10.9.9.8").login("applicant2").client.get(notice).status_code == 404
    assert Reader(later, "10.9.9.7").login("hospital_xd").client.get(notice).status_code == 403
