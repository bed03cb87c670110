"""The same documents written by other programs, to measure ours against. Not a part of nist-docs."""

import sys
from pathlib import Path

# As build.py does: the program runs from its checkout, in whichever environment.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
