"""How much was opened, ended and is open, as counts; read from what cases are found by, never from a case itself."""

from app.store.figures.counting import Counted, counted
from app.store.figures.rows import CameOf, Flow, Lasted, Late, Standing, Waiting, Within

__all__ = ["CameOf", "Counted", "Flow", "Lasted", "Late", "Standing", "Waiting", "Within", "counted"]
