"""The built-in functions of FEEL, by name; for app.decisions only."""

from app.decisions.builtins.contexts import CONTEXTS, SAMENESS
from app.decisions.builtins.lists import LISTS, SEARCHES, WITH_FUNCTIONS
from app.decisions.builtins.numbers import NUMBERS
from app.decisions.builtins.ranges import RANGES
from app.decisions.builtins.signature import Table
from app.decisions.builtins.strings import STRINGS
from app.decisions.builtins.temporal import CLOCK, TEMPORAL

BUILTINS: Table = {
    **NUMBERS,
    **STRINGS,
    **LISTS,
    **SEARCHES,
    **WITH_FUNCTIONS,
    **TEMPORAL,
    **CLOCK,
    **RANGES,
    **CONTEXTS,
    **SAMENESS,
}
