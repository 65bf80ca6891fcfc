"""A paper as text: read back it says the same, and what was kept once stays readable when the program grows."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.accusations.papers.hand_over_paper import SealedHandOver
from app.agreements.papers.values import WrittenAgreement
from app.core.copies import ReadingMark
from app.papers.registry.frozen_kinds import frozen_kinds
from app.papers.rules.frozen_value import UnknownValue, from_text, to_text
from app.papers.rules.paper import Paper, content_hash
from app.papers.rules.people import Person
from tests.print.longest import papers_of
from tests.print.longest_texts import chinese
from tests.print.samples import AGREEMENT_A, PAPERS, ZHAO

KEPT = Path(__file__).resolve().parents[1] / "data" / "frozen_papers"
"""A value of each paper as it was kept when its schema was new: never written anew, for such texts lie in databases."""
EVERY = [*PAPERS.values(), *(one for one in papers_of(chinese(), cut=40).values() if isinstance(one, Paper))]


def kinds() -> dict[str, type[Paper]]:
    return {one.name: one.value for one in frozen_kinds()} | {"accusation_hand_over": SealedHandOver}


def is_within(kept: Any, read: Any) -> bool:
    """Whether everything kept stands in what was read, which may hold more."""
    if isinstance(kept, dict):
        return isinstance(read, dict) and all(name in read and is_within(one, read[name]) for name, one in kept.items())
    if isinstance(kept, list):
        return isinstance(read, list) and len(kept) == len(read) and all(map(is_within, kept, read))
    return bool(kept == read)


@pytest.mark.parametrize("paper", EVERY, ids=lambda one: type(one).__name__)
def test_a_paper_read_back_says_the_same(paper: Paper) -> None:
    read = from_text(type(paper), to_text(paper))
    assert read == paper
    assert content_hash(read) == content_hash(paper)
    assert to_text(read) == to_text(paper)


def test_a_year_of_birth_stays_a_year_and_a_day_stays_a_day() -> None:
    who = Person(name="赵长河", born_on=1965)
    for born in (1965, date(1965, 3, 12)):
        party = replace(ZHAO, who=replace(who, born_on=born))
        read = from_text(WrittenAgreement, to_text(replace(AGREEMENT_A, parties=(party,))))
        assert isinstance(read.parties[0].who, Person)
        assert read.parties[0].who.born_on == born
        assert type(read.parties[0].who.born_on) is type(born)


def test_how_a_paper_is_handed_out_is_no_part_of_what_it_says() -> None:
    read_by = replace(AGREEMENT_A, reading=ReadingMark("李某", "2026年11月23日 09:00"))
    assert to_text(AGREEMENT_A.in_large_type()) == to_text(read_by) == to_text(AGREEMENT_A)


def test_every_frozen_paper_has_a_value_that_was_kept(app: Flask) -> None:
    assert {path.stem for path in KEPT.glob("*.json")} == set(kinds())


@pytest.mark.parametrize("path", sorted(KEPT.glob("*.json")), ids=lambda one: one.stem)
def test_what_was_kept_once_stays_readable(app: Flask, path: Path) -> None:
    text = path.read_text(encoding="utf-8").strip()
    read = from_text(kinds()[path.stem], text)
    assert is_within(json.loads(text), json.loads(to_text(read)))


@pytest.mark.parametrize(
    "spoilt",
    [
        pytest.param(lambda kept: kept["value"].pop("facts"), id="a field is missing"),
        pytest.param(lambda kept: kept["value"].update(nickname="甲"), id="a field nobody knows"),
        pytest.param(lambda kept: kept["value"]["parties"][0]["who"].update(nickname="甲"), id="one of a person"),
        pytest.param(lambda kept: kept.update(schema=2), id="a schema to come"),
        pytest.param(lambda kept: kept.pop("value"), id="no value"),
    ],
)
def test_a_text_that_says_more_or_less_is_refused_and_never_printed_in_part(spoilt: Any) -> None:
    kept = json.loads(to_text(AGREEMENT_A))
    spoilt(kept)
    with pytest.raises(UnknownValue):
        from_text(WrittenAgreement, json.dumps(kept))


def test_what_is_no_text_of_ours_is_refused() -> None:
    for text in ("", "[]", "null", "{", '{"schema":1}'):
        with pytest.raises(UnknownValue):
            from_text(WrittenAgreement, text)
