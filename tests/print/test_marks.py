"""The mark of a page: its place, its own code for every page, and that it can be read when the paper comes home."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from app.core.page_marks import PAGES_AT_ONCE, mark_picture
from app.core.pdf import Pdf, lay_out, render_paper
from app.papers.rules.mark import ALPHABET, LETTERS, PREFIX, SHOWN, Edition, PaperOf, mark_code
from tests.print.longest import papers_of
from tests.print.longest_texts import chinese
from tests.print.marks_read import (
    KEY,
    UNMARKED,
    MarkedPaper,
    drawn,
    marked,
    marks_as_it_is,
    printing,
    read_marks,
    tally,
)
from tests.print.samples import AGREEMENT_B, PAPERS, REGISTER_A
from tests.print.test_papers import pages, people

DPI = 150
ENOUGH = 0.99
MM = DPI / 25.4
SIDE, WHITE, RIGHT_EDGE = 22, 3.5, 210 - 26


@pytest.fixture(scope="module")
def templates(longest: Callable[[str], MarkedPaper]) -> list[MarkedPaper]:
    return [longest(name) for name in papers_of(chinese()) if name not in UNMARKED]


def test_spoilt_pages_of_all_templates_are_read_and_none_is_read_wrong(
    templates: list[MarkedPaper], cut: int | None
) -> None:
    many = 20 if cut else 60
    assert 15 <= len(templates) <= many
    found = tally(templates, many, DPI)
    assert found.wrong == 0
    assert found.share >= ENOUGH, found


def test_no_two_pages_of_all_papers_bear_the_same_mark(templates: list[MarkedPaper]) -> None:
    marks = [mark for paper in templates for mark in paper.marks]
    assert len(marks) > 100
    assert len(set(marks)) == len(marks)


@pytest.mark.parametrize("name", PAPERS)
def test_each_page_bears_its_own_mark_in_white_flush_with_the_text(
    sample: Callable[[str], MarkedPaper], name: str
) -> None:
    paper = sample(name)
    for place, mark in enumerate(paper.marks):
        page = drawn(paper.pdf, place, DPI)
        (found,) = zxingcpp.read_barcodes(page, zxingcpp.BarcodeFormat.QRCode)
        assert (found.text, found.ec_level) == (mark, "M")
        left, right = found.position.top_left.x / MM, found.position.bottom_right.x / MM
        top, bottom = found.position.top_left.y / MM, found.position.bottom_right.y / MM
        assert (right - left, bottom - top) == pytest.approx((SIDE, SIDE), abs=0.5)
        assert right == pytest.approx(RIGHT_EDGE, abs=0.4)
        assert white_around(page, left, top, right, bottom)


def white_around(page: Image.Image, left: float, top: float, right: float, bottom: float) -> bool:
    """Whether nothing is printed within four modules of the symbol."""
    wide = [round(edge * MM) for edge in (left - WHITE, top - WHITE, right + WHITE, bottom + WHITE)]
    inner = [round(left * MM) - 1, round(top * MM) - 1, round(right * MM) + 2, round(bottom * MM) + 2]
    frame = page.crop(tuple(wide))
    frame.paste(255, [inner[0] - wide[0], inner[1] - wide[1], inner[2] - wide[0], inner[3] - wide[1]])
    return bool(frame.getextrema()[0] > 200)


@pytest.mark.parametrize("count", [2, 9, 12, 40])
def test_however_many_sign_the_mark_lies_below_all_boxes_and_makes_no_page(count: int) -> None:
    paper = replace(AGREEMENT_B, parties=people(count))
    with_marks = marked("agreement", paper)
    assert with_marks.pdf.pages == render_paper(paper).pages
    assert read_marks(drawn(with_marks.pdf, with_marks.pdf.pages - 1, DPI)) == {with_marks.marks[-1]}


def test_the_first_letters_of_the_mark_stand_beside_it_for_people() -> None:
    adding = printing("register", number=2)
    (text,) = pages(render_paper(REGISTER_A, adding))
    assert f"标记{adding.mark_of(1).shown}" in text
    assert adding.mark_of(1).code[len(PREFIX) :].startswith(adding.mark_of(1).shown)
    assert "原件，第2次打印" in text


def test_a_mark_tells_nothing_of_the_matter_but_whose_page_it_is() -> None:
    code = printing("register").mark_of(1).code
    assert re.fullmatch(f"{PREFIX}[{ALPHABET}]{{{LETTERS}}}", code)
    assert not set("0O1I") & set(ALPHABET)
    assert len(ALPHABET) ** LETTERS >= 2**128
    assert SHOWN < LETTERS


def test_version_page_paper_matter_draft_and_town_each_change_the_mark() -> None:
    of = PaperOf("case", 1, "agreement")
    base = mark_code(KEY, Edition(of, 1, draft=False), 1)
    others = [
        mark_code(KEY, Edition(of, 1, draft=False), 2),
        mark_code(KEY, Edition(of, 2, draft=False), 1),
        mark_code(KEY, Edition(of, None, draft=False), 1),
        mark_code(KEY, Edition(of, 1, draft=True), 1),
        mark_code(KEY, Edition(replace(of, subject_id=2), 1, draft=False), 1),
        mark_code(KEY, Edition(replace(of, subject_kind="petition"), 1, draft=False), 1),
        mark_code(KEY, Edition(replace(of, name="register"), 1, draft=False), 1),
        mark_code(b"of another town", Edition(of, 1, draft=False), 1),
    ]
    assert len({base, *others}) == 1 + len(others)
    assert base == mark_code(KEY, Edition(of, 1, draft=False), 1)


def test_a_paper_longer_than_the_rules_at_hand_is_marked_to_its_last_page() -> None:
    adding = printing("long")
    html = '<html lang="zh-CN"><head><title>长</title></head><body>{}</body></html>'
    pdf = lay_out(html.format('<p style="break-before:page">页</p>' * (PAGES_AT_ONCE + 2)), adding.mark_of)
    assert pdf.pages == PAGES_AT_ONCE + 2
    assert read_marks(drawn(pdf, pdf.pages - 1, DPI)) == {adding.mark_of(pdf.pages).code}


def test_what_is_no_mark_is_not_drawn_as_one() -> None:
    with pytest.raises(ValueError, match="alphanumeric"):
        mark_picture(replace(printing("x").mark_of(1), code="小写的字"))


@pytest.mark.parametrize("name", sorted(UNMARKED))
def test_papers_of_accusations_and_of_no_matter_bear_none(longest: Callable[[str], MarkedPaper], name: str) -> None:
    pdf = longest(name).pdf
    assert all(not marks_as_it_is(drawn(pdf, place, DPI)) for place in range(pdf.pages))


def test_a_mark_would_be_seen_at_one_look(sample: Callable[[str], MarkedPaper]) -> None:
    register = sample("register")
    assert marks_as_it_is(drawn(register.pdf, 0, DPI)) == {register.marks[0]}


def test_the_foot_of_an_accusations_paper_says_its_title_and_page_and_nothing_else(
    longest: Callable[[str], MarkedPaper],
) -> None:
    pdf = longest("accusation").pdf
    for place, foot in enumerate(feet(pdf), start=1):
        assert sorted(foot.split()) == sorted(["密封移交函", f"第{place}页", f"共{pdf.pages}页"])


def feet(pdf: Pdf) -> list[str]:
    """What stands below the text area of every page."""
    document = pypdfium2.PdfDocument(pdf.content)
    try:
        return [page.get_textpage().get_text_bounded(top=34 * 72 / 25.4).strip() for page in document]
    finally:
        document.close()
