"""An ID number says what is wrong with it, in a sentence."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.identity import born_on, check_digit, gender_of, id_number_fault, plain_id_number
from app.core.terms import Gender

ON = date(2026, 11, 23)
GOOD = "11010519491231002X"
"""The example printed in GB 11643-1999."""
WIDE = "".join(chr(ord(one) + 0xFEE0) for one in GOOD)
"""The same in full-width characters, as some input methods type it."""


def test_the_example_of_the_standard_has_no_fault() -> None:
    assert id_number_fault(GOOD, ON) is None
    assert id_number_fault(f" {GOOD.lower()} ", ON) is None


def test_the_example_of_the_standard_tells_birth_and_gender() -> None:
    assert born_on(GOOD) == date(1949, 12, 31)
    assert gender_of(GOOD) is Gender.FEMALE


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("110105194912310021", "最后一位跟前面对不上"),
        ("110105491231002", "15位的老号码"),
        ("1101051949123100", "现在是16位"),
        ("1101051949123100X1", "前17位是数字"),
        ("11010519490230002X", "没有这一天"),
        ("110105202612010020", "还没有到"),
        ("110105189912310020", "太早"),
        ("0" * 18, "不能全是0"),
        (WIDE, "前17位是数字"),
        ("", "现在是0位"),
    ],
)
def test_a_wrong_number_is_refused_with_its_reason(text: str, said: str) -> None:
    assert said in (id_number_fault(text, ON) or "")


def test_full_width_characters_and_separators_are_taken_out_first() -> None:
    assert plain_id_number(f" {WIDE[:6]} {WIDE[6:14].lower()}-{WIDE[14:].lower()}") == GOOD


def test_a_person_born_today_may_have_a_number() -> None:
    number = "37030420261123001"
    assert id_number_fault(number + check_digit(number), ON) is None


def test_an_unknown_region_is_a_hint_and_no_fault() -> None:
    number = "99999919600501001"
    whole = number + check_digit(number)
    assert id_number_fault(whole, ON) is None


def test_birth_of_a_faulty_number_is_an_error() -> None:
    with pytest.raises(ValueError, match="date of birth"):
        born_on("370304196013010011")


@given(
    st.dates(date(1910, 1, 1), ON),
    st.integers(0, 999),
    st.integers(0, 17),
    st.integers(1, 9),
)
def test_one_wrong_digit_is_always_noticed(born: date, serial: int, place: int, shift: int) -> None:
    body = f"370304{born:%Y%m%d}{serial:03d}"
    number = body + check_digit(body)
    assert id_number_fault(number, ON) is None
    if number[place] == "X":
        return
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert id_number_fault(wrong, ON) is not None
