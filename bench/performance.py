"""Times what docs/performance.md reports, and writes its tables: `make bench`."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from importlib.metadata import version
from pathlib import Path

from bench import copies, pages, plots, preview, tagging, warm, whole
from bench.documents import ROOT

PLOT = ROOT / "docs" / "performance.svg"


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--small", action="store_true", help="each case once, small, and nothing is written")
    small = parser.parse_args().small
    if small:
        print(whole.table(runs=1))
        print(whole.many(number=3, and_back=False))
        print(warm.table(runs=1))
        print(whole.growth(found := whole.grown(sizes=(1, 3))))
        plots.growth(found, Path(os.devnull))
        print(tagging.table(sizes=(1, 4), runs=1))
        print(preview.table(runs=1))
        print(copies.table(many=100, one_by_one=1, runs=1))
        return 0
    pages.write("performance.md", "make bench", "machine", _machine())
    pages.write("performance.md", "make bench", "whole", whole.table())
    pages.write("performance.md", "make bench", "many", whole.many())
    pages.write("performance.md", "make bench", "warm", warm.table())
    pages.write("performance.md", "make bench", "growth", whole.growth(found := whole.grown()))
    plots.growth(found, PLOT)
    pages.write("performance.md", "make bench", "tagging", tagging.table())
    pages.write("performance.md", "make bench", "preview", preview.table())
    pages.write("performance.md", "make bench", "copies", copies.table())
    return 0


def _machine() -> str:
    names = ("weasyprint", "pydyf", "typst", "pypandoc-binary")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, {versions}."


if __name__ == "__main__":
    sys.exit(main())
