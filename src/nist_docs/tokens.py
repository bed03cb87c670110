"""The design tokens of templates/styles/tokens.css, for what is not CSS: figures and Word styles."""

from __future__ import annotations

import re
from pathlib import Path

from nist_docs.problems import Place, Problem, Problems

FILE = "styles/tokens.css"
COLOURS = ("step-1", "step-2", "step-3", "step-4", "paper", "ink", "quiet", "line", "hairline", "new")


def tokens(templates: Path) -> dict[str, str]:
    """Token names (without ``--``) and their values."""
    css = re.sub(r"/\*.*?\*/", "", style(templates, "tokens.css"), flags=re.DOTALL)
    found = {name: value.strip() for name, value in re.findall(r"--([\w-]+):([^;]+);", css)}
    missing = [name for name in COLOURS if not re.fullmatch(r"#[0-9a-fA-F]{6}", found.get(name, ""))]
    if missing:
        where = Place(f"templates/{FILE}")
        message = "the colour --{} is missing or is not written as #rrggbb"
        raise Problems(Problem("token", where, message.format(name), f"write --{name}: #0e3b47;") for name in missing)
    return found


def style(templates: Path, name: str) -> str:
    """A style sheet's text. Raises Problems if it is not there."""
    try:
        return (templates / "styles" / name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        where = Place(f"templates/styles/{name}")
        raise Problems(
            [Problem("style", where, f"the style sheet cannot be read: {error.__class__.__name__}")]
        ) from None
