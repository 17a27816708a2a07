"""The folders of this repository are a release without findings, and they and the wiring know each other."""

import json
from collections import Counter

import pytest

from app.cases.shown.found_by import read as read_value
from app.cases.shown.inbox import masked
from app.cases.shown.reporting import recorded, told
from app.cases.shown.views import Opening
from app.catalogue import Release, read_folder
from app.catalogue.checks import findings
from app.engine.diagram.reader import read
from app.wiring import DELEGATES

# What may be found in the seed, and why.
ALLOWED: dict[tuple[str, str], str] = {}
# Delegates that no diagram of the seed needs, and why they are kept.
SPARE: dict[str, str] = {}


@pytest.fixture(scope="module")
def files(root):
    return read_folder(root)


@pytest.fixture(scope="module")
def diagrams(files):
    return read({name: content for name, content in files.items() if name.startswith("bpmn/")}).diagrams


def test_the_seed_release_has_no_findings(files):
    found = [each for each in findings(files, DELEGATES) if (each.file, each.what) not in ALLOWED]
    assert [f"{each.severity} {each.file}#{each.element}: {each.what} {each.remedy}" for each in found] == []


def test_every_delegate_is_used_by_some_diagram(diagrams):
    used = {element.delegate for diagram in diagrams.values() for element in diagram.elements.values()}
    assert set(DELEGATES) - used == set(SPARE)


def test_every_part_of_the_seed_release_loads(files):
    release = Release(1, "-", files, effective_on=None)
    assert len(release.machine.processes) == sum(name.startswith("bpmn/") for name in files)
    assert all(release.form(name).id == name for name in release.forms)
    assert all(name in release.model(name).decisions for name in release.decisions)
    assert not release.calendar.provisional(2026)


@pytest.mark.parametrize("law", ["", "examples/newborn"])
def test_what_counts_as_granted_is_what_the_results_call_good(root, law):
    """Of the items whose outcome alone says whether it is good; what was held before is good, but not granted."""
    listed = Release(1, "-", read_folder(root / law), effective_on=None).reference("services").values()
    counted = [one for one in listed if isinstance(one, dict) and "granted" in one]
    assert counted
    for service in counted:
        assert set(service["granted"]) < set(service["words"])
        by_outcome = [one for one in service["results"] if one["good"].startswith(f"{one['outcome']} =")]
        assert by_outcome
        for one in by_outcome:
            step, _, name = one["outcome"].partition(".")
            good = {code for code in service["words"] if read_value(one["good"], {step: {name: code}})}
            assert good & set(service["granted"])
            assert good <= {*service["granted"], *one.get("holds", ())}


def test_what_applicants_may_report_is_what_the_reported_form_knows(files):
    release = Release(1, "-", files, effective_on=None)
    services = [one for one in release.reference("services").values() if isinstance(one, dict)]
    reports = [one["reports"] for one in services if "reports" in one]
    assert reports
    for said in reports:
        form = release.form(said["form"]).bound(release.reference)
        asked = {part.key: {option.value for option in form.options(part)} for part in form.parts if part.asked}
        assert all(set(values) <= asked[key] for key, values in said["choices"].items())
        for kind in said["choices"]["kind"]:
            report = Opening(said["form"], said["opens"], {"id_no": "1"}, "140105", said["choices"], said["preset"])
            opened = told(report, {"kind": kind})
            whole = opened.data[said["form"]]
            assert all(whole[key] is None or whole[key] in asked[key] for key in said["preset"])
            assert opened.process in release.machine.processes


def test_what_an_office_records_opens_a_case_for_an_office_that_can_do_it(files):
    """Records of an office above the counties go to the county in the identity number, where there is somebody."""
    services = Release(1, "-", files, effective_on=None).reference("services")
    key, answers = "140106199001039556", {"kind": "death"}
    for office, county in (("140105", "140105"), ("140100", "140106"), ("0", "140106"), (None, "140106")):
        opened = recorded(services, "change_reported", key, office, answers)
        assert opened is not None
        assert (opened.division, opened.data["county"], opened.data["id_no"]) == (county, county, key)
        assert opened.data["change_reported"] == answers
    assert recorded(services, "delivered", key, "140105", {}) is None


def test_a_register_that_exists_is_written_by_some_diagram(files, diagrams):
    sources = {
        each.source.strip('="')
        for diagram in diagrams.values()
        for element in diagram.elements.values()
        for each in element.inputs
        if each.target == ("register",)
    }
    registers = {name.rpartition("/")[2][:-5] for name in files if name.startswith("forms/registers/")}
    assert registers - sources == set()


def test_a_case_that_a_diagram_opens_for_somebody_to_work_on_knows_whom_it_is_about(files, diagrams):
    about = json.loads(files["forms/reference/services.json"])["about_opened"]
    opened = [
        {each.target[0]: each.source for each in element.inputs}
        for diagram in diagrams.values()
        for element in diagram.elements.values()
        if element.delegate == "cases.open"
    ]
    worked_on = {key for key, each in diagrams.items() if any(element.role for element in each.elements.values())}
    nameless = [each for each in opened if each["process"].strip('="') in worked_on and f"{about}:" not in each["data"]]
    assert nameless == []


def test_the_people_of_the_demo_can_be_told_apart_on_a_list_that_masks_names(root):
    people = json.loads((root / "forms/reference/demo-people.json").read_text("utf-8"))["people"]
    names = [one["name"] for one in people]
    assert len(set(names)) == len(names)
    assert max(Counter(masked(name) for name in names).values()) == 1
