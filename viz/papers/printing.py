"""A page as PDF; it takes nothing from outside itself."""

from __future__ import annotations

from typing import NoReturn

from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from graph.errors import InputError


class _Closed(URLFetcher):  # type: ignore[misc]
    """Answers no address: a template must not read the disk or the network."""

    def fetch(self, url: str, headers: object = None) -> NoReturn:
        """Refuse."""
        raise FatalURLFetchingError(url)


def pdf_of(page: str) -> bytes:
    """Return a page as PDF.

    Raises:
        InputError: it asks for something outside itself.
    """
    try:
        found: bytes = HTML(string=page, url_fetcher=_Closed()).write_pdf()
    except FatalURLFetchingError as error:
        raise InputError(
            f"a template asks for {error}; papers take nothing from outside themselves"
        ) from error
    return found
