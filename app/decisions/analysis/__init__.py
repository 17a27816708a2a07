"""Decision tables verified without running them, and why an outcome did not come; callers take what is named here."""

from app.decisions.analysis.codes import codes_of
from app.decisions.analysis.nearest import why_not
from app.decisions.analysis.telling import WhyNot
from app.decisions.analysis.verify import table_findings

__all__ = ["WhyNot", "codes_of", "table_findings", "why_not"]
