"""Which paper was printed when, by whom and in what way, and by which marks its pages are known; never what it says.

Written beside the request like the log of looks.  Papers of accusations stand in neither table.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.append_only import append_only
from app.core.db import Model, Word
from app.papers.rules.mark import LETTERS, SHOWN
from app.papers.rules.way import Way


class PrintLog(Model):
    """One print of one paper."""

    __tablename__ = "print_log"
    __table_args__ = (Index("ix_print_log_subject", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    printed_by: Mapped[str] = mapped_column(String(100))
    """The name of whoever printed it, as it was that day."""
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    paper: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    version: Mapped[int | None]
    """None for papers that do not count their versions."""
    digest: Mapped[str] = mapped_column(String(64))
    """What its words hash to, keyed (`app.papers.rules.mark.keyed_digest`)."""
    pages: Mapped[int]
    way: Mapped[Way] = mapped_column(Word(Way))
    number: Mapped[int]
    """The how manieth print of these very words it is, from 1; 1 for drafts and copies to read."""


class PrintedPage(Model):
    """One marked page of a print.  Printed again, the same page bears the same mark."""

    __tablename__ = "printed_page"
    __table_args__ = (Index("ix_printed_page_shown", "shown"),)

    print_id: Mapped[int] = mapped_column(ForeignKey("print_log.id"), primary_key=True)
    page: Mapped[int] = mapped_column(primary_key=True)
    shown: Mapped[str] = mapped_column(String(SHOWN))
    code: Mapped[str] = mapped_column(String(LETTERS))


append_only(PrintLog)
append_only(PrintedPage)
