"""An explanation in the words of a caseworker, Chinese or English."""

import re
from collections.abc import Mapping

from app.decisions.values.kinds import Value
from app.decisions.values.text import literal

_ZH = {
    "decision": "决策“{0}”的结果：{1}",
    "given": "依据：{0}",
    "table": "决策表逐条核对（{0}）：",
    "UNIQUE": "至多一条符合",
    "ANY": "符合的各条结果一致",
    "FIRST": "采用最先符合的一条",
    "PRIORITY": "采用符合者中优先的一条",
    "COLLECT": "采用所有符合的规则",
    "RULE ORDER": "按规则次序采用所有符合的规则",
    "OUTPUT ORDER": "按结果次序采用所有符合的规则",
    "COLLECT SUM": "符合的各条结果相加",
    "COLLECT MIN": "取符合的各条中最小的结果",
    "COLLECT MAX": "取符合的各条中最大的结果",
    "COLLECT COUNT": "取符合的规则的条数",
    "chosen": "采用",
    "held": "符合，未采用",
    "failed": "不符合",
    "unsure": "无法判断",
    "cell T": "“{0}”为{1}，满足",
    "cell F": "“{0}”为{1}，不满足",
    "cell N": "“{0}”为{1}，无法判断",
    "default": "没有规则符合，取默认结果。",
    "none": "没有规则符合。",
    "requires": "依据的其他决策：",
    "told": "决策“{0}”见上文。",
    "rule": "规则{0}",
    "any": "无条件",
    "null": "空",
    "no outcome": "没有结果",
    "true": "是",
    "false": "否",
    "not given": "没有提供：{0}",
    "value not allowed": "取值不在允许范围内：{0}",
    "unknown name": "没有这个名称：{0}",
    "type": "类型不符：{0}",
    "argument type": "函数参数类型不符：{0}",
    "arguments": "函数参数不符：{0}",
    "no function": "不是函数：{0}",
    "no result": "运算没有结果：{0}",
    "host function": "函数没有结果：{0}",
    "rules": "、",
    "open": "（",
    "close": "）",
    "colon": "：",
    "semicolon": "；",
    "comma": "，",
}
_EN = {
    "decision": 'Decision "{0}": {1}',
    "given": "Given: {0}",
    "table": "Decision table, rule by rule ({0}):",
    "UNIQUE": "at most one holds",
    "ANY": "all that hold agree",
    "FIRST": "the first that holds applies",
    "PRIORITY": "of those that hold, the one that comes first in rank applies",
    "COLLECT": "all that hold apply",
    "RULE ORDER": "all that hold apply, in their order",
    "OUTPUT ORDER": "all that hold apply, in the order of their outcomes",
    "COLLECT SUM": "the sum of all that hold",
    "COLLECT MIN": "the least of all that hold",
    "COLLECT MAX": "the greatest of all that hold",
    "COLLECT COUNT": "the number of those that hold",
    "chosen": "applied",
    "held": "holds, not applied",
    "failed": "does not hold",
    "unsure": "can't be told",
    "cell T": '"{0}" is {1}: met',
    "cell F": '"{0}" is {1}: not met',
    "cell N": '"{0}" is {1}: can\'t be told',
    "default": "No rule holds; the default applies.",
    "none": "No rule holds.",
    "requires": "Decisions it rests on:",
    "told": 'Decision "{0}": see above.',
    "rule": "rule {0}",
    "any": "no condition",
    "null": "nothing",
    "no outcome": "none",
    "true": "yes",
    "false": "no",
    "not given": "Not given: {0}",
    "value not allowed": "Value not allowed: {0}",
    "unknown name": "Unknown name: {0}",
    "type": "Wrong type: {0}",
    "argument type": "Wrong type of argument: {0}",
    "arguments": "Wrong arguments: {0}",
    "no function": "Not a function: {0}",
    "no result": "No result: {0}",
    "host function": "The function has no result: {0}",
    "rules": ", ",
    "open": "(",
    "close": ")",
    "colon": ": ",
    "semicolon": "; ",
    "comma": ", ",
}
_MARK = re.compile(r"(^|；)[ -~]+?(?:：|(?=「))")


def unmarked(reason: str) -> str:
    """A rule's reason without the marks by which analysts refer to the law: `EMP「…」；G9：…`."""
    return _MARK.sub(r"\1", reason)


LANGUAGES = {"zh": _ZH, "en": _EN}


class Words:
    """One language's words."""

    def __init__(self, lang: str) -> None:
        self.table = LANGUAGES.get(lang, _ZH)

    def say(self, key: str, *parts: str) -> str:
        return self.table[key].format(*parts)

    def outcome(self, value: Value, labels: Mapping[str, str]) -> str:
        """A whole outcome, or all that was given: its parts by what people call them."""
        if not isinstance(value, dict):
            return self.table["no outcome"] if value is None else self.value(value)
        pairs = (f"{labels.get(name, name)}={self.value(each)}" for name, each in value.items())
        return self.table["semicolon"].join(pairs)

    def value(self, value: Value) -> str:
        """A value as people write it."""
        if value is None or isinstance(value, bool):
            return self.table[str(value).lower() if value is not None else "null"]
        if isinstance(value, list):
            return self.table["rules"].join(self.value(each) for each in value) or self.table["null"]
        if isinstance(value, dict):
            return self.table["open"] + self.outcome(value, {}) + self.table["close"]
        return value if isinstance(value, str) else literal(value)
