"""Answer with a paper that bears no mark: papers of accusations, and those of no matter.

Every other paper is handed out with its marks (`app.papers.pages.hand_out`).
"""

from __future__ import annotations

from typing import Protocol

from flask import Response

from app.core.access_log import looked
from app.core.copies import Copy
from app.core.pages import paper_response
from app.core.pdf import Printable, render_paper


class Given(Printable, Protocol):
    """A paper that knows what is handed out of it: the original, or a copy to read."""

    @property
    def copy(self) -> Copy:
        """Which numbers are clear, and whether it can be signed."""


def hand_out(paper: Given, subject_kind: str, subject_id: int, name: str) -> Response:
    """The paper as a PDF named `name` that opens in the browser; who printed it, and with which numbers, is logged.

    Raises `CannotPrint` like `render_paper`.
    """
    pdf = render_paper(paper)
    looked(subject_kind, subject_id, paper.copy.deed)
    return paper_response(pdf.content, name if paper.copy.is_original else f"reading-copy-{name}")
