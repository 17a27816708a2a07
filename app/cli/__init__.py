"""The door for people and scripts at a terminal: `yijianshi`, one command a file; the factory runs `group`."""

from app.cli.console import Commands
from app.cli.daily.clock import clock
from app.cli.daily.compare import compare
from app.cli.daily.imports import import_rows
from app.cli.daily.work import case, message, task
from app.cli.demo.story import demo
from app.cli.law.decide import decide
from app.cli.law.releases import check, publish
from app.cli.law.tck import tck
from app.cli.policy.command import policy_check
from app.cli.upkeep.folder import backup, migrate, restore
from app.cli.upkeep.keys import keys
from app.cli.upkeep.people import people
from app.cli.upkeep.serve import serve
from app.cli.upkeep.trail import audit

COMMANDS = (
    check,
    publish,
    decide,
    tck,
    case,
    task,
    message,
    clock,
    import_rows,
    compare,
    audit,
    backup,
    restore,
    migrate,
    keys,
    people,
    serve,
    demo,
    policy_check,
)
group = Commands("yijianshi", commands=COMMANDS, help="一件事: cases, rules, releases and proofs at the terminal.")
