"""Collects what is wrong with a DMN file while it is compiled."""

from dataclasses import dataclass, field

from app.errors import Finding

SHOWN = 60
"""So many characters of an expression are shown with what is wrong with it."""


@dataclass(slots=True)
class Report:
    """Findings of one file, each with its element and its remedy."""

    file: str
    findings: list[Finding] = field(default_factory=list)

    def error(self, element: str | None, what: str, remedy: str, zh: tuple[str, str]) -> None:
        self._add("error", element, what, remedy, zh)

    def _add(self, severity: str, element: str | None, what: str, remedy: str, zh: tuple[str, str]) -> None:
        finding = Finding(severity, self.file, element, what, remedy, *zh)
        if finding not in self.findings:
            self.findings.append(finding)

    def mistake(self, element: str | None, found: Finding, severity: str = "error") -> None:
        """A mistake that was told without knowing where."""
        what = f"{found.what[0].upper()}{found.what[1:]}."
        self._add(severity, element, what, found.remedy, (found.what_zh, found.remedy_zh))

    def unreadable(self, element: str | None, text: str, found: Finding) -> None:
        """A mistake in an expression, which is shown with it."""
        short = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
        zh = (f"表达式“{short}”有误：{found.what_zh}", found.remedy_zh)
        self.error(element, f"The expression {short!r} can't be used: {found.what}.", found.remedy, zh)

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == "error"]
