"""What was printed: of one matter, of one paper, and whose page bears a mark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.core.db import db
from app.core.pages import chinese_moment
from app.papers.models.print_log import PrintedPage, PrintLog
from app.papers.rules.mark import NewMark, PaperOf
from app.papers.rules.way import NOT_TO_SIGN, Way

OVERTAKEN = "{}更正过，以前印的已被取代，请收回，换新印的。"


@dataclass(frozen=True)
class Printed:
    """How often a paper was printed, drafts and copies to read apart, and the last time by whom."""

    times: int
    last_at: datetime
    last_by: str


def prints_of(paper: PaperOf) -> Sequence[PrintLog]:
    """Every print of a paper, the first one first."""
    about = (PrintLog.subject_kind == paper.subject_kind, PrintLog.subject_id == paper.subject_id)
    return db.session.scalars(select(PrintLog).where(*about, PrintLog.paper == paper.name).order_by(PrintLog.id)).all()


def printed_of(subject_kind: str, subject_id: int) -> Mapping[str, Printed]:
    """How often each paper of a matter was printed, by the paper's name; nothing of those that never were."""
    about = (PrintLog.subject_kind == subject_kind, PrintLog.subject_id == subject_id)
    counted = select(func.count(), func.max(PrintLog.id)).where(*about, PrintLog.way.not_in(NOT_TO_SIGN))
    times = {last: count for count, last in db.session.execute(counted.group_by(PrintLog.paper))}
    rows = db.session.scalars(select(PrintLog).where(PrintLog.id.in_(times)))
    return {row.paper: Printed(times[row.id], row.at, row.printed_by) for row in rows}


def with_prints(
    shown: Iterable[Mapping[str, str]], printed: Mapping[str, Printed], *, corrected_at: datetime | None = None
) -> list[dict[str, str]]:
    """Entries of the macro ``paper_list`` with what is said of their prints, by the name under ``paper``.

    `corrected_at`: when what stands on papers with the entry ``follows`` was last put right; older prints are
    overtaken.
    """
    return [
        {**one, "printed": _said(printed.get(one.get("paper", "")), corrected_at if one.get("follows") else None)}
        for one in shown
    ]


def _said(printed: Printed | None, corrected_at: datetime | None) -> str:
    if printed is None:
        return ""
    said = f"打印过{printed.times}次，最近{chinese_moment(printed.last_at)}，{printed.last_by}"
    is_overtaken = corrected_at is not None and printed.last_at < corrected_at
    return f"{said}。{OVERTAKEN.format(chinese_moment(corrected_at))}" if is_overtaken else said


@dataclass(frozen=True)
class MarkedPage:
    """A page that bears a mark: whose, which version, which page of how many."""

    of: PaperOf
    title: str
    version: int | None
    is_draft: bool
    page: int
    pages: int


def pages_with(mark: NewMark) -> list[MarkedPage]:
    """The pages that bear a mark, each once; several only when eight letters happen to be the same."""
    found = select(PrintLog, PrintedPage.page).join(PrintedPage, PrintedPage.print_id == PrintLog.id)
    found = found.where(PrintedPage.shown == mark.shown)
    if mark.code:
        found = found.where(PrintedPage.code == mark.code)
    newest = {}
    for row, page in db.session.execute(found.order_by(PrintLog.id)):
        of, is_draft = PaperOf(row.subject_kind, row.subject_id, row.paper), row.way is Way.DRAFT
        newest[of, row.version, is_draft, page] = MarkedPage(of, row.title, row.version, is_draft, page, row.pages)
    return list(newest.values())


def was_handed_out(subject_kind: str, subject_id: int) -> bool:
    """Whether any paper of a matter was printed to be signed or handed out: no draft, no copy to read."""
    about = (PrintLog.subject_kind == subject_kind, PrintLog.subject_id == subject_id)
    found = select(PrintLog.id).where(*about, PrintLog.way.not_in(NOT_TO_SIGN)).limit(1)
    return db.session.scalar(found) is not None


def was_printed(of: PaperOf, digest: str) -> bool:
    """Whether any paper of this matter was printed with these words."""
    about = (PrintLog.subject_kind == of.subject_kind, PrintLog.subject_id == of.subject_id)
    return db.session.scalar(select(PrintLog.id).where(*about, PrintLog.digest == digest).limit(1)) is not None
