"""The canonical JSON and the chain are what every hash rests on."""

from decimal import Decimal

import pytest

from app.errors import Refused, ReservedKey
from app.events import canonical, chain, facts


@pytest.mark.parametrize(
    ("wire", "text"),
    [
        ({"b": 1, "a": [True, None, False]}, '{"a":[true,null,false],"b":1}'),
        (Decimal("1.500"), "1.5"),
        (Decimal("1E+3"), "1000"),
        (Decimal("-0.00"), "0"),
        (Decimal("0.1"), "0.1"),
        (Decimal("1E+60"), "1E+60"),
        (Decimal("12345678901234567890123456789012345678.50"), "12345678901234567890123456789012345678.5"),
        ("e\u0301", '"é"'),
        ('a"\n\\', '"a\\"\\n\\\\"'),
        ({"钱": Decimal(70)}, '{"钱":70}'),
        ({"a ": 1, "a": 2, "a!": 3}, '{"a ":1,"a!":3,"a":2}'),
        (("e\u0301", 100), '["é",100]'),
    ],
)
def test_a_value_has_one_spelling(wire, text):
    assert canonical.encode(wire).decode() == text
    assert canonical.encode(canonical.decode(text)).decode() == text


def test_numbers_come_back_as_decimals_and_floats_are_never_written():
    assert [type(n) for n in canonical.decode("[1, 1.0]")] == [Decimal, Decimal]
    with pytest.raises(TypeError):
        canonical.encode({"a": 0.1})


@pytest.mark.parametrize("broken", [{"é": 1, "e\u0301": 2}, "\ud800"])
def test_ambiguous_text_is_refused(broken):
    with pytest.raises(Refused):
        canonical.encode(broken)


@pytest.mark.parametrize(
    "whole",
    [
        {},
        {"b": {"d": "e\u0301", "c": [Decimal("1.50"), None]}, "a": True},
        {"e\u0301": 1, 'a"': 2, "a": 3},
        {f"k{n}": n for n in range(1000)},
    ],
)
def test_values_spelt_one_by_one_make_the_same_whole(whole):
    assert canonical.joined(canonical.members(whole)) == canonical.encode(whole)
    assert canonical.encode(dict(reversed(whole.items()))) == canonical.encode(whole)


def test_a_key_that_is_no_text_is_refused_however_often_it_comes():
    canonical.encode({"1": 1})
    for _ in range(2):
        with pytest.raises(TypeError):
            canonical.encode({1: 1})


def test_data_nested_too_deep_is_refused_not_crashed_on():
    deep = []
    for _ in range(5000):
        deep = [deep]
    with pytest.raises(Refused):
        canonical.encode(deep)


def test_people_may_not_use_the_keys_that_tag_dates():
    canonical.refuse_reserved({"name": ["x", {"y": 1}]})
    with pytest.raises(ReservedKey):
        canonical.refuse_reserved({"name": ["x", {"$date": "2026-01-01"}]})


def test_a_commitment_opens_one_value_and_tells_nothing_of_the_others():
    made = chain.commitments(b"k" * 32, "case:1", 3, {"a": 1, "b": 1})
    assert made["a"] != made["b"]
    salt = chain.salt(b"k" * 32, "case:1", 3, "a")
    assert chain.commitment(salt, Decimal("1.0")) == made["a"]


@pytest.mark.parametrize(
    ("algorithm", "expected"),
    [
        ("sm3", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        ("sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ],
)
def test_the_hashes_are_the_standard_ones(algorithm, expected):
    assert chain.digest(b"abc", algorithm) == expected


def test_every_fact_has_a_sentence_and_survives_being_recorded():
    assert all(fact.__doc__ and fact.__doc__.endswith(".") for fact in facts.KINDS.values())
    told = facts.TaskCompleted("Check#1", {"complete": "yes"})
    assert facts.from_record(told.kind, told.version, facts.to_body(told)) == told


def test_an_old_record_is_lifted_and_a_foreign_one_is_refused():
    lift = {("TaskClaimed", 0): lambda body: {"task": body["work"]}}
    assert facts.from_record("TaskClaimed", 0, {"work": "A#1"}, lift) == facts.TaskClaimed("A#1")
    with pytest.raises(Refused):
        facts.from_record("TaskClaimed", 2, {"task": "A#1"})
    with pytest.raises(Refused):
        facts.from_record("Unheard", 1, {})
