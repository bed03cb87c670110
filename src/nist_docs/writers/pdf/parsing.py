"""Style sheets and fonts as WeasyPrint has read them: once for all documents that a process makes.

Fonts that are ready to be set with save a tenth of a layout.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from nist_docs.writers.pdf.fetching import Fetcher

_KEPT = 32  # sheets: the few of templates/, and rules of single documents
_parsed: dict[str, weasyprint.CSS] = {}


@cache
def font_configuration() -> FontConfiguration:
    """The one that every document of this process shares."""
    return FontConfiguration()


def sheets(texts: Iterable[str], warnings: Sequence[str]) -> list[weasyprint.CSS]:
    """The style sheets, parsed. One that adds to ``warnings`` is parsed each time, so that each document has them."""
    return [_sheet(text, warnings) for text in texts]


def _sheet(text: str, warnings: Sequence[str]) -> weasyprint.CSS:
    if text in _parsed:
        return _parsed[text]
    before = len(warnings)
    sheet = weasyprint.CSS(string=text, font_config=font_configuration(), url_fetcher=Fetcher(), base_url=None)
    if len(warnings) == before:
        if len(_parsed) == _KEPT:
            _parsed.pop(next(iter(_parsed)))
        _parsed[text] = sheet
    return sheet
