"""What we show to outside systems: read from one private file, shown to the right system, checked, told to nobody."""

import json
import logging
import stat

import pytest

from app.connectors import Outside, System, load, who_shows
from app.connectors.simulators.serving import running
from app.errors import OutsideRefused, Refused

SMS, COURIER = "the-secret-of-sms-01", "the-secret-of-courier"
SECRETS = {"sms": SMS, "logistics": COURIER}
TEXT = {"phone": "13900000000", "text": "x"}


@pytest.fixture
def guarded(tmp_path):
    with running(tmp_path / "outside.sqlite", secrets=SECRETS) as address:
        yield address


@pytest.fixture
def written(tmp_path):
    def write(told, mode=0o600):
        path = tmp_path / "outside.json"
        path.write_text(told if isinstance(told, str) else json.dumps(told), encoding="utf-8")
        path.chmod(mode)
        return path

    return write


def test_each_system_is_shown_its_own_secret(guarded):
    with Outside(guarded, systems={name: System(secret=secret) for name, secret in SECRETS.items()}) as client:
        assert client.tell("sms", "send", TEXT, "k") == {}


@pytest.mark.parametrize("systems", [{}, {"sms": System(secret=COURIER)}, {"sms": System()}])
def test_a_system_that_is_not_shown_its_secret_refuses_and_the_error_names_the_remedy(guarded, systems):
    with Outside(guarded, systems=systems) as client, pytest.raises(OutsideRefused) as raised:
        client.tell("sms", "send", TEXT, "k")
    assert "sms.send: 401 wrong_credential" in str(raised.value)
    assert "YIJIANSHI_OUTSIDE_FILE" in str(raised.value)
    assert COURIER not in str(raised.value)


def test_a_system_with_an_address_of_its_own_is_reached_there(guarded, tmp_path):
    elsewhere = {"sms": System(url=f"{guarded}/sms/", secret=SMS)}
    with Outside("http://127.0.0.1:9", systems=elsewhere) as client:
        assert client.tell("sms", "send", TEXT, "k") == {}


def test_no_log_and_no_text_of_a_system_holds_its_secret(guarded, caplog):
    caplog.set_level(logging.DEBUG)
    system = System(secret=SMS, reports_with=COURIER)
    with Outside(guarded, systems={"sms": system}) as client:
        client.tell("sms", "send", TEXT, "k")
    assert SMS not in caplog.text + repr(system)
    assert COURIER not in repr(system)


def test_without_a_file_nothing_is_shown(tmp_path):
    assert load(tmp_path / "outside.json") == {}


def test_a_file_is_read_as_it_is_written(written):
    told = {"sms": {"url": "https://sms.example/v1", "secret": SMS}, "logistics": {"reports_with": COURIER}}
    read = load(written(told))
    assert read == {"sms": System("https://sms.example/v1", SMS), "logistics": System(reports_with=COURIER)}


def test_a_demo_invents_secrets_once_in_a_private_file_and_reaches_no_real_address(tmp_path, written):
    path = tmp_path / "var" / "outside.json"
    first = load(path, invent=True)
    assert load(path, invent=True) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    shown = [token for one in first.values() for token in (one.secret, one.reports_with)]
    assert len(set(shown)) == len(shown) > 20
    assert load(written({"sms": {"url": "https://sms.example", "secret": SMS}}), invent=True)["sms"].url == ""


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("{", "is no JSON object"),
        ([], "is no JSON object"),
        ({"fax": {}}, "no outside system is called 'fax'; use one of"),
        ({"sms": "x"}, "sms is an object with"),
        ({"sms": {"password": SMS}}, "sms is an object with"),
        ({"sms": {"secret": "short"}}, "sms: `secret` must be 16 to 500 visible ASCII characters"),
        ({"sms": {"secret": f"{SMS}\n"}}, "sms: `secret` must be"),
        ({"sms": {"url": "ftp://x"}}, "sms: `url` must be an http or https address"),
        ({"sms": {"reports_with": SMS}, "logistics": {"reports_with": SMS}}, "the same `reports_with`"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_remedy_and_without_its_secrets(written, told, said):
    with pytest.raises(Refused) as raised:
        load(written(told))
    assert said in str(raised.value)
    assert SMS not in str(raised.value)


def test_a_file_that_others_can_read_is_refused(written):
    with pytest.raises(Refused, match="chmod 600"):
        load(written({}, mode=0o640))


@pytest.mark.parametrize(("token", "name"), [(COURIER, "logistics"), (SMS, None), ("", None), ("口令", None)])
def test_who_reports_is_known_by_its_token_alone(token, name):
    assert who_shows(token, {"sms": System(secret=SMS), "logistics": System(reports_with=COURIER)}) == name
