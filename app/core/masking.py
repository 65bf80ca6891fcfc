"""Take ID numbers and phones out of words that somebody else may read (个人信息保护法 第6、28条). Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

ID_NUMBER = re.compile(r"(?<!\d)(?:\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx]|\d{15})(?![\dXx])")
PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}-?\d{7,8})(?!\d)")
_SHORTEST_INSIDE_TEXT = 5
"""A kept number of fewer characters is masked only where it stands alone: 「110」 in a sentence is nobody's secret."""


def mask_id_number(number: str) -> str:
    """``370304********0018``: what a screen shows without a reason given."""
    return number[:6] + "*" * max(len(number) - 10, 4) + number[-4:] if len(number) > 10 else "*" * len(number)


def mask_phone(number: str) -> str:
    """``138****5678``: what a screen shows without a reason given."""
    return number[:3] + "****" + number[-4:] if len(number) >= 8 else "*" * len(number)


@dataclass(frozen=True)
class Private:
    """The numbers of the people in one matter, as they are kept: whatever their shape, they are recognised."""

    id_numbers: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()

    @classmethod
    def of(cls, people: Iterable[tuple[str, str]]) -> Private:
        """From pairs of ID number and phone; empty ones are left out."""
        pairs = list(people)
        return cls(frozenset(one for one, _ in pairs if one), frozenset(one for _, one in pairs if one))

    def __or__(self, others: Private) -> Private:
        """Those of both."""
        return Private(self.id_numbers | others.id_numbers, self.phones | others.phones)


def mask_ids(text: str, known: frozenset[str] = frozenset()) -> str:
    """The text with the known ID numbers and everything shaped like one masked."""
    return _masked(text, known, ID_NUMBER, mask_id_number)


def mask_phones(text: str, known: frozenset[str] = frozenset()) -> str:
    """The text with the known phones and everything shaped like one masked."""
    return _masked(text, known, PHONE, mask_phone)


def mask_numbers(text: str) -> str:
    """The text with everything masked that is shaped like an ID number or a phone."""
    return mask_phones(mask_ids(text))


def _masked(text: str, known: frozenset[str], shape: re.Pattern[str], mask: Callable[[str], str]) -> str:
    if text in known:
        return mask(text)
    for number in sorted(known, key=len, reverse=True):
        if len(number) >= _SHORTEST_INSIDE_TEXT:
            text = re.sub(rf"(?<!\d){re.escape(number)}(?!\d)", mask(number), text)
    return shape.sub(lambda found: mask(found[0]), text)
