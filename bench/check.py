"""Whether the peers say what our documents say: `bench/.venv/bin/python -m bench.check`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import page

from bench import bare, documents, pandoc_peer, typst_source
from nist_docs import verify
from nist_docs.model.deliverables import Format
from nist_docs.problems import Problem
from nist_docs.semantics import tree
from nist_docs.writers.resources import Resources

PEERS: dict[str, tuple[Callable[[tree.Document, Resources], bytes], Format]] = {
    "typst": (typst_source.render, Format.PDF),
    "weasyprint": (bare.render, Format.PDF),
    "pandoc": (pandoc_peer.render, Format.WORD),
}


def main(arguments: list[str]) -> int:
    """1 if words of a document are missing from a peer's file. Arguments: a project's folder and a hearing."""
    missing: list[Problem] = []
    root, hearing = (Path(arguments[0]), arguments[1]) if arguments else (documents.ROOT, "nist")
    for name, (document, resources) in documents.load(root, hearing).items():
        for peer, (render, format) in PEERS.items():
            data = render(document, resources)
            pages = verify.reopen(data, format).pages
            found = verify.verify(data, format, document, f"{name} by {peer}", pages)
            missing += found
            extent = f"{pages} pages" if pages else "–"
            print(f"{name:14} {peer:11} {len(data):8} bytes  {extent:9} {len(found)} missing  {_judged(data, format)}")
    for problem in missing:
        print(problem)
    return 1 if missing else 0


def _judged(data: bytes, format: Format) -> str:
    """What page-validation says of a PDF, profile by profile, with the first of its reasons."""
    if format is not Format.PDF:
        return ""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.pdf"
        path.write_bytes(data)
        results = {profile: page.validate_pdf(str(path), profile=profile) for profile in ("ua1", "3a")}
    return "; ".join(
        f"{profile} " + ("passes" if result.is_compliant else f"fails: {result.failures[0].message}")
        for profile, result in results.items()
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
