"""In which order files of tests are handed to the workers: those that take long first, short ones fill up the end."""

from collections import Counter

import pytest

# Seconds of the processor that a file takes, the browser's among them, as measured file by file in one process.
FILES = {
    "tests/browser/test_the_whole_journey.py": 190,
    "tests/browser/test_studio.py": 120,
    "tests/scenarios/test_scenarios.py": 87,
    "tests/browser/test_every_page.py": 82,
    "tests/browser/test_changing_the_law.py": 60,
    "tests/scenarios/test_worked_cases.py": 50,
    "tests/cases/test_killed_at_any_write.py": 46,
    "tests/browser/test_auditing.py": 43,
    "tests/browser/test_all_five_items.py": 41,
    "tests/unit/store/test_figures.py": 35,
    "tests/cases/test_two_schedulers.py": 23,
    "tests/unit/catalogue/test_checks.py": 19,
    "tests/browser/test_renewing.py": 18,
    "tests/doors/pages/test_working.py": 17,
    "tests/browser/test_reissuing_elsewhere.py": 14,
    "tests/doors/api/test_the_document_holds.py": 11,
    "tests/doors/pages/test_facts_in_words.py": 11,
    "tests/unit/cli/test_samples.py": 10,
}
# Seconds that a test takes in the other files of a folder. What is not named takes next to none.
TESTS = {
    "tests/browser": 5.0,
    "tests/cases": 0.5,
    "tests/doors": 0.3,
    "tests/agreements": 0.3,
    "tests/unit/store": 0.2,
}
SHORT = 0.02


def slowest_first(items: list[pytest.Item]) -> list[pytest.Item]:
    """Put whole files in order, the longest first; inside a file nothing moves."""
    tests = Counter(file_of(item) for item in items)
    return sorted(items, key=lambda item: (-seconds(file_of(item), tests[file_of(item)]), file_of(item)))


def file_of(item: pytest.Item) -> str:
    return item.nodeid.partition("::")[0]


def seconds(file: str, tests: int) -> float:
    each = next((each for folder, each in TESTS.items() if file.startswith(f"{folder}/")), SHORT)
    return FILES.get(file, each * tests)
