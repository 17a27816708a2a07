"""Publishing on a real database: who may, from when, what is refused, and what is given out afterwards."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from app.catalogue import Catalogue
from app.cli.scratch import inside
from app.errors import Conflict, ModelError, NotFound, Refused
from app.settings import Settings
from app.store import schema
from app.store.db import attach
from app.store.keyring import Keyring
from tests.unit.catalogue.conftest import DELEGATES

NOW = datetime(2026, 9, 1, 2, tzinfo=UTC)
TODAY = date(2026, 9, 1)
TWO = {"author": "analyst", "approver": "lead", "note": "首次发布"}


@pytest.fixture
def catalogue(tmp_path):
    app = Flask("catalogue")
    settings = inside(Settings(), tmp_path, "http://127.0.0.1:9")
    attach(app, settings)
    schema.attach_migrations(app)
    with app.app_context():
        schema.upgrade()
        yield Catalogue(DELEGATES, Keyring.load(settings.keys_file))


@pytest.fixture
def publish(catalogue):
    def go(files, effective_on=TODAY, now=NOW, **who):
        return catalogue.publish(files, **{**TWO, **who}, effective_on=effective_on, now=now)

    return go


def test_a_published_release_comes_back_with_the_same_files(catalogue, publish, seed):
    published = publish(seed)
    assert (published.number, published.author, published.approver) == (1, "analyst", "lead")
    assert dict(catalogue.release(1).files) == dict(seed)
    assert catalogue.release(1) is published


def test_the_release_in_force_is_the_last_that_took_effect_by_the_day(catalogue, publish, seed):
    publish(seed, effective_on=date(2026, 1, 1))
    publish(seed, effective_on=TODAY + timedelta(days=30))
    assert catalogue.in_force(TODAY).number == 1
    assert catalogue.in_force(date(2026, 10, 1)).number == 2
    assert catalogue.in_force_at(datetime(2026, 9, 30, 15, 59, 59, tzinfo=UTC)).number == 1
    assert catalogue.in_force_at(datetime(2026, 9, 30, 16, 0, 0, tzinfo=UTC)).number == 2
    assert [each.number for each in catalogue.history()] == [1, 2]


def test_before_the_first_release_nothing_is_in_force(catalogue):
    with pytest.raises(NotFound):
        catalogue.in_force(TODAY)


def test_a_release_with_errors_is_not_published_and_the_running_one_stays(catalogue, publish, seed):
    publish(seed)
    with pytest.raises(ModelError) as refused:
        publish({**seed, "bpmn/one_thing.bpmn": b"<broken"})
    assert refused.value.findings[0].file == "bpmn/one_thing.bpmn"
    assert catalogue.in_force(TODAY).number == 1


@pytest.mark.parametrize("who", [{"approver": "analyst"}, {"approver": " Analyst "}, {"approver": ""}, {"author": " "}])
def test_a_second_person_approves(publish, seed, who):
    with pytest.raises(Refused):
        publish(seed, **who)


def test_only_the_first_release_may_begin_in_the_past(publish, seed):
    publish(seed, effective_on=date(2020, 1, 1))
    with pytest.raises(Refused, match="生效日期不能早于今天（2026-09-01）"):
        publish(seed, effective_on=date(2026, 8, 31))


def test_a_double_click_publishes_once(catalogue, publish, seed):
    publish(seed)
    with pytest.raises(Conflict):
        publish(seed)
    assert len(catalogue.history()) == 1
