"""Every fact of every case of the demo is one plain sentence: by names, and never by a code of the law."""

import re
import subprocess
import sys

import pytest

from app.audit.telling.words import SENTENCES, WHOLE
from app.catalogue import read_folder
from app.cli.scratch import inside
from app.factory import create_app
from app.settings import Settings
from app.web.law.called import CODE, codes
from app.web.look.language import ENGLISH
from tests.doors.pages.conftest import ROOT, Reader

MESSAGES = re.compile(rb'<bpmn:message id="[^"]*" name="([^"]*)"')


@pytest.fixture(scope="module")
def auditor(tmp_path_factory):
    folder = tmp_path_factory.mktemp("told") / "demo"
    command = [sys.executable, "-m", "app", "demo", "--folder", str(folder)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return Reader(create_app(inside(Settings(), folder, "http://127.0.0.1:9")), "10.9.8.7").login("auditor")


@pytest.fixture(scope="module")
def cases(auditor):
    return auditor.open("/audit/").xpath("//tbody//th/a/@href")


def sentences(auditor, case):
    return [" ".join(one.split()) for one in auditor.open(case).xpath("//ol[@class='facts']/li/a/text()")]


def test_every_fact_is_a_sentence_without_a_code(auditor, cases):
    told = [one for case in cases for one in sentences(auditor, case)]
    assert len(told) > 200
    assert [one for one in told if CODE.search(one)] == []
    assert [one for one in told if not one.endswith("。")] == []
    assert "等待的时刻已到：次月1日零时 2026年12月1日 00:00。" in told
    assert [one for one in told if re.fullmatch(r"办理时限开始计算：全程办理，共\d+个工作日。", one)]


def test_a_fact_looked_at_closely_says_its_release_and_no_code(auditor, cases):
    for case in cases:
        for seq in (1, 2, 3, 4):
            page = auditor.open(f"{case}?fact={seq}")
            rows = page.xpath("//section[contains(@class, 'moment')]/dl[1]//dd")
            assert [one.text_content() for one in rows if CODE.search(one.text_content())] == []
        assert "按规则第1版办理" in page.xpath("string(//main/p[@class='lead'])")


def test_the_sentences_are_told_in_english_too(auditor, cases):
    auditor.client.set_cookie("lang", "en")
    told = [one for case in cases for one in sentences(auditor, case)]
    auditor.client.delete_cookie("lang")
    assert [one for one in told if CODE.search(one)] == []
    assert [one for one in told if not re.match("[A-Z][a-z]* ", one)] == []  # places and reasons may stay Chinese


def test_every_message_and_process_of_the_release_has_a_name():
    files = read_folder(ROOT)
    known = codes(files)
    messages = {name.decode() for path, content in files.items() for name in MESSAGES.findall(content)}
    assert messages
    assert messages - known.keys() == set()
    processes = {path.removeprefix("bpmn/").removesuffix(".bpmn") for path in files if path.startswith("bpmn/")}
    assert processes - known.keys() == set()


def test_every_sentence_has_its_english():
    assert WHOLE.keys() <= SENTENCES.keys()
    assert set(WHOLE.values()) - ENGLISH.keys() == set()
