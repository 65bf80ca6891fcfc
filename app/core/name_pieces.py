"""Names cut into the pieces by which they are searched: characters, pairs of them, initials.  Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from app.core.normalise import entry_name, search_text

MOST_READINGS = 64
LONGEST_GRAM = 4
_WORDS = re.compile(r"[A-Za-z\u00c0-\u024f]+|.")


def name_grams(names: Iterable[str]) -> frozenset[str]:
    """Every character and every two that follow each other, of names and of their initials.

    Of a Chinese character each reading counts, of a Latin word its first letter.
    """
    grams: set[str] = set()
    for name in names:
        for text in (search_text(name), *_initials(name)):
            grams.update(text)
            grams.update(text[place : place + 2] for place in range(len(text) - 1))
    return frozenset(grams)


def query_grams(words: str) -> list[str]:
    """The pieces that all must be found, of words between blanks; none when nothing of them can be searched."""
    found: list[str] = []
    for word in words.split():
        plain = search_text(word)
        found += [plain] if len(plain) == 1 else [plain[place : place + 2] for place in range(len(plain) - 1)]
    return list(dict.fromkeys(found))


def _initials(name: str) -> list[str]:
    """The initials of a name in lower case, in every reading of its characters."""
    combined = [""]
    for part in _parts(name):
        letters = sorted(_readings(part)) if not part.isascii() else [part[0]]
        combined = [before + letter for before in combined for letter in letters][:MOST_READINGS]
    return [one for one in combined if one]


def _parts(name: str) -> list[str]:
    """Words of Latin letters whole, everything else character by character."""
    plain = (search_text(word) for word in _WORDS.findall(entry_name(name)))
    return [part for word in plain for part in ([word] if word.isascii() else word) if part]


@cache
def _readings(character: str) -> frozenset[str]:
    from pypinyin import Style, pinyin  # a dictionary of phrases: a quarter of a second

    found = pinyin(character, style=Style.FIRST_LETTER, heteronym=True, errors="ignore")
    return frozenset(letter for letters in found for letter in letters) or frozenset({""})
