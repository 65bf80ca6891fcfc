"""Names cut into the pieces by which they are searched: characters, pairs of them, initials.  Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from app.core.normalise import entry_name, search_text

MOST_READINGS = 64
LONGEST_GRAM, LONGEST_SOUND = 4, 8
"""Characters of a piece of a name, and of one of how it sounds: ``~zhuang``."""
MOST_SOUNDS = 16
_SOUND = "~"
"""Stands before a piece of how a name sounds, so that it is not taken for initials."""
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


def pinyin_grams(names: Iterable[str]) -> frozenset[str]:
    """The pieces of how names sound, each after a ``~``: every syllable, and every three letters of the whole."""
    grams: set[str] = set()
    for name in names:
        for whole, syllables in _sounds(name):
            grams.update(f"{_SOUND}{one}" for one in (*syllables, *_threes(whole)))
    return frozenset(grams)


def pinyin_query(word: str) -> list[str]:
    """The pieces that all must be found of a word typed in Latin letters; none for any other."""
    plain = search_text(word)
    if not plain.isascii() or not plain.isalpha():
        return []
    return [f"{_SOUND}{one}" for one in (_threes(plain) or [plain])]


def _threes(text: str) -> list[str]:
    return [text[place : place + 3] for place in range(len(text) - 2)]


def _sounds(name: str) -> list[tuple[str, tuple[str, ...]]]:
    """How a name may sound: the whole without blanks, and its syllables; Latin words as they are."""
    combined: list[tuple[str, ...]] = [()]
    for part in _parts(name):
        sounds = [part] if part.isascii() else sorted(_syllables(part))
        combined = [(*before, sound) for before in combined for sound in sounds][:MOST_SOUNDS]
    return [("".join(one), one) for one in combined if any(one)]


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
def _syllables(character: str) -> frozenset[str]:
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    sounds = {sound.replace("\u00fc", "v") for several in found for sound in several}
    return frozenset(sounds) or frozenset({""})


@cache
def _readings(character: str) -> frozenset[str]:
    from pypinyin import Style, pinyin  # a dictionary of phrases: a quarter of a second

    found = pinyin(character, style=Style.FIRST_LETTER, heteronym=True, errors="ignore")
    return frozenset(letter for letters in found for letter in letters) or frozenset({""})
