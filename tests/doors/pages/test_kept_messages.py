"""What an operator meets when a message comes that nobody waits for: it is seen, handed in again, or settled."""

import pytest

from app.calendar import legal_day
from app.events.actor import Actor
from app.events.facts import MessageSettled, MessageTriedAgain
from app.store import reads
from app.store.records import records

WHOM = "140105193003031111"


@pytest.fixture
def sent(app):
    """Let a message arrive; gives its id."""

    def send(number, key=WHOM, name="change_reported"):
        with app.app_context():
            cases, now = app.extensions["cases"], app.extensions["now"]()
            told = {"actor": Actor("message", "hospital"), "now": now, "message_id": number}
            cases.receive(name, key, {"kind": "death", "note": "机密"}, **told)
        return number

    return send


def card(operator, number):
    """The card of a message on the page, found by its form, page by page."""
    path = "/kept"
    while path:
        page = operator.open(path)
        found = page.xpath(f"//li[.//form[@action='/kept/{number}/settle']]")
        if found:
            return found[0].text_content()
        path = next(iter(page.xpath("//a[@rel='next']/@href")), None)
    return None


def recorded(app, kind):
    with app.app_context():
        keyring, day = app.extensions["cases"].commands.keyring, legal_day(app.extensions["now"]())
        found = records(f"messages:{day.isoformat()}", keyring=keyring)
        return [one.fact for one in found if isinstance(one.fact, kind)]


def test_a_message_nobody_waits_for_is_listed_masked_with_why(another, sent):
    sent("kept-1")
    told = card(another("operator"), "kept-1")
    assert "140******11" in told
    assert WHOM not in told
    assert "机密" not in told
    assert "目前没有案件以此编号等待" in told
    sent("kept-2", name="unheard_of")
    assert "现行流程中没有环节等待这种消息" in card(another("operator"), "kept-2")


def test_handed_in_again_it_stays_while_nobody_waits_and_says_so(app, another, sent):
    sent("kept-3")
    operator = another("operator")
    operator.open("/kept")
    operator.send("/kept/kept-3/again")
    assert "目前仍没有案件在等待这条消息" in operator.words()
    assert card(operator, "kept-3")
    assert [one.cases for one in recorded(app, MessageTriedAgain) if one.message == "kept-3"] == [[]]


def test_settled_with_a_reason_it_is_gone_for_good_and_the_record_says_why(app, another, sent):
    sent("kept-4")
    operator = another("operator")
    operator.open("/kept")
    operator.send("/kept/kept-4/settle")
    assert (operator.status, "请填写了结的理由" in operator.words()) == (422, True)
    operator.send("/kept/kept-4/settle", {"reason": "重复报告"})
    assert card(operator, "kept-4") is None
    assert [one.reason for one in recorded(app, MessageSettled) if one.message == "kept-4"] == ["重复报告"]
    operator.open("/kept")
    operator.send("/kept/kept-4/settle", {"reason": "再来一次"})
    assert operator.status == 409
    operator.send("/kept/nothing/again")
    assert operator.status == 404
    with app.app_context():
        assert "kept-4" not in [one.id for one in reads.kept(limit=100)]
