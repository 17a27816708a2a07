import json

import pytest

from app.forms import Form


@pytest.fixture
def form():
    """Make a form of a few components, written beside the test."""

    def made(*components):
        spec = {"type": "default", "id": "sample", "components": list(components)}
        return Form.load(json.dumps(spec).encode(), "forms/sample.json")

    return made
