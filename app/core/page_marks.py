"""The mark in the foot of every page: a QR code of its own, and its first letters as text.

Drawn as rules for the first, second, third … page, so that a paper is laid out once: the code itself is only drawn for
pages that exist, when the layout asks for its picture.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

SCHEME = "page-mark:"
PAGES_AT_ONCE = 40
"""For how many pages there are rules at first; a longer paper is laid out once more with as many as it has."""


@dataclass(frozen=True)
class PageMark:
    """What a page carries: what its QR code says (capitals and digits), and what stands in the foot for people."""

    code: str
    shown: str


@dataclass(frozen=True)
class Printing:
    """What this print adds to a paper: what it is in words, the how manieth it is, and the mark of every page."""

    way: str
    number: int
    check: str
    """By which the words are compared with another print's: ``3f9a 1c0e``."""
    mark_of: Callable[[int], PageMark]
    """The mark of a page, counted from 1."""


def mark_rules(mark_of: Callable[[int], PageMark], pages: int) -> str:
    """The stylesheet that puts the marks into the feet of so many pages; sizes and places stand in ``paper.css``."""
    return "".join(
        f"@page :nth({page}) {{"
        f' @bottom-left {{ content: element(mark) "第" counter(page) "页　共" counter(pages) "页　标记 {mark.shown}" }}'
        f" @bottom-right {{ content: url({SCHEME}{page}) }} }}\n"
        for page, mark in ((page, mark_of(page)) for page in range(1, pages + 1))
    )


def mark_picture(mark: PageMark) -> bytes:
    """The QR code as an SVG without a margin: version 2, level M, alphanumeric.  Raises `ValueError` for other text."""
    import segno

    symbol = segno.make_qr(mark.code, version=2, error="m", mode="alphanumeric", boost_error=False)
    drawn = BytesIO()
    symbol.save(drawn, kind="svg", border=0, omitsize=True)
    return drawn.getvalue()
