"""What each kind of fact says to an auditor, in Chinese; pages translate, and the fact's own fields tell about what."""

from collections.abc import Mapping
from typing import Final

SENTENCES: Final[Mapping[str, str]] = {
    "CaseOpened": "开立案件",
    "TaskClaimed": "领取了任务",
    "TaskReleased": "退还了任务",
    "TaskCompleted": "办结任务",
    "MessageReceived": "收到消息",
    "TimerFired": "等待的时刻已到",
    "AnswerReceived": "收到外部系统答复",
    "TokensMoved": "流程推进",
    "TaskOpened": "派发任务",
    "TaskWithdrawn": "撤回任务",
    "TimerSet": "开始等待时刻",
    "TimerDropped": "不再等待时刻",
    "WaitOpened": "开始等待消息",
    "WaitClosed": "不再等待消息",
    "DecisionMade": "规则作出判断",
    "LookTaken": "查询登记",
    "RecordWritten": "写入登记",
    "AskSent": "询问外部系统",
    "TellQueued": "告知外部系统或其他案件",
    "StepTaken": "完成规定步骤",
    "CaseEnded": "案件办结",
    "StateReached": "到达状态（回放须一致）",
    "PaperStored": "收存材料",
    "IncidentRaised": "出现异常",
    "IncidentResolved": "异常已处理",
    "ReadingRecorded": "查阅个人信息",
    "ReleasePublished": "发布规则",
    "DraftSubmitted": "申请批准规则草案",
    "DraftWithdrawn": "撤回规则草案",
    "DraftApproved": "批准规则草案",
}
