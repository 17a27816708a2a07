"""Rules: FEEL expressions and DMN decisions with their explanations.

Anybody above may call what is named here and in the public sub-modules that the README lists; what can be caught is in
`app.errors`.
"""

from app.decisions.explanation import Explanation
from app.decisions.expressions import evaluate, unary_test
from app.decisions.model import Model, load

__all__ = ["Explanation", "Model", "evaluate", "load", "unary_test"]
