"""The order in which tests are handed out names what is there, and begins with those that take long."""

from types import SimpleNamespace

import pytest

from tests.conftest import ROOT
from tests.order import FILES, TESTS, slowest_first


@pytest.mark.parametrize("named", [*FILES, *TESTS])
def test_what_the_order_names_is_there(named):
    assert (ROOT / named).exists()


def test_a_long_file_of_few_tests_comes_before_many_short_ones():
    files = ["tests/unit/engine/test_checks.py"] * 90 + ["tests/scenarios/test_worked_cases.py"] * 3
    items = [SimpleNamespace(nodeid=f"{file}::test_{number}") for number, file in enumerate(files)]
    assert [item.nodeid.rpartition("_")[2] for item in slowest_first(items)][:4] == ["90", "91", "92", "0"]
