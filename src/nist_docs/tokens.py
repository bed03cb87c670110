"""The design tokens of templates/styles/tokens.css, for what is not CSS: figures and Word styles."""

from __future__ import annotations

import re
from pathlib import Path

from nist_docs.problems import Place, Problem, Problems

FILE = "styles/tokens.css"
SHEETS = ("tokens.css", "web.css", "paged.css")
COLOURS = ("step-1", "step-2", "step-3", "step-4", "paper", "ink", "quiet", "line", "hairline", "new")


def tokens(templates: Path) -> dict[str, str]:
    """Token names (without ``--``) and their values."""
    css = style(templates, "tokens.css")
    found = {name: value.strip() for name, value in re.findall(r"--([\w-]+):([^;]+);", _without_comments(css))}
    if bad := [name for name in COLOURS if not re.fullmatch(r"#[0-9a-fA-F]{6}", found.get(name, ""))]:
        raise Problems(_no_colour(css, name, found.get(name)) for name in bad)
    return found


def _no_colour(css: str, name: str, value: str | None) -> Problem:
    hint = f"write it with six digits from 0 to f: --{name}: #rrggbb;"
    code = re.sub(r"/\*.*?\*/", lambda found: re.sub(r"[^\n]", " ", found[0]), css, flags=re.DOTALL)
    line, text = next((one for one in enumerate(code.splitlines(), 1) if f"--{name}:" in one[1]), (0, ""))
    where = Place(f"templates/{FILE}", line, text.find(f"--{name}:") + 1, text)
    known = "missing" if value is None else f"'{value}', which not every format can show"
    return Problem("token", where, f"the colour --{name} is {known}", hint)


def faults(templates: Path) -> list[Problem]:
    """What is wrong with the style sheets, as far as can be told before they are used."""
    found: list[Problem] = []
    for name in SHEETS:
        try:
            tokens(templates) if name == "tokens.css" else style(templates, name)
        except Problems as problems:
            found += problems.problems
    return found


def style(templates: Path, name: str) -> str:
    """A style sheet's text. Raises Problems if it is not there, or loads anything."""
    try:
        css = (templates / "styles" / name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        where = Place(f"templates/styles/{name}")
        raise Problems(
            [Problem("style", where, f"the style sheet cannot be read: {error.__class__.__name__}", _RESTORE)]
        ) from None
    if loads := _loading(css):
        hint = "documents hold all that they show: write the data itself, as url(data:…)"
        message = f"a style sheet may not load anything or end itself: {loads}"
        raise Problems([Problem("style", Place(f"templates/styles/{name}"), message, hint)])
    return css


_RESTORE = "put it there as UTF-8, or take the one that the program came with"


def _without_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


# What makes a browser ask for something, or read on as HTML; whoever opens a page should be told to nobody.
_LOADS = re.compile(
    r"@import|url\((?!\s*[\"']?data:)[^)]*|(?:-webkit-)?image-set\(|\bsrc\(|\bimage\(|cross-fade\(|<", re.I
)


def _loading(css: str) -> str:
    plain = _without_comments(css)
    # CSS lets any letter be written by its number: u\72l( is url( too.
    plain = re.sub(r"\\([0-9a-fA-F]{1,6})\s?", lambda found: chr(min(int(found[1], 16), 0x10FFFF)), plain)
    found = _LOADS.search(re.sub(r"\\(.)", r"\1", plain))
    return found[0] if found else ""
