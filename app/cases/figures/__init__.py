"""How the work goes, as counts, for those who lead it and those who check it; a door of its own shows them."""

from app.cases.figures.periods import Period, Slice
from app.cases.figures.reckoning import Came, Part, Process, Report, Thing
from app.cases.figures.telling import Figures, Place

__all__ = ["Came", "Figures", "Part", "Period", "Place", "Process", "Report", "Slice", "Thing"]
