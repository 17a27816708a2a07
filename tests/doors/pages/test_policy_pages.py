"""The pages that the trace of the plan names are pages of the product."""

import re
from pathlib import Path

TRACE = Path(__file__).resolve().parents[3] / "docs" / "policy-trace.md"


def test_every_page_that_the_trace_names_is_a_route(app):
    named = set(re.findall(r"`page (/[^`]*)`", TRACE.read_text(encoding="utf-8")))
    assert {"/apply", "/reports", "/applications/<case_id>/report", "/guide/<item>"} <= named
    assert named - {str(rule) for rule in app.url_map.iter_rules()} == set()
