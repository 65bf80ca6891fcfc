"""How a paper is handed out: as the original, or marked as a copy to read with its numbers masked."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from app.core.copies import Copy, ReadingMark, without_numbers
from app.core.masking import Private
from app.papers.rules.paper import Paper
from app.papers.rules.people import Person

AnyPaper = TypeVar("AnyPaper", bound=Paper)


def handed(paper: AnyPaper, copy: Copy, private: Private, *, printed: ReadingMark) -> AnyPaper:
    """The paper as `copy` says: an original, or marked with who printed it and when.

    Masked as it says are the `private` numbers of the matter, and those the paper itself gives of its people.
    """
    mark = None if copy.is_original else printed
    return replace(without_numbers(paper, copy, private | numbers_in(paper)), copy=copy, reading=mark)


def numbers_in(paper: Paper) -> Private:
    """The numbers of the people a paper names: a frozen one may know some that stand nowhere else any more."""
    pairs = [(one.id_number or "", one.phone or "") for party in paper.parties for one in party.proxies]
    for party in paper.parties:
        number = party.who.id_number if isinstance(party.who, Person) else None
        pairs.append((number or "", party.who.phone or ""))
    return Private.of(pairs)
