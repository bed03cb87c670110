"""No page stands nearly empty: what would begin the next page follows on instead.

Sections begin pages. Where one ends in a few lines, the next one begins below them. It is known only after
layout which these are, so such a document is laid out again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from nist_docs.writers.pdf.engine import Sheet, sheets

LEAST = 1 / 3  # of a page's height between its margins
ROUNDS = 4


def filled(lay_out: Callable[[str], Any]) -> Any:
    """The layout with as few pages as can be that are less than a third full; ``lay_out`` takes more CSS."""
    following: set[str] = set()
    rendered = best = lay_out("")
    fewest = len(list(_nearly_empty(sheets(best.pages))))
    for _ in range(ROUNDS):
        found = set(_to_follow(sheets(rendered.pages), following))
        if not found:
            break
        following |= found
        rendered = lay_out("".join(map(_rule, sorted(following))))
        left = len(list(_nearly_empty(sheets(rendered.pages))))
        if left < fewest:
            best, fewest = rendered, left
    return best


def _rule(section: str) -> str:
    return f"section#{section}{{break-before:auto;margin-top:36pt}}"


def _nearly_empty(pages: Sequence[Sheet]) -> Iterable[int]:
    """The pages that are; a cover and a document's last page may be."""
    return (number for number, page in enumerate(pages[1:-1], 1) if page.filled < LEAST)


def _to_follow(pages: Sequence[Sheet], following: set[str]) -> Iterable[str]:
    """The section that begins the page after; where it already follows on, the one that begins the page itself."""
    for number in _nearly_empty(pages):
        for at in (number + 1, number):
            new = [id for id in pages[at].sections if id not in pages[at - 1].sections]
            if new and new[0] not in following:
                yield new[0]
                break
