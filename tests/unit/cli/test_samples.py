"""A new demo begins with applications at every stage: what is left for people is what the list leaves to them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.calendar import legal_day
from app.catalogue import read_folder
from app.cli.demo import samples
from app.cli.policy.command import proof
from app.cli.rooms import Rooms
from app.cli.scratch import inside
from app.factory import create_app
from app.settings import Settings
from app.store import reads
from app.store.keyring import Keyring

ROOT = Path(__file__).resolve().parents[3]
SUNDAY = datetime(2027, 2, 7, 2, tzinfo=UTC)  # nobody works, and the newest sample was filed on a Saturday


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """The installation afterwards, the list, and what was told on the way."""
    folder, files, heard = tmp_path_factory.mktemp("samples"), read_folder(ROOT), []
    settings = inside(Settings(), folder, "http://127.0.0.1:9")
    samples.put_in(create_app, settings, files, SUNDAY, lambda *told: heard.append(told))
    with create_app(settings).app_context() as context:
        yield Rooms(context.app), samples.listed_in(files, legal_day(SUNDAY)), heard


def test_the_clock_stands_at_now_and_every_sample_is_in(played):
    rooms, listed, heard = played
    assert rooms.now() == SUNDAY
    assert heard == [(number, len(listed)) for number in range(1, len(listed) + 1)]
    assert len({one["id"] for one in listed}) == len(listed) > 10


def test_what_a_sample_leaves_waits_for_somebody(played):
    rooms, listed, _ = played
    for worked in listed:
        waiting = {task.element for task in rooms.queries.scripts(worked["applicant"]["id_no"])}
        assert waiting == set(worked.get("leaves", ())), worked["title"]


def test_whoever_looks_for_a_person_finds_what_was_opened_for_them_too(played):
    rooms, listed, _ = played
    found = reads.cases_of_subject(listed[0]["applicant"]["id_no"], keyring=Keyring.load(rooms.settings.keys_file))
    opened = {"delivery", "certificate_life", "employment_service", "entitlement"}
    assert {case.process for case in found} == opened | {"one_thing"}


def test_the_record_of_all_of_it_is_whole(played):
    rooms, _, _ = played
    assert proof(rooms).holds


def test_days_are_counted_back_wherever_they_stand():
    today = (SUNDAY + timedelta(days=400)).date()
    file = b'{"samples": [{"id": "A", "submitted_on_days_ago": 2, "facts": {"certificate": {"lost_on_days_ago": -1}}}]}'
    [one] = samples.listed_in({samples.FILE: file}, today)
    assert one["submitted_on"] == one["as_of"] == (today - timedelta(days=2)).isoformat()
    assert one["facts"] == {"certificate": {"lost_on": (today + timedelta(days=1)).isoformat()}}
