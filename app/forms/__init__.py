"""Forms: one form-js JSON becomes a page, a check of answers and words; doors, cases, catalogue call it."""

from app.forms.checks import findings
from app.forms.form import Answers, Form, Slot

__all__ = ["Answers", "Form", "Slot", "findings"]
