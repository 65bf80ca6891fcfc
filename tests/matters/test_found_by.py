"""What a matter is found by: pieces of names, of numbers, of what is said in it."""

from __future__ import annotations

import pytest

from app.matters.rules.found_by import MOST_PIECES, FoundBy, pieces_of_number, pieces_of_words

NUMBER = "（2026）小海眼人调字第0018号"


def is_found(of: FoundBy, words: str) -> bool:
    return all(piece in of.pieces for piece in pieces_of_words(words))


def is_numbered(of: FoundBy, words: str) -> bool:
    pieces = pieces_of_number(words)
    return bool(pieces) and set(pieces) <= of.pieces


@pytest.mark.parametrize(
    "words", [NUMBER, "(2026)小海眼人调字第0018号", "\uff10\uff1018", "0018", "18号", "18", "小海眼 0018", "第0018"]
)
def test_a_number_is_found_however_it_is_typed(words: str) -> None:
    assert is_numbered(FoundBy(numbers=[NUMBER]), words)


@pytest.mark.parametrize("words", ["8", "1", "0019", "018号街", "大海眼0018", "2025", "20260018", "小海眼"])
def test_another_number_is_not(words: str) -> None:
    assert not is_numbered(FoundBy(numbers=[NUMBER]), words)


@pytest.mark.parametrize("words", ["2026-483920-2", "483920", "4839", "2026\u2014483920", "3920"])
def test_a_register_number_is_found_by_three_digits_in_a_row_or_more(words: str) -> None:
    assert is_numbered(FoundBy(numbers=["2026-483920-2"]), words)
    assert not is_numbered(FoundBy(numbers=["2026-489320-2"]), "4839")


NATIONAL = "31011520260101000123"


@pytest.mark.parametrize("words", [NATIONAL, NATIONAL[:13], NATIONAL[:18], NATIONAL[5:], NATIONAL[-12:]])
def test_a_very_long_number_is_found_whole_and_in_part(words: str) -> None:
    assert is_numbered(FoundBy(numbers=[NATIONAL]), words)
    assert not is_numbered(FoundBy(numbers=[NATIONAL]), f"{words}9")


@pytest.mark.parametrize("words", ["周桂兰", "桂兰", "周", "zgl", "ZGL", "周桂 兰"])
def test_a_name_is_found_by_its_pieces_and_initials(words: str) -> None:
    assert is_found(FoundBy(names=["周桂兰"]), words)


@pytest.mark.parametrize(("words", "found"), [("雨水", True), ("香椿 雨水", True), ("水管", False), ("雨", False)])
def test_a_text_is_found_by_two_characters_that_follow_each_other(words: str, found: bool) -> None:
    assert is_found(FoundBy(texts=["屋檐雨水浇坏香椿树"]), words) is found


def test_a_number_stands_in_no_name_and_a_name_in_no_number() -> None:
    assert not is_numbered(FoundBy(names=["小海眼0018"]), "0018")
    assert not is_found(FoundBy(numbers=["0018"]), "18")


def test_far_too_much_keeps_numbers_and_names() -> None:
    texts = ["".join(chr(0x4E00 + one * 1000 + two) for two in range(1000)) for one in range(6)]
    of = FoundBy(names=["周桂兰"], numbers=[NUMBER], texts=texts)
    assert len(of.pieces) == MOST_PIECES
    assert is_found(of, "周桂兰")
    assert is_numbered(of, "0018")


def test_of_two_thousand_who_sign_everybody_is_found() -> None:
    names = [f"{chr(0x4E00 + one % 50)}{chr(0x5000 + one)}{chr(0x6000 + one)}" for one in range(2_000)]
    pieces = FoundBy(names=names, texts=["屋檐雨水"]).pieces
    assert len(pieces) > MOST_PIECES
    assert [name for name in names if not set(pieces_of_words(name)) <= pieces] == []


def test_a_change_of_any_part_is_told_and_another_order_is_none() -> None:
    digests = {
        FoundBy().digest,
        FoundBy(names=["甲"]).digest,
        FoundBy(numbers=["甲"]).digest,
        FoundBy(texts=["甲"]).digest,
        FoundBy(names=["甲", "乙"]).digest,
    }
    assert len(digests) == 5
    assert FoundBy(names=["乙", "甲"]).digest in digests
