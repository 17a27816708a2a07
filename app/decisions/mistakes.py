"""What can be wrong with an expression or a DMN file, by code: each with its remedy, in English and Chinese."""

from app.errors import ExpressionError, Finding

# code -> (what, remedy, what in Chinese, remedy in Chinese); braces are filled from the mistake's parts.
TEXTS: dict[str, tuple[str, str, str, str]] = {
    "empty": ("the expression is empty", "Write the expression.", "没有写表达式", "请写上表达式。"),
    "end": (
        "the expression ends too early",
        "Write what is missing at its end.",
        "表达式没有写完",
        "请补全末尾缺少的内容。",
    ),
    "missing": (
        "{wanted} is missing before {found!r}",
        "Write {wanted}, or correct what stands there.",
        "“{found}”之前缺少{wanted}",
        "请补上{wanted}，或更正此处的内容。",
    ),
    "unclosed": (
        "{wanted} is missing at the end",
        "Write {wanted} at the end, or where it was forgotten.",
        "末尾缺少{wanted}",
        "请在末尾或遗漏之处补上{wanted}。",
    ),
    "value": (
        "a value is missing before {found!r}",
        "Write the value, or remove what stands there.",
        "“{found}”之前缺少一个值",
        "请补上该值，或删除多余的内容。",
    ),
    "name": (
        "a name is missing before {found!r}",
        "Write the name of an input, a member, a parameter or a type.",
        "“{found}”之前缺少名称",
        "请补上输入、成员、参数或类型的名称。",
    ),
    "iterator": (
        "{found!r} begins no `variable in list`",
        "Write a variable, the word `in` and a list: for each in list return each.",
        "“{found}”不能作为“变量 in 列表”的开头",
        "请写成“for 变量 in 列表 return 结果”的形式。",
    ),
    "entry": (
        "{found!r} begins no entry of the form `name: value`",
        "Write a name and a colon before each value.",
        "“{found}”不能作为“名称: 值”的开头",
        "请在每个值之前写上名称和半角冒号。",
    ),
    "twice": (
        "the key {key!r} stands twice in one context",
        "Give the second entry another key.",
        "同一个上下文中“{key}”出现了两次",
        "请给后一项换一个名称。",
    ),
    "rest": (
        "{found!r} does not go on from what stands before it",
        "Look for an operator, a comma or a bracket that is missing or too many.",
        "“{found}”接不上前面的内容",
        "请检查此处是否缺少或多写了运算符、逗号或括号。",
    ),
    "labels": (
        "the arguments are partly named",
        "Name all arguments or none.",
        "函数参数只写了一部分名称",
        "请给所有参数都写上名称，或都不写。",
    ),
    "digits": (
        "the number {found} is too long or too large",
        "Write a number of at most 34 digits.",
        "数字“{found}”过长或过大",
        "请写不超过34位的数字。",
    ),
    "temporal": (
        "{found} is no date, time or duration",
        'Write it as @"2026-09-01", @"08:30:00", @"2026-09-01T08:30:00" or @"P3D", with a day that exists.',
        "“{found}”不是有效的日期、时间或时长",
        '请写成“@"2026-09-01"”“@"08:30:00"”“@"2026-09-01T08:30:00"”“@"P3D"”等形式，并核对日期是否存在。',
    ),
    "external": (
        "external functions (Java, PMML) are not supported",
        "Write the function in FEEL, or have the host offer it.",
        "不支持调用外部程序的函数",
        "请用规则表达式改写该函数，或由系统提供该函数。",
    ),
    "full_width": (
        "{found!r} is a full-width character",
        "Write the half-width {wanted!r}.",
        "“{found}”是全角符号",
        "请改用半角的“{wanted}”。",
    ),
    "foreign": (
        "there is no operator {found!r}",
        "Write {wanted!r}.",
        "没有“{found}”这种写法",
        "请改用“{wanted}”。",
    ),
    "open_text": (
        "the text has no closing quote",
        'Write a double quote (") at its end.',
        "文本缺少结束的双引号",
        '请在文本末尾补上半角双引号（"）。',
    ),
    "character": (
        "the character {found!r} has no meaning",
        "Remove it; texts stand in double quotes.",
        "字符“{found}”没有意义",
        '请删除该字符；文本应放在半角双引号（"）中。',
    ),
    "deep": (
        "the expression is nested too deep",
        "Part it into several smaller ones.",
        "表达式嵌套过深",
        "请拆成几个较小的表达式。",
    ),
    "long": (
        "the expression is longer than {most} characters",
        "Part it into several smaller ones.",
        "表达式超过{most}个字符",
        "请拆成几个较小的表达式。",
    ),
    "function": (
        "there is no function {name!r}",
        "Correct the name, or have the host offer the function.",
        "没有名为“{name}”的函数",
        "请更正函数名，或由系统提供该函数。",
    ),
    "arity": (
        "the function {name!r} does not take {count} arguments",
        "Give it {takes}.",
        "函数“{name}”不接受{count}个参数",
        "请改为{takes}个参数。",
    ),
    "parameters": (
        "the function {name!r} has no form with the parameters {given}",
        "Name its parameters: {takes}.",
        "函数“{name}”没有参数为“{given}”的用法",
        "请使用它的参数名：“{takes}”。",
    ),
    "reread": (
        "an entry reads {name!r} after another entry of the same context has set it: it gets the new value",
        "Put the entry {name!r} last, or give it another name.",
        "同一个上下文中，前面的“{name}”一项已改变取值，后面的项读到的是新值而不是原来的值",
        "请把“{name}”一项移到最后，或给它换一个名称。",
    ),
    "type": (
        "there is no type {name!r}",
        "Use a FEEL type, or define it.",
        "没有名为“{name}”的类型",
        "请使用已有的类型，或在模型中定义该类型。",
    ),
    "input": (
        "{name!r} is not an input of this decision",
        "Require an input or decision so named, or correct the name.",
        "“{name}”不是本决策的输入",
        "请添加对该输入数据或决策的依赖，或更正名称。",
    ),
    "no_expression": (
        "an expression is missing",
        "Give the element a table or an expression.",
        "此处没有表达式",
        "请补上决策表或表达式。",
    ),
    "language": (
        "the expression language {name!r} is not supported",
        "Write FEEL.",
        "不支持语言“{name}”",
        "请用“FEEL”书写。",
    ),
    "imported": (
        "imported values are not supported",
        "Write the values in FEEL.",
        "不支持从外部导入的值",
        "请用规则表达式写出这些值。",
    ),
    "function_kind": (
        "functions of kind {name!r} are not supported",
        "Write the function in FEEL.",
        "不支持“{name}”类型的函数",
        "请用规则表达式改写该函数。",
    ),
    "hit_policy": (
        "the hit policy {name!r} is not supported",
        "Use a hit policy of DMN.",
        "不支持命中策略“{name}”",
        "请改用标准的命中策略。",
    ),
    "aggregation": (
        "an aggregation over several outputs or without COLLECT is not supported",
        "Aggregate one output of a COLLECT table.",
        "汇总只能用于命中策略为“COLLECT”且只有一个输出列的决策表",
        "请改用“COLLECT”并只保留一个输出列，或去掉汇总方式。",
    ),
    "no_order": (
        "{name} without output values is not supported",
        "List the output values in order.",
        "命中策略“{name}”需要输出列的取值清单",
        "请按优先次序列出输出列的取值。",
    ),
    "too_large": (
        "the file is larger than {most} bytes",
        "Hand in a smaller DMN 1.1 to 1.5 file.",
        "文件超过{most}字节",
        "请提供较小的决策文件。",
    ),
    "not_xml": (
        "the file is not XML that can be read: {detail}",
        "Hand in a DMN 1.1 to 1.5 file; save it again in the modeler.",
        "文件不是可读的决策文件（第{line}行第{column}列处有误）",
        "请在建模工具中重新保存后提供。",
    ),
    "doctype": ("the file declares a document type", "Remove the DOCTYPE.", "文件声明了文档类型", "请删除该声明。"),
    "not_dmn": (
        "the file's root is {name!r}, not the definitions of DMN 1.1 to 1.5",
        "Hand in a DMN 1.1 to 1.5 file.",
        "文件的根元素是“{name}”，不是1.1至1.5版的决策定义",
        "请提供1.1至1.5版的决策文件。",
    ),
    "steps": (
        "the evaluation was stopped after {most} steps",
        "Make the lists or texts smaller.",
        "计算超过{most}步，已停止",
        "请缩小列表或文本。",
    ),
    "value_large": (
        "a list or context holds too many values",
        "Make the lists or contexts smaller.",
        "列表或上下文包含的值过多",
        "请缩小列表或上下文。",
    ),
    "value_deep": (
        "lists or contexts hold each other more than {most} deep",
        "Make them flatter.",
        "列表或上下文的嵌套超过{most}层",
        "请减少嵌套。",
    ),
    "text_large": (
        "a text is longer than {most} characters",
        "Make the text shorter.",
        "文本超过{most}个字符",
        "请缩短文本。",
    ),
    "pattern": (
        "a pattern took too long to match",
        "Write a simpler pattern, which repeats nothing inside a repeated group.",
        "正则表达式匹配耗时过长",
        "请改写正则表达式，避免嵌套重复。",
    ),
    "calls": (
        "functions call each other more than {most} deep",
        "Look for a function that calls itself without end.",
        "函数相互调用超过{most}层",
        "请检查是否有函数无止境地调用自己。",
    ),
}

