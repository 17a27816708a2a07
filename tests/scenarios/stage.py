"""Plays each scenario once a process and keeps what came of it: its differences and the flows it walked."""

from dataclasses import dataclass
from functools import cache

from app.catalogue import Catalogue
from app.cli.rooms import Rooms
from app.store.rows import Record
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
    replays = {case.id: rooms.audit.replay(case.id) for case, _ in cases}
    breaks = tuple(str(one) for one in rooms.audit.verify())
    replayed = tuple(f"{one.number} {said}" for one in replays.values() for said in one.differences)
    differing = (_differing(records, replays[case.id].commands, rooms.catalogue) for case, records in cases)
    flows = frozenset(flow for _, records in cases for flow in DIAGRAMS.walked(one.fact for one in records))
    return breaks, replayed, tuple(said for said in differing if said), flows


def _differing(records: list[Record], commands: int, catalogue: Catalogue) -> str:
    """The first command that leads elsewhere in one memory; as many must have been run as a replay runs."""
    run = list(straight(records, catalogue))
    if len(run) != commands:
        return f"{len(run)} commands were run in one memory, {commands} in the replay"
    return next((f"recorded {was}, in one memory {now}" for was, now in run if was != now), "")
