"""What the checks of a release can find between its files: each with its remedy, in English and Chinese."""

from app.errors import Finding

ERROR, WARNING, NOTE = "error", "warning", "note"

# key -> (severity, what, remedy, what in Chinese, remedy in Chinese); braces are filled from the finding's details.
TEXTS: dict[str, tuple[str, str, str, str, str]] = {
    "too_many_files": (
        ERROR,
        "The release holds {count} files; at most {most} are read.",
        "Leave out what the processes don't use.",
        "版本包含 {count} 个文件，最多允许 {most} 个。",
        "请去掉流程没有用到的文件。",
    ),
    "bad_name": (
        ERROR,
        "The file's path can't be used.",
        "Use a plain relative path without '..', of at most 200 characters.",
        "文件路径不合规范。",
        "请使用不含“..”、不超过 200 个字符的相对路径。",
    ),
    "too_large": (
        ERROR,
        "The file has {size} bytes; at most {most} are read.",
        "Split it, or remove embedded pictures.",
        "文件大小为 {size} 字节，上限为 {most} 字节。",
        "请拆分文件，或去掉内嵌图片。",
    ),
    "not_xml": (
        ERROR,
        "The file can't be read as XML: {detail}.",
        "Save it again in the modeler.",
        "文件不是有效的 XML：{detail}。",
        "请在建模工具中重新保存。",
    ),
    "doctype": (
        ERROR,
        "The file declares a document type or entities.",
        "Remove the DOCTYPE; modelers don't write one.",
        "文件声明了文档类型或实体。",
        "请删除 DOCTYPE 声明；建模工具不会生成它。",
    ),
    "not_json": (
        ERROR,
        "The file can't be read as JSON: {detail}.",
        "Save it again in the editor, as UTF-8.",
        "文件不是有效的 JSON：{detail}。",
        "请在编辑器中以 UTF-8 重新保存。",
    ),
    "decision_name": (
        ERROR,
        "The file holds no decision '{id}' (found: {found}).",
        "Give the decision the id of its file.",
        "文件中没有编号为“{id}”的决策（现有：{found}）。",
        "请将决策编号改为与文件名一致。",
    ),
    "unknown_decision": (
        ERROR,
        "The decision '{id}' is called, but there is no dmn/{id}.dmn.",
        "Call a decision of this release, or add its table.",
        "调用了决策“{id}”，但没有 dmn/{id}.dmn。",
        "请调用本版本中的决策，或补充决策表。",
    ),
    "unmapped_input": (
        ERROR,
        "The decision '{id}' reads '{name}', which this task does not map.",
        "Add an input mapping with the target '{name}'.",
        "决策“{id}”需要“{name}”，该任务没有映射。",
        "请添加目标为“{name}”的输入映射。",
    ),
    "needless_input": (
        WARNING,
        "The decision '{id}' does not read '{name}'.",
        "Remove the mapping, or mend its target.",
        "决策“{id}”不使用“{name}”。",
        "请删除该映射，或更正目标名。",
    ),
    "unused_decision": (
        WARNING,
        "Nothing calls this decision.",
        "Call it from a diagram, a form or another table, or delete the file.",
        "没有流程、表单或其他决策调用该决策。",
        "请在流程、表单或其他决策中调用，或删除该文件。",
    ),
    "unknown_form": (
        ERROR,
        "The form '{id}' is used, but there is no forms/{id}.json.",
        "Use a form of this release, or add it.",
        "使用了表单“{id}”，但没有 forms/{id}.json。",
        "请使用本版本中的表单，或补充该表单。",
    ),
    "unused_form": (
        WARNING,
        "No task, message or application uses this form.",
        "Name it at a user task, name it as a message, or mark the field that gives the home division.",
        "没有任务、消息或申请使用该表单。",
        "请在用户任务中引用、以消息命名，或标记确定受理地的字段。",
    ),
    "unknown_list": (
        ERROR,
        "The choices come from '{name}', but there is no forms/reference/{name}.json.",
        "Name a reference list of this release.",
        "选项取自“{name}”，但没有 forms/reference/{name}.json。",
        "请填写本版本中的参考数据名称。",
    ),
    "unknown_role": (
        ERROR,
        "The role '{role}' is not in forms/reference/roles.json.",
        "Use one of: {known}.",
        "角色“{role}”不在 forms/reference/roles.json 中。",
        "请使用以下角色之一：{known}。",
    ),
    "no_roles": (
        ERROR,
        "There is no list of roles with codes.",
        "Add forms/reference/roles.json: a list of objects with a `code`.",
        "缺少角色清单。",
        "请补充 forms/reference/roles.json，每项应有 code。",
    ),
    "unknown_delegate": (
        ERROR,
        "No delegate is called '{name}'.",
        "Use one of: {known}.",
        "没有名为“{name}”的委托。",
        "请使用以下委托之一：{known}。",
    ),
    "never_waits": (
        ERROR,
        "The boundary event is attached to a service task whose delegate '{delegate}' is done at once: it never fires.",
        "Attach it to a user task, a subprocess or a service task that asks, or wait at an event of its own.",
        "边界事件附着在服务任务上，而委托“{delegate}”当即完成：该事件永远不会触发。",
        "请附着在用户任务、子流程或等待外部答复的服务任务上，或改用独立的等待事件。",
    ),
    "missing_input": (
        ERROR,
        "The delegate '{delegate}' needs '{name}'.",
        "Add an input mapping with the target '{name}'.",
        "委托“{delegate}”需要“{name}”。",
        "请添加目标为“{name}”的输入映射。",
    ),
    "unknown_input": (
        ERROR,
        "The delegate '{delegate}' takes no '{name}'.",
        "Use one of its inputs: {known}.",
        "委托“{delegate}”没有输入“{name}”。",
        "可用的输入：{known}。",
    ),
    "unknown_target": (
        ERROR,
        "The {kind} '{name}' does not exist in this release.",
        "Use one of: {known}.",
        "本版本中没有“{name}”（{kind}）。",
        "请使用以下之一：{known}。",
    ),
    "unknown_operation": (
        ERROR,
        "No outside system has the operation '{system}.{operation}'.",
        "Use one of: {known}.",
        "外部系统没有操作“{system}.{operation}”。",
        "请使用以下之一：{known}。",
    ),
    "missing_key": (
        ERROR,
        "{owner} needs '{name}' in '{where}'.",
        "Write the key '{name}' into the context.",
        "{owner} 要求“{where}”中有“{name}”。",
        "请在上下文中写上“{name}”。",
    ),
    "unknown_key": (
        ERROR,
        "{owner} takes no '{name}' in '{where}'.",
        "Use its keys only: {known}.",
        "{owner} 的“{where}”中没有“{name}”。",
        "只能使用：{known}。",
    ),
    "timer": (
        ERROR,
        "The time '{text}' can't be read.",
        "Write an ISO 8601 duration (P5D), a date and time with its offset, or FEEL with '='.",
        "时间“{text}”无法识别。",
        "请填写 ISO 8601 时长（如 P5D）、带时区的日期时间，或以“=”开头的 FEEL。",
    ),
    "script": (
        ERROR,
        "The property 'scripted' can't be read: {detail}.",
        "Mend the FEEL expression, or remove the property.",
        "属性“scripted”有误：{detail_zh}。",
        "请修改 FEEL 表达式，或删除该属性。",
    ),
    "not_drawn": (
        ERROR,
        "The {kind} is not drawn.",
        "Open the diagram in the modeler and place it, or lay the diagram out anew.",
        "{kind} 没有图形。",
        "请在建模工具中放置该元素，或重新布局。",
    ),
    "drawn_only": (
        ERROR,
        "A shape or edge is drawn for '{id}', which is not in the file.",
        "Delete the leftover shape in the modeler.",
        "图形对应的“{id}”在文件中不存在。",
        "请在建模工具中删除残留图形。",
    ),
    "letter": (
        ERROR,
        "The letter can't be written: {detail}.",
        "Mend its template in forms/documents/, or its entry in the list.",
        "文书无法出具：{detail}。",
        "请修改 forms/documents/ 中的模板或文书清单。",
    ),
    "letter_expression": (
        ERROR,
        "The letter's expression '{text}' can't be used: {detail}.",
        "Mend the FEEL expression.",
        "文书的表达式“{text}”有误：{detail_zh}。",
        "请修改 FEEL 表达式。",
    ),
    "reference": (
        ERROR,
        "The reference list can't be used: {detail}.",
        "Mend the file.",
        "参考数据有误：{detail}。",
        "请修改该文件。",
    ),
}


def finding(key: str, file: str, element: str | None, **details: object) -> Finding:
    """Fill one text with its details."""
    severity, *texts = TEXTS[key]
    what, remedy, what_zh, remedy_zh = (each.format(**details) for each in texts)
    return Finding(severity, file, element, what, remedy, what_zh, remedy_zh)
