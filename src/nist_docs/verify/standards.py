"""PDF/UA-1 and PDF/A-3a, judged by page-validation: a file passes all rules of both, or is not published."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

VALIDATOR = "page-validation"
PROFILES = {"ua1": "PDF/UA-1", "3a": "PDF/A-3a"}


@dataclass(frozen=True, slots=True)
class Check:
    """What the validator found by one standard. ``failures`` are rule ids with their messages."""

    standard: str
    validator: str
    version: str
    rules: int
    passed: int
    failures: tuple[tuple[str, str], ...]

    @property
    def passes(self) -> bool:
        return self.passed == self.rules and not self.failures

    def entry(self) -> dict[str, Any]:
        """For receipts: all but what failed, for nothing that failed is published."""
        said = {"standard": self.standard, "validator": self.validator, "version": self.version}
        return {**said, "rules": self.rules, "passed": self.passed, "result": "passes" if self.passes else "fails"}

    def report(self) -> dict[str, Any]:
        return {**self.entry(), "failures": [{"rule": rule, "message": message} for rule, message in self.failures]}


def check(data: bytes) -> tuple[Check, ...]:
    """The file by both standards."""
    import page

    return tuple(_check(page.validate_pdf_bytes(data, profile=profile), name) for profile, name in PROFILES.items())


def _check(report: Any, standard: str) -> Check:
    import page

    failures = tuple((failure.rule_id, failure.message) for failure in report.failures)
    passed = report.rules.passed if report.is_compliant else min(report.rules.passed, report.rules.total - 1)
    return Check(standard, VALIDATOR, page.__version__, report.rules.total, passed, failures)
