"""SECURITY.md promises nothing that no test holds, and the locks are not below what advisories ask for."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT

PAGE = (ROOT / "SECURITY.md").read_text("utf-8")


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


def test_every_test_that_a_promise_names_is_there() -> None:
    texts = (path.read_text("utf-8") for path in (ROOT / "tests").glob("test_*.py"))
    known = {name for text in texts for name in re.findall(r"^def (test_\w+)", text, re.MULTILINE)}
    rows = re.findall(r"^\| (.+?) \| (`test_.*) \|$", PAGE, re.MULTILINE)
    assert len(rows) >= 12
    for promise, held in rows:
        for name in re.findall(r"`(\w+)`", held):
            assert name in known, f"{promise} {name}"


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_no_locked_package_is_below_what_an_advisory_asks_for(lock: str) -> None:
    locked = dict(re.findall(r"^([\w-]+)==(\S+)", (ROOT / lock).read_text("utf-8"), re.MULTILINE))
    asked = re.findall(r"^\| ([\w-]+) \| ([\d.]+) \|", PAGE, re.MULTILINE)
    assert len(asked) >= 4
    for name, least in asked:
        assert numbers(locked[name]) >= numbers(least), name
