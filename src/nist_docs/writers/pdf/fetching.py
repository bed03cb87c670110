"""What a PDF may read while it is made: the font files, and pictures that the page holds itself."""

from __future__ import annotations

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from nist_docs import fonts


class Fetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint's own base class is untyped
    """Refuses loudly whatever is neither a font of ours nor data in the page: WeasyPrint would only log it."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("file", "data"), allow_redirects=False, fail_on_errors=True)
        self._fonts = frozenset(path.as_uri() for _, _, _, path in fonts.faces())

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url.startswith("data:") or url in self._fonts:
            return super().fetch(url, headers)
        raise FatalURLFetchingError(f"a document may not load {url}")
