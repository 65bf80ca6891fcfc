"""How well the marks of papers are read when they come home, and what they cost when they are laid out.

Every template in its longest paper, pages taken in turn, each turned, bent, folded, blurred and dimmed at once
(`tests/print/marks_read.py`); the same pages at 150 and 200 dpi.  It fails below 99 % read, or with one read wrong.
"""

from __future__ import annotations

from statistics import median
from time import process_time

from app.core.page_marks import Printing
from app.core.pdf import render_paper
from benchmarks.measure import ROUNDS, ratio, shown
from tests.print.marks_read import every_template, printing, tally
from tests.print.samples import AGREEMENT_B

PAGES, RESOLUTIONS, ENOUGH = 300, (150, 200), 0.99


def run() -> bool:
    """Whether enough was read, and nothing wrong."""
    papers, is_good = every_template(), True
    for dpi in RESOLUTIONS:
        found = tally(papers, PAGES, dpi)
        is_good &= found.wrong == 0 and found.share >= ENOUGH
        print(f"{dpi} dpi: {found.right} of {PAGES} read, {found.wrong} wrong, {found.unread} not read")
    without, with_marks = _cost()
    print(
        f"an agreement of three pages: {shown(without)}, with marks {shown(with_marks)}: {ratio(with_marks, without)}"
    )
    return is_good


def _cost() -> tuple[float, float]:
    """Processor seconds of laying an agreement out without and with its marks: medians of turns taken alternately."""
    adding, plain, marked = printing("agreement"), [], []
    render_paper(AGREEMENT_B, adding)
    for _ in range(ROUNDS):
        plain.append(_seconds(None))
        marked.append(_seconds(adding))
    return median(plain), median(marked)


def _seconds(adding: Printing | None) -> float:
    begun = process_time()
    render_paper(AGREEMENT_B, adding)
    return process_time() - begun
