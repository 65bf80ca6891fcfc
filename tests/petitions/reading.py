"""Read the papers of the petition desk: their words, and where it is about the page, the finished PDF."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace

from app.core.page_marks import Printing
from app.core.pdf import Printable, paper_html, render_paper
from app.petitions.models.records import Letter
from app.petitions.papers.letter_paper import LetterPaper, letter_paper
from app.petitions.queries import letters_of
from tests.petitions.way import Way
from tests.print.reading import said_in


def squeezed(text: str) -> str:
    """Without any white space: line ends are layout, not content."""
    return re.sub(r"\s", "", text)


def pages_of(paper: Printable, printing: Printing | None = None) -> list[str]:
    """The text of every page, in the order in which it was set (cells of a table one after another)."""
    pdf = render_paper(paper, printing)
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf.content, capture_output=True, check=True)
    return [squeezed(page) for page in done.stdout.decode().split("\f")[: pdf.pages]]


def words_of(paper: Printable) -> str:
    """The words of the whole paper, as its template says them."""
    return said_in(paper_html(paper))


def newest_letter(way: Way) -> Letter:
    """The newest letter of the way's claim."""
    return letters_of(way.claim_id)[-1]


def fair_copy(letter: Letter) -> LetterPaper:
    """The letter without the word across a draft, whose characters a reader of PDFs mixes into the lines."""
    return replace(letter_paper(letter), draft=False)


def printed(way: Way) -> str:
    """The words of the newest letter of the way's claim."""
    return words_of(fair_copy(newest_letter(way)))
