"""What verifying and replaying came to, in words; the audit room's views show it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.audit.telling.words import SENTENCES
from app.web.look.language import say

BROKEN: Final[Mapping[str, str]] = {
    "changed": "第{n}条事实的内容与当时记录的不同，被改动过。",
    "missing": "第{n}条事实缺失，被删除过。",
    "inserted": "第{n}条事实不是当时记录的，是后来插入的。",
    "moved": "第{n}条事实不在原来的位置，被调换过。",
}
AT: Final = re.compile(r"#(?P<seq>\d+)(?: (?P<kind>\w+))?")


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be, and the fact at which it is seen."""

    words: str
    seq: int


@dataclass(frozen=True)
class Proof:
    """What a proof found: its title, the verdict in a sentence, and each thing that is wrong."""

    title: str
    verdict: str
    advice: str
    good: bool
    findings: Sequence[Finding]


def verified(breaks: Sequence[Any], facts: int) -> Proof:
    """Tell what verifying the chain of facts found."""
    title = say("核对事实链")
    if not breaks:
        verdict = say("事实链完整：{n}条事实没有缺失、改动、插入或调换。", n=facts)
        return Proof(title, verdict, say("每条事实都与前一条相连，任何改动都会在这里显示。"), good=True, findings=())
    findings = [Finding(say(BROKEN[one.what], n=one.seq), one.seq) for one in breaks]
    verdict = say("事实链在{n}处断开。", n=len(findings))
    return Proof(title, verdict, say("请保留现场，通知平台运维人员用备份比对。"), good=False, findings=findings)


def replayed(found: Any) -> Proof:
    """Tell what running the commands again found."""
    title = say("重新回放")
    if not found.differences:
        verdict = say(
            "回放一致：重新执行 {commands} 个命令，{facts} 条事实和状态全部相同。",
            commands=found.commands,
            facts=found.facts,
        )
        advice = say("用当时的规则和记录下来的答复重走一遍，每一步都得到同样的结果。")
        return Proof(title, verdict, advice, good=True, findings=())
    verdict = say("回放不一致：到第一处不同为止，重新执行了 {commands} 个命令。", commands=found.commands)
    advice = say("不同可能来自被改动的事实，也可能来自程序版本不同；请先核对事实链。")
    return Proof(title, verdict, advice, good=False, findings=[_difference(one) for one in found.differences])


def impossible(why: str) -> Proof:
    """Tell that the commands can't be run again."""
    verdict, advice = say("无法回放：") + say(why), say("请核对事实链：它不需要读出事实的内容。")
    return Proof(say("重新回放"), verdict, advice, good=False, findings=())


def _difference(told: str) -> Finding:
    """Say where it differs; what differs may hold what people typed, so it is not shown."""
    found = AT.search(told)
    if found is None:
        return Finding(say("回放得不出同样的事实。"), 0)
    seq = int(found["seq"])
    kind = say(SENTENCES[found["kind"]]) if found["kind"] in SENTENCES else ""
    return Finding(say("从第{n}条事实起不同：{kind}", n=seq, kind=kind).rstrip("： "), seq)
