"""Each thing that can be wrong between the files of a release is found, with the element and in two languages."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.catalogue.checks import findings, has_errors
from tests.unit.catalogue.conftest import DELEGATES

BROKEN = [
    ("living_subsidy.bpmn", 'type="outside.ask"', 'type="outside.fax"', "CompareRelief", "No delegate is called"),
    ("living_subsidy.bpmn", 'target="operation"', 'target="what"', "CompareRelief", "takes no 'what'"),
    ("living_subsidy.bpmn", '"relief_compare"', '"relief_guess"', "CompareRelief", "No outside system has"),
    ("living_subsidy.bpmn", "{id_no: application.id_no, declared", "{declared", "CompareRelief", "needs 'id_no'"),
    ("living_subsidy.bpmn", "{phone: application.phone", "{fax: 1, phone: 1", "SmsGranted", "takes no 'fax'"),
    ("living_subsidy.bpmn", '"payment_orders"', '"wages"', "RecordPayment", "register 'wages' does not exist"),
    ("living_subsidy.bpmn", '{kind: "start", benefit', "{benefit", "RecordPayment", "needs 'kind'"),
    ("living_subsidy.bpmn", '"entitlement"', '"nothing"', "OpenEntitlement", "process 'nothing' does not exist"),
    ("living_subsidy.bpmn", 'formId="relief_check"', 'formId="gone"', "ReliefCheck", "form 'gone' is used"),
    ("living_subsidy.bpmn", '"civil_affairs"/>', '"nobody"/>', "ReliefCheck", "role 'nobody'"),
    ("living_subsidy.bpmn", 'decisionId="living_subsidy"', 'decisionId="gone"', "DecideLiving", "decision 'gone'"),
    ("living_subsidy.bpmn", 'target="relief"', 'target="releif"', "DecideLiving", "reads 'relief', which"),
    ("living_subsidy.bpmn", 'bpmnElement="DecideLiving"', 'bpmnElement="Ghost"', "DecideLiving", "is not drawn"),
    ("living_subsidy.bpmn", 'bpmnElement="DecideLiving"', 'bpmnElement="Ghost"', "Ghost", "drawn for 'Ghost'"),
    ("living_subsidy.bpmn", 'value="={relief', 'value="={(relief', "CompareRelief", "'scripted' can't be read"),
]


@pytest.mark.parametrize(("file", "old", "new", "element", "said"), BROKEN)
def test_a_broken_agreement_is_found_at_its_element(found, seed, file, old, new, element, said):
    text = seed[f"bpmn/{file}"].decode()
    old = old if old in text else old.replace('"/>', '" />')
    hits = [each for each in found(f"bpmn/{file}", old, new) if each.element == element and said in each.what]
    assert hits
    assert all(each.remedy and each.what_zh and each.remedy_zh for each in hits)


@pytest.mark.parametrize(
    ("file", "new", "said"),
    [
        ("bpmn/one_thing.bpmn", b"not xml at all", "can't be read as XML"),
        ("bpmn/one_thing.bpmn", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "document type or entities"),
        ("dmn/pension.dmn", b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>', "document type or entities"),
        ("dmn/pension.dmn", b"", "can't be read as XML"),
        ("dmn/pension.dmn", b"x" * 5_000_000, "bytes; at most"),
        ("forms/pickup.json", b'{"id": "pickup"', "can't be read as JSON"),
        ("forms/pickup.json", b'{"id": 1, "id": 2}', "written twice"),
        ("forms/pickup.json", b"[" * 5000 + b"]" * 5000, "can't be read as JSON"),
        ("forms/pickup.json", b"\xff\xfe", "can't be read as JSON"),
        ("forms/../secrets.json", b"{}", "path can't be used"),
        ("forms/extra.json", b'{"id": "extra", "type": "default", "components": []}', "No task, message or"),
        ("forms/reference/workdays-2026.json", b'{"year": 2026, "holidays": []}', "`makeup` is a list"),
        ("forms/reference/workdays-2031.json", b'{"year": 2030, "holidays": [], "makeup": []}', "named workdays-2030"),
        ("forms/reference/divisions.json", b'[{"code": "1"}, {"code": "1"}]', "code 1 is used twice"),
        ("forms/reference/roles.json", b"{}", "no list of roles"),
        ("forms/registers/notices.json", b"[]", "an object with `properties`"),
    ],
)
def test_a_broken_file_is_found_and_the_others_are_still_checked(found, file, new, said):
    assert [each for each in found(file, None, new) if said in each.what]


@pytest.mark.parametrize(("bearer", "refused"), [("RecordPayment", True), ("CompareRelief", False)])
def test_a_boundary_event_is_refused_where_a_delegate_is_done_at_once(found, bearer, refused):
    event = f'<bpmn:boundaryEvent id="Late" attachedToRef="{bearer}"/></bpmn:process>'
    hits = [each for each in found("bpmn/living_subsidy.bpmn", "</bpmn:process>", event) if "done at once" in each.what]
    assert [each.element for each in hits] == (["Late"] if refused else [])


@pytest.mark.parametrize(
    ("file", "old", "new", "element"),
    [
        ("bpmn/living_subsidy.bpmn", '{kind: "start"', "{decided: null, kind: decided", "RecordPayment"),
        ("dmn/stop_month.dmn", "{last_payable:", "{cause_on: today(), last_payable:", "Literal_stop_month"),
        ("forms/correction.json", '"hide": "=', '"hide": "={name: 1, x: name}.x = 2 or ', "name"),
    ],
)
def test_a_context_that_hides_a_variable_from_its_later_entries_is_no_release(found, file, old, new, element):
    hits = [each for each in found(file, old, new) if "后面的项读到的是新值" in each.what_zh]
    assert element in [each.element for each in hits]
    assert has_errors(hits)
    assert all("移到最后" in each.remedy_zh for each in hits)


def test_a_table_under_another_name_is_found(seed):
    files = {**seed, "dmn/other.dmn": seed["dmn/labour_age.dmn"]}
    said = [each.what for each in findings(files, DELEGATES) if each.file == "dmn/other.dmn"]
    assert "The file holds no decision 'other' (found: labour_age)." in said
    assert "Nothing calls this decision." in said


@pytest.mark.parametrize("text", ["five days", "2026-13-01T00:00:00Z", "P5"])
def test_a_time_that_cannot_be_read_is_found(found, seed, text):
    file = next(name for name, content in seed.items() if name.endswith(".bpmn") and b"bpmn:timeDate" in content)
    start = re.search(r"<bpmn:timeDate[^>]*>(=[^<]*)<", seed[file].decode())[1]
    assert any(f"The time '{text}' can't be read" in each.what for each in found(file, f">{start}<", f">{text}<"))


@pytest.mark.parametrize(
    ("file", "old", "new", "element", "said"),
    [
        ("dmn/labour_age.dmn", "&lt; 16", "&lt; 15", "Table_labour_age", "No rule covers age = 15"),
        ("dmn/labour_age.dmn", "&lt; 16", "&lt;= 16", "AGE_RETIRED", "both hold for age = 16; pension_started = true"),
        ("dmn/pension.dmn", "<text>[16..60)</text>", "<text>&lt; 16</text>", "PEN_ACCEPT", "never applies"),
        ("dmn/living_subsidy.dmn", '<text>"dibao"</text>', "<text>1</text>", "LIV_DIBAO", "can never hold"),
        ("dmn/care_subsidy.dmn", "<text>0.5</text>", "<text>0.75</text>", "CARE_HALF", "is not an allowed value"),
    ],
)
def test_a_table_with_a_gap_or_a_rule_in_anothers_way_is_no_release(found, file, old, new, element, said):
    hits = [each for each in found(file, old, new) if each.element == element and said in each.what]
    assert has_errors(hits)


def test_a_table_that_a_form_asks_for_is_in_use(seed):
    files = {**seed, "dmn/other.dmn": seed["dmn/labour_age.dmn"]}
    form = {"id": "pickup", "components": [{"conditional": {"hide": '=decide("other", {age: 1}) = true'}}]}
    files["forms/pickup.json"] = json.dumps(form).encode()
    assert "Nothing calls this decision." not in [
        each.what for each in findings(files, DELEGATES) if each.file == "dmn/other.dmn"
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_damage_to_a_file_gives_a_traceback(seed, data):
    """Cut or overwritten anywhere, each kind of file gives findings or nothing."""
    files = ["bpmn/pension.bpmn", "dmn/pension.dmn", "forms/pickup.json", "forms/reference/words.json"]
    file = data.draw(st.sampled_from(files))
    content = seed[file]
    place = data.draw(st.integers(0, len(content)))
    junk = data.draw(st.one_of(st.binary(max_size=8), st.sampled_from([b"<", b'"', b"null", b"{}", b"[]", b"-1"])))
    width = data.draw(st.integers(0, 40))
    few = {name: each for name, each in seed.items() if name in {file, "forms/reference/roles.json"}}
    findings({**few, file: content[:place] + junk + content[place + width :]}, DELEGATES)


def test_a_table_of_another_namespace_is_a_finding_not_a_traceback(found):
    hits = found("dmn/pension.dmn", "https://www.omg.org/spec/DMN/20191111/MODEL/", "https://example.org/other/")
    assert any("not the definitions of DMN" in each.what for each in hits)


@pytest.mark.parametrize("value", [b"null", b"1", b'"x"', b"[]", b'[{"code": 1}]', b'{"components": [1, null]}'])
def test_json_of_another_shape_gives_findings_everywhere(seed, value):
    broken = {name: value if name.endswith(".json") else content for name, content in seed.items()}
    assert findings(broken, DELEGATES)


def test_nothing_at_all_is_found_wanting_not_a_traceback():
    assert [each.what for each in findings({}, {})] == ["There is no list of roles with codes."]


@pytest.mark.parametrize("file", ["guide", "refusal", "letter"])
def test_a_broken_template_of_a_letter_or_of_the_guide_does_not_publish(found, file):
    told = found(f"forms/documents/{file}.typ", new=b"#let x = (")
    assert {each.file for each in told} == {"forms/reference/documents.json"}
    assert all(each.severity == "error" and "unclosed" in each.what for each in told)


def test_a_template_of_the_guide_that_reads_what_no_chapter_holds_is_found(found):
    told = found("forms/documents/guide.typ", "data.quotes", "data.office")
    assert [(each.severity, each.element) for each in told] == [("error", "guide")]
