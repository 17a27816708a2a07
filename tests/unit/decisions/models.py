"""Small DMN files for the tests, written as the rows that matter."""

_HEAD = (
    '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="defs" name="测试" namespace="urn:test"'
    ' expressionLanguage="https://www.omg.org/spec/DMN/20191111/FEEL/">{}</definitions>'
)


def model(*parts: str) -> bytes:
    return _HEAD.format("".join(parts)).encode()


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def given(name: str, of: str = "Any") -> str:
    return f'<inputData id="i_{name}" name="{name}"><variable name="{name}" typeRef="{of}"/></inputData>'


def needs(*hrefs: str) -> str:
    found = []
    for href in hrefs:
        kind, tag = {"i": ("information", "Input"), "d": ("information", "Decision"), "k": ("knowledge", "Knowledge")}[
            href[0]
        ]
        found.append(f'<{kind}Requirement><required{tag} href="#{href}"/></{kind}Requirement>')
    return "".join(found)


def literal(name: str, text: str, *hrefs: str, of: str = "Any") -> str:
    return (
        f'<decision id="d_{name}" name="{name}"><variable name="{name}" typeRef="{of}"/>{needs(*hrefs)}'
        f"<literalExpression><text>{escaped(text)}</text></literalExpression></decision>"
    )


def table(policy: str, inputs: list[str], outputs: list[str], rules: list[str], name: str = "t", *hrefs: str) -> str:
    """A decision; each rule is `cell | cell | => | value`, each output `name : allowed values : default`."""
    columns = "".join(
        f"<input><inputExpression><text>{escaped(text)}</text></inputExpression></input>" for text in inputs
    )
    return (
        f'<decision id="d_{name}" name="{name}">{needs(*hrefs)}<decisionTable id="table" hitPolicy="{policy}">'
        f"{columns}{''.join(map(_output, outputs))}{''.join(_rule(i, rule) for i, rule in enumerate(rules, 1))}"
        "</decisionTable></decision>"
    )


def _output(text: str) -> str:
    name, allowed, default = (part.strip() for part in (text + "::").split(":")[:3])
    values = f"<outputValues><text>{escaped(allowed)}</text></outputValues>" if allowed else ""
    fallback = f"<defaultOutputEntry><text>{escaped(default)}</text></defaultOutputEntry>" if default else ""
    return f'<output name="{name}">{values}{fallback}</output>'


def _rule(place: int, text: str) -> str:
    left, right = text.split("=>")
    cells = "".join(f"<inputEntry><text>{escaped(each.strip())}</text></inputEntry>" for each in left.split("|"))
    values = "".join(f"<outputEntry><text>{escaped(each.strip())}</text></outputEntry>" for each in right.split("|"))
    return f'<rule id="r{place}"><description>依据{place}</description>{cells}{values}</rule>'
