"""Nothing that a form lets people write runs off the page, whatever it is made of."""

from __future__ import annotations

import html as entities
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.core.pdf import TEMPLATES, Pdf, lay_out, numbered, paper_html, render_paper
from app.papers.rules.people import Person
from tests.print.longest import papers_of
from tests.print.longest_texts import chinese, unbroken
from tests.print.marks_read import UNMARKED, MarkedPaper, printing
from tests.print.samples import FACTS_A, REGISTER_A, SUN, ZHAO

POINTS_PER_MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM = 28, 210 - 26, 15, 297 - 8
"""The text's left and right edge, and what a page has above and below with head and foot, in millimetres."""
SLACK = 0.6
WORD = re.compile(r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>')
FROM_THE_CARD = "山东省淄博市博山区白塔镇小海眼社区第二网格南北大街12号院3号楼2单元501室"
"""Thirty-nine characters, as people copy them from an ID card."""


@dataclass(frozen=True)
class Word:
    """A word where it stands on its page, in millimetres from the upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str

    @property
    def is_inside(self) -> bool:
        return (
            self.left >= LEFT - SLACK
            and self.right <= RIGHT + SLACK
            and self.top >= TOP - SLACK
            and self.bottom <= BOTTOM + SLACK
        )

    def covers(self, other: Word) -> bool:
        """Whether two words lie on each other by more than what lines always share."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 0.8 and down > 0.45 * min(self.bottom - self.top, other.bottom - other.top)


def words_on(pdf: Pdf) -> list[Word]:
    done = subprocess.run(["pdftotext", "-bbox", "-", "-"], input=pdf.content, capture_output=True, check=True)
    return list(_words(done.stdout.decode()))


def _words(boxes: str) -> Iterator[Word]:
    for page, content in enumerate(boxes.split("<page ")[1:], start=1):
        for *edges, text in WORD.findall(content):
            left, top, right, bottom = (float(one) / POINTS_PER_MM for one in edges)
            yield Word(page, left, top, right, bottom, entities.unescape(text))


def written(html: str) -> Counter[str]:
    """Every character a filled template says, without white space."""
    body = re.sub(r"<title>.*?</title>|<[^>]*>", "", html, flags=re.S)
    return Counter(re.sub(r"\s", "", entities.unescape(body)))


def faults_of(html: str, pdf: Pdf) -> list[object]:
    """What is not as it should be: characters missing inside the text's edges, words outside of them or on others."""
    found = words_on(pdf)
    missing = written(html) - Counter("".join(one.text for one in found if one.is_inside))
    outside = [one for one in found if not one.is_inside]
    return [*missing.items(), *outside, *lying_on_each_other(found)]


def lying_on_each_other(found: list[Word]) -> list[tuple[Word, Word]]:
    clashes = []
    for page in {one.page for one in found}:
        there = sorted((one for one in found if one.page == page), key=lambda one: one.top)
        for place, one in enumerate(there):
            for other in there[place + 1 :]:
                if other.top > one.bottom:
                    break
                if one.covers(other):
                    clashes.append((one, other))
    return clashes


NAMES = tuple(papers_of(chinese()))


@pytest.mark.parametrize("name", NAMES)
def test_the_longest_chinese_facts_are_all_on_the_paper(
    longest: Callable[[str], MarkedPaper], cut: int | None, name: str
) -> None:
    """As it is handed out: with its marks, if papers of its kind bear them."""
    adding = None if name in UNMARKED else printing(name)
    assert faults_of(paper_html(papers_of(chinese(), cut=cut)[name], adding), longest(name).pdf) == []


@pytest.mark.parametrize("name", NAMES)
def test_facts_without_a_place_to_break_are_all_on_the_paper(name: str) -> None:
    html = paper_html(papers_of(unbroken(), cut=200)[name])
    assert faults_of(html, lay_out(html)) == []


def test_every_template_is_tried() -> None:
    bases = {"paper.html", "petition_sheet.html"}
    tried = {Path(paper.template).name for paper in papers_of(chinese()).values()}
    assert tried == {file.name for file in (TEMPLATES / "print").glob("*.html")} - bases


def test_an_address_as_it_stands_on_an_id_card_is_all_on_the_register_beside_its_caption() -> None:
    assert isinstance(ZHAO.who, Person)
    lives_far = replace(ZHAO, who=replace(ZHAO.who, address=FROM_THE_CARD))
    html = paper_html(replace(REGISTER_A, parties=(lives_far, SUN)))
    pdf = lay_out(html)
    assert faults_of(html, pdf) == []
    lines = [one.text for one in words_on(pdf)]
    place = next(number for number, text in enumerate(lines) if text.startswith("住址："))
    assert "".join(lines[place : place + 2]) == f"住址：{FROM_THE_CARD}"


def test_a_row_that_goes_over_the_page_has_its_label_where_it_begins() -> None:
    requests = tuple(f"第{number}项请求，修墙、修剪树枝并且赔偿损失" for number in range(1, 12))
    found = words_on(render_paper(replace(REGISTER_A, summary=FACTS_A * 4, claims=requests)))
    assert {one.page for one in found if "项请求" in one.text} == {1, 2}
    assert {one.page for one in found if one.text == "申请事项"} == {1}


def test_short_rows_stay_in_one_piece_wherever_the_page_ends() -> None:
    for times in (4, 5):
        found = words_on(render_paper(replace(REGISTER_A, summary=FACTS_A * times)))
        assert len({one.page for one in found if one.text in ("申请事项", "改移落水管", "修剪越界树枝")}) == 1


@pytest.mark.parametrize("typed", ["一、修墙", "（二）修墙", "1. 修墙", "3\uff0e修墙", "①修墙", "10、修墙"])
def test_what_was_typed_with_a_number_is_not_numbered_again(typed: str) -> None:
    assert numbered(typed, 1) == typed


@pytest.mark.parametrize("typed", ["修墙", "3.5平方米墙面修复", "一次性赔偿", "2026年的租金"])
def test_what_was_typed_without_a_number_gets_one(typed: str) -> None:
    assert numbered(typed, 2) == f"2. {typed}"
