"""Days and months within a text of the law are read as people write them; what only looks like one is let alone."""

import pytest

from app.web.look.showing import with_days


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("自2026-08起发放", "自2026年8月起发放"),
        ("请于2026-09-28前领取", "请于2026年9月28日前领取"),
        ("2026-08-17已领取。", "2026年8月17日已领取。"),
        ("受理编号20260817-140105-00001", "受理编号20260817-140105-00001"),
        ("电话0351-12345678", "电话0351-12345678"),
        ("2026-13 2026-00-01 1990-2000 12026-08", "2026-13 2026-00-01 1990-2000 12026-08"),
    ],
)
def test_days_and_months_in_a_text(text, told):
    assert with_days(text) == told
