"""What was paid of a debt, and what may be entered about a promise.  Pure: values in, values and sentences out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.agreements.terms import ENTRY_NAMES, OF_PAYMENT, EntryKind, ProofWay

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Instalment:
    """One promise of a debt: its key, when it is waited for, how much (yuan; None where it is no money)."""

    key: int
    due_on: date | None
    amount: Decimal | None


@dataclass(frozen=True)
class Payment:
    """So much was paid on a day, for this promise of the debt first."""

    key: int
    on: date
    amount: Decimal


@dataclass(frozen=True)
class Paid:
    """How much of a promise was paid, and on which day it was paid in full."""

    amount: Decimal = NOTHING
    in_full_on: date | None = None


def paid_of(instalments: Sequence[Instalment], payments: Sequence[Payment]) -> dict[int, Paid]:
    """What each promise of one debt got: first the one that was paid for, then those that fell due first.

    Source: 民法典 第560条 (whoever pays names the debt; else what is due comes first).
    """
    paid = {one.key: Paid() for one in instalments}
    by_day = sorted(instalments, key=lambda one: (one.due_on or date.max, one.key))
    for payment in sorted(payments, key=lambda one: one.on):
        left = payment.amount
        for one in sorted(by_day, key=lambda one: one.key != payment.key):
            owed = (one.amount or NOTHING) - paid[one.key].amount
            part = min(left, owed)
            if part > 0:
                paid[one.key] = Paid(paid[one.key].amount + part, payment.on if part == owed else None)
                left -= part
    return paid


def rest_of(instalments: Sequence[Instalment], payments: Sequence[Payment]) -> Decimal:
    """What is still owed of one debt, in yuan."""
    return sum((one.amount or NOTHING for one in instalments), NOTHING) - sum((one.amount for one in payments), NOTHING)


@dataclass(frozen=True)
class Entered:
    """What was typed about a promise."""

    kind: EntryKind
    on: date | None
    amount: Decimal | None = None
    until: date | None = None
    way: ProofWay | None = None
    asked_by: int | None = None
    has_paper: bool = False
    note: str = ""
    spoken_by: str = ""


def entry_faults(entered: Entered, *, rest: Decimal | None, bound: Sequence[int], today: date) -> dict[str, str]:
    """What is wrong with an entry, by field; `rest` is what is still owed (yuan), None where no money is owed.

    A demand is made at the wish of one who is bound, and shown to have arrived; only the payee's word needs no paper.
    Source: 诉讼时效规定 第8条.
    """
    faults = {}
    if entered.on is None or entered.on > today:
        faults["took_place_on"] = "请填是哪一天的事，不能是以后的日子。"
    if entered.kind is EntryKind.PAYMENT:
        faults |= _payment_faults(entered, rest)
    elif entered.way is None or entered.way in OF_PAYMENT:
        faults["shown_by"] = f"请选凭什么说“{ENTRY_NAMES[entered.kind]}”：签了字的纸、邮寄回执，或者短信、微信截图。"
    if entered.kind is EntryKind.DEMAND and entered.asked_by not in bound:
        faults["asked_by"] = "请选是谁要求催的；要是协议里的人。"
    faults |= _until_fault(entered)
    if entered.way is not ProofWay.PAYEE and not entered.has_paper:
        faults["proof"] = "请拍下凭证；拍不了的，写明原件放在哪里。"
    return faults


def _payment_faults(entered: Entered, rest: Decimal | None) -> dict[str, str]:
    faults = {}
    if entered.way is None or entered.way not in OF_PAYMENT:
        faults["way"] = "请选凭什么说给了：收条、转账单，或者收款人说收到了。"
    if entered.way is ProofWay.PAYEE and not entered.spoken_by.strip():
        faults["spoken_by"] = "收款人说收到了的，请写是谁说的。"
    if rest is None:
        if entered.amount is not None:
            faults["amount"] = "这一项没有约定钱数，不用写钱；做了多少写在“说明”里。"
        elif not entered.note.strip():
            faults["note"] = "这一项没有约定钱数，请写明做了多少、还剩什么。"
    elif entered.amount is None or entered.amount <= 0:
        faults["amount"] = "请写给了多少钱，要大于零。"
    elif entered.amount > rest:
        more = f"{entered.amount - rest:.2f}元"
        faults["amount"] = f"还欠{rest:.2f}元，写的是给了{entered.amount:.2f}元，多了{more}；请核对凭证上的数。"
    return faults


def _until_fault(entered: Entered) -> dict[str, str]:
    if entered.kind is EntryKind.NEW_DAY and (entered.until is None or entered.until <= (entered.on or date.min)):
        return {"until": "请填双方新约的日子，要在约定那天以后。"}
    if entered.kind is EntryKind.DEMAND and entered.until is not None and entered.until < (entered.on or date.min):
        return {"until": "限到的日子不能早于催告送到的那天。"}
    return {}
