"""JSON as it comes in: numbers are Decimals, and what no room below could keep is refused here; the door uses it."""

import re
from decimal import Decimal
from typing import Any, Final

from flask import Request
from webargs.core import missing
from webargs.flaskparser import FlaskParser, is_json_request
from werkzeug.exceptions import UnsupportedMediaType

from app.errors import Refused, said
from app.events.canonical import decode, no_twins

DEEPEST: Final = 50
LONGEST_NUMBER: Final = 40  # digits, before and after the point together
UNKEEPABLE: Final = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL keeps no NUL, UTF-8 no half characters


class WireParser(FlaskParser):
    """Reads a JSON body into wire values."""

    def _raw_load_json(self, req: Request) -> Any:
        content = req.get_data(cache=True)
        if not content:
            return missing
        if not is_json_request(req):
            raise UnsupportedMediaType
        return read(content)


def read(content: bytes) -> Any:
    """Read one JSON document; Refused says what is wrong with it."""
    try:
        found = decode(content.decode(), no_twins)
    except (ValueError, ArithmeticError, RecursionError) as wrong:
        raise Refused("正文不是有效的 UTF-8 JSON，或同一对象中有重复的键。") from wrong
    _check(found, 0)
    return found


def _check(value: Any, depth: int) -> None:
    if depth > DEEPEST:
        raise Refused(said("正文嵌套超过 {most} 层。", most=DEEPEST))
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, Decimal):
        _check_number(value)
    elif isinstance(value, dict | list):
        for inner in (*value, *value.values()) if isinstance(value, dict) else value:
            _check(inner, depth + 1)


def _check_text(text: str) -> None:
    if UNKEEPABLE.search(text):
        raise Refused("文字中有不能保存的字符。")


def _check_number(number: Decimal) -> None:
    _, digits, exponent = number.as_tuple()
    assert isinstance(exponent, int)  # decode refuses NaN and infinity
    if max(len(digits) + max(exponent, 0), -exponent) > LONGEST_NUMBER:
        raise Refused(said("数字超过 {most} 位。", most=LONGEST_NUMBER))
