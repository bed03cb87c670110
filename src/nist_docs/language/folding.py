"""Two texts with the same words, whatever signs they are set with, fold to the same text.

Used where words are compared: quotations with their answer, documents with their source. It shares no
code with ``typography``, so that a fault there cannot hide itself.
"""

from __future__ import annotations

import unicodedata

_SIGNS = {
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‘’‚‛‹›′`´", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    "…": "...",
}
_TABLE = str.maketrans(_SIGNS)


def folded(text: str) -> str:
    """The text with one kind of space, dash and quotation mark, composed (NFC), without soft hyphens."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_TABLE).split())
