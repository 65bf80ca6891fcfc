"""Answer with a marked paper: the way of all papers of matters but accusations."""

from __future__ import annotations

from dataclasses import replace

from flask import Response

from app.core import clock
from app.core.access_log import looked
from app.core.crypto import keys
from app.core.guard import signed_in
from app.core.page_marks import PageMark, Printing
from app.core.pages import paper_response
from app.core.pdf import render_paper
from app.papers.actions.log_print import log_print
from app.papers.queries.prints import prints_of
from app.papers.rules.mark import PREFIX, Edition, PaperOf, keyed_digest, mark_code, shown_of
from app.papers.rules.paper import Paper
from app.papers.rules.way import WAY_NAMES, Print, Way, short_digest, way_of


def hand_out_marked(paper: Paper, of: PaperOf, file_name: str) -> Response:
    """The paper as a PDF named `file_name` that opens in the browser, each page with its own mark; the print is logged.

    A copy to read bears no mark; in large type a paper has marks of its own.  Raises `CannotPrint`, `WrongKeys`.
    """
    named = replace(of, name=f"{of.name}:large") if paper.large else of
    edition, key = Edition(named, paper.version, paper.draft), keys().mark_key
    digest = keyed_digest(key, paper.fingerprint)
    way, number = _way(paper, named, digest)
    is_marked = way is not Way.READING
    pdf = render_paper(paper, _printing(way, number, digest, edition, key) if is_marked else None)
    looked(of.subject_kind, of.subject_id, paper.copy.deed)
    log_print(
        edition,
        paper.heading,
        digest,
        way,
        number,
        pages=pdf.pages,
        key=key if is_marked else None,
        actor=signed_in(),
        now=clock.now(),
    )
    return paper_response(pdf.content, file_name if is_marked else f"reading-copy-{file_name}")


def _way(paper: Paper, of: PaperOf, digest: str) -> tuple[Way, int]:
    if not paper.copy.is_original:
        return Way.READING, 1
    if paper.draft:
        return Way.DRAFT, 1
    earlier = [Print(one.version, one.digest, one.way) for one in prints_of(of)]
    return way_of(paper.version, digest, earlier)


def _printing(way: Way, number: int, digest: str, edition: Edition, key: bytes) -> Printing:
    def mark_of(page: int) -> PageMark:
        code = mark_code(key, edition, page)
        return PageMark(PREFIX + code, shown_of(code))

    return Printing(WAY_NAMES[way], number, short_digest(digest), mark_of)
