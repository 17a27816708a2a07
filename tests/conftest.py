"""What all tests share: groups that may not be left out, and counts of the flows walked and the rules and cells met."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from tests.order import slowest_first

ROOT = Path(__file__).resolve().parent.parent
WALKED = pytest.StashKey[set[str]]()
MET = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--must-run", default="", help="groups (markers) of which every test must run: postgres,browser")
    parser.addoption("--flows", action="store_true", help="say which sequence flows no scenario walked")
    parser.addoption("--cells", action="store_true", help="say which rules and cells of the tables no row met")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[WALKED] = set()
    config.stash[MET] = []
    wanted = [name for name in config.getoption("--must-run").split(",") if name]
    if wanted and not hasattr(config, "workerinput"):
        config.pluginmanager.register(MustRun(wanted), "must-run")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):  # a single process has nobody to wait for
        items[:] = slowest_first(items)


class MustRun:
    """Fails a run in which a group was skipped, even in part, or collected nothing."""

    def __init__(self, groups: list[str]) -> None:
        self._groups = groups
        self._passed: Counter[str] = Counter()
        self._skipped: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for group in self._groups:
            if group in report.keywords:
                self._passed[group] += report.when == "call" and report.passed
                self._skipped[group] += report.skipped

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if self._missing():
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for line in self._missing():
            terminalreporter.write_line(line, red=True)

    def _missing(self) -> list[str]:
        return [
            f"group {name}: {self._passed[name]} ran, {self._skipped[name]} were skipped; all must run"
            for name in self._groups
            if self._skipped[name] or not self._passed[name]
        ]


@pytest.fixture(scope="session")
def walked(pytestconfig: pytest.Config) -> set[str]:
    """Scenarios add the ids of the sequence flows that their cases took."""
    return pytestconfig.stash[WALKED]


@pytest.fixture(scope="session")
def met(pytestconfig: pytest.Config) -> list[str]:
    """The tests of the tables add a line for each: how many of its rules and cells their rows met."""
    return pytestconfig.stash[MET]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in config.stash[MET] if config.getoption("--cells") else ():
        terminalreporter.write_line(line)
    if config.getoption("--flows"):
        for line in _unwalked(config.stash[WALKED]):
            terminalreporter.write_line(line)


def _unwalked(walked: set[str]) -> Iterator[str]:
    left = 0
    for path in sorted((ROOT / "bpmn").glob("*.bpmn")):
        flows = set(_flows(path))
        missing = sorted(flows - walked)
        left += len(missing)
        yield f"{path.name}: {len(flows) - len(missing)} of {len(flows)} flows walked"
        yield from (f"    not walked: {flow}" for flow in missing)
    yield f"{left} flows are walked by no scenario"


def _flows(path: Path) -> Iterator[str]:
    for element in etree.parse(str(path)).iter("{*}sequenceFlow"):
        yield f"{path.stem}/{element.get('id')}"
