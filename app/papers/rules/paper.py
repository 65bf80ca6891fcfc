"""What every paper carries, as a plain value.

Whoever prints fills one of these values and hands it to `app.core.pdf.render_paper`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import ClassVar, Self

from app.core.copies import ORIGINAL, OURS, Copy, ReadingMark
from app.papers.rules.people import Party

_SIGNATURES_ON_A_PAGE = 15
HANDED_OUT = ("large", "copy", "reading")
"""Fields that say how a paper is handed out, and nothing of what it says."""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What every paper carries. A draft bears 「草稿」 on each page; a frozen one its version and hash.

    ``copy`` is what is handed out; a copy to read says in ``reading`` who printed it and has no mark of authenticity.
    """

    template: ClassVar[str]
    title: ClassVar[str]
    number: str = field(metadata=OURS)
    issuer: str = field(metadata=OURS)
    parties: tuple[Party, ...]
    issued_on: date | None = None
    draft: bool = True
    version: int | None = None
    digest: str | None = field(default=None, metadata=OURS)
    large: bool = False
    copy: Copy = field(default=ORIGINAL, metadata=OURS)
    reading: ReadingMark | None = field(default=None, metadata=OURS)

    @property
    def heading(self) -> str:
        """The title on the paper."""
        return self.title

    @property
    def copies(self) -> int:
        """One for each party and one for the committee."""
        return len(self.parties) + 1

    @property
    def columns(self) -> int:
        """Signatures side by side: more of them when there are many parties."""
        return 3 if len(self.parties) > 6 else 2

    @property
    def many(self) -> bool:
        """Whether the signatures do not fit on one page; then they may break between rows, under a repeated head."""
        lines = sum(1 + len(party.proxies) + party.read_aloud for party in self.parties)
        return lines > _SIGNATURES_ON_A_PAGE

    @property
    def fingerprint(self) -> str:
        """The frozen text's hash, else that of this value: 64 hexadecimal digits."""
        return self.digest or content_hash(self)

    def in_large_type(self) -> Self:
        """The same paper in large type (大字版)."""
        return replace(self, large=True)


def content_hash(paper: Paper) -> str:
    """SHA-256 of what a paper says, the same whenever it says the same, whatever its type size and whoever reads."""
    content = asdict(paper)
    for how in HANDED_OUT:
        content.pop(how)
    text = json.dumps([paper.template, content], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
