"""Models, tables and expressions looked at without deciding anything, and why an outcome did not come."""

from app.decisions.analysis.nearest import why_not
from app.decisions.analysis.telling import WhyNot
from app.decisions.analysis.verify import table_findings
from app.decisions.expressions import check_expression, free_names
from app.decisions.model import findings

__all__ = ["WhyNot", "check_expression", "findings", "free_names", "table_findings", "why_not"]
