"""A draft becomes a release by two people, and whoever looks at something older than what stands there is told."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from app.catalogue import Catalogue
from app.catalogue.drafting import Drafts, Steps
from app.cli.scratch import inside
from app.errors import Conflict, ModelError, NotAllowed, NotFound, Refused, TooLarge
from app.identity import Grant, Person
from app.settings import Settings
from app.store import schema
from app.store.db import attach
from app.store.keyring import Keyring
from app.store.records import records
from tests.unit.catalogue.conftest import DELEGATES

NOW = datetime(2026, 9, 1, 2, tzinfo=UTC)
TODAY = date(2026, 9, 1)
TABLE = "dmn/care_subsidy.dmn"
ANALYST, SECOND = (Person(name, name, name, (Grant("analyst", "0"),)) for name in ("analyst", "second"))
WORKER = Person("w", "w", "w", (Grant("federation", "140105"),))


class Desk:
    """The product's releases and drafts on a fresh database, with the seed published."""

    def __init__(self, seed, keyring):
        self.catalogue = Catalogue(DELEGATES, keyring)
        self.drafts = Drafts(self.catalogue, keyring)
        self.steps = Steps(self.catalogue, self.drafts, keyring)
        self.keyring = keyring
        self.publish(seed)

    def publish(self, files):
        return self.catalogue.publish(files, author="a", approver="b", note="x", effective_on=TODAY, now=NOW)

    def begin(self):
        return self.drafts.begin("提高护理补贴", ANALYST, NOW)

    def save(self, number, path, content, seen=None, by=ANALYST):
        mark = self.drafts.draft(number, by).contents.get(path, ("",))[0] if seen is None else seen
        return self.drafts.save(number, path, content, seen=mark, by=by, now=NOW)

    def changed(self, new=b"changed"):
        """A draft with one table changed harmlessly."""
        number = self.begin()
        content = self.drafts.draft(number, ANALYST).files[TABLE]
        self.save(number, TABLE, content.replace("总残疾等级".encode(), b"Level " + new))
        return number

    def ask(self, number, on=TODAY, note="改列名"):
        self.steps.ask(number, note, on, by=ANALYST, now=NOW)

    def state(self, number):
        return self.drafts.draft(number, ANALYST).info.state


@pytest.fixture
def desk(tmp_path, seed):
    app = Flask("drafts")
    settings = inside(Settings(), tmp_path, "http://127.0.0.1:9")
    attach(app, settings)
    schema.attach_migrations(app)
    with app.app_context():
        schema.upgrade()
        yield Desk(seed, Keyring.load(settings.keys_file))


def test_a_draft_begins_as_the_newest_release(desk, seed):
    number = desk.begin()
    draft = desk.drafts.draft(number, ANALYST)
    assert (draft.info.base, draft.info.state, draft.changes) == (1, "open", [])
    assert draft.files == dict(seed)
    assert [one.number for one in desk.drafts.all(ANALYST)] == [number]


@pytest.mark.parametrize("title", ["", "  ", "长" * 121])
def test_a_draft_says_in_one_sentence_what_it_is_for(desk, title):
    with pytest.raises(Refused):
        desk.drafts.begin(title, ANALYST, NOW)


def test_files_are_added_changed_and_taken_out(desk):
    number = desk.begin()
    desk.save(number, "forms/new.json", b"{}")
    desk.save(number, TABLE, b"<broken")
    mark = desk.drafts.draft(number, ANALYST).file("bpmn/advice.bpmn")[0]
    desk.drafts.remove(number, "bpmn/advice.bpmn", seen=mark, by=ANALYST, now=NOW)
    found = {one.path: one.how for one in desk.drafts.draft(number, ANALYST).changes}
    assert found == {"forms/new.json": "added", TABLE: "changed", "bpmn/advice.bpmn": "removed"}
    assert desk.catalogue.release(1).files[TABLE] != b"<broken"


def test_an_older_look_neither_overwrites_nor_takes_out(desk):
    number = desk.begin()
    old = desk.drafts.draft(number, ANALYST).file(TABLE)[0]
    new = desk.save(number, TABLE, b"<mine/>", old)
    assert new != old
    with pytest.raises(Conflict):
        desk.save(number, TABLE, b"<theirs/>", old, SECOND)
    with pytest.raises(Conflict):
        desk.save(number, TABLE, b"<theirs/>", "", SECOND)
    with pytest.raises(Conflict):
        desk.drafts.remove(number, TABLE, seen=old, by=SECOND, now=NOW)
    assert desk.drafts.draft(number, ANALYST).files[TABLE] == b"<mine/>"


@pytest.mark.parametrize(
    "path",
    ["", "care.dmn", "/etc/passwd", "../x.bpmn", "dmn/../x.dmn", "dmn/.hidden.dmn", "dmn/x.txt", "app/x.py", "bpmn//x"],
)
def test_a_path_outside_the_three_folders_is_refused(desk, path):
    number = desk.begin()
    with pytest.raises(Refused):
        desk.save(number, path, b"<x/>", "")


def test_a_huge_file_is_refused(desk):
    with pytest.raises(TooLarge):
        desk.save(desk.begin(), TABLE, b" " * (4 * 1024 * 1024 + 1))


