"""The JSON that goes in and out, as marshmallow schemas: they check, shape and document; the views name them."""

from typing import Any, Final

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from app.cases.figures import Period
from app.cases.figures.periods import FIRST, LAST, YEARS_UP_TO

NAME: Final = validate.Regexp(r"^[A-Za-z][A-Za-z0-9_]{0,79}\Z", error="请填写名称（字母、数字、下划线）。")
CODE: Final = validate.Regexp(r"^[A-Za-z0-9]{1,20}\Z", error="请填写区划代码。")
KEY: Final = validate.Regexp(r"^[\x21-\x7e]{1,80}\Z", error="请填写 1 至 80 个可见的 ASCII 字符。")
DAY: Final = validate.Range(FIRST, LAST, error="请填写可以统计的日期，例如 2026-08-17。")
WORDS: Final[dict[str, Any]] = {
    "required": "请填写。",
    "null": "请填写。",
    "invalid": "格式不正确。",
    "type": "应为 JSON 对象。",
}
DEEPEST_PAGE: Final = 10_000


def _text(*checks: Any, **more: Any) -> fields.String:
    return fields.String(validate=list(checks), error_messages=WORDS, **more)


def _object(description: str, **more: Any) -> fields.Dict:
    texts = fields.String()
    return fields.Dict(keys=texts, error_messages=WORDS, metadata={"description": description}, **more)


class Asked(Schema):
    """What is asked: a body that is no object is told so in words."""

    error_messages = {"type": WORDS["type"], "unknown": "没有这一项。"}  # noqa: RUF012 - marshmallow's own name for it


class NewCaseSchema(Asked):
    """A case to be opened."""

    process = _text(NAME, metadata={"description": "One of the release's services; may be left out if there is one."})
    answers = _object("Answers to the service's form, by field key; papers as a list of `{paper: id}`.", required=True)


class AnswersSchema(Asked):
    """A task's form, filled in."""

    answers = _object("Answers by field key; papers as a list of `{paper: id}`.", required=True)


class NewMessageSchema(Asked):
    """A message that reached an office."""

    message = _text(NAME, required=True, metadata={"description": "A message name that the diagrams wait for."})
    key = _text(
        validate.Length(min=1, max=200),
        required=True,
        metadata={"description": "What it is about: a notice's number, an identity number."},
    )
    payload = _object("By the form of the message's name, if the release has one.", load_default=dict)
    id = _text(KEY, metadata={"description": "The sender's own number of it; the same again is taken once."})


class NewPaperSchema(Asked):
    """Where a paper belongs."""

    slot = _text(NAME, required=True, metadata={"description": "The key of the form's field for it."})
    form = _text(NAME, metadata={"description": "The form; the service's own if left out."})


class HeadersSchema(Schema):
    """The key that makes a second try harmless."""

    idempotency_key = _text(KEY, data_key="Idempotency-Key")


class PagedSchema(Schema):
    """Which page of a list."""

    page = fields.Integer(
        load_default=1, validate=validate.Range(1, DEEPEST_PAGE, error="请填写页码。"), error_messages=WORDS
    )


class InboxSchema(PagedSchema):
    """Which open tasks."""

    role = _text(NAME)
    division = _text(CODE)
    state = _text(validate.OneOf(("all", "free", "mine"), error="请填写 all、free 或 mine。"), load_default="all")


class FiguresAskedSchema(Asked):
    """Which figures: of a division (one's own if left out), from a day to a day, of one process or of all."""

    division = _text(CODE, load_default="")
    process = _text(NAME, load_default="")
    since = fields.Date(required=True, validate=DAY, error_messages=WORDS)
    until = fields.Date(required=True, validate=DAY, error_messages=WORDS, metadata={"description": "Included."})

    @validates_schema
    def _in_order(self, asked: dict[str, Any], **_: Any) -> None:
        period = Period(asked["since"], asked["until"])
        if period.first > period.last:
            raise ValidationError("截止日期不能早于起始日期。", "until")
        if period.too_long:
            raise ValidationError(f"一次最多统计{YEARS_UP_TO}年，请缩短期间。", "until")


class FieldErrorSchema(Schema):
    """One answer that can't be taken."""

    key = fields.String()
    label = fields.String()
    message = fields.String()


class ProblemSchema(Schema):
    """Why nothing was done."""

    status = fields.Integer(required=True)
    code = fields.String(required=True)
    message = fields.String(required=True, metadata={"description": "In Chinese, for people."})
    detail = fields.String()
    context = fields.Dict()
    errors = fields.List(fields.Nested(FieldErrorSchema))
