"""Forms: one form-js JSON becomes a page, a check of what was answered and its plain rendering; called by doors, cases and the catalogue."""

from app.forms.checks import findings
from app.forms.form import Answers, Form, Slot

__all__ = ["Answers", "Form", "Slot", "findings"]
