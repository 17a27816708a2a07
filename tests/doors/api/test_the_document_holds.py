"""The OpenAPI document is what the API does: made-up requests meet no fault and no answer that it does not tell of."""

from collections.abc import Iterator
from itertools import cycle

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.web.access.limits import limiter
from tests.doors.api.conftest import APPLICANT, PASSWORD

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
WHO = (APPLICANT, "federation_xd", "auditor")
EACH = 4


@pytest.fixture
def operations(app: Flask) -> Iterator[list[APIOperation]]:
    """Every operation of the document; nobody is held back for asking too often."""
    limiter.enabled, was = False, limiter.enabled
    yield [found.ok() for found in schemathesis.openapi.from_wsgi("/api/openapi.json", app).get_all_operations()]
    limiter.enabled = was


def test_no_made_up_request_meets_a_fault_or_an_untold_answer(operations: list[APIOperation]) -> None:
    assert len(operations) >= 12
    for operation in operations:
        knock(operation)


def knock(operation: APIOperation) -> None:
    """Make up a few requests, always the same ones; people send them by turns."""
    turns = cycle(WHO)

    @seed(20260817)
    @settings(
        max_examples=EACH,
        deadline=None,
        phases=[Phase.generate],
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def send(case: schemathesis.Case) -> None:
        case.call_and_validate(auth=(next(turns), PASSWORD), checks=CHECKS)

    send()
