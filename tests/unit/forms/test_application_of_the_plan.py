"""The one form holds every field of the plan's form (附件1四): starred, needed for some items only, or left open."""

import csv
from datetime import datetime
from pathlib import Path

import pytest

from app.calendar import SHANGHAI
from app.catalogue import Release, read_folder
from app.cli.policy.compare import plain
from app.decisions import evaluate
from app.forms.parts import walk
from tests.scenarios.tables import people

HERE = Path(__file__).parent
NOW = datetime(2026, 9, 1, 10, tzinfo=SHANGHAI)
BENEFITS = ["living_subsidy", "care_subsidy", "employment_assistance", "pension_proxy_payment"]
CERTIFICATES = ["cert_new", "cert_renew", "cert_transfer", "cert_reissue", "cert_cancel", "cert_change"]
ITEMS = {"all": CERTIFICATES + BENEFITS, "cert": CERTIFICATES}
# What the people of the scenarios leave out.
MORE = """birth_date: identity number birth date("140105199001039556"), hukou_postcode: "030000",
residence_postcode: "030000", handling_agency: "140105", head_id_no: "140105199001039556", lost_on: date("2026-08-30"),
certificate_number: "14010519900103955642", damaged: "yes", previous_address: "示例地址2号", cancel_scope: "whole",
cancel_reason: "本人申请", level_before: "肢体二级", living_bank: "示例银行", living_account_name: "示例·王海",
care_bank: "示例银行", care_account_name: "示例·王海", work_region: "太原", training_received: "无",
employment_kinds: ["灵活就业"], work_hours: "白天", min_wage: "3000", job_kind: "全职",
zero_employment_family: "no", help_wanted: ["就业指导"], training_place: "太原", training_content: "计算机",
training_time: "周末", employer_or_agency: "示例单位" """
# What the applicant may hand in later, when a correction asks for it, beside the papers.
LATER = {"guardian_name", "guardian_phone", "guardian_relation", "photo"} | {
    f"{benefit}_{field}" for benefit in ("living", "care") for field in ("bank_card", "bank", "account_name")
}


