"""What a check of a diagram can find, with its remedy, in English and Chinese; reader and checks name it by key."""

from app.errors import Finding

ERROR, WARNING = "error", "warning"

# key -> (severity, what, remedy, what in Chinese, remedy in Chinese); braces are filled from the finding's details.
TEXTS: dict[str, tuple[str, str, str, str, str]] = {
    "not_xml": (
        ERROR,
        "The file can't be read as XML: {detail}.",
        "Save the diagram again in the modeler.",
        "文件不是有效的 XML：{detail}。",
        "请在建模工具中重新保存该流程图。",
    ),
    "processes": (
        ERROR,
        "The file holds {count} executable processes.",
        "Keep one executable process a file; make other pools black boxes.",
        "文件中有 {count} 个可执行流程。",
        "每个文件只保留一个可执行流程，其他泳池设为黑盒。",
    ),
    "duplicate": (
        ERROR,
        "The id '{id}' is used twice.",
        "Give each element and process an id of its own.",
        "编号“{id}”重复使用。",
        "请为每个元素和流程设置唯一编号。",
    ),
    "nameless": (
        ERROR,
        "A {kind} has no id, or one that holds '/', '#' or spaces.",
        "Give it an id of letters, digits, '_', '-' or '.'.",
        "{kind} 没有编号，或编号含有“/”“#”或空格。",
        "请使用字母、数字、“_”“-”“.”组成的编号。",
    ),
    "unsupported": (
        ERROR,
        "{kind} does not run here.",
        "{remedy}",
        "不支持 {kind}。",
        "{remedy_zh}",
    ),
    "start": (
        ERROR,
        "'{id}' has {count} start events.",
        "Draw exactly one start event, without a trigger.",
        "“{id}”有 {count} 个开始事件。",
        "请只画一个不带触发器的开始事件。",
    ),
    "no_end": (
        ERROR,
        "'{id}' has no end event.",
        "End every path with an end event.",
        "“{id}”没有结束事件。",
        "每条路径都应以结束事件结束。",
    ),
    "dangling": (
        ERROR,
        "The flow joins '{source}' to '{target}', which are not both on this level of the diagram.",
        "Draw the flow again between two elements of one process or subprocess.",
        "连线的两端“{source}”与“{target}”不在同一层级。",
        "请在同一流程或子流程内重新连线。",
    ),
    "no_way_in": (
        ERROR,
        "No flow leads here.",
        "Connect the element, or delete it.",
        "没有连线通向该元素。",
        "请连接该元素或将其删除。",
    ),
    "no_way_out": (
        ERROR,
        "The path stops here without an end event.",
        "Lead on to the next element or to an end event.",
        "路径在此中断，没有结束事件。",
        "请连到下一个元素或结束事件。",
    ),
    "wrong_flows": (
        ERROR,
        "A {kind} can't have these flows: {detail}.",
        "{remedy}",
        "{kind} 的连线不正确：{detail}。",
        "{remedy_zh}",
    ),
    "no_condition": (
        ERROR,
        "The flow '{flow}' leaves a choosing gateway without a condition and is not its default.",
        "Write a FEEL condition, or make the flow the default.",
        "连线“{flow}”离开选择网关但没有条件，也不是默认连线。",
        "请填写 FEEL 条件或设为默认连线。",
    ),
    "missing": (
        ERROR,
        "A {kind} needs {what}.",
        "Fill in {what} in the properties panel.",
        "{kind} 缺少 {what}。",
        "请在属性面板中填写 {what}。",
    ),
    "unknown_process": (
        ERROR,
        "No diagram holds the process '{called}'.",
        "Call a process of this release, or add its diagram.",
        "没有流程图包含流程“{called}”。",
        "请调用本版本中的流程，或补充其流程图。",
    ),
    "calls_itself": (
        ERROR,
        "The process calls itself: {path}.",
        "Draw a loop inside one process instead.",
        "流程调用了自身：{path}。",
        "请改为在流程内部画循环。",
    ),
    "attached": (
        ERROR,
        "The boundary event is attached to '{attached}', where it can't be.",
        "Attach it to a user task, a service task that asks, a call activity or a subprocess.",
        "边界事件附着在“{attached}”上，不被允许。",
        "请附着在用户任务、等待外部答复的服务任务、调用活动或子流程上。",
    ),
    "attribute": (
        ERROR,
        "'{attribute}' on {kind} is not read here and would be ignored.",
        "Remove it, or say it with the elements that run (see the list of supported elements).",
        "{kind} 上的“{attribute}”不会被读取。",
        "请将其删除，或改用受支持的元素表达。",
    ),
    "binding": (
        ERROR,
        "The binding of {kind} is not written, or is '{binding}'.",
        "Write the binding 'deployment' (the case's release) or 'latest' (the release in force).",
        "{kind} 未写明绑定方式，或写成了“{binding}”。",
        "请写明“deployment”（案件所用版本）或“latest”（现行版本）。",
    ),
    "propagation": (
        ERROR,
        "The call hands over all variables ({attribute} is not false).",
        "Set {attribute} to false and map what the called process needs and gives back.",
        "调用活动会传递全部变量（{attribute} 未设为 false）。",
        "请将 {attribute} 设为 false，并逐项映射输入和输出。",
    ),
    "expression": (
        ERROR,
        "The expression '{text}' can't be used: {detail}.",
        "Mend the FEEL expression.",
        "表达式“{text}”有误：{detail_zh}。",
        "请修改 FEEL 表达式。",
    ),
    "target": (
        ERROR,
        "'{target}' can't be the name of a variable.",
        "Use letters, digits and underscores, with dots between a context and its keys.",
        "“{target}”不能作为变量名。",
        "请使用字母、数字和下划线，上下文与键之间用点号分隔。",
    ),
    "both_write": (
        ERROR,
        "The branches through '{one}' and '{other}' run side by side and both write '{variable}'.",
        "Let each branch write a variable of its own.",
        "并行分支“{one}”和“{other}”都写入变量“{variable}”。",
        "请让每个分支写入各自的变量。",
    ),
    "role": (
        ERROR,
        "A user task is for one role; here stands '{role}'.",
        "Write one role code as the candidate group.",
        "用户任务只能指定一个角色；此处为“{role}”。",
        "请填写一个角色代码作为候选组。",
    ),
    "file_name": (
        ERROR,
        "The file of process '{id}' must be named '{id}.bpmn'.",
        "Rename the file or the process.",
        "流程“{id}”的文件名应为“{id}.bpmn”。",
        "请修改文件名或流程编号。",
    ),
    "property": (
        ERROR,
        "The property '{name}' of {kind} is unknown.",
        "Use division, step, scripted or outcome; clock only on activities and events.",
        "{kind} 的属性“{name}”未知。",
        "请使用 division、step、scripted 或 outcome；办理时限（clock）只能写在活动和事件上。",
    ),
    "stuck": (
        ERROR,
        "A case can stop here for ever, waiting for a branch from '{missing}' that never comes; it does after: {path}.",
        "Join by the kind of gateway that split: exclusive by exclusive, parallel by parallel, inclusive by inclusive.",
        "案件可能永远停在这里，等不到从“{missing}”来的分支，例如依次经过：{path}。",
        "汇合网关须与分支网关同类：排他对排他、并行对并行、包容对包容。",
    ),
    "endless": (
        ERROR,
        "From here a case can never come to its end; it gets here after: {path}.",
        "Let every branch lead to an end event, and no branch start itself again beside another.",
        "到了这里，案件再也不能办结，例如依次经过：{path}。",
        "请让每个分支都能到达结束事件，不要在分支中不断产生新的分支。",
    ),
    "twice": (
        WARNING,
        "This can be under way twice at once in one case, since branches meet before it without being joined: {path}.",
        "Join the branches with a parallel or inclusive gateway before it.",
        "同一案件中这一步可能同时办理两次：分支没有汇合就走到了一起，例如依次经过：{path}。",
        "请先用并行或包容网关汇合分支。",
    ),
    "too_many_courses": (
        WARNING,
        "'{id}' allows more courses than can be played ({count} states were): a case that gets stuck may be missed.",
        "Move branches into called processes.",
        "“{id}”可能的走法太多（已查 {count} 种状态），可能漏查会停住的情形。",
        "请把部分分支移到被调用的流程中。",
    ),
    "writes_nothing": (
        WARNING,
        "A {kind} without outputs keeps nothing of its result.",
        "Map an output, if the result is needed later.",
        "{kind} 没有输出映射，其结果不会保留。",
        "如后续需要结果，请添加输出映射。",
    ),
}


def finding(key: str, file: str, element: str | None, **details: object) -> Finding:
    """Fill one text with its details."""
    severity, *texts = TEXTS[key]
    what, remedy, what_zh, remedy_zh = (each.format(**details) for each in texts)
    return Finding(severity, file, element, what, remedy, what_zh, remedy_zh)
