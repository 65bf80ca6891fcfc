"""Read a paper back: what it says, and what of it stands in the finished PDF."""

from __future__ import annotations

import re
import subprocess

from lxml import html

from app.core.pdf import lay_out


def said_in(filled: str, without: str = "") -> str:
    """The text of a filled template without white space, in its order; that all of it reaches the printed page is held
    for every paper by test_longest_facts.py.  `without` leaves a part of it out (XPath)."""
    document = html.document_fromstring(filled)
    for aside in document.xpath(" | ".join(filter(None, ("//head", "//style", "//script", without)))):
        aside.drop_tree()
    return re.sub(r"\s", "", document.text_content())


def words_of(filled: str) -> str:
    """The text of a filled template as it is laid out here, without white space, in the order it was set."""
    done = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=lay_out(filled).content, capture_output=True, check=True
    )
    return re.sub(r"\s", "", done.stdout.decode())


def said_whenever(filled: str) -> str:
    """The same without the how manieth print it is, which every print says anew."""
    return re.sub(r"，第\d+次打印", "", said_in(filled))
