import json

import pytest

from app.errors import ModelError
from app.forms import Form, findings


def sheet(*components, name="sample"):
    return json.dumps({"type": "default", "id": name, "components": list(components)}).encode()


def field(kind="textfield", **more):
    return {"type": kind, "key": "x", "label": "问题", **more}


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"{", "not JSON"),
        (b"{}", "no list of components"),
        (sheet(name="other"), "the id is 'other'"),
        (sheet(field(), field()), "used 2 times"),
        (sheet(field("dynamiclist")), "is not supported"),
        (sheet(field(key="$x")), "can't be used"),
        (sheet(field(label="")), "no label"),
        (sheet(field("radio")), "nothing to choose from"),
        (sheet(field("datetime", subtype="datetime")), "date and time in one field"),
        (sheet(field(validate={"pattern": "("})), "can't be read"),
        (sheet(field(validate={"pattern": "(a+)+$"})), "could take very long"),
        (sheet(field(conditional={"hide": "=x ="})), "conditional.hide"),
        (sheet(field(properties={"valid_if": "=unheard of(x)", "message": "有误"})), "valid_if"),
        (sheet(field(properties={"valid_if": "=true"})), "valid_if without a message"),
        (sheet({"type": "text", "text": "{{x}}"}), "a template in a text"),
    ],
)
def test_a_malformed_form_is_found_with_its_remedy(content, what):
    found = findings(content, "forms/sample.json", ["luhn valid"])
    assert [what in f.what and f.severity == "error" and bool(f.remedy) for f in found] == [True]


def test_an_unknown_property_is_only_a_warning():
    found = findings(sheet(field(properties={"colour": "red"})), "forms/sample.json")
    assert [(f.severity, f.element) for f in found] == [("warning", "x")]


def test_a_form_with_errors_is_not_loaded():
    with pytest.raises(ModelError):
        Form.load(sheet(field("dynamiclist")), "forms/sample.json")
