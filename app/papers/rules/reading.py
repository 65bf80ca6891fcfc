"""How a paper is handed out: as the original, or marked as a copy to read with its numbers masked."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from app.core.copies import Copy, ReadingMark, without_numbers
from app.core.masking import Private
from app.papers.rules.paper import Paper

AnyPaper = TypeVar("AnyPaper", bound=Paper)


def handed(paper: AnyPaper, copy: Copy, private: Private, *, printed: ReadingMark) -> AnyPaper:
    """The paper as `copy` says: an original, or marked with who printed it and when; `private` is masked as it says."""
    mark = None if copy.is_original else printed
    return replace(without_numbers(paper, copy, private), copy=copy, reading=mark)
