"""The system libraries that set a PDF's lines: loaded without detours, and their versions."""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import sys
from collections.abc import Iterator
from typing import Any

# The last but one of the names by which WeasyPrint asks for each, on Linux.
_NAMES = ("libgobject-2.0.so.0", "libpango-1.0.so.0", "libharfbuzz.so.0", "libharfbuzz-subset.so.0",
          "libfontconfig.so.1", "libpangoft2-1.0.so.0")  # fmt: skip


@contextlib.contextmanager
def loaded_by_name() -> Iterator[None]:
    """While WeasyPrint is imported: for every name that is none on this system, cffi has `find_library` start ldconfig,
    a compiler and a linker, some 200 processes in all. Where the libraries load by the names that Linux has for them,
    there is nothing to find."""
    usual = ctypes.util.find_library
    if sys.platform == "linux" and all(map(_loads, _NAMES)):
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = usual


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


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
