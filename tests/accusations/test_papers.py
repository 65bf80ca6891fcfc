"""The sealed hand-over on paper: what stands on the cover, in the letter, and inside."""

from __future__ import annotations

import re
import subprocess

from flask import Flask

from app.accusations.actions.intake import Accuser
from app.accusations.papers.hand_over_paper import hand_over_paper
from app.core.pdf import Pdf, render_paper
from tests.accusations.sealing import ACCUSED, ACCUSER, ADDRESS, ID_NUMBER, MARK, PHONE, UNIT, sealed
from tests.accusations.test_hand_over import handed

NAMES_NOBODY = (ACCUSER, ACCUSED, MARK, PHONE, ID_NUMBER, ADDRESS, UNIT, "鱼塘")


def leaves(pdf: Pdf) -> list[str]:
    """The text of every page without white space."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf.content, capture_output=True, check=True)
    return [re.sub(r"\s", "", page) for page in done.stdout.decode().split("\f")[: pdf.pages]]


def printed(**changes: object) -> list[str]:
    row = sealed(**changes)
    return leaves(render_paper(hand_over_paper(row, handed(row))))


def test_the_cover_bears_the_seal_mark_and_tells_nothing(app: Flask) -> None:
    cover = printed()[0]
    for words in ("密封", "白信检〔2026〕1号", "博山区纪委监委收", "共5页", "白塔镇纪律检查委员会", "纪干事"):
        assert words in cover
    assert [word for word in (*NAMES_NOBODY, "检举", "控告") if word in cover] == []


def test_the_letter_and_its_slip_name_nobody_either(app: Flask) -> None:
    cover, letter, sheet = printed(transferred_by="中共博山区委、博山区人民政府信访局")
    assert cover != sheet
    for words in (
        "密封移交函",
        "博山区纪委监委：",
        "2026年11月20日收到",
        "来件方式：走访",
        "第三十条",
        "回执",
        "封口完好",
    ):
        assert words in letter
    assert [word for word in NAMES_NOBODY if word in letter] == []


def test_the_sheet_inside_says_who_accuses_whom_of_what(app: Flask) -> None:
    cover, letter, *sheet = printed(transferred_by="博山区信访局", spoken_by="钱守密的儿子")
    assert "由博山区信访局转来" in letter
    inside = "".join(sheet)
    for words in (*NAMES_NOBODY, "内件", "陈述人：钱守密的儿子"):
        assert words in inside
    assert "None" not in cover + letter + inside


def test_an_anonymous_accusation_prints_no_empty_particulars(app: Flask) -> None:
    inside = printed(accusers=(Accuser(name="匿名"),), accused_unit="")[2]
    assert "检举控告人：匿名。" in inside
    assert "单位：" not in inside


def test_a_long_text_goes_on_over_further_leaves(app: Flask) -> None:
    text = "\n".join(f"第{n}件事：鱼塘的账没有公开，问了三次都不给看。" for n in range(60))
    sheets = printed(text=text)
    assert len(sheets) > 3
    assert "第59件事" in sheets[-1]
    assert "密封移交函" in sheets[-1]
