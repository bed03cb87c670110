"""The design tokens of templates/styles/tokens.css, for what is not CSS: figures and Word styles."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

FILE = "styles/tokens.css"


@cache
def tokens(templates: Path) -> dict[str, str]:
    """Token names (without ``--``) and their values."""
    css = re.sub(r"/\*.*?\*/", "", (templates / FILE).read_text("utf-8"), flags=re.DOTALL)
    return {name: value.strip() for name, value in re.findall(r"--([\w-]+):([^;]+);", css)}
