"""The log: one event a line on stderr, as JSON or as text, with no word that a person typed; the factory sets it up."""

import logging
import sys
from contextvars import ContextVar
from traceback import extract_tb
from typing import Any, Final

import structlog
from structlog.types import EventDict, Processor

# The last command of this request, for its line in the access log.
last_command: ContextVar[str | None] = ContextVar("last_command", default=None)
HANDLER: Final = "yijianshi"


def set_up(form: str, least: int = logging.INFO) -> None:
    """Write what the product and its libraries log to stderr, in the form `json` or `text`."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _where_it_broke,
    ]
    last: Processor = structlog.processors.JSONRenderer(ensure_ascii=False) if form == "json" else _text()
    structlog.configure(
        processors=[*shared, last],
        wrapper_class=structlog.make_filtering_bound_logger(least),
        logger_factory=lambda *_args: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    root.handlers = [one for one in root.handlers if one.name != HANDLER]
    root.addHandler(Handed())


class Handed(logging.Handler):
    """What libraries log: the sentence without what it was filled in with, which may be anything."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.name = HANDLER

    def emit(self, record: logging.LogRecord) -> None:
        log = structlog.get_logger(record.name)
        log.log(record.levelno, str(record.msg), logger=record.name, exc_info=record.exc_info)


def _where_it_broke(_logger: Any, _name: str, told: EventDict) -> EventDict:
    """Tell the kinds of errors and the lines where they arose, never their messages: a database's quotes its values."""
    error = told.pop("exc_info", None)
    error = sys.exc_info()[1] if error is True else error[1] if isinstance(error, tuple) else error
    if error:
        told["error"], told["stack"] = type(error).__name__, []
    while error:
        lines = [f"{line.filename}:{line.lineno} {line.name}" for line in extract_tb(error.__traceback__)]
        told["stack"] += [type(error).__name__, *lines]
        error = error.__cause__ or error.__context__
    return told


def _text() -> structlog.dev.ConsoleRenderer:
    return structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
