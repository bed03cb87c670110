"""Publishes two sets of one edition, as a process of its own that tests can stop, starve and disturb.

python tests/publishing.py OUTPUT EDITION
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from nist_docs.problems import Problems
from nist_docs.publish import RECEIPT, Set, publish
from nist_docs.reporting import as_text

HEARINGS = ("harbours", "quays")
NAMES = ("release.html", "release.txt", "report.docx")
SIZE = 20_000


def files(hearing: str, edition: str) -> dict[str, bytes]:
    return {name: f"{hearing} {name} {edition}\n".encode() * (SIZE // 20) for name in NAMES}


def a_set(hearing: str, edition: str) -> Set:
    entries = [
        {"path": f"{hearing}/{name}", "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in files(hearing, edition).items()
    ]
    return Set(hearing, files(hearing, edition), {"hearing": hearing, "outputs": entries})


def state(output: Path) -> tuple[list[str], list[str]]:
    """The edition of each hearing's set (`torn` if it is none), and what lies in the output besides."""
    editions = []
    for hearing in HEARINGS:
        found = {path.name: path.read_bytes() for path in (output / hearing).glob("*") if path.name != RECEIPT}
        known = [one for one in ("first", "second", "third") if files(hearing, one) == found]
        editions.append("".join(known) or ("torn" if found else "none"))
    others = [path.name for path in output.glob("*") if path.name not in (*HEARINGS, RECEIPT)]
    return editions, sorted(others)


if __name__ == "__main__":
    try:
        publish(Path(sys.argv[1]), [a_set(hearing, sys.argv[2]) for hearing in HEARINGS])
    except Problems as found:
        print(as_text(found.problems), end="")
        sys.exit(1)
