"""Plays each scenario once a process and keeps what came of it: its differences and the flows it walked."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from app.cli.rooms import Rooms
from tests.scenarios.diagrams import DIAGRAMS, Flow
from tests.scenarios.installation import Installations, Offices
from tests.scenarios.playing import Player
from tests.scenarios.straight import straight
from tests.scenarios.tables import Scenario, people, scenarios


@dataclass(frozen=True)
class Played:
    """What came of a scenario: what went otherwise than its table says, what is not whole, what it walked."""

    failed: str
    breaks: tuple[str, ...]
    replayed: tuple[str, ...]
    straight: tuple[str, ...]
    walked: frozenset[Flow]


class Stage:
    """All scenarios over copies of one installation."""

    def __init__(self, installations: Installations) -> None:
        self.scenarios = scenarios()
        self._installations, self._ordinary = installations, people()
        self.played = cache(self._play)

    def walked(self) -> set[Flow]:
        """The flows that all scenarios together walk; one that fails counts as far as it came."""
        return {flow for title in self.scenarios for flow in self.played(title).walked}

    def _play(self, title: str) -> Played:
        offices = Offices()
        with self._installations.fresh(offices) as rooms:
            failed = self._told(self.scenarios[title], Player(rooms, offices, self._ordinary))
            return Played(failed, *_proofs(rooms))

    @staticmethod
    def _told(scenario: Scenario, player: Player) -> str:
        for row in scenario.rows:
            try:
                player.play(row)
            except AssertionError as failed:
                return str(failed)
        return ""


def _proofs(rooms: Rooms) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], frozenset[Flow]]:
    cases = [(case, rooms.queries.record(case.id)) for case in rooms.queries.cases()]
    breaks = tuple(str(one) for one in rooms.audit.verify())
    replayed = tuple(f"{case.number} {said}" for case, _ in cases for said in rooms.audit.replay(case.id).differences)
    differing = tuple(_differing(rooms, cases))
    flows = frozenset(flow for _, records in cases for flow in DIAGRAMS.walked(one.fact for one in records))
    return breaks, replayed, differing, flows


def _differing(rooms: Rooms, cases: list) -> Iterator[str]:
    for case, records in cases:
        for recorded, again in straight(records, rooms.catalogue):
            if recorded != again:
                yield f"{case.number}: {recorded} was recorded, {again} comes out in one memory"
                break