def _rows():
    with (HERE / "application_of_the_plan.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ROWS = _rows()


def _read(entries):
    return plain(evaluate(f"{{{entries}}}", {}, now=NOW))


@pytest.fixture(scope="module")
def filled_in():
    """Check the form with these items, the answers named instead of the usual ones."""
    release = Release(1, "-", read_folder(HERE.parents[2]), effective_on=None)
    form, who = release.form("application"), people()
    usual = _read(who["anyone"]) | _read(who["王海"]) | _read(MORE)
    usual |= {"institution": "太原市小店区指定医院（示例）", "neighbourhood": "太原市小店区第一居委会（示例）"}
    for slot in form.files():
        usual[slot.key] = [{"paper": "p", "name": "p.pdf", "type": "application/pdf", "size": 1}]

    def decide(decision, context):
        return release.model(decision).decide(decision, context, now=NOW, functions=release.functions).outcome

    def checked(item, instead):
        functions = {**release.functions, "decide": decide}
        return form.validate(usual | {"items": [item]} | instead, functions=functions, now=NOW)

    checked.form = form
    return checked


def _of(row):
    return ITEMS.get(row["items"]) or row["items"].split()


def _when(row):
    return _read(row["when"].replace("=", ": ")) if row["when"] else {}


def _named(row):
    return f"{row['key']} {row['when']}"


@pytest.mark.parametrize("row", ROWS, ids=_named)
def test_a_field_of_the_plan_is_asked_for_where_the_plan_asks_and_missed_where_it_is_needed(filled_in, row):
    for item in _of(row):
        given = filled_in(item, _when(row))
        assert row["key"] in given.values, (item, given.errors)
        without = {wrong.key for wrong in filled_in(item, _when(row) | {row["key"]: None}).errors}
        assert (row["key"] in without) == (row["demand"] == "required"), item


@pytest.mark.parametrize("key", sorted({row["key"] for row in ROWS}))
def test_a_field_of_the_plan_is_not_needed_for_any_other_item(filled_in, key):
    needed = {item for row in ROWS if row["key"] == key and row["demand"] == "required" for item in _of(row)}
    for item in set(ITEMS["all"]) - needed:
        assert key not in {wrong.key for wrong in filled_in(item, {key: None}).errors}, item


@pytest.mark.parametrize("key", sorted({row["key"] for row in ROWS if row["demand"] == "required"}))
def test_only_papers_guardian_and_bank_may_come_later(filled_in, key):
    row = next(row for row in ROWS if row["key"] == key and row["demand"] == "required")
    without = filled_in(_of(row)[0], _when(row) | {key: None, "submit_incomplete": True})
    assert (key in {wrong.key for wrong in without.errors}) == (key not in LATER)


def test_what_the_form_asks_beyond_the_plan_is_marked_as_added(filled_in):
    papers = {slot.key for slot in filled_in.form.files()}
    ours = {"items", "cancel_scope", "cancel_categories", "commitment_accepted", "signature", "consent"}
    told = {row["key"] for row in ROWS} | papers | ours
    beyond = [part for part in walk(filled_in.form.parts) if part.key and part.key not in told]
    assert [part.key for part in beyond if part.properties.get("added") != "true"] == []


@pytest.mark.parametrize(
    ("signed", "paper", "wrong"),
    [(True, False, set()), (False, True, set()), (False, False, {"commitment_accepted"}), (True, True, set())],
)
def test_the_commitment_is_signed_in_the_form_or_handed_in_on_paper(filled_in, signed, paper, wrong):
    given = {"commitment_accepted": signed, "signature": "示例·王海" if signed else None}
    given |= {} if paper else {"paper_commitment": []}
    assert {one.key for one in filled_in("living_subsidy", given).errors} == wrong


@pytest.mark.parametrize(
    ("item", "given", "wrong"),
    [
        ("cert_new", 'handling_agency: "140106"', "handling_agency"),
        ("cert_transfer", 'residence_county: "140106", handling_agency: "140106"', "handling_agency"),
        ("cert_transfer", 'residence_county: "140106", handling_agency: "140105"', None),
        ("cert_reissue", 'lost_on: date("2026-09-02")', "lost_on"),
        ("cert_reissue", 'certificate_number: "14010519850101001142"', "certificate_number"),
        ("cert_reissue", 'certificate_number: "1401051990010395564"', "certificate_number"),
        ("cert_reissue", 'certificate_number: "14010519900103955642b1"', None),
        (
            "cert_new",
            'marital_status: "离婚", id_no: "140105201001012118", birth_date: null, submit_incomplete: true',
            "marital_status",
        ),
        ("cert_new", 'categories: ["智力"], guardian_name: "示例·王海"', "guardian_name"),
        ("cert_new", 'phone: "139 0000-0000", id_no: "140105 19900103 9556"', None),
        ("living_subsidy", 'living_bank_card: "6228-4800 0000 0000 000"', None),
        ("living_subsidy", 'living_bank_card: "62284800000"', "living_bank_card"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_a_copied_number_is_read(filled_in, item, given, wrong):
    found = [one.key for one in filled_in(item, _read(given)).errors]
    assert found == ([wrong] if wrong else [])


def test_one_account_for_both_subsidies_is_filled_in_once(filled_in):
    account = ("care_bank_card", "care_bank", "care_account_name")
    both = {"items": ["living_subsidy", "care_subsidy"], **dict.fromkeys(account)}
    assert {one.key for one in filled_in("", both).errors} == set(account)
    same = filled_in("", both | {"care_account_same": True})
    assert (same.errors, set(account) & set(same.values)) == ([], set())
    alone = filled_in("care_subsidy", dict.fromkeys(account) | {"care_account_same": True})
    assert {one.key for one in alone.errors} == set(account)
