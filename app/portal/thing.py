"""The one thing that this portal opens: a process and the form it begins with; the texts are the release's."""

from typing import Final

PROCESS: Final = "one_thing"
FORM: Final = "application"
