"""What an address or a form brings is read into values that can be kept, or into nothing."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.asked import MOST, asked_day, local_address, may_name_field, plain_text, whole_number

NINES = "9" * 5000


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", 0), (" 7 ", 7), ("0042", 42), (str(MOST), MOST), (7, 7), ("3", 3), ("+5", 5)],
)
def test_a_whole_number_is_read(text: object, number: int) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize(
    "text", ["", None, " ", "-1", "1.5", "1e3", "²", "四", "Ⅷ", "1_000", "7 8", NINES, str(MOST + 1), "\x00"]
)
def test_what_is_no_number_that_can_be_kept_is_none(text: object) -> None:
    assert whole_number(text) is None


def test_digits_of_full_width_are_digits() -> None:
    assert whole_number("\uff13\uff10") == 30


def test_a_number_outside_its_bounds_is_none() -> None:
    assert [whole_number(text, least=1, most=9) for text in ("0", "1", "9", "10")] == [None, 1, 9, None]
    assert whole_number("-3", least=-5) == -3


def test_a_day_is_read_in_the_long_form_only() -> None:
    assert asked_day("2026-11-23") == date(2026, 11, 23)
    for text in ("", None, "20261123", "2026-W48-1", "2026-02-30", "0000-01-01", "10000-01-01", NINES, "昨天"):
        assert asked_day(text) is None


@pytest.mark.parametrize("address", ["/", "/cases/7?words=%E7%8E%8B#top", "/cases/?back=https://example.org"])
def test_an_address_of_this_site_is_taken(address: str) -> None:
    assert local_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        None,
        "cases/7",
        "//example.org",
        "/\\example.org",
        "\\\\example.org",
        "https://example.org",
        "javascript:alert(1)",
        "/a\r\nX: y",
        "/a\nb",
        "/a\tb",
        "/a b",
        "/\x00",
        "/\t/example.org",
        "///[",
        "/" + "a" * 5000,
    ],
)
def test_what_could_lead_elsewhere_is_not_taken(address: str | None) -> None:
    assert local_address(address) == ""


def test_rows_are_counted_in_plain_digits() -> None:
    assert all(may_name_field(name) for name in ("name", "parties-12-name", "party_7", "sitting-place", "a--b", ""))
    assert not any(may_name_field(name) for name in ("clauses-²-who", f"parties-{NINES}-name", "a-\uff11"))


def test_what_nobody_can_see_is_left_out_and_all_else_stays() -> None:
    assert plain_text("王\x00甲\ud800\x07\ufffe") == "王甲"
    assert plain_text("一\x0b二\x0c三") == "一\n二\n三"
    kept = "王甲 𠮷\t第一行\r\n第二行\u200d😀é"
    assert plain_text(kept) == kept
