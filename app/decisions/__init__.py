"""Rules: FEEL expressions and DMN decisions with their explanations; anybody above may call what is named here."""

from app.decisions.analysis.nearest import why_not
from app.decisions.analysis.telling import WhyNot
from app.decisions.analysis.verify import table_findings
from app.decisions.explanation import Explanation
from app.decisions.expressions import check_expression, evaluate, free_names, unary_test
from app.decisions.model import Model, findings, load
from app.decisions.values.durations import DaysTime, YearsMonths
from app.decisions.values.kinds import Range, Value
from app.decisions.wire import from_wire, to_wire

__all__ = [
    "DaysTime",
    "Explanation",
    "Model",
    "Range",
    "Value",
    "WhyNot",
    "YearsMonths",
    "check_expression",
    "evaluate",
    "findings",
    "free_names",
    "from_wire",
    "load",
    "table_findings",
    "to_wire",
    "unary_test",
    "why_not",
]
