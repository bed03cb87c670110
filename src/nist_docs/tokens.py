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
    """A style sheet's text. Raises Problems if it is not there, or loads anything."""
    try:
        css = (templates / "styles" / name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        where = Place(f"templates/styles/{name}")
        raise Problems(
            [Problem("style", where, f"the style sheet cannot be read: {error.__class__.__name__}")]
        ) from None
    if loads := _loading(css):
        hint = "documents hold all that they show: write the data itself, as url(data:…)"
        message = f"a style sheet may not load anything or end itself: {loads}"
        raise Problems([Problem("style", Place(f"templates/styles/{name}"), message, hint)])
    return css


# What makes a browser ask for something, or read on as HTML; whoever opens a page should be told to nobody.
_LOADS = re.compile(
    r"@import|url\((?!\s*[\"']?data:)[^)]*|(?:-webkit-)?image-set\(|\bsrc\(|\bimage\(|cross-fade\(|<", re.I
)


def _loading(css: str) -> str:
    plain = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    # CSS lets any letter be written by its number: u\72l( is url( too.
    plain = re.sub(r"\\([0-9a-fA-F]{1,6})\s?", lambda found: chr(min(int(found[1], 16), 0x10FFFF)), plain)
    found = _LOADS.search(re.sub(r"\\(.)", r"\1", plain))
    return found[0] if found else ""