def test_a_bad_draft_is_refused_with_findings_and_the_running_release_stays(desk):
    number = desk.begin()
    desk.save(number, TABLE, b"<broken")
    with pytest.raises(ModelError) as refused:
        desk.ask(number)
    broken = {one.file for one in refused.value.findings if one.severity == "error"}
    assert TABLE in broken
    assert broken == {one.file for one in desk.drafts.findings(desk.drafts.draft(number, ANALYST))}
    assert (desk.state(number), len(desk.catalogue.history())) == ("open", 1)


def test_two_people_make_a_release_and_each_step_is_a_fact(desk):
    number = desk.changed()
    desk.ask(number)
    desk.steps.approve(number, SECOND, NOW)
    made = desk.steps.publish(number, ANALYST, NOW)
    assert (made.number, made.author, made.approver, made.note) == (2, "analyst", "second", "改列名")
    draft = desk.drafts.draft(number, ANALYST)
    assert (draft.info.state, draft.info.release, made.files) == ("published", 2, draft.files)
    told = [(one.fact.kind, one.actor.id) for one in records("releases", keyring=desk.keyring)]
    steps = [("DraftSubmitted", "analyst"), ("DraftApproved", "second"), ("ReleasePublished", "analyst")]
    assert told == [("ReleasePublished", "a"), *steps]


def test_nobody_who_had_a_hand_in_it_approves_it(desk):
    number = desk.changed()
    desk.save(number, "forms/reference/new.json", b"[]", by=SECOND)
    desk.ask(number)
    for person in (ANALYST, SECOND, Person("x", "Analyst", "x", (Grant("analyst", "0"),))):
        with pytest.raises(NotAllowed):
            desk.steps.approve(number, person, NOW)
    assert desk.state(number) == "asked"


def test_without_approval_nothing_is_published(desk):
    number = desk.changed()
    with pytest.raises(Conflict):
        desk.steps.publish(number, ANALYST, NOW)
    desk.ask(number)
    with pytest.raises(Conflict):
        desk.steps.publish(number, ANALYST, NOW)
    assert len(desk.catalogue.history()) == 1


def test_what_waits_for_approval_cannot_be_changed_until_it_is_taken_back(desk):
    number = desk.changed()
    desk.ask(number)
    with pytest.raises(Conflict):
        desk.save(number, TABLE, b"<later/>")
    desk.steps.approve(number, SECOND, NOW)
    desk.steps.withdraw(number, ANALYST, NOW)
    desk.save(number, TABLE, b"<later/>")
    info = desk.drafts.draft(number, ANALYST).info
    assert (info.state, info.approved_by, info.hash) == ("open", None, None)


@pytest.mark.parametrize(("note", "on"), [(" ", TODAY), ("x", TODAY - timedelta(days=1))])
def test_a_request_says_why_and_from_when(desk, note, on):
    with pytest.raises(Refused):
        desk.ask(desk.changed(), on, note)


def test_a_draft_without_a_change_is_not_approved(desk):
    with pytest.raises(Refused):
        desk.ask(desk.begin())


def test_a_release_in_between_is_taken_over_before_going_on(desk, seed):
    number = desk.changed()
    advice = seed["dmn/advice.dmn"] + b"\n"
    desk.publish({**seed, "dmn/advice.dmn": advice})
    with pytest.raises(Conflict):
        desk.ask(number)
    assert desk.drafts.renew(number, ANALYST, NOW) == 2
    draft = desk.drafts.draft(number, ANALYST)
    assert ([one.path for one in draft.changes], draft.files["dmn/advice.dmn"]) == ([TABLE], advice)
    desk.ask(number)


def test_a_file_changed_on_both_sides_is_left_to_people(desk, seed):
    number = desk.changed()
    desk.publish({**seed, TABLE: seed[TABLE] + b"\n"})
    with pytest.raises(Conflict, match=TABLE):
        desk.drafts.renew(number, ANALYST, NOW)
    assert desk.drafts.draft(number, ANALYST).info.base == 1


def test_a_draft_given_up_is_only_seen(desk):
    number = desk.begin()
    desk.drafts.drop(number, ANALYST, NOW)
    with pytest.raises(Conflict):
        desk.save(number, TABLE, b"<x/>")
    assert desk.state(number) == "dropped"


def test_only_analysts_get_near_a_draft(desk):
    number = desk.begin()
    doings = [
        lambda: desk.drafts.all(WORKER),
        lambda: desk.drafts.draft(number, WORKER),
        lambda: desk.drafts.begin("x", WORKER, NOW),
        lambda: desk.drafts.save(number, TABLE, b"", seen="", by=WORKER, now=NOW),
        lambda: desk.drafts.remove(number, TABLE, seen="", by=WORKER, now=NOW),
        lambda: desk.drafts.drop(number, WORKER, NOW),
        lambda: desk.drafts.renew(number, WORKER, NOW),
        lambda: desk.steps.ask(number, "x", TODAY, by=WORKER, now=NOW),
        lambda: desk.steps.withdraw(number, WORKER, NOW),
        lambda: desk.steps.approve(number, WORKER, NOW),
        lambda: desk.steps.publish(number, WORKER, NOW),
    ]
    for doing in doings:
        with pytest.raises(NotAllowed):
            doing()


def test_a_draft_that_is_not_there_is_not_found(desk):
    with pytest.raises(NotFound):
        desk.drafts.draft(9, ANALYST)
    with pytest.raises(NotFound):
        desk.save(9, TABLE, b"<x/>", "")
