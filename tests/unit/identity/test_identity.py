"""Who may do what, where; and passwords."""

from dataclasses import dataclass

import pytest
from argon2 import extract_parameters

from app.errors import NotAllowed, Refused
from app.identity import Act, Grant, Kind, Person, covers, passwords, policy
from app.identity.policy import MAY


@dataclass(frozen=True)
class Task:
    role: str | None
    division: str | None


@dataclass(frozen=True)
class Case:
    applicant: str | None
    tasks: tuple[Task, ...] = ()


def holding(role: str, division: str = "0") -> Person:
    return Person("p1", "wang", "王小明", (Grant(role, division),))


@pytest.mark.parametrize(
    ("division", "other", "covered"),
    [
        ("140105", "140105", True),
        ("140105", "140106", False),
        ("140105", "140105001002", True),
        ("140100", "140105", True),
        ("140100", "140205", False),
        ("140000", "140205", True),
        ("140000", "130102", False),
        ("0", "130102", True),
        ("140105", None, False),
        ("140100", "0", False),
        ("140000", None, True),
        ("0", None, True),
    ],
)
def test_a_city_covers_its_counties_and_a_province_its_cities(division, other, covered):
    assert covers(division, other) is covered


@pytest.mark.parametrize(
    ("role", "division", "act", "allowed"),
    [
        ("federation", "140105", Act.COMPLETE, True),
        ("federation", "140100", Act.COMPLETE, True),
        ("federation", "140106", Act.COMPLETE, False),
        ("hospital", "140105", Act.COMPLETE, False),
        ("auditor", "0", Act.COMPLETE, False),
        ("auditor", "0", Act.READ_TASK, True),
        ("analyst", "0", Act.READ_TASK, False),
        ("operator", "0", Act.CLAIM, False),
    ],
)
def test_a_task_is_for_its_role_in_its_division(role, division, act, allowed):
    task = Task("federation", "140105")
    assert policy.may(holding(role, division), act, task) is allowed
    if not allowed:
        with pytest.raises(NotAllowed):
            policy.require(holding(role, division), act, task)


def test_an_applicant_sees_their_own_case_only_and_a_caseworker_one_with_a_task_of_theirs():
    own, others = Case("p1"), Case("p2", (Task("federation", "140105"),))
    assert policy.may(holding("applicant"), Act.READ_CASE, own)
    assert not policy.may(holding("applicant"), Act.READ_CASE, others)
    assert policy.may(holding("federation", "140105"), Act.READ_CASE, others)
    assert not policy.may(holding("federation", "140105"), Act.READ_CASE, own)
    assert policy.may(holding("auditor"), Act.READ_CASE, others)


def test_a_role_the_reference_list_does_not_know_may_nothing():
    roles = [{"code": "federation"}]
    task = Task("gone", "140105")
    assert not policy.may(holding("gone", "140105"), Act.COMPLETE, task, roles)
    assert policy.may(holding("federation", "140105"), Act.COMPLETE, Task("federation", "140105"), roles)


def test_the_table_names_every_kind_and_auditors_change_nothing():
    assert set(MAY) == set(Kind)
    assert all(act.startswith(("read", "see", "audit")) for act in MAY[Kind.AUDITOR])


def test_inbox_scopes_are_the_roles_of_caseworkers():
    person = Person("p", "x", "y", (Grant("federation", "140105"), Grant("applicant", "0"), Grant("auditor", "0")))
    assert person.scopes() == [("federation", "140105")]


@pytest.mark.parametrize("shown", [False, True])
def test_a_password_matches_its_own_hash_only_and_nobodys_never(shown):
    kept = passwords.hashed("correct horse", shown=shown)
    assert passwords.matches(kept, "correct horse")
    assert not passwords.matches(kept, "wrong horse")
    assert not passwords.matches(None, "nobody logs in with this")
    assert not passwords.matches("not a hash", "correct horse")
    assert not passwords.matches(kept, "x" * 10_000)


def test_work_protects_a_secret_and_not_what_stands_on_the_login_page():
    secret, shown = (extract_parameters(passwords.hashed("correct horse", shown=shown)) for shown in (False, True))
    assert secret.memory_cost >= 64 * 1024
    assert secret.time_cost >= 3
    assert shown.memory_cost * shown.time_cost <= 8


@pytest.mark.parametrize("password", ["short", "x" * 500])
def test_a_password_too_short_or_too_long_is_refused(password):
    with pytest.raises(Refused):
        passwords.hashed(password)
