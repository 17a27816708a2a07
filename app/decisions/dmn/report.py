"""Collects what is wrong with a DMN file while it is compiled."""

from dataclasses import dataclass, field

from app.errors import Finding


@dataclass(slots=True)
class Report:
    """Findings of one file, each with its element and its remedy."""

    file: str
    findings: list[Finding] = field(default_factory=list)

    def error(self, element: str | None, what: str, remedy: str, zh: tuple[str, str]) -> None:
        self._add("error", element, what, remedy, zh)

    def warning(self, element: str | None, what: str, remedy: str, zh: tuple[str, str]) -> None:
        self._add("warning", element, what, remedy, zh)

    def _add(self, severity: str, element: str | None, what: str, remedy: str, zh: tuple[str, str]) -> None:
        finding = Finding(severity, self.file, element, what, remedy, *zh)
        if finding not in self.findings:
            self.findings.append(finding)

    def unreadable(self, element: str | None, what: str) -> None:
        self.error(element, what, "Correct the expression.", (f"表达式无法读取：{what}", "请更正表达式。"))

    def unsupported(self, element: str | None, what: str, remedy: str) -> None:
        self.error(
            element,
            f"{what} is not supported.",
            remedy,
            (f"不支持：{what}", "请改用 FEEL 表达式、决策表或其他受支持的写法。"),
        )

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == "error"]
