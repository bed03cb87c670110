"""PDF/UA-1 and PDF/A-3a, judged by page-validation: a file passes all rules of both, or is not published."""

from __future__ import annotations

from typing import Any

from nist_docs.records import dataclass

VALIDATOR = "page-validation"
PROFILES = {"ua1": "PDF/UA-1", "3a": "PDF/A-3a"}

# The validator follows bookmarks from one to the next and allows for 256 of them, and for tables of 1,024 rows: too few
# for a hearing of a thousand voices. Of 10,000 it makes a second's work; 50,000 are more than its stack holds.
LONGEST = 10_000


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
    """The file by both standards. What is too large to be judged fails."""
    return tuple(_check(data, profile, standard) for profile, standard in PROFILES.items())


def _check(data: bytes, profile: str, standard: str) -> Check:
    import page

    limits = page.SafetyLimits(max_reference_depth=LONGEST, max_table_grid_rows=LONGEST)
    try:
        report = page.validate_pdf_bytes(data, profile=profile, limits=limits)
    except page.SafetyLimitError as why:
        return Check(standard, VALIDATOR, page.__version__, 1, 0, (("limit", str(why)),))
    failures = tuple((failure.rule_id, failure.message) for failure in report.failures)
    passed = report.rules.passed if report.is_compliant else min(report.rules.passed, report.rules.total - 1)
    return Check(standard, VALIDATOR, page.__version__, report.rules.total, passed, failures)
