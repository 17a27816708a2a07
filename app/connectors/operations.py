"""Every operation of every outside system: what it is sent and what it answers; read by the client and the checks.

A kind with a question mark may be missing or null. What the table does not name is not sent: data stays here unless
the receiving office asked for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Operation:
    """One operation: fields sent, fields answered, and whether the office takes more than is listed."""

    fields: Mapping[str, str]
    answers: Mapping[str, str] = field(default_factory=dict)
    open_ended: bool = False

    def required(self) -> frozenset[str]:
        return frozenset(name for name, kind in self.fields.items() if not kind.endswith("?"))


_PUSH = Operation(
    {"number": "text", "id_no": "text", "name": "text", "certificate": "context?", "application": "context"}
)
_WISHES = Operation({"id_no": "text", "name": "text", "phone": "text?", "county": "text"}, open_ended=True)

OPERATIONS: Mapping[tuple[str, str], Operation] = {
    ("certificate_system", "register_certificate"): Operation(
        {
            "id_no": "text",
            "name": "text",
            "number": "text",
            "categories": "list",
            "overall_level": "number",
            "issued_on": "date",
            "valid_until": "date",
            "county": "text",
        }
    ),
    ("certificate_system", "void_certificate"): Operation({"id_no": "text", "number": "text", "reason": "text?"}),
    ("e_certificate", "issue"): Operation(
        {"id_no": "text", "name": "text", "number": "text", "issued_on": "date", "valid_until": "date"}
    ),
    ("e_certificate", "held"): Operation({"id_no": "text", "name": "text", "kinds": "list"}, {"held": "list"}),
    ("logistics", "ship"): Operation({"number": "text", "name": "text", "phone": "text?", "address": "text"}),
    ("sms", "send"): Operation({"phone": "text", "text": "text"}),
    ("platform", "correction"): Operation({"number": "text", "name": "text", "phone": "text?", "missing": "list"}),
    ("platform", "assessment"): Operation(
        {"number": "text", "name": "text", "phone": "text?", "institution": "text?", "on": "date?", "place": "text?"}
    ),
    ("platform", "result"): Operation(
        {"number": "text", "id_no": "text", "item": "text", "outcome": "text", "reason": "text?"}
    ),
    ("platform", "advice"): Operation({"number": "text", "id_no": "text", "items": "list"}),
    ("platform", "unified_result"): Operation({"number": "text", "id_no": "text", "results": "context"}),
    ("platform", "rating"): Operation({"number": "text", "phone": "text?"}),
    ("civil_affairs", "push"): _PUSH,
    ("civil_affairs", "relief_compare"): Operation({"id_no": "text", "declared": "text?"}, {"relief": "text"}),
    ("civil_affairs", "death_compare"): Operation({"id_no": "text"}, {"died_on": "date?"}),
    ("subsidy_system", "payment_order"): Operation(
        {
            "id_no": "text",
            "name": "text",
            "benefit": "text",
            "rate": "number",
            "yuan": "number?",
            "first_month": "text",
            "bank_card": "text",
            "bank": "text?",
            "account_name": "text?",
            "county": "text",
        }
    ),
    ("subsidy_system", "rate_order"): Operation(
        {"id_no": "text", "benefit": "text", "rate": "number", "yuan": "number?", "from_month": "text"}
    ),
    ("subsidy_system", "stop_order"): Operation(
        {"id_no": "text", "benefit": "text", "last_month": "text?", "stopped_from": "date", "reason": "text?"}
    ),
    ("subsidy_system", "recovery_order"): Operation(
        {
            "id_no": "text",
            "benefit": "text",
            "from_month": "text",
            "last_month": "text",
            "months": "number",
            "yuan": "number",
            "reason": "text?",
        }
    ),
    ("human_resources", "push"): _PUSH,
    ("human_resources", "pension_status"): Operation(
        {"id_no": "text", "declared": "context?"}, {"pension_started": "flag", "employee_pension": "flag"}
    ),
    ("federation", "push"): _PUSH,
    ("employment_platform", "push"): _WISHES,
    ("public_employment", "push"): _WISHES,
    ("pension_system", "compare"): Operation(
        {"id_no": "text", "name": "text", "overall_level": "number", "registry": "text?"},
        {"matched": "flag", "reason": "text?"},
    ),
    ("pension_system", "mark"): Operation(
        {
            "id_no": "text",
            "name": "text",
            "mark": "flag",
            "from_month": "text?",
            "registry": "text?",
            "schemes": "list?",
        }
    ),
    ("identity", "verify"): Operation({"name": "text", "id_no": "text"}, {"verified": "flag"}),
}
