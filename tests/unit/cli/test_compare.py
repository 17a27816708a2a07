from datetime import date
from decimal import Decimal

import pytest

from app.cli.policy.compare import plain, same


@pytest.mark.parametrize(
    ("wanted", "came", "equal"),
    [
        (["甲", "乙"], ["乙", "甲"], True),
        (["甲"], ["甲", "甲"], False),
        (Decimal("1.0"), Decimal(1), True),
        (True, Decimal(1), False),
        (False, None, False),
        (None, None, True),
        ("2026-09", "2026-09", True),
    ],
)
def test_values_are_compared_as_a_person_would(wanted: object, came: object, equal: bool) -> None:
    assert same(wanted, came) is equal


def test_days_are_shown_as_text_at_any_depth() -> None:
    assert plain({"stop": [date(2026, 10, 1)]}) == {"stop": ["2026-10-01"]}
