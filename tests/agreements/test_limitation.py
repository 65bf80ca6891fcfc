"""From which day a claim is counted: the last instalment, anew by what is shown by a paper, never earlier."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.agreements.rules import ClauseText
from app.agreements.rules.limitation import (
    NOTHING_BEFORE,
    Anew,
    debts_among,
    first_clause_fault,
    limitation_proposals,
    limitation_start,
)
from app.agreements.terms import EntryKind, Limitation

FIRST, LAST = date(2027, 1, 31), date(2027, 7, 31)
PAYMENT, DEMAND, SAID, NEW_DAY = EntryKind.PAYMENT, EntryKind.DEMAND, EntryKind.ACKNOWLEDGEMENT, EntryKind.NEW_DAY
OWN, NEXT, NONE = Limitation.OWN, Limitation.INSTALMENT, Limitation.NONE


def three_years(start: date) -> date:
    """The end, without rest days; the twenty-ninth of February ends with the month."""
    return start.replace(year=start.year + 3, day=min(start.day, 28))


def start(*events: Anew, days: tuple[date | None, ...] = (FIRST, LAST)) -> date | None:
    return limitation_start(days, events, end_of=three_years)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((), LAST),
        ((Anew(PAYMENT, date(2027, 2, 15)),), LAST),
        ((Anew(PAYMENT, date(2028, 3, 1)),), date(2028, 3, 1)),
        ((Anew(DEMAND, date(2029, 5, 4)),), date(2029, 5, 4)),
        ((Anew(DEMAND, date(2029, 5, 4), until=date(2029, 6, 4)),), date(2029, 6, 4)),
        ((Anew(NEW_DAY, date(2027, 8, 10), until=date(2027, 12, 31)),), date(2027, 12, 31)),
        ((Anew(DEMAND, date(2030, 8, 1)),), LAST),
        ((Anew(PAYMENT, date(2030, 8, 1)),), LAST),
        ((Anew(SAID, date(2030, 8, 1)),), date(2030, 8, 1)),
        ((Anew(DEMAND, date(2033, 1, 1)), Anew(DEMAND, date(2030, 7, 1))), date(2033, 1, 1)),
        ((Anew(DEMAND, date(2033, 8, 1)), Anew(DEMAND, date(2030, 7, 1))), date(2030, 7, 1)),
    ],
    ids=[
        "two instalments: the last",
        "a payment before the last instalment",
        "a payment after it",
        "a demand",
        "a demand that sets a day",
        "another day",
        "a demand after the end",
        "a payment after the end",
        "an acknowledgement after the end",
        "a second demand in the time of the first, entered first",
        "a second demand after the time of the first",
    ],
)
def test_from_the_last_instalment_and_anew_while_it_runs(events: tuple[Anew, ...], expected: date) -> None:
    assert start(*events) == expected


def test_a_debt_without_a_day_begins_with_its_demand() -> None:
    assert start(days=(None,)) is None
    assert start(Anew(PAYMENT, FIRST), days=(None,)) is None
    assert start(Anew(SAID, FIRST), days=(None,)) is None
    assert start(Anew(DEMAND, FIRST), days=(None,)) == FIRST
    assert start(Anew(DEMAND, FIRST), Anew(PAYMENT, LAST), days=(None,)) == LAST
    assert start(days=(None, LAST)) == LAST


days = st.dates(date(2027, 1, 1), date(2040, 12, 31))
events = st.lists(st.builds(Anew, st.sampled_from(EntryKind), days), max_size=6)


@given(events, st.lists(days, min_size=1, max_size=4))
def test_whatever_is_entered_no_claim_begins_before_its_last_instalment(entered: list[Anew], due: list[date]) -> None:
    found = limitation_start(due, entered, end_of=three_years)
    assert found is not None
    assert found >= max(due)
    assert found in {*due, *(one.on for one in entered)}


@given(events, st.randoms())
def test_the_order_in_which_things_were_typed_changes_nothing(entered: list[Anew], order: object) -> None:
    mixed = sorted(entered, key=lambda one: (one.kind.value, -one.on.toordinal()))
    assert start(*mixed) == start(*sorted(entered, key=lambda one: one.on))


@given(events)
def test_a_demand_in_time_never_shortens(entered: list[Anew]) -> None:
    before = start(*entered)
    assert before is not None
    in_time = Anew(DEMAND, before + timedelta(days=1))
    after = start(*entered, in_time)
    assert after is not None
    assert after >= in_time.on


def test_an_instalment_belongs_to_the_promise_before_it() -> None:
    assert debts_among([OWN, NEXT, NEXT, OWN, NONE, NEXT]) == [[0, 1, 2], [3], [4, 5]]
    assert debts_among([]) == []
    assert first_clause_fault([NEXT, OWN]) == NOTHING_BEFORE
    assert first_clause_fault([OWN, NEXT]) is None


def test_what_looks_otherwise_is_proposed_with_its_article_and_not_decided() -> None:
    first = ClauseText("王乙", "还借款", due_on=FIRST, amount=Decimal(500))
    second = ClauseText("王乙", "还借款", due_on=LAST, amount=Decimal(500))
    (said,) = limitation_proposals([first, second])
    assert "第2条和第1条像是同一笔钱分期给" in said
    assert "第一百八十九条" in said
    support = ClauseText("王乙", "每月给赡养费", due_note="每月初五", amount=Decimal(500))
    (said,) = limitation_proposals([support])
    assert "赡养" in said
    assert "第一百九十六条" in said
    marked = ClauseText("王乙", "还借款", due_on=LAST, amount=Decimal(500), limitation=NEXT)
    assert limitation_proposals([first, marked]) == []
    assert limitation_proposals([first, ClauseText("王甲", "还农具", due_on=LAST)]) == []
