import re
import subprocess
import sys

import pytest

ID = re.compile(r"[a-z]+(?:_[a-z]+)+|[A-Z][a-z]+[A-Z][A-Za-z]+")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = str(tmp_path_factory.mktemp("demo") / "told")
    command = [sys.executable, "-m", "app", "demo", "--folder", folder]
    return subprocess.run(command, check=True, capture_output=True, encoding="utf-8", timeout=120).stdout


@pytest.mark.parametrize(
    "line",
    [
        r"登记 登记残疾人证 残疾人证 14010519850707915572",
        r"规则 重度残疾人护理补贴：补贴比例：全额.*\n *「所有残疾等级为一级、二级",
        r"告知 标识特殊身份",
        r"2026-12-01\n  时钟 到期 次月1日零时",
        r"规则 是否继续享受：结论：停发.*自次月起停发.*\n *「对因残疾人死亡",
        r"办结 待遇存续与取消：已停发\n",
        r"事实链与重放：全部一致",
    ],
)
def test_the_demo_tells_what_came_and_which_rule_decided(told: str, line: str):
    assert re.search(line, told)


def test_the_same_id_in_two_diagrams_is_told_by_the_one_it_belongs_to(told: str):
    assert re.search(r"2026-09-01 │ 已出证 ", told)
    assert "已有残疾人证" not in told


def test_the_time_line_and_the_registers_name_nothing_by_its_id(told: str):
    _, _, ending = told.partition("时间线")
    timeline, _, registers = ending.partition("登记簿")
    assert not ID.search(timeline)
    assert not [row for row in registers.splitlines() if row.startswith("│") and ID.search(row.split("│")[1])]
