"""What was paid of a debt, promise by promise, and what may not be entered about one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.agreements.rules.part_performance import (
    Entered,
    Instalment,
    Paid,
    Payment,
    entry_faults,
    paid_of,
    rest_of,
)
from app.agreements.terms import EntryKind, ProofWay

DEBT = (
    Instalment(1, date(2027, 1, 31), Decimal(1000)),
    Instalment(2, date(2027, 7, 31), Decimal(2000)),
)
MAY = date(2027, 5, 1)
RECEIPT = Entered(EntryKind.PAYMENT, MAY, Decimal(600), way=ProofWay.RECEIPT, has_paper=True)
DEMAND = Entered(EntryKind.DEMAND, MAY, way=ProofWay.SIGNED, asked_by=7, has_paper=True)


def test_a_payment_fills_the_promise_it_was_made_for_and_then_what_fell_due_first() -> None:
    assert paid_of(DEBT, []) == {1: Paid(), 2: Paid()}
    assert paid_of(DEBT, [Payment(1, MAY, Decimal(1000))]) == {1: Paid(Decimal(1000), MAY), 2: Paid()}
    over = paid_of(DEBT, [Payment(1, MAY, Decimal(1500))])
    assert over == {1: Paid(Decimal(1000), MAY), 2: Paid(Decimal(500))}
    named = paid_of(DEBT, [Payment(2, MAY, Decimal(500)), Payment(2, date(2027, 4, 1), Decimal(100))])
    assert named == {1: Paid(), 2: Paid(Decimal(600))}


cents = st.decimals(Decimal("0.01"), Decimal(3000), places=2)


@given(st.lists(st.builds(Payment, st.sampled_from([1, 2]), st.dates(MAY, date(2028, 1, 1)), cents), max_size=6))
def test_not_a_cent_is_lost_and_none_is_counted_twice(payments: list[Payment]) -> None:
    given_in_all = sum((one.amount for one in payments), Decimal(0))
    paid = paid_of(DEBT, payments)
    assert sum(one.amount for one in paid.values()) == min(given_in_all, Decimal(3000))
    assert rest_of(DEBT, payments) == Decimal(3000) - given_in_all
    for one in DEBT:
        assert paid[one.key].amount <= (one.amount or 0)
        assert (paid[one.key].in_full_on is not None) == (paid[one.key].amount == one.amount)


def faults(entered: Entered, rest: Decimal | None = Decimal(3000)) -> dict[str, str]:
    return entry_faults(entered, rest=rest, bound=[7, 8], today=date(2027, 6, 1))


def test_a_receipt_and_a_demand_with_their_papers_are_taken() -> None:
    assert faults(RECEIPT) == faults(DEMAND) == {}
    assert faults(replace(RECEIPT, way=ProofWay.PAYEE, has_paper=False, spoken_by="王甲")) == {}
    assert faults(replace(RECEIPT, amount=None, note="墙拆了一半。"), rest=None) == {}
    assert faults(replace(DEMAND, until=date(2027, 7, 1))) == {}


@pytest.mark.parametrize(
    ("entered", "rest", "field", "words"),
    [
        (
            replace(RECEIPT, amount=Decimal(3200)),
            Decimal(3000),
            "amount",
            "还欠3000.00元，写的是给了3200.00元，多了200.00元",
        ),
        (replace(RECEIPT, amount=None), Decimal(3000), "amount", "请写给了多少钱"),
        (replace(RECEIPT, amount=Decimal(5)), None, "amount", "没有约定钱数"),
        (replace(RECEIPT, amount=None), None, "note", "请写明做了多少"),
        (replace(RECEIPT, on=date(2027, 6, 2)), Decimal(3000), "took_place_on", "不能是以后的日子"),
        (replace(RECEIPT, on=None), Decimal(3000), "took_place_on", "请填是哪一天"),
        (replace(RECEIPT, way=ProofWay.POST), Decimal(3000), "way", "收条、转账单"),
        (replace(RECEIPT, has_paper=False), Decimal(3000), "proof", "请拍下凭证"),
        (replace(RECEIPT, way=ProofWay.PAYEE), Decimal(3000), "spoken_by", "请写是谁说的"),
        (replace(DEMAND, asked_by=None), None, "asked_by", "谁要求催的"),
        (replace(DEMAND, asked_by=9), None, "asked_by", "协议里的人"),
        (replace(DEMAND, has_paper=False), None, "proof", "请拍下凭证"),
        (replace(DEMAND, way=ProofWay.PAYEE), None, "shown_by", "应一方要求催告"),
        (replace(DEMAND, until=date(2027, 4, 30)), None, "until", "不能早于"),
        (replace(DEMAND, kind=EntryKind.NEW_DAY), None, "until", "双方新约的日子"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(entered: Entered, rest: Decimal | None, field: str, words: str) -> None:
    found = faults(entered, rest)
    assert words in found[field]
    assert list(found) == [field]
