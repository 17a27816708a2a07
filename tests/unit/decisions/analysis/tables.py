"""Decision tables for the tests, with typed columns."""

from app.decisions.analysis.texts import Flaw
from app.decisions.analysis.verify import verify
from tests.unit.decisions.models import escaped, given, model, needs


def table(policy: str, columns: list[str], rules: list[str], output: str = "out", types: str = "") -> bytes:
    """A file with one decision; a column is `name : type : allowed values`, a rule `cell | cell => value`."""
    parted = [[part.strip() for part in (column + "::").split(":")[:3]] for column in columns]
    names = [name for name, _, _ in parted]
    inner = "".join(_column(*each) for each in parted) + _output(output) + "".join(map(_rule, enumerate(rules, 1)))
    inputs = dict.fromkeys(name for name in names if name.isidentifier())
    decision = (
        f'<decision id="t" name="t">{needs(*(f"i_{name}" for name in inputs))}'
        f'<decisionTable id="table" hitPolicy="{policy}">{inner}</decisionTable></decision>'
    )
    return model(types, decision, *(given(name) for name in inputs))


def _column(name: str, of: str, allowed: str) -> str:
    values = f"<inputValues><text>{escaped(allowed)}</text></inputValues>" if allowed else ""
    typed = f' typeRef="{of}"' if of else ""
    return f"<input><inputExpression{typed}><text>{escaped(name)}</text></inputExpression>{values}</input>"


def _output(text: str) -> str:
    name, of, allowed, default = (part.strip() for part in (text + ":::").split(":")[:4])
    values = f"<outputValues><text>{escaped(allowed)}</text></outputValues>" if allowed else ""
    fallback = f"<defaultOutputEntry><text>{escaped(default)}</text></defaultOutputEntry>" if default else ""
    typed = f' typeRef="{of}"' if of else ""
    return f'<output name="{name}"{typed}>{values}{fallback}</output>'


def _rule(numbered: tuple[int, str]) -> str:
    place, text = numbered
    left, right = text.split("=>")
    cells = "".join(f"<inputEntry><text>{escaped(each.strip())}</text></inputEntry>" for each in left.split("|"))
    return f'<rule id="r{place}">{cells}<outputEntry><text>{escaped(right.strip())}</text></outputEntry></rule>'


def told(flaws: list[Flaw]) -> list[tuple[str, ...]]:
    """Flaws as their kind and the ids of their rules."""
    return [(flaw.kind, *(rule.id for rule in flaw.rules)) for flaw in flaws]


def noted(policy: str, columns: list[str], rules: list[str], output: str = "out", types: str = "") -> list[Flaw]:
    return verify(table(policy, columns, rules, output, types))


def found(policy: str, columns: list[str], rules: list[str], output: str = "out", types: str = "") -> list[Flaw]:
    """Errors and warnings, without the notes."""
    return [flaw for flaw in noted(policy, columns, rules, output, types) if flaw.severity != "note"]
