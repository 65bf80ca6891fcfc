"""What a matter is found by, cut into pieces: of names, of numbers, of what is said in it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass, field

from app.core.name_pieces import name_grams, pinyin_grams, pinyin_query, query_grams
from app.core.normalise import search_number, search_text

MOST_PIECES = 3_000
DIGEST = 16
LONGEST_TEXT = 1_000
"""Characters of a text that are looked at; names and numbers are looked at whole."""
LONGEST_PIECE = 26
SHORTEST_PART, LONGEST_PART = 3, 12
"""Digits in a row by which a part of a number is found."""
_RUNS = re.compile(r"\d+|[^\W\d_]+")
_NUMBER, _MARK = "#", "@"
"""Stand before a piece of a number and of a blind index, so that it is not taken for one of a name."""
CUT = 2
"""How pieces are cut; of an older cut every matter is cut anew."""


@dataclass(frozen=True, kw_only=True)
class FoundBy:
    """Names of people, numbers of every kind, and texts."""

    names: Collection[str] = ()
    numbers: Collection[str] = ()
    texts: Collection[str] = field(default=())
    marks: Collection[str | None] = ()
    """Blind indexes of telephone and identity numbers, which stand here as they are (`mark_piece`)."""

    @property
    def digest(self) -> str:
        """Tells whether anything of it changed; so many hexadecimal digits."""
        parts = (CUT, sorted(self.names), sorted(self.numbers), sorted(self.texts), sorted(filter(None, self.marks)))
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:DIGEST]

    @property
    def pieces(self) -> frozenset[str]:
        """Every piece of numbers and names, however many sign; of texts as many as there is room for besides."""
        own = name_grams(self.names).union(*map(_of_number, self.numbers), pinyin_grams(self.names))
        own |= {mark_piece(mark) for mark in self.marks if mark}
        said = {piece for text in self.texts for piece in _pairs(search_text(text[:LONGEST_TEXT]))} - own
        return own.union(sorted(said)[: max(MOST_PIECES - len(own), 0)])


def mark_piece(index: str) -> str:
    """The piece of a blind index: as much of it as a piece may be long."""
    return f"{_MARK}{index}"[:LONGEST_PIECE]


def pieces_of_pinyin(words: str) -> list[str]:
    """The pieces that all must be there of a word in Latin letters that tells how a name sounds, the longest first."""
    return sorted(pinyin_query(words), key=len, reverse=True)


def pieces_of_words(words: str) -> list[str]:
    """The pieces that all must be there of words that are looked for in names and texts, the longest first."""
    return sorted(query_grams(words), key=len, reverse=True)


def pieces_of_number(words: str) -> list[str]:
    """The pieces that all must be there of words that are looked for as a number, the longest first; none without a
    digit."""
    if not any(one.isdigit() for one in words):
        return []
    found: list[str] = []
    for run in _RUNS.findall(search_number(words)):
        found += _asked(run) if run.isdigit() else _pairs(run)
    return sorted((f"{_NUMBER}{one}" for one in dict.fromkeys(found)), key=len, reverse=True)


def _asked(digits: str) -> list[str]:
    """One or two digits mean a whole number (``1号``), more may be part of one, very many are looked up in parts."""
    if len(digits) < SHORTEST_PART:
        return [digits.lstrip("0") or "0"]
    return [digits[place : place + LONGEST_PART] for place in range(max(len(digits) - LONGEST_PART, 0) + 1)]


def _of_number(number: str) -> set[str]:
    found: set[str] = set()
    for run in _RUNS.findall(search_number(number)):
        found.update(_of_digits(run) if run.isdigit() else _pairs(run))
    return {f"{_NUMBER}{one}" for one in found}


def _of_digits(digits: str) -> set[str]:
    """Whole, without the zeroes before it, and every part that is long enough to mean something."""
    longest = min(len(digits), LONGEST_PART)
    parts = {
        digits[place : place + length]
        for length in range(SHORTEST_PART, longest + 1)
        for place in range(len(digits) - length + 1)
    }
    plain = digits.lstrip("0") or "0"
    return parts | ({plain} if len(plain) < SHORTEST_PART else set())


def _pairs(text: str) -> list[str]:
    return [text[place : place + 2] for place in range(len(text) - 1)]
