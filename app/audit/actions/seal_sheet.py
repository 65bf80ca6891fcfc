"""封条: the head of the audit trail on a sheet of paper that two people sign once a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from app.audit.actions.heads import give_out_head
from app.audit.models import HeadWay
from app.audit.rules import in_groups
from app.core.clock import local
from app.core.copies import ORIGINAL, Copy
from app.core.errors import NotNow

ROW = 16


@dataclass(frozen=True, kw_only=True)
class SealSheet:
    """What the sheet says; it names no matter and nobody but the town."""

    template: ClassVar[str] = "print/seal_sheet.html"
    heading: ClassVar[str] = "操作记录封条（校验码）"
    reading: ClassVar[None] = None
    large: ClassVar[bool] = False
    copy: ClassVar[Copy] = ORIGINAL

    town: str
    entries: int
    hash: str
    issued_on: date

    @property
    def number(self) -> str:
        """``2026年11月``: one sheet a month is enough."""
        return f"{self.issued_on.year}年{self.issued_on.month}月"

    @property
    def rows(self) -> list[str]:
        """The whole hash, sixteen digits a row in groups of four."""
        return [in_groups(self.hash[place : place + ROW]) for place in range(0, len(self.hash), ROW)]

    @property
    def code(self) -> str:
        """What the QR code holds, and what `flask audit verify --head` takes."""
        return f"{self.entries}:{self.hash}"


def seal_sheet(town: str, *, now: datetime) -> SealSheet:
    """The sheet as of now; that it was printed is kept with the head it bears.  Raises `NotNow` for an empty trail."""
    head = give_out_head(HeadWay.SHEET, now=now)
    if head is None:
        raise NotNow("还没有操作记录，没有可以封的。")
    return SealSheet(town=town, entries=head.number, hash=head.hash, issued_on=local(now).date())
