"""In which order files of tests are handed to the workers: those that take long first, short ones fill up the end."""

from collections import Counter

import pytest

# Seconds that a test of a folder takes, roughly; `--durations` tells. What is not named takes next to none.
SECONDS = {
    "tests/browser": 20.0,
    "tests/cases": 2.0,
    "tests/doors/api": 2.0,
    "tests/doors/pages": 1.0,
    "tests/scenarios": 0.7,
    "tests/agreements": 0.3,
    "tests/unit/store": 0.2,
}
SHORT = 0.02


def slowest_first(items: list[pytest.Item]) -> list[pytest.Item]:
    """Put whole files in order, the longest first; inside a file nothing moves."""
    tests = Counter(file_of(item) for item in items)
    return sorted(items, key=lambda item: (-tests[file_of(item)] * seconds(file_of(item)), file_of(item)))


def file_of(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


def seconds(file: str) -> float:
    return next((each for folder, each in SECONDS.items() if file.startswith(f"{folder}/")), SHORT)
