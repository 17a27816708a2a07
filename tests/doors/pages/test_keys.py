"""The operator changes the master key of a product that runs: people, pages and proofs don't notice."""

import json

from click.testing import CliRunner

from app.cli import group


def told(app, *asked):
    answer = CliRunner().invoke(group, [*asked, "--json"], obj=lambda _settings: app)
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


def test_the_keys_are_rotated_while_the_product_runs_and_a_case_is_replayed(app, applicant, another):
    case = applicant.apply()
    page = applicant.path
    before = told(app, "keys", "show")["keys"]
    answer = told(app, "keys", "rotate")
    assert answer["sealed_anew"] == sum(one["values"] for one in before) > 0
    assert [one["state"] for one in answer["keys"]] == ["retired"] * len(before) + ["in use"]
    assert all(one["made"] for one in answer["keys"])
    assert told(app, "audit", "verify", case)["breaks"] == []
    replayed = told(app, "audit", "replay", case)["replays"]
    assert [(one["facts"] > 0, one["differences"]) for one in replayed] == [(True, [])]
    applicant.open(page)
    assert (applicant.status, applicant.path) == (200, page)
    assert another("applicant1").apply() != case


def test_no_key_is_ever_shown(app):
    secrets = json.loads(app.extensions["settings"].keys_file.read_text())
    shown = CliRunner().invoke(group, ["keys", "show"], obj=lambda _settings: app).output
    assert secrets["current"] in shown
    assert not [key for key in (*secrets["masters"].values(), secrets["index"]) if key in shown]


def test_help_says_what_happens_to_the_old_key():
    helped = CliRunner().invoke(group, ["keys", "rotate", "--help"]).output
    assert "run it again and it goes on where it stood" in " ".join(helped.split())
    assert "Make a backup afterwards" in " ".join(helped.split())
