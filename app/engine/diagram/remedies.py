"""What a diagram may hold that is only seen (SILENT), and how to say otherwise what does not run here (UNSUPPORTED)."""

SILENT = frozenset(
    {
        "incoming",
        "outgoing",
        "extensionElements",
        "documentation",
        "laneSet",
        "sequenceFlow",
        "textAnnotation",
        "association",
        "group",
    }
)

UNSUPPORTED: dict[str, tuple[str, str]] = {
    "*": (
        (
            "Say it with the supported elements: user, service and business rule tasks, call activities, subprocesses,"
            " exclusive, parallel, inclusive and event-based gateways, message and timer events."
        ),
        "请改用受支持的元素：用户任务、服务任务、业务规则任务、调用活动、子流程，排他、并行、包容和事件网关，消息和定时事件。",
    ),
    "scriptTask": (
        "Use a FEEL mapping, a decision, or a service task with a named delegate.",
        "请改用 FEEL 映射、决策表或命名的服务任务。",
    ),
    "task": ("Choose a user, service or business rule task.", "请选择用户任务、服务任务或业务规则任务。"),
    "manualTask": ("Make it a user task with a form.", "请改为带表单的用户任务。"),
    "sendTask": (
        "Use a service task with the delegate 'cases.send' or 'outside.tell'.",
        "请改用委托“cases.send”或“outside.tell”的服务任务。",
    ),
    "receiveTask": ("Use a message catch event.", "请改用消息捕获事件。"),
    "intermediateThrowEvent": (
        "Use a service task that tells; a throw event without a trigger can be left out.",
        "请改用通知类服务任务；无触发器的抛出事件可删除。",
    ),
    "transaction": ("Use a subprocess with boundary events.", "请改用带边界事件的子流程。"),
    "adHocSubProcess": ("Draw the order of the tasks, or a parallel gateway.", "请画出任务顺序，或使用并行网关。"),
    "complexGateway": ("Use an inclusive or exclusive gateway with FEEL.", "请改用包容或排他网关及 FEEL 条件。"),
    "event subprocess": (
        "Put a boundary event on a subprocess around the work that it should interrupt.",
        "请在需要中断的工作外套一个子流程，并在其上添加边界事件。",
    ),
    "multi-instance": (
        "Draw a loop with a counter, or open a case for each item.",
        "请画带计数的循环，或为每一项另开案件。",
    ),
    "standard loop": ("Draw the loop with an exclusive gateway.", "请用排他网关画出循环。"),
    "compensation": ("Draw the way back with tasks of its own.", "请用单独的任务画出撤回路径。"),
    "link event": ("Draw the flow itself.", "请直接画出连线。"),
    "signal event": ("Use a message with a correlation key.", "请改用带关联键的消息。"),
    "error event": ("Map a result and choose at an exclusive gateway.", "请映射结果并在排他网关处判断。"),
    "escalation event": ("Map a result and choose at a gateway.", "请映射结果并在网关处判断。"),
    "conditional event": ("Wait for a message, or decide at a gateway.", "请改为等待消息，或在网关处判断。"),
    "cancel event": ("Use an interrupting boundary message.", "请改用中断型边界消息。"),
    "several triggers": (
        "Use an event-based gateway, with one event for each trigger.",
        "请改用事件网关，每个触发器一个事件。",
    ),
    "repeating timer": (
        "Use a single timer in a loop, so that every round is seen.",
        "请在循环中使用单次定时器，使每一轮都有记录。",
    ),
    "trigger on a start event": (
        "Begin with a plain start event; cases are opened by the portal or by 'cases.open'.",
        "请使用无触发器的开始事件；案件由门户或“cases.open”开启。",
    ),
    "trigger on an end event": (
        "Put a service task before a plain end event.",
        "请在普通结束事件前放置服务任务。",
    ),
    "event without a trigger": ("Give it a message or a timer, or leave it out.", "请设置消息或定时器，或将其删除。"),
    "instantiating gateway": ("Put it after a start event.", "请放在开始事件之后。"),
    "dataObject": ("Variables are written by mappings; delete the data object.", "变量由映射写入；请删除数据对象。"),
    "dataObjectReference": ("Variables are written by mappings; delete it.", "变量由映射写入；请删除数据对象。"),
    "dataStoreReference": ("Use a register through a service task.", "请通过服务任务读写登记簿。"),
    "ioSpecification": ("Use zeebe input and output mappings.", "请使用 zeebe 输入输出映射。"),
}
