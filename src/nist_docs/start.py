"""The first steps of a run, in the order that makes it short: is there anything to do? Then load what PDFs take, in a
process of its own, while the rest of the program is loaded here."""

from __future__ import annotations

import gc
import sys
import time
from pathlib import Path

from nist_docs import unchanged

BUILDS = ("build", "publish")
ASKING = frozenset({"-h", "--help", "--version"})  # options with which nothing is built

SELDOM = 50_000  # new objects between two looks for garbage: loading the program makes many, and all of them stay


def start(root: Path, arguments: list[str]) -> None:
    """Runs the command line. Raises SystemExit with its exit code, unless there was nothing to do."""
    gc.set_threshold(SELDOM)
    if arguments in ([], ["build"]) and (
        said := unchanged.said(root, root / "content", root / "output", time.time(), time.strftime("%z"), strict=False)
    ):
        sys.stderr.write(said["err"])
        sys.stdout.write(said["out"])
        return
    typesetter = None
    builds = not arguments or arguments[0] in BUILDS or arguments[0].startswith("--")
    if builds and not ASKING.intersection(arguments):
        from nist_docs.typesetter import started

        typesetter = started(root / "templates")
    try:
        from nist_docs import progress
        from nist_docs.cli import main
        from nist_docs.commands.options import Run

        progress.watch = progress.Progress(sys.stderr)
        main(args=arguments, obj=Run(root, typesetter))
    finally:
        if typesetter:
            typesetter.close()
        gc.freeze()  # the process ends: to look through all that it loaded once more takes a tenth of `check`
