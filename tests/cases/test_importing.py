"""`import`: good rows are taken, bad ones told by their line; it can be broken off anywhere and run again."""

import json
import os
import signal
import subprocess
import sys

import pytest

from tests.cases.console import counted, environment_of
from tests.cases.product import RELEASE

ROOT = RELEASE.parents[2]
KILLED_AFTER = 7
KILLER = """
import os, signal, sys
from app.cli import group
from app.cli.daily.imports import Importer
from app.factory import create_app
taken = 0
class Dying(Importer):
    def take(self, row):
        global taken
        case = super().take(row)
        taken += 1
        if taken == {after}:
            os.kill(os.getpid(), signal.SIGKILL)
        return case
import app.cli.daily.imports as door
door.Importer = Dying
group(sys.argv[1:], obj=create_app)
"""


def certificate(number, **more):
    row = {"kind": "certificate", "id_no": f"14010519900101{number:04d}", "county": "140105"}
    row |= {"issued_on": "2021-01-10", "levels": [{"category": "肢体", "level": 2}]}
    return json.dumps(row | more, ensure_ascii=False)


def test_bad_rows_are_told_by_line_with_the_remedy_and_the_others_are_taken(console, tmp_path):
    file = tmp_path / "stock.jsonl"
    file.write_text(
        "\n".join([certificate(1), '{"kind":', "", "[1]", certificate(2, issued_on="bald"), certificate(3)])
    )
    code, told = console("import", file, "--as", "federation_xd")
    assert (code, len(told["cases"])) == (1, 2)
    assert [one["line"] for one in told["refused"]] == [2, 4, 5]
    assert "column" in told["refused"][0]["why"]
    assert told["refused"][2]["why"] == "issued_on 应为日期，如 2021-01-10"
    assert counted(console.folder) == {"既有残疾人证登记": 2, "残疾人证存续": 2}


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"kind": "nothing"}, "kind 是 'nothing'，应为 cancellation、certificate、right 之一"),
        ({"id_no": "12"}, "id_no 应为18位身份证号码"),
        ({"county": 140105}, "county 应为6位县（市、区）代码"),
        ({"levels": []}, "levels 应列出各类别及等级，如 肢体:2;智力:3"),
        ({"levels": [{"category": "肢体", "level": 5}]}, "levels 应列出各类别及等级，如 肢体:2;智力:3"),
        ({"expires_on": "2020-01-01"}, "expires_on 应为空，或晚于 issued_on 的日期"),
        ({"kind": "cancellation"}, "cancelled_on 应为日期，如 2025-10-01"),
        ({"kind": "right", "benefit": "gold", "since": "2026-01"}, "benefit 应为"),
        ({"kind": "right", "benefit": "care_subsidy", "since": "2026-13"}, "since 应为月份，如 2026-01"),
        ({"kind": "right", "benefit": "care_subsidy", "since": "2026-01", "rate": 2}, "rate 应为大于0、不大于1的数"),
    ],
)
def test_a_row_that_lacks_what_its_kind_needs_is_refused(console, tmp_path, row, why):
    (tmp_path / "stock.jsonl").write_text(certificate(1, **row))
    code, told = console("import", tmp_path / "stock.jsonl", "--as", "federation_xd")
    assert (code, told["cases"], len(told["refused"])) == (1, [], 1)
    assert why in told["refused"][0]["why"]


def test_a_table_of_cells_is_read_as_the_same_rows(console, tmp_path):
    (tmp_path / "stock.csv").write_text(
        "\ufeffkind,id_no,county,issued_on,levels,reissue_count,assessed_visually\n"
        "certificate,140105199001010001,140105,2021-01-10,肢体:2;智力:3,1,true\n"
        "certificate,140105199001010002,140105,2021-01-10,肢体:2,,,too many\n"
    )
    code, told = console("import", tmp_path / "stock.csv", "--as", "federation_xd")
    assert (code, len(told["cases"])) == (1, 1)
    assert told["refused"] == [{"line": 3, "why": "比表头多出一列或几列：含逗号的内容应加双引号"}]
    facts = console("case", "facts", told["cases"][0], "--as", "auditor")[1]["facts"]
    assert "14010519900101000172B1" in json.dumps(facts)


def test_a_certificate_from_two_sources_is_recorded_once_and_each_source_is_said(console, tmp_path):
    file = tmp_path / "stock.jsonl"
    file.write_text("\n".join([certificate(1), certificate(2)]))
    assert console("import", file, "--as", "federation_xd", "--source", "first")[0] == 0
    file.write_text(
        "\n".join([certificate(1), certificate(2, levels=[{"category": "肢体", "level": 2}], issued_on="2021-01-11")])
    )
    code, told = console("import", file, "--as", "federation_xd", "--source", "second")
    assert (code, len(told["cases"])) == (0, 2)
    assert [(one["line"], one["what"][:12]) for one in told["noted"]] == [
        (1, "证号已由其他来源登记，本"),
        (2, "与已登记的同一证号不一致"),
    ]
    assert counted(console.folder) == {"既有残疾人证登记": 4, "残疾人证存续": 2}
    assert console("audit", "replay", "--all")[0] == 0


def test_a_right_from_two_sources_is_one_case_and_each_source_is_said(console, tmp_path):
    file, known = tmp_path / "stock.csv", "140105199001010001,140105,care_subsidy"
    for source, rate, since in [("first", "1", "2026-01"), ("second", "1", "2026-01"), ("third", "0.5", "2026-01")]:
        file.write_text(f"kind,id_no,county,benefit,rate,since\nright,{known},{rate},{since}\n")
        code, told = console("import", file, "--as", "federation_xd", "--source", source)
        assert (code, len(told["cases"])) == (0, 1)
        expected = {"first": [], "second": ["此项待遇已由其他来源登记"], "third": ["与已登记的此项待遇不一致"]}[source]
        assert [one["what"].split("，")[0] for one in told["noted"]] == expected
    assert counted(console.folder) == {"既有待遇登记": 3, "待遇存续与取消": 1}
    assert console("audit", "replay", "--all")[0] == 0


def test_an_import_that_was_killed_between_rows_goes_on_where_it_stood(console, tmp_path):
    file = tmp_path / "stock.jsonl"
    file.write_text("\n".join(certificate(number) for number in range(1, 13)))
    words = ["import", str(file), "--as", "federation_xd", "--json"]
    child = [sys.executable, "-c", KILLER.format(after=KILLED_AFTER), *words]
    killed = subprocess.run(child, check=False, cwd=ROOT, env=os.environ | environment_of(console.folder), timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert counted(console.folder) == {"既有残疾人证登记": KILLED_AFTER}  # what they open waits in the outbox
    for _ in range(2):
        code, told = console("import", file, "--as", "federation_xd")
        assert (code, len(told["cases"]), told["noted"]) == (0, 12, [])
        assert counted(console.folder) == {"既有残疾人证登记": 12, "残疾人证存续": 12}
    assert console("audit", "verify") == (0, {"breaks": []})
