#!/usr/bin/env python3
"""The command line of nist-docs, from a checkout: `python build.py --help`."""

import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV_PYTHON = r".venv\Scripts\python" if sys.platform == "win32" else ".venv/bin/python"

if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    try:
        try:
            if sys.version_info < (3, 11):  # noqa: UP036 - this line is for those whom requires-python cannot reach
                raise ModuleNotFoundError("Python 3.11 or newer")
            if find_spec("click") is None:
                raise ModuleNotFoundError("No module named 'click'", name="click")
            from nist_docs.start import start
        except ModuleNotFoundError as missing:
            # In the environment itself, or among our own modules, a missing name is a bug: show all of it.
            if Path(sys.prefix) == ROOT / ".venv" or (missing.name or "").startswith("nist_docs"):
                raise
            print(
                f"This Python lacks what nist-docs needs ({missing.name or missing}): "
                f"run `make all`, or `{VENV_PYTHON} build.py`.",
                file=sys.stderr,
            )
            sys.exit(2)
        start(ROOT, sys.argv[1:])
    except KeyboardInterrupt:  # while the program is loaded; once it is at work it tells by itself
        print("\nInterrupted before anything was done.", file=sys.stderr)
        sys.exit(130)