# What fills a brace; a pair where the two languages say it in different words.
Part = object | tuple[str, str]


def mistake(code: str, **parts: Part) -> Finding:
    """One mistake in both languages; its file and element are for whoever knows them."""
    what, remedy, what_zh, remedy_zh = TEXTS[code]
    english, chinese = (
        {name: part[i] if isinstance(part, tuple) else part for name, part in parts.items()} for i in (0, 1)
    )
    return Finding(
        "error",
        "",
        None,
        what.format(**english),
        remedy.format(**english),
        what_zh.format(**chinese),
        remedy_zh.format(**chinese),
    )


def wrong(code: str, **parts: Part) -> ExpressionError:
    """A mistake to be raised."""
    return ExpressionError(finding=mistake(code, **parts))


def misread(text: str, at: int, code: str, **parts: Part) -> ExpressionError:
    """A mistake at a place of a text."""
    found = mistake(code, **parts)
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    lined = "\n" in text.strip()
    place = f"line {line}, character {column}" if lined else f"character {column}"
    place_zh = f"第{line}行第{column}个字符处" if lined else f"第{column}个字符处"
    what, what_zh = f"{place}: {found.what}", f"{place_zh}，{found.what_zh}"
    return ExpressionError(finding=Finding("error", "", None, what, found.remedy, what_zh, found.remedy_zh), at=at)


def choice(texts: tuple[str, ...]) -> tuple[str, str]:
    """One of these signs or words, as both languages say it."""
    return " or ".join(map(repr, texts)), "或".join(f"“{text}”" for text in texts)
