"""The console to a hostile or clumsy hand: JSON and nothing else where asked for it, and one line for what is wrong."""

import json
from contextlib import chdir

import click
import pytest

from app.cli import group
from app.store import reads
from tests.cases.console import ROOT, Console
from tests.cases.product import APPLICANT, COUNTY, MEI, NEXT_COUNTY, SUBJECT, UNTIL
from tests.cases.test_importing import certificate

NO_JSON = {"serve", "demo", "tck"}  # a server, a story for people, and lines of JSON by nature


def leaves(commands: click.Group, before: tuple[str, ...] = ()) -> dict[str, click.Command]:
    found: dict[str, click.Command] = {}
    for name, one in commands.commands.items():
        words = (*before, name)
        found |= leaves(one, words) if isinstance(one, click.Group) else {" ".join(words): one}
    return found


@pytest.fixture
def asked(product, console, tmp_path):
    """Every command with what it is asked here, and where: on the small product, whose outside systems are down."""
    case = product.open()
    task = next(one.id for one in reads.tasks_of(case) if one.ref == "Check#1")
    mei, open_case = ("--as", MEI.login), {"person": SUBJECT, "county": COUNTY, "until": UNTIL.isoformat()}
    (tmp_path / "rows.jsonl").write_text(certificate(1) + "\n{\n")
    (tmp_path / "told.jsonl").write_text(json.dumps({"id_no": SUBJECT}))
    shown = console("import", tmp_path / "rows.jsonl", "--as", "federation_xd")[1]["cases"][0]
    table, folder = ROOT / "dmn" / "labour_age.dmn", tmp_path / "kept"
    return {
        "check": (ROOT,),
        "publish": (ROOT, "--author", "a", "--approver", "b", "--note", "n", "--on", "2026-10-01"),
        "decide": (table, "labour_age", "--input", '{"age": 30, "pension_started": false}'),
        "case open": ("follow", "--division", COUNTY, "--as", APPLICANT.login, "--data", json.dumps(open_case)),
        "case show": (shown, "--as", "auditor"),
        "case tasks": (shown, "--as", "auditor"),
        "case facts": (shown, "--as", "auditor"),
        "task claim": (task, *mei),
        "task complete": (task, *mei, "--data", '{"result": "good"}'),
        "message send": ("word", "--key", "somebody", *mei),
        "clock show": (),
        "clock advance": ("1d",),
        "import": (tmp_path / "rows.jsonl", "--as", "federation_xd"),
        "compare": (tmp_path / "told.jsonl", "--as", "federation_xd"),
        "audit verify": (),
        "audit anchor": (),
        "audit replay": ("--all",),
        "audit log": (tmp_path / "cases.xes",),
        "backup": (folder,),
        "keys show": (),
        "keys rotate": (),
        "people add": ("zhao", "--name", "赵静", "--role", f"federation@{COUNTY}"),
        "people list": ("--role", "federation"),
        "people grant": ("zhao", f"federation@{NEXT_COUNTY}"),
        "people revoke": ("zhao", f"federation@{NEXT_COUNTY}", "--as", "operator"),
        "people close": ("zhao",),
        "people reopen": ("zhao",),
        "people password": ("zhao",),
        "restore": (folder,),
        "migrate": (),
        "policy-check": (ROOT / "tests/scenarios/more-cases.json", "--release", ROOT, "--person", "M01"),
    }


@pytest.mark.slow
def test_every_command_with_json_prints_one_json_text_on_stdout_and_nothing_else(asked, product, console, tmp_path):
    assert set(asked) == set(leaves(group)) - NO_JSON
    small, empty = Console(product.place), Console(tmp_path / "empty")
    empty.folder.mkdir()
    whole = ("publish", "import", "compare", "case show", "case tasks", "case facts", "audit replay", "audit log")
    places = dict.fromkeys(whole, console) | {"restore": empty}
    logged = 0
    for name, words in asked.items():
        where = places.get(name, small)
        code, told = where(*name.split(), *words)
        assert (code, told is not None) == (1 if name == "import" else 0, True), (name, where.said)
        logged += where.said.count('"event"')
    assert logged  # what was logged meanwhile (nobody answers outside) went to stderr


@pytest.mark.parametrize("command", leaves(group))
def test_every_command_says_what_it_is_for_and_what_it_takes(command, tmp_path):
    code, told = Console(tmp_path).plain(*command.split(), "--help")
    assert code == 0
    assert "Usage: " in told


