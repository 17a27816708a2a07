"""Every scenario plays as its table says, leaves a whole record that replays, and all together walk every flow."""

import pytest

from tests.scenarios.diagrams import DIAGRAMS
from tests.scenarios.installation import Installations
from tests.scenarios.stage import Stage
from tests.scenarios.tables import scenarios


@pytest.fixture(scope="module")
def stage(tmp_path_factory) -> Stage:
    """Keep one prepared installation for all; what was played for one test is not played again for the next."""
    return Stage(Installations(tmp_path_factory.mktemp("scenarios")))


@pytest.mark.parametrize("title", scenarios())
def test_a_scenario_goes_as_its_table_says_and_its_record_proves_it(stage, walked, title):
    played = stage.played(title)
    walked |= {f"{process}/{flow}" for process, flow in played.walked}
    failed = played.failed
    assert not failed, failed
    assert not played.breaks
    assert not played.replayed
    assert not played.straight


def test_the_scenarios_together_walk_every_sequence_flow(stage):
    missing = sorted(DIAGRAMS.flows - stage.walked())
    assert not missing, f"nobody walks {missing}"
