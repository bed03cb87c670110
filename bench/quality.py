"""Measures the quality that docs/quality.md reports, and writes its tables: `make quality`."""

from __future__ import annotations

import sys

from bench import documents, pages, pdf_quality, word_quality


def main() -> int:
    texts = documents.load()
    texts["crossing"] = documents.load_ugly("crossing")["crossing"]
    pages.write("quality.md", "make quality", "pdf", pdf_quality.table(texts))
    pages.write("quality.md", "make quality", "word", word_quality.table(texts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
