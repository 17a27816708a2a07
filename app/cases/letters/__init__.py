"""Letters of a case: which ones its facts call for, as its release says, and what stands in them."""

from app.cases.letters.due import Letter, letters, line
from app.cases.letters.following import readable
from app.cases.letters.writing import written

__all__ = ["Letter", "letters", "line", "readable", "written"]
