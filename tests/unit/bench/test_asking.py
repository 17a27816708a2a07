"""What `python -m bench` answers before it measures anything."""

import pytest

from bench.__main__ import MEASURED
from bench.asking import asked


def test_nothing_named_is_everything_and_names_keep_their_order():
    assert asked([], MEASURED) == list(MEASURED)
    assert asked(["wake", "decision"], MEASURED) == ["wake", "decision"]


def test_help_names_every_measurement_and_what_it_prints(capsys):
    with pytest.raises(SystemExit) as left:
        asked(["--help"], MEASURED)
    lines = capsys.readouterr().out.splitlines()
    assert left.value.code == 0
    for name, one in MEASURED.items():
        [line] = [line for line in lines if line.split()[:1] == [name]]
        assert line.endswith(one.prints)
        assert one.prints


@pytest.mark.parametrize("given", [["speed"], ["decision", "speed"], ["--fast"]])
def test_what_is_not_known_is_said_in_one_line(given, capsys):
    with pytest.raises(SystemExit) as left:
        asked(given, MEASURED)
    told = capsys.readouterr()
    assert (left.value.code, told.out) == (2, "")
    [line] = told.err.splitlines()
    assert given[-1] in line
