"""Every sentence of the plan has its place in the law or a page, or a reason why none carries it."""

import importlib.util
import sys
from dataclasses import replace

import pytest

from tests.agreements.conftest import ROOT


@pytest.fixture(scope="session")
def tool():
    spec = importlib.util.spec_from_file_location("policy_trace", ROOT / "tools" / "policy_trace.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["policy_trace"] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def trace(tool):
    return tool.load()


def test_the_law_quotes_only_what_the_plan_says(trace):
    assert trace.misquoted() == []


def test_every_sentence_is_carried_or_says_why_not(trace):
    assert trace.unexplained() == []


def test_the_written_trace_is_the_files_own(tool, trace):
    assert tool.TRACE.read_text(encoding="utf-8") == trace.document()


def test_a_misquotation_is_found(tool, trace):
    wrong = tool.Carrier("bpmn/x.bpmn#Task", "x", "NEW1「已持有残疾人证的申请人」")
    assert replace(trace, law=(wrong,)).misquoted() == ["bpmn/x.bpmn#Task: 「已持有残疾人证的申请人」"]


def test_a_sentence_that_nothing_carries_is_found(trace):
    assert any(line.startswith("附件1二·2.1:") for line in replace(trace, law=()).unexplained())


def test_a_place_that_does_not_exist_is_found(trace):
    strange = {**trace.by, "一.1": ["bpmn/one_thing.bpmn#NoSuchTask"]}
    assert replace(trace, by=strange).unexplained() == ["bpmn/one_thing.bpmn#NoSuchTask: no such place"]


def test_a_reason_that_no_longer_holds_is_found(trace):
    old = {**trace.not_by, "附件1二·2.1": "not yet"}
    assert replace(trace, not_by=old).unexplained() == ["附件1二·2.1: carried after all"]
