"""Rules: FEEL expressions and DMN decisions with their explanations; anybody above may call what is named here.

Beside it: `values` (what FEEL computes with), `wire` (values as JSON), `analysis` (what can be said before deciding).
"""

from app.decisions.explanation import Explanation
from app.decisions.expressions import evaluate, unary_test
from app.decisions.model import Model, load

__all__ = ["Explanation", "Model", "evaluate", "load", "unary_test"]
