"""What the analysis can find in a table: each with its remedy, in English and Chinese."""

from dataclasses import dataclass

from app.decisions.values.kinds import Value
from app.decisions.values.text import literal
from app.errors import Finding

ERROR, WARNING, NOTE = "error", "warning", "note"

# kind -> (severity, what, remedy, what in Chinese, remedy in Chinese); braces are filled from the flaw's details.
TEXTS: dict[str, tuple[str, str, str, str, str]] = {
    "gap": (
        ERROR,
        "No rule covers {example}.",
        "Add a rule for it, give the outputs a default, or name the allowed values of the input.",
        "没有规则覆盖：{example}。",
        "请补充规则，填写默认输出，或写明输入的允许值。",
    ),
    "gap_maybe": (
        WARNING,
        "It can't be told whether a rule covers every case: look at {example}.",
        "Add a last rule or a default, or write the conditions as comparisons with constants.",
        "无法确定规则是否覆盖所有情形，请核对：{example}。",
        "请补充兜底规则或默认输出，或把条件写成与固定值的比较。",
    ),
    "gap_null": (
        NOTE,
        "No rule covers {example}: the outcome is then null.",
        "Add a rule if the value may be missing.",
        "缺少输入时没有规则覆盖：{example}，结果为空。",
        "如果该输入可能缺失，请补充规则。",
    ),
    "overlap": (
        ERROR,
        "{one} and {two} both hold for {example}, and UNIQUE allows one only.",
        "Narrow one of them, or choose another hit policy.",
        "{one}与{two}同时符合：{example}；UNIQUE 只允许一条规则符合。",
        "请收窄其中一条，或改用其他命中策略。",
    ),
    "overlap_maybe": (
        WARNING,
        "It can't be told whether {one} and {two} can both hold: look at {example}.",
        "Write the conditions as comparisons with constants, or choose another hit policy.",
        "无法确定{one}与{two}是否会同时符合，请核对：{example}。",
        "请把条件写成与固定值的比较，或改用其他命中策略。",
    ),
    "conflict": (
        ERROR,
        "{one} and {two} both hold for {example} and disagree, which ANY does not allow.",
        "Give both the same outputs, or narrow one of them.",
        "{one}与{two}同时符合而结果不同：{example}；ANY 不允许。",
        "请使两条规则的结果一致，或收窄其中一条。",
    ),
    "conflict_maybe": (
        WARNING,
        "It can't be told whether {one} and {two} can hold together and disagree: look at {example}.",
        "Write conditions and outputs as constants, or narrow one of the rules.",
        "无法确定{one}与{two}是否会同时符合而结果不同，请核对：{example}。",
        "请把条件和结果写成固定值，或收窄其中一条。",
    ),
    "shadowed": (
        ERROR,
        "{one} never applies: wherever it holds, {others} goes before it{such}.",
        "Move it up, narrow what goes before it, or delete it.",
        "{one}永远不会被采用：凡是符合它的情形，都先符合{others}{such}。",
        "请上移该规则，收窄在它之前的规则，或删除它。",
    ),
    "duplicate": (
        ERROR,
        "{two} repeats {one}: the same conditions and the same outputs.",
        "Delete one of them.",
        "{two}与{one}重复：条件和结果都相同。",
        "请删除其中一条。",
    ),
    "unreachable": (
        ERROR,
        "{one} can never hold: its cells of '{column}' exclude each other.",
        "Correct the cells, or delete the rule.",
        "{one}永远不会符合：“{column}”各单元格互相矛盾。",
        "请更正单元格，或删除该规则。",
    ),
    "never": (
        ERROR,
        "{one}: the cell '{cell}' of '{column}' can never hold for a value of type {type} that is allowed there.",
        "Correct the cell, or the type or allowed values of the column.",
        "{one}：“{column}”的单元格“{cell}”对该列允许的取值（{type}）永远不成立。",
        "请更正单元格，或该列的类型、允许值。",
    ),
    "never_part": (
        WARNING,
        "{one}: '{part}' in the cell '{cell}' of '{column}' matches no value that is allowed there.",
        "Correct or remove it.",
        "{one}：“{column}”的单元格“{cell}”中的“{part}”对该列允许的取值永远不成立。",
        "请更正或删除这一部分。",
    ),
    "output": (
        ERROR,
        "{one}: the output '{output}' gives {value}, which is not an allowed value.",
        "Correct the cell, or add the value to the output's allowed values.",
        "{one}：输出“{output}”为 {value}，不在允许值之内。",
        "请更正单元格，或把该值加入输出的允许值。",
    ),
    "output_type": (
        ERROR,
        "{one}: the output '{output}' gives {value}, which is not of type {type}.",
        "Correct the cell, or the type of the output.",
        "{one}：输出“{output}”为 {value}，与类型 {type} 不符。",
        "请更正单元格，或输出的类型。",
    ),
    "unordered": (
        WARNING,
        "The column '{column}' can't be analysed: its times can't be put in one order.",
        "Write all times with a zone, or all without.",
        "无法分析“{column}”列：其中的时间无法比较先后。",
        "请统一写明时区，或统一不写。",
    ),
    "conditions": (
        WARNING,
        "The column '{column}' can't be analysed: it has too many conditions that are no comparisons with constants.",
        "Split the table, or have a decision before it settle these conditions.",
        "无法分析“{column}”列：不是与固定值比较的条件过多。",
        "请拆分决策表，或先用另一个决策判断这些条件。",
    ),
    "unreadable": (
        WARNING,
        "The column '{column}' can't be analysed: a cell of it can't be read.",
        "Correct the cell.",
        "无法分析“{column}”列：有单元格无法读取。",
        "请更正该单元格。",
    ),
    "priority": (
        WARNING,
        "It can't be told which rules go before others: the outputs that rank them are not constants.",
        "Write the ranking outputs as constants.",
        "无法确定规则的优先顺序：决定优先级的输出不是固定值。",
        "请把决定优先级的输出写成固定值。",
    ),
    "too large": (
        WARNING,
        "The table is too large to be analysed for gaps and shadowed rules.",
        "Split it.",
        "决策表过大，无法分析是否有遗漏或被遮蔽的规则。",
        "请拆分决策表。",
    ),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as a finding names it: its place from 1, and its id."""

    place: int
    id: str


@dataclass(frozen=True, slots=True)
class Seen:
    """One input of an example: the column's label, what it asks, a value, and whether that is an input by itself."""

    label: str
    expression: str
    value: Value
    plain: bool


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with a table: the rules concerned, an example that shows it, and what its text needs."""

    kind: str
    table: str
    rules: tuple[Rule, ...] = ()
    example: tuple[Seen, ...] = ()
    details: tuple[tuple[str, str], ...] = ()
    others: tuple[Rule, ...] = ()

    @property
    def severity(self) -> str:
        return TEXTS[self.kind][0]

    @property
    def given(self) -> dict[str, Value]:
        """The example as inputs of the decision; columns that are no plain input are left out."""
        return {seen.expression: seen.value for seen in self.example if seen.plain}

    def finding(self, file: str) -> Finding:
        """The flaw as every check of a release tells it."""
        _, what, remedy, what_zh, remedy_zh = TEXTS[self.kind]
        at = self.rules[-1].id if self.rules else self.table
        en, zh = self._filled("en"), self._filled("zh")
        told = what.format(**en)
        return Finding(self.severity, file, at, told[:1].upper() + told[1:], remedy, what_zh.format(**zh), remedy_zh)

    def _filled(self, lang: str) -> dict[str, str]:
        named = [_named(rule, lang) for rule in self.rules]
        example = (
            f"{seen.label if lang == 'zh' else seen.expression} = {literal(seen.value)}" for seen in self.example
        )
        found = dict(self.details)
        shown = ("；" if lang == "zh" else "; ").join(example)
        found["example"] = shown or ("任何输入" if lang == "zh" else "any input")
        found["such"] = shown and (f"，例如：{shown}" if lang == "zh" else f", as for {shown}")
        found["others"] = ("、" if lang == "zh" else ", ").join(_named(rule, lang) for rule in self.others)
        found["one"] = named[0] if named else ""
        found["two"] = named[-1] if named else ""
        return found


def _named(rule: Rule, lang: str) -> str:
    return f"第{rule.place}条（{rule.id}）" if lang == "zh" else f"rule {rule.place} ({rule.id})"
