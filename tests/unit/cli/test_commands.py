import json
from pathlib import Path

from click.testing import CliRunner

from app.cli import group
from app.cli.daily.imports import rows

ROOT = Path(__file__).resolve().parents[3]


def test_every_command_that_answers_can_answer_in_json() -> None:
    answering = [
        name
        for name in group.commands
        if name not in {"serve", "demo", "case", "task", "message", "clock", "audit", "keys", "people", "tck"}
    ]
    for name in answering:
        assert any("--json" in option.opts for option in group.commands[name].params), name


def test_a_decision_can_be_asked_by_hand_without_a_database() -> None:
    given = json.dumps({"age": 30, "pension_started": False})
    answer = CliRunner().invoke(
        group, ["decide", str(ROOT / "dmn" / "labour_age.dmn"), "labour_age", "--input", given, "--explain", "--json"]
    )
    assert answer.exit_code == 0, answer.output
    told = json.loads(answer.output)
    assert told["outcome"] is True
    assert told["explanation"]["tables"]


def test_the_conformance_kits_questions_are_answered_line_by_line(tmp_path: Path) -> None:
    table = tmp_path / "m.dmn"
    table.write_text(
        '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="m" name="m" namespace="urn:m">'
        '<inputData id="i" name="x"><variable name="x"/></inputData><decision id="d" name="d"><variable name="d"/>'
        '<informationRequirement><requiredInput href="#i"/></informationRequirement>'
        "<literalExpression><text>x + 1</text></literalExpression></decision></definitions>",
        encoding="utf-8",
    )
    asked = {"dmn": str(table), "kind": "decision", "name": "d", "invocable": None}
    lines = [
        json.dumps(asked | {"inputs": [["x", "", {"@": "number", "v": "1.5"}]]}),
        json.dumps(asked | {"name": "e", "inputs": []}),
    ]
    answer = CliRunner().invoke(group, ["tck"], input="\n".join(lines) + "\n")
    good, bad = (json.loads(line) for line in answer.stdout.splitlines())
    assert good == {"result": {"@": "number", "v": "2.5"}}
    assert "'e'" in bad["error"]


def test_an_unknown_decision_is_refused_in_one_line() -> None:
    answer = CliRunner().invoke(group, ["decide", str(ROOT / "dmn" / "labour_age.dmn"), "nothing", "--input", "{}"])
    assert answer.exit_code == 1
    assert "Traceback" not in answer.output


def test_tables_are_verified_and_an_error_ends_with_one(tmp_path: Path) -> None:
    table = (ROOT / "dmn" / "labour_age.dmn").read_text(encoding="utf-8")
    (tmp_path / "broken.dmn").write_text(table.replace("&lt; 16", "&lt;= 16"), encoding="utf-8")
    good = CliRunner().invoke(group, ["decide", "--verify", str(ROOT / "dmn" / "labour_age.dmn")])
    bad = CliRunner().invoke(group, ["decide", "--verify", str(tmp_path / "broken.dmn"), "--json"])
    assert (good.exit_code, bad.exit_code) == (0, 1)
    assert "0 个错误，0 个提醒，1 条说明" in good.output
    said = [each for each in json.loads(bad.output)["findings"] if each["severity"] == "error"]
    assert [each["element"] for each in said] == ["AGE_RETIRED", "AGE_WITHIN", "AGE_UNKNOWN"]
    assert "both hold for age = 16; pension_started = true" in said[0]["what"]


def test_what_would_give_another_outcome_can_be_asked_by_hand() -> None:
    table, given = str(ROOT / "dmn" / "labour_age.dmn"), json.dumps({"age": 15, "pension_started": False})
    asked = ["decide", table, "labour_age", "--input", given]
    assert "若“周岁年龄”为16（现为15），则符合第3条" in CliRunner().invoke(group, [*asked, "--want", "true"]).output
    told = json.loads(CliRunner().invoke(group, [*asked, "--want", "true", "--json"]).output)
    assert (told["outcome"], told["why_not"]["rule"], told["why_not"]["outcome"]) == (False, "AGE_WITHIN", True)
    assert "没有找到" in CliRunner().invoke(group, [*asked, "--want", '"never"']).output


def test_a_decision_without_its_name_or_input_is_refused() -> None:
    answer = CliRunner().invoke(group, ["decide", str(ROOT / "dmn" / "labour_age.dmn")])
    assert answer.exit_code == 1
    assert "--verify" in answer.output


def test_rows_to_import_are_csv_with_a_head_or_json_lines(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("\ufeffkind,number\nright,\n", encoding="utf-8")
    (tmp_path / "a.jsonl").write_text('{"kind": "right"}\n\n', encoding="utf-8")
    assert list(rows(tmp_path / "a.csv")) == [{"kind": "right", "number": None}]
    assert list(rows(tmp_path / "a.jsonl")) == [{"kind": "right"}]
