"""The values of FEEL and what can be done with two of them; callers of the room take what is named here."""

from app.decisions.values.durations import DaysTime, YearsMonths
from app.decisions.values.kinds import Range, Value

__all__ = ["DaysTime", "Range", "Value", "YearsMonths"]
