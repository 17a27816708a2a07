"""Every problem the product can report: one tree, importable by every room.

A class's docstring is its message in English, `zh` the message people read, `status` the HTTP status.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar


class Sentence(str):
    """A Chinese sentence that was put together, with the one it was made of, so that it can be said in English, too."""

    __slots__ = ("values", "whole")
    whole: str
    values: dict[str, object]


def said(whole: str, **values: object) -> Sentence:
    """Fill the gaps of a sentence and keep what it was filled with."""
    filled = Sentence(whole.format(**values))
    filled.whole, filled.values = whole, values
    return filled


@dataclass(frozen=True)
class Finding:
    """What a check found in a diagram, table or form, where, and how to mend it."""

    severity: str
    file: str
    element: str | None
    what: str
    remedy: str
    what_zh: str = ""
    remedy_zh: str = ""


@dataclass(frozen=True)
class FieldError:
    """One answer that can't be taken: the field's key, its label and the sentence shown beside it."""

    key: str
    label: str
    message: str


class Problem(Exception):  # noqa: N818 - a problem is what people are told about, not only a programming error
    """Something went wrong and nothing was changed."""

    status: ClassVar[int] = 500
    zh: ClassVar[str] = "系统出现问题，本次操作没有生效，请稍后再试。"

    def __init__(self, detail: str = "", **context: Any) -> None:
        """Keep the detail for logs and people, and the context for programs."""
        self.detail = detail
        self.context = context
        super().__init__(f"{self.__doc__} {detail}".strip())


class Refused(Problem):
    """The request can't be carried out as it is."""

    status = 400
    zh = "请求无法办理。"


class ReservedKey(Refused):
    """A field name that begins with a dollar sign is reserved."""

    zh = "字段名不能以“$”开头。"


class InvalidAnswers(Refused):
    """Some answers are missing or wrong."""

    status = 422
    zh = "有内容需要补充或更正。"

    def __init__(self, errors: Sequence[FieldError], detail: str = "") -> None:
        """Keep one error a field, in the form's order."""
        self.errors = list(errors)
        super().__init__(detail or "; ".join(f"{e.key}: {e.message}" for e in errors))


class TooLarge(Refused):
    """The file is larger than the limit."""

    status = 413
    zh = "文件超过大小限制。"


class TooMany(Refused):
    """More was asked for than one answer holds; narrow it, or use the console."""

    zh = "一次要得太多。请缩小范围，或在控制台办理。"


class NotAllowed(Problem):
    """Nobody with these roles may do so."""

    status = 403
    zh = "您没有办理这项操作的权限。"


class PasswordNotOwn(NotAllowed):
    """The password was given by somebody else: log in to the pages and choose another first."""

    zh = "现在的密码是别人给的临时密码。请先登录网页，换成自己的密码。"


class NotFound(Problem):
    """There is nothing here by this name."""

    status = 404
    zh = "没有找到。"


class Conflict(Problem):
    """Somebody else changed this first."""

    status = 409
    zh = "其他人已先一步办理，内容已变化。"


class ExpressionError(Problem):
    """A FEEL expression could not be read or evaluated."""

    zh = "规则表达式有误。"

    def __init__(self, detail: str = "", *, finding: Finding | None = None, **context: Any) -> None:
        """Keep what was found, in both languages; it is the detail where none is given."""
        self.finding = finding or Finding("error", "", None, detail, "", self.zh)
        super().__init__(detail or self.finding.what, **context)


class ModelError(Problem):
    """A diagram, table or form is not valid."""

    status = 422
    zh = "流程图、决策表或表单有误。"

    def __init__(self, findings: Sequence[Finding], detail: str = "") -> None:
        """Keep the findings; the detail defaults to the first of them."""
        self.findings = list(findings)
        first = self.findings[0] if self.findings else None
        super().__init__(detail or (f"{first.file} {first.element or ''}: {first.what}" if first else ""))


class DecisionError(Problem):
    """A decision could not be made."""

    zh = "决策无法作出。"


class EngineError(Problem):
    """The process could not go on."""

    zh = "流程无法继续。"


class StateUnreadable(EngineError):  # noqa: N818 - as its base
    """The stored state of a case could not be read."""

    zh = "案件状态无法读取。"


class OutsideUnavailable(Problem):
    """An outside system did not answer; the call will be tried again."""

    status = 503
    zh = "外部系统暂时没有响应，系统会自动重试。"


class OutsideRefused(Problem):
    """An outside system refused the call."""

    status = 502
    zh = "外部系统拒绝了请求。"


class ChainBroken(Problem):
    """The chain of facts does not hold."""

    zh = "事实链校验不通过。"
