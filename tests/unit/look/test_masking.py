"""What an auditor is told points to nobody, and loses nothing else."""

import pytest

from app.web.look.masking import hidden, hide


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("140105199001012118", "140******18"),
        ("14010519900101211X", "140******1X"),
        ("残疾人证号：14010519900101211841。", "残疾人证号：140******41。"),
        ("14010519900101211841B1", "140******41B1"),
        ("13800000000", "138******00"),
        ("6217 0000 也留下", "6217 0000 也留下"),
        ("6217000012345678901", "621******01"),
        ("20260817-140105-00001", "20260817-140105-00001"),
        ("第12345678版", "第12345678版"),
        ("自2026-08起发放，发放比例：1", "自2026-08起发放，发放比例：1"),
    ],
)
def test_long_numbers_lose_their_middle(text, told):
    assert hidden(text) == told


@pytest.mark.parametrize(
    ("kind", "words", "told"),
    [
        ("name", "张三丰", "张＊＊"),
        ("name", "", ""),
        ("address", "太原市小店区示例路1号", "太原市小店区＊＊＊"),
        ("address", "太原市", "太原市"),
        ("id", "140105199001012118", "140******18"),
        ("", "没有号码", "没有号码"),
    ],
)
def test_each_kind_of_answer_is_hidden_in_its_way(kind, words, told):
    assert hide(kind, words) == told
