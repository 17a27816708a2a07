"""Figures over JSON: the same counts as the page's, for the same people."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask

from tests.doors.api.conftest import APPLICANT, MORNING, Ask, product
from tests.doors.pages.counting import Made, fill

DAY = timedelta(days=1)
YEAR = "since=2024-01-01&until=2024-12-31"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A product of its own: cases that are made to be counted can't be read."""
    with product(tmp_path_factory.mktemp("figures")) as made:
        yield made


@pytest.fixture(scope="module")
def filled(app: Flask) -> None:
    began = MORNING - 700 * DAY  # 16 September 2024
    issued, withdrawn = {"残疾人证新办": "issued"}, {"残疾人证新办": None}
    made = [
        Made("140403", began, began + 9 * DAY, items=issued),
        Made("140403", began, began + 20 * DAY, items=withdrawn, outcome="withdrawn"),
        Made("140404", began, items=withdrawn, task=("审核申请并指定评定机构", "federation"), due=MORNING - DAY),
    ]
    fill(app, made)


def figures(ask: Ask, who: str, query: str) -> Any:
    answer = ask(who, "GET", f"/api/figures?{query}")
    assert answer.status_code == 200, answer.text
    return answer.json


def test_a_city_reads_its_figures(ask: Ask, filled: None) -> None:
    read = figures(ask, "city_cz", f"{YEAR}&process=one_thing")
    [process] = read["processes"]
    counts = {key: process[key] for key in ("opened", "ended", "open", "late", "half", "most")}
    assert counts == {"opened": 3, "ended": 2, "open": 1, "late": 1, "half": 9, "most": 20}
    assert [one["first"] for one in read["slices"]] == [f"2024-{month:02d}-01" for month in range(1, 13)]
    assert process["parts"][8:10] == [[3, 1], [0, 1]]
    [thing] = read["things"]
    assert (thing["decided"], thing["granted"]) == (1, 1)
    assert thing["came"] == [
        {"outcome": "issued", "end": "", "count": 1},
        {"outcome": "", "end": "withdrawn", "count": 1},
    ]
    below = {one["digits"]: one["opened"] for one in read["below"]}
    assert (below["140403"], below["140404"], below["140405"]) == (2, 1, 0)


def test_a_county_reads_its_own_and_no_other(ask: Ask, filled: None) -> None:
    own = figures(ask, "federation_lead_lz", YEAR)
    assert (own["division"], own["below"]) == ("140403", [])
    assert [one["opened"] for one in own["processes"]] == [2]
    for division in ("140404", "140400", "0"):
        assert ask("federation_lead_lz", "GET", f"/api/figures?{YEAR}&division={division}").status_code == 403
    assert ask(APPLICANT, "GET", f"/api/figures?{YEAR}").status_code == 403


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("", "since"),
        ("since=2026-01-01&until=2025-01-01", "until"),
        ("since=2001-01-01&until=2025-01-01", "until"),
        ("since=0001-01-01&until=2025-01-01", "since"),
        ("since=soon&until=2025-01-01", "since"),
    ],
)
def test_a_period_that_is_none_is_told(ask: Ask, query: str, field: str) -> None:
    answer = ask("auditor", "GET", f"/api/figures?{query}")
    assert answer.status_code == 422
    assert field in {error["key"] for error in answer.json["errors"]}
