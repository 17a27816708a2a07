"""Settings come from the environment, and secrets are made once and privately."""

from stat import S_IMODE

import pytest

from app.errors import Refused
from app.settings import Settings


def test_the_environment_overrides_the_defaults_by_type(tmp_path):
    read = Settings.from_env({"YIJIANSHI_PORT": "80", "YIJIANSHI_DEMO": "yes", "YIJIANSHI_PAPERS_DIR": str(tmp_path)})
    assert (read.port, read.demo, read.papers_dir, read.lang) == (80, True, tmp_path, "zh")


@pytest.mark.parametrize("environ", [{"YIJIANSHI_PORT": "http"}, {"YIJIANSHI_CIPHER": "rot13"}])
def test_a_setting_that_cannot_be_read_is_refused_by_name(environ):
    with pytest.raises(Refused, match=next(iter(environ))):
        Settings.from_env(environ)


def test_the_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    settings = Settings(secret_key_file=tmp_path / "deep" / "secret.key")
    assert settings.secret_key() == settings.secret_key()
    assert S_IMODE(settings.secret_key_file.stat().st_mode) == 0o600
    assert len(list(settings.secret_key_file.parent.iterdir())) == 1
