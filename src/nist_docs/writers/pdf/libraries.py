"""The system libraries that set a PDF's lines: their versions."""

from __future__ import annotations

from typing import Any


def versions() -> dict[str, str]:
    """Pango's and HarfBuzz's, by name: other versions may break lines elsewhere."""
    from weasyprint.text import ffi as libraries

    number = libraries.pango.pango_version()
    pango = f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    return {"pango": pango, "harfbuzz": _harfbuzz(libraries)}


def _harfbuzz(libraries: Any) -> str:
    """WeasyPrint declares only the question "at least …?": ask it part by part."""

    def at_least(*parts: int) -> bool:
        return bool(libraries.harfbuzz.hb_version_atleast(*parts))

    found: list[int] = []
    for position in range(3):
        number = 0
        while at_least(*found, number + 1, *[0] * (2 - position)):
            number += 1
        found.append(number)
    return ".".join(map(str, found))