BAD = {
    "no such file": ("check", "/nowhere"),
    "no JSON": ("case", "open", "errand", "--division", "140105", "--as", "federation_xd", "--data", '{"a":'),
    "a list": ("message", "send", "word", "--key", "k", "--as", "federation_xd", "--data", "[1]"),
    "no number": ("message", "send", "word", "--key", "k", "--as", "federation_xd", "--data", '{"a": NaN}'),
    "a reserved key": ("message", "send", "word", "--key", "k", "--as", "federation_xd", "--data", '{"$date": 1}'),
    "a message about nobody": ("message", "send", "word", "--key", "", "--as", "federation_xd"),
    "a file that is not there": ("task", "complete", "x", "--as", "federation_xd", "--data", "@/nowhere"),
    "a file that is no text": ("message", "send", "w", "--key", "k", "--as", "federation_xd", "--data", "@BINARY"),
    "nobody": ("case", "show", "x", "--as", "nobody"),
    "no case": ("case", "show", "x", "--as", "federation_xd"),
    "no task": ("task", "claim", "x", "--as", "federation_xd"),
    "inputs cut off": ("decide", str(ROOT / "dmn/labour_age.dmn"), "labour_age", "--input", "{"),
    "a wish cut off": ("decide", str(ROOT / "dmn/labour_age.dmn"), "labour_age", "--input", "{}", "--want", "{"),
    "no table": ("decide", "BINARY", "x", "--input", "{}"),
    "no time": ("clock", "advance", "soon"),
    "a time that is past": ("clock", "advance", "2020-01-01"),
    "no rows": ("import", "BINARY", "--as", "federation_xd"),
    "rows cut off": ("compare", "CUT", "--as", "federation_xd"),
    "no month": ("compare", "CUT", "--as", "federation_xd", "--month", "2026-13"),
    "a folder that can't be": ("backup", "/dev/null/x"),
    "an empty folder": ("restore", "."),
    "no worked cases": ("policy-check", "CUT"),
    "worked cases of none": ("policy-check", "NONE"),
    "a login that is taken": ("people", "add", "operator", "--name", "x", "--role", "operator@0"),
    "a role without a division": ("people", "add", "zhao", "--name", "x", "--role", "operator"),
    "a role of nobody": ("people", "grant", "window_xd", "king@0"),
    "an account of nobody": ("people", "close", "nobody"),
    "one's own account": ("people", "close", "operator", "--as", "operator"),
    "somebody who keeps no accounts": ("people", "close", "window_xd", "--as", "federation_xd"),
    "no port": ("serve", "--port", "70000"),
    "no host": ("serve", "--host", "no such host"),
    "a demo in a server's folder": ("demo", "--folder", "."),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_in_words_and_nothing_is_kept(name, console):
    (console.folder / "BINARY").write_bytes(b"\xff\xfe\x00")
    (console.folder / "CUT").write_text("{")
    (console.folder / "NONE").write_text('{"schema": "case-acceptance/2", "cases": []}')
    before = {path.name for path in console.folder.iterdir()}
    with chdir(console.folder):
        code, told = console.plain(*BAD[name])
    assert code in {1, 2}
    assert told == "" or told.startswith("每月比对")
    assert len(console.said.strip().splitlines()) <= 4
    assert before <= {path.name for path in console.folder.iterdir()}


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("DATABASE_URL", "mysql://root:secret@x/y", "must begin with"),
        ("DATABASE_URL", "nonsense", "must begin with"),
        ("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/x", "DATABASE_URL"),
        ("DATABASE_URL", "sqlite:////dev/null/x.sqlite3", "/dev/null"),
        ("DATABASE_URL", "sqlite:///EMPTY", "yijianshi migrate"),
        ("YIJIANSHI_PORT", "eighty", "YIJIANSHI_PORT"),
        ("YIJIANSHI_HASH", "md5", "YIJIANSHI_HASH"),
    ],
)
def test_a_setting_that_can_not_be_used_is_told_by_its_name(setting, value, said, console):
    code, told = console.plain("clock", "show", **{setting: value.replace("EMPTY", str(console.folder / "empty.db"))})
    assert (code, told) == (1, "")
    assert said in console.said
    assert "secret" not in console.said
