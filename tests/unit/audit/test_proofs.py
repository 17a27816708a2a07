"""What a proof found is told in words, and never with what somebody typed."""

from types import SimpleNamespace

import pytest
from flask import Flask

from app.audit import proofs


@pytest.fixture(autouse=True)
def page():
    app = Flask("words")
    app.extensions["settings"] = SimpleNamespace(lang="zh")
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("what", "words"), [("changed", "改动"), ("missing", "删除"), ("inserted", "插入"), ("moved", "调换")]
)
def test_a_broken_chain_says_where_and_how(what, words):
    proof = proofs.verified([SimpleNamespace(what=what, seq=7, detail="its hash differs")], 12)
    assert not proof.good
    assert [one.seq for one in proof.findings] == [7]
    assert words in proof.findings[0].words
    assert "第7条" in proof.findings[0].words


def test_a_whole_chain_says_so():
    proof = proofs.verified([], 12)
    assert proof.good
    assert "12条" in proof.verdict


def test_a_replay_that_differs_names_the_fact_and_hides_what_was_typed():
    told = '#9 TaskCompleted: answers differ: {"id_no": "140105199001012118"} was recorded, {} comes out now'
    proof = proofs.replayed(SimpleNamespace(differences=(told,), commands=3, facts=9))
    assert not proof.good
    assert proof.findings[0].seq == 9
    assert "办结任务" in proof.findings[0].words
    assert "1401" not in proof.findings[0].words


def test_a_replay_that_agrees_says_how_much_was_run_again():
    proof = proofs.replayed(SimpleNamespace(differences=(), commands=3, facts=9))
    assert proof.good
    assert "3 个命令" in proof.verdict
    assert "9 条事实" in proof.verdict


@pytest.mark.parametrize("told", ["the case was never opened", "after #12: 3 facts were recorded and 2 come out now"])
def test_other_differences_are_told_too(told):
    assert proofs.replayed(SimpleNamespace(differences=(told,), commands=1, facts=1)).findings[0].words
