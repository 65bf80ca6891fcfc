"""What a list is asked for: read from its address, and written back into the addresses of its pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

import pytest
from flask import Flask

from app.core.listing import Asked, Choice, Day, OneOf, Order, PublicId, Words
from app.core.pages import Pager, pager


class Colour(StrEnum):
    """A word of the test."""

    RED = "red"


@dataclass(frozen=True)
class Search(Asked):
    """A search with a field of every kind."""

    words: Annotated[str, Words(5)] = ""
    village: Annotated[str, PublicId("village")] = ""
    colour: Annotated[Colour | None, Choice("colour", Colour)] = None
    code: Annotated[str, OneOf("code", lambda: {"M2": 1})] = ""
    before: Annotated[date | None, Day("before")] = None
    order: Annotated[str, Order("sort", "due")] = ""


EVERYTHING = {
    "words": "王甲",
    "village": "h3h3h3h3h3h3",
    "colour": "red",
    "code": "M2",
    "before": "2026-11-23",
    "sort": "due",
}


def test_an_address_is_read_and_written_back() -> None:
    wanted = Search.read({**EVERYTHING, "words": " 王甲 ", "page": "2"})
    assert wanted == Search("王甲", "h3h3h3h3h3h3", Colour.RED, "M2", date(2026, 11, 23), "due")
    assert wanted.address == EVERYTHING
    assert Search.read({"words": "一二三四五六七"}).words == "一二三四五"


def test_what_the_list_does_not_know_does_not_narrow() -> None:
    odd = {"words": "  ", "village": "0", "colour": "blue", "code": "M99", "before": "23.11.", "sort": "x", "more": "1"}
    assert Search.read(odd) == Search()
    assert Search().address == {}
    assert not Search().narrows


@pytest.mark.parametrize(
    ("asked", "narrows", "is_filtered"),
    [
        ({"words": "王"}, True, False),
        ({"colour": "red"}, True, True),
        ({"sort": "due"}, False, True),
        ({}, False, False),
    ],
)
def test_an_order_narrows_nothing_and_words_unfold_nothing(
    asked: dict[str, str], narrows: bool, is_filtered: bool
) -> None:
    wanted = Search.read(asked)
    assert (wanted.narrows, wanted.is_filtered) == (narrows, is_filtered)


@pytest.mark.parametrize(
    ("page", "total", "expected"),
    [
        ("", 0, Pager(1, 0, "", "")),
        ("", 20, Pager(1, 1, "", "")),
        ("1", 21, Pager(1, 2, "", "/cases/?page=2&words=%E7%8E%8B")),
        ("2", 41, Pager(2, 3, "/cases/?page=1&words=%E7%8E%8B", "/cases/?page=3&words=%E7%8E%8B")),
        ("3", 41, Pager(3, 3, "/cases/?page=2&words=%E7%8E%8B", "")),
        ("-1", 21, Pager(1, 2, "", "/cases/?page=2&words=%E7%8E%8B")),
    ],
)
def test_a_page_leads_to_its_neighbours_with_what_was_asked_for(
    app: Flask, page: str, total: int, expected: Pager
) -> None:
    with app.test_request_context(f"/cases/?page={page}"):
        assert pager(total, 20, "cases.index", words="王") == expected
