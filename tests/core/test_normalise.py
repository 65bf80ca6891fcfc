"""A name is kept as it was meant, however it came from a keyboard or a spreadsheet, and found however it is written."""

from __future__ import annotations

import pytest

from app.core.name_pieces import name_grams, query_grams
from app.core.normalise import ENDS_IN_A_DOT, TURNED, entry_name, name_fault, same_name, search_number

KEPT = {
    "阿依古丽\u2022买买提": "阿依古丽·买买提",
    "阿依古丽\u2027买买提": "阿依古丽·买买提",
    "阿依古丽 \u30fb 买买提": "阿依古丽·买买提",
    "阿依古丽\uff65买买提": "阿依古丽·买买提",
    "古丽米热.艾比布力": "古丽米热·艾比布力",
    "古丽米热\uff0e艾比布力": "古丽米热·艾比布力",
    "J. Smith": "J. Smith",
    "  John \t Smith ": "John Smith",
    "\uff3ahang三": "Zhang三",
    "\u2f2d石": "山石",
    "王\u2ea0": "王民",
    "李\ufe0f四": "李四",
    "王\u200b甲\ufeff": "王甲",
    "王\x00甲": "王甲",
    "王\u3000伟": "王伟",
    "王\u00a0伟": "王伟",
    "欧阳 娜娜": "欧阳娜娜",
    "白塔镇第\uff13建筑队（小海眼）": "白塔镇第3建筑队（小海眼）",
    "e\u0301va": "éva",
    "": "",
    " \u200b ": "",
}


@pytest.mark.parametrize("typed", KEPT, ids=ascii)
def test_a_name_is_kept_as_it_was_meant(typed: str) -> None:
    assert entry_name(typed) == KEPT[typed]
    assert entry_name(KEPT[typed]) == KEPT[typed]


@pytest.mark.parametrize("typed", ["王𠅤", "陈䶮", "單田芳", "王二狗（已调离）", "O'Brien", "单"])
def test_what_was_meant_already_is_not_touched(typed: str) -> None:
    assert entry_name(typed) == typed
    assert name_fault(typed) is None


def test_a_name_that_shows_otherwise_than_it_is_stored_is_refused() -> None:
    assert name_fault("王\u202e甲乙") == TURNED
    assert name_fault("李·") == ENDS_IN_A_DOT
    assert name_fault(None) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("單田芳", "单田芳"), ("田〇〇", "田○○"), ("JOHN smith", "John\u3000Smith"), ("José", "jose"), ("\u2f2d", "山")],
)
def test_two_ways_to_write_a_name_are_the_same(one: str, other: str) -> None:
    assert same_name(one, other)
    assert name_grams([one]) == name_grams([other])


def test_another_name_is_another() -> None:
    assert not same_name("王甲", "王乙")
    assert not set(query_grams("王乙")) <= name_grams(["王甲"])


def test_a_part_of_a_name_folds_as_the_whole_does() -> None:
    assert set(query_grams("王乾")) <= name_grams(["王乾隆"])


def test_initials_are_those_of_characters_and_of_words() -> None:
    assert set(query_grams("JS")) <= name_grams(["John Smith"])
    for initials in ("dtf", "stf", "ctf"):
        assert set(query_grams(initials)) <= name_grams(["單田芳"])


def test_words_that_hold_nothing_to_search_ask_for_nothing() -> None:
    assert query_grams(" · ") == []


def test_a_number_is_searched_in_any_brackets_and_dashes() -> None:
    typed = "（\uff12\uff10\uff12\uff16）小海眼人调字 第0001号"
    assert search_number(typed) == search_number("(2026)小海眼人调字第0001号")
    assert search_number("2026—483920–1") == "2026-483920-1"
