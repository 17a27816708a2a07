"""What the READMEs say of production, run as it stands there: from an empty folder, without the demo."""

import json
import os
import re
import shlex
import subprocess
import sys
from contextlib import chdir, contextmanager
from pathlib import Path

import httpx
import pytest
from lxml import html

from tests.cases.console import ROOT, Console, environment_of

LINE = re.compile(r"^    yijianshi (.+)$", re.MULTILINE)
SECTIONS = {"README.md": "## In production", "README.zh-CN.md": "## 正式使用"}


def commands(file: str) -> list[list[str]]:
    text = (ROOT / file).read_text(encoding="utf-8").partition(f"{SECTIONS[file]}\n")[2].partition("\n## ")[0]
    return [shlex.split(line) for line in LINE.findall(text)]


def test_both_languages_say_the_same_commands():
    first, second = map(commands, SECTIONS)
    assert first == second
    assert [words[0] for words in first] == ["migrate", "publish", "people", "serve", "backup"]


@contextmanager
def served(folder: Path):
    """The server as a process of its own, on a free port; gives its address."""
    environment = os.environ | environment_of(folder) | {"YIJIANSHI_DEMO": "0"}
    words = [sys.executable, "-m", "app", "serve", "--port", "0"]
    with subprocess.Popen(words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as child:
        try:
            yield next(found[0] for line in child.stdout if (found := re.search(r"http://\S+", line)))
        finally:
            child.terminate()
            child.stdout.read()


@pytest.mark.slow
def test_an_empty_folder_becomes_a_product_that_its_first_operator_can_enter(tmp_path):
    console = Console(tmp_path)
    given = ""
    for words in commands("README.md"):
        if words[0] == "serve":
            with served(tmp_path) as address:
                assert "请先换成自己的密码" in entered(address, "zhao", given)
            continue
        asked = [str(tmp_path / "backups") if word == "../backups" else word for word in words]
        with chdir(ROOT):
            code, said = console.plain(*asked, "--json", YIJIANSHI_DEMO="0")
        assert code == 0, (words, console.said)
        given = json.loads(said).get("password", given)
    assert {path.suffix for path in (tmp_path / "backups").iterdir()} >= {".tar", ".json"}
    assert given not in b"".join(path.read_bytes() for path in tmp_path.glob("yijianshi*")).decode("latin-1")


def entered(address: str, login: str, password: str) -> str:
    """Log in by the page; gives the page to which one is led."""
    with httpx.Client(base_url=address, follow_redirects=True, timeout=20) as browser:
        page = html.fromstring(browser.get("/login").text)
        token = page.xpath("string(//input[@name='csrf-token']/@value)")
        answer = browser.post("/login", data={"csrf-token": token, "login": login, "password": password})
        assert answer.url.path == "/account"
        return answer.text
