"""What the counts come to: shares, days, and divisions side by side."""

from collections import Counter
from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from app.cases.figures.reckoning import below, processes, things, within
from app.store.figures import CameOf, Counted, Flow, Lasted, Late, Standing


def counted(**some):
    every = dict.fromkeys(("opened", "ended", "lasted", "came_of", "standing", "late", "waiting"), ())
    return Counted(**every | some)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=60), st.sampled_from([0.5, 0.9]))
def test_a_share_of_the_cases_took_no_longer_and_a_day_less_is_too_few(days, share):
    found = within(Counter(days), share)
    wanted = ceil(share * len(days))
    assert sum(1 for one in days if one <= found) >= wanted
    assert sum(1 for one in days if one < found) < wanted


def test_of_nothing_there_is_no_middle():
    assert within({}, 0.5) is None


def test_a_process_is_told_by_the_newest_of_its_releases():
    found = processes(
        counted(
            opened=[Flow("a", "1401", 0, 1, 2), Flow("a", "1404", 1, 3, 5)],
            ended=[Flow("b", "1401", 1, 2, 9)],
            lasted=[Lasted("b", "1401", 3, 4), Lasted("b", "1404", 10, 5)],
            standing=[Standing("c", "1401", 4, 1)],
            late=[Late("c", "1401", 4, 2)],
        ),
        2,
    )
    assert [(one.process, one.release, one.opened, one.ended, one.standing, one.late) for one in found] == [
        ("b", 2, 0, 9, 0, 0),
        ("a", 3, 7, 0, 0, 0),
        ("c", 4, 0, 0, 1, 2),
    ]
    assert [one.parts for one in found] == [[(0, 0), (0, 9)], [(2, 0), (5, 0)], [(0, 0), (0, 0)]]
    assert (found[0].half, found[0].most) == (10, 10)
    assert found[1].half is None


def test_only_a_law_that_says_what_grants_has_a_share_granted():
    came = [
        CameOf("a", "1401", "补贴", "yes", "", 1, 3),
        CameOf("a", "1404", "补贴", "yes", "", 2, 1),
        CameOf("a", "1401", "补贴", "no", "", 1, 6),
        CameOf("a", "1401", "补贴", "", "withdrawn", 1, 2),
        CameOf("b", "1401", "评价", "level_5", "", 1, 7),
    ]
    granted = {"a": ["yes"]}
    found = things(counted(came_of=came), lambda process, _release: granted.get(process))
    assert [(one.item, one.decided, one.granted) for one in found] == [("补贴", 10, 4), ("评价", 7, None)]
    assert [(one.outcome, one.end, one.release, one.count) for one in found[0].came] == [
        ("no", "", 1, 6),
        ("yes", "", 2, 4),
        ("", "withdrawn", 1, 2),
    ]


def test_divisions_stand_side_by_side_also_those_without_a_case():
    found = below(
        counted(
            opened=[Flow("a", "1401", 0, 1, 2), Flow("b", "1401", 0, 1, 1), Flow("a", "1400", 0, 1, 4)],
            lasted=[Lasted("a", "1401", 3, 1)],
            came_of=[CameOf("a", "1401", "补贴", "yes", "", 1, 3), CameOf("b", "1401", "评价", "level_5", "", 1, 7)],
        ),
        ["1401", "1404"],
        lambda process, _release: ["yes"] if process == "a" else None,
    )
    assert [(one.digits, one.opened, one.decided, one.granted, one.half) for one in found] == [
        ("1401", 3, 3, 3, 3),
        ("1404", 0, 0, 0, None),
        ("", 4, 0, 0, None),
    ]
    assert below(counted(opened=[Flow("a", "140105", 0, 1, 2)]), [], lambda *_: None) == []
