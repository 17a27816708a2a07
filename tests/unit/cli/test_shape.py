import json
from pathlib import Path

import pytest

from app.cli.policy.shape import whole
from app.errors import Refused

ROOT = Path(__file__).parents[3]
TEXTS = json.loads((ROOT / "forms/reference/acceptance.json").read_text(encoding="utf-8"))
CASE = json.loads((ROOT / "tests/scenarios/more-cases.json").read_text(encoding="utf-8"))["cases"][0]


def test_a_whole_case_is_left_as_it_is() -> None:
    assert whole(CASE, TEXTS) == CASE


def test_lists_that_are_left_out_are_empty() -> None:
    case = {name: value for name, value in CASE.items() if name not in {"events", "rights_held"}}
    assert (whole(case, TEXTS)["events"], whole(case, TEXTS)["rights_held"]) == ([], [])


def test_facts_that_are_left_out_are_the_usual() -> None:
    facts = {name: value for name, value in CASE["facts"].items() if name != "household_relief"}
    assert whole(CASE | {"facts": facts}, TEXTS)["facts"]["household_relief"] == "none"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"as_of": "tomorrow"}, "`as_of` must be a day such as 2026-09-01, not 'tomorrow'"),
        ({"as_of": None}, "`as_of` is missing"),
        ({"applicant": None}, "`applicant` is missing or no object; `applicant.name` is missing"),
        ({"applicant": CASE["applicant"] | {"id_no": ""}}, "`applicant.id_no` is missing"),
        ({"facts": []}, "`facts` is missing or no object"),
        ({"facts": CASE["facts"] | {"certificate": {"lost_on": 3}}}, "`facts.certificate.lost_on` must be a day"),
        ({"expect": None}, "`expect` is missing or no object"),
        ({"items": "cert_new"}, "`items` is no list"),
        ({"events": [{"kind": "earthquake"}]}, "event 1: 'earthquake' is none of objection, death, freeze"),
        ({"events": ["death"]}, "event 1: 'death' has no `kind`"),
        ({"events": [{"kind": ["death"]}]}, "event 1: ['death'] is none of"),
        ({"events": [{"kind": "death"}]}, "event 1: neither `on`, a day, nor `during`, a step"),
        ({"events": [{"kind": "death", "on": "2026-13-40"}]}, "event 1: `on` must be a day such as 2026-09-01"),
    ],
)
def test_everything_that_is_wrong_is_named(change: dict[str, object], said: str) -> None:
    with pytest.raises(Refused) as refused:
        whole(CASE | change, TEXTS)
    assert said in str(refused.value)
