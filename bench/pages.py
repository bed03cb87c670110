"""Documentation pages with tables that a command makes: each stands between its marks."""

from __future__ import annotations

import re
from pathlib import Path

from bench.documents import ROOT


def write(page: str, command: str, name: str, table: str) -> None:
    """Puts a table between its marks in a page of docs/, and prints it."""
    path: Path = ROOT / "docs" / page
    begin, end = f"<!-- {name}: made by `{command}` -->", f"<!-- end of {name} -->"
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    text = path.read_text("utf-8")
    assert pattern.search(text), f"{page} lacks the mark {begin}"
    path.write_text(pattern.sub(lambda _: f"{begin}\n{table}\n{end}", text), "utf-8")
    print(table)
    print(f"\nWritten to docs/{page}.\n")
