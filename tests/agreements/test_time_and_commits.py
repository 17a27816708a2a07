"""Time is an argument and one place commits: who reads a clock or commits is named here, with the reason."""

import ast

# Who may ask which time it is, and why.
CLOCK_READERS = {
    "app/cli/law/decide.py": "a decision tried at the console is dated by the console",
    "app/cases/times.py": "the one place where business time comes from",
    "app/clock/scheduler.py": "the scheduler itself runs by the system's clock",
    "app/connectors/simulators/state.py": "the simulators are outside the product and its simulated time",
}
READS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}
COMMITTERS = {"app/store/unit.py": "the one commit"}


def test_nobody_else_reads_a_clock(sources):
    reading = {
        source.name
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute) and (_named(node.value), node.attr) in READS
    }
    assert reading - set(CLOCK_READERS) == set()


def test_one_place_commits(sources):
    committing = {
        source.name
        for source in sources
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    }
    assert committing == set(COMMITTERS)


def _named(node):
    """The last name of what an attribute is taken from: `datetime.datetime` and `datetime` are both datetime."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", None)
