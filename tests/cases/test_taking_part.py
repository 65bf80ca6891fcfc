"""Willing, silent, refused, left: what every combination makes of a mediation, against a table written by hand."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest

from app.cases.rules.taking_part import Standing, sides_of, standing_of, unreached_fault
from app.matters.terms import Participation

W, S, R, L = Participation.WILLING, Participation.UNANSWERED, Participation.REFUSED, Participation.LEFT
LETTER = {"w": W, "s": S, "r": R, "l": L}

PAIRS = {
    "willing": "ww ws wr wl",
    "open": "ss sr sl",
    "refused": "rr",
    "left": "rl ll",
}
"""What two people of one side make of it, in whatever order they stand."""
OF_TWO = {"".join(sorted(pair)): word for word, pairs in PAIRS.items() for pair in pairs.split()}
OF_ONE = {"w": "willing", "s": "open", "r": "refused", "l": "left"}
TABLE = {
    ("willing", "willing"): Standing.READY,
    ("open", "willing"): Standing.WAITING,
    ("open", "open"): Standing.WAITING,
    ("refused", "willing"): Standing.REFUSED,
    ("open", "refused"): Standing.REFUSED,
    ("refused", "refused"): Standing.REFUSED,
    ("left", "willing"): Standing.SIDE_LEFT,
    ("left", "open"): Standing.SIDE_LEFT,
    ("left", "refused"): Standing.SIDE_LEFT,
    ("left", "left"): Standing.SIDE_LEFT,
}
"""What two sides make of it (人民调解法 第17、23条), in whatever order they stand."""


def side(letters: str) -> list[Participation]:
    return [LETTER[one] for one in letters]


def told(letters: str) -> str:
    return OF_ONE[letters] if len(letters) == 1 else OF_TWO["".join(sorted(letters))]


def test_the_tables_name_every_case_once() -> None:
    assert len(OF_TWO) == 10
    assert len(TABLE) == 10
    assert all(tuple(sorted(pair)) == pair for pair in TABLE)


@pytest.mark.parametrize("letters", ["".join(one) for one in product("wsrl", repeat=4)])
def test_two_sides_of_two(letters: str) -> None:
    one, other = letters[:2], letters[2:]
    found = standing_of({1: side(one), 2: side(other)})
    first, second = sorted((told(one), told(other)))
    assert found is TABLE[first, second]


@pytest.mark.parametrize("letters", ["".join(one) for one in product("wsrl", repeat=4)])
def test_three_against_one(letters: str) -> None:
    three, one = letters[:3], letters[3]
    counted = Counter(three)
    of_three = "willing" if counted["w"] else "open" if counted["s"] else "left" if counted["l"] else "refused"
    first, second = sorted((of_three, told(one)))
    assert standing_of({1: side(three), 2: side(one)}) is TABLE[first, second]


@pytest.mark.parametrize("letters", ["".join(one) for one in product("wsrl", repeat=3)])
def test_three_sides_of_one(letters: str) -> None:
    found = standing_of(sides_of((place, LETTER[one]) for place, one in enumerate(letters, start=1)))
    if "l" in letters:
        assert found is Standing.SIDE_LEFT
    elif "r" in letters:
        assert found is Standing.REFUSED
    else:
        assert found is (Standing.READY if letters == "www" else Standing.WAITING)


@pytest.mark.parametrize("letters", ["".join(one) for one in product("wsrl", repeat=2)])
def test_only_a_silent_side_may_be_called_unreached(letters: str) -> None:
    sides = {1: side(letters[0]), 2: side(letters[1])}
    may = "s" in letters and not set(letters) & {"r", "l"}
    assert (unreached_fault(sides) is None) is may
