"""What a letter of the town government says, as plain values that can be frozen and printed again unchanged."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import date

from app.core.copies import OURS


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a letter: its heading (``一、投诉请求``; empty for none) and its paragraphs."""

    heading: str = ""
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LetterText:
    """A letter in words.  ``to`` is whom it addresses, ``closing`` the line before the seal (``特此告知。``)."""

    title: str
    issuer: str
    to: str
    parts: tuple[Part, ...]
    closing: str = ""
    contact: str = field(default="", metadata=OURS)
    attachments: tuple[str, ...] = ()

    def to_json(self) -> str:
        """The text to keep; the same for the same words."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> LetterText:
        """The kept text."""
        said = json.loads(text)
        parts = tuple(Part(heading=one["heading"], paragraphs=tuple(one["paragraphs"])) for one in said.pop("parts"))
        return cls(parts=parts, attachments=tuple(said.pop("attachments")), **said)

    @property
    def words(self) -> str:
        """All of it as one text."""
        lines = [line for part in self.parts for line in (part.heading, *part.paragraphs) if line]
        return "\n".join([self.to, *lines, self.closing])


def digest_of(text: LetterText, number: str, sealed_on: date) -> str:
    """SHA-256 of what was sealed: 64 hexadecimal digits."""
    return hashlib.sha256(f"{number}\n{sealed_on}\n{text.to_json()}".encode()).hexdigest()
