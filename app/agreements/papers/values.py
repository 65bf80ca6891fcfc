"""What an agreement says on paper, as plain values (人民调解法 第28–33条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar

from app.cases.papers.routes import PAYMENT_ORDER
from app.core.amounts import in_both_forms
from app.papers.rules.paper import Paper
from app.papers.rules.people import named

COUNTED = "（含当日）"
"""Behind a day by which something is done: the clock counts that day."""


@dataclass(frozen=True, kw_only=True)
class Instalment:
    """One part of a sum: when, and how many yuan."""

    when: str
    amount: Decimal


@dataclass(frozen=True, kw_only=True)
class Clause:
    """Who does what, by when, where, how it is proven, and for how much.

    ``due_on`` is a day by which it is done; ``due`` says it in words, alone (签字时) or beside the day. Raises
    ValueError when the instalments do not add up to the amount: paper must not contradict itself.
    """

    what: str
    who: str = ""
    due_on: date | None = None
    due: str | None = None
    place: str | None = None
    proof: str | None = None
    amount: Decimal | None = None
    instalments: tuple[Instalment, ...] = ()
    counts_the_day: bool = False
    """Whether it is said that the day itself still counts; texts fixed before that was said do not say it."""

    def __post_init__(self) -> None:
        if self.instalments and sum(part.amount for part in self.instalments) != self.amount:
            raise ValueError("instalments do not add up to the amount")

    @property
    def sentence(self) -> str:
        """The duty as one sentence: 王甲于2027年1月31日前支付…，金额为人民币3000元（大写：叁仟元整）。"""
        words = self.what.strip().rstrip("。；，")
        if self.amount is not None:
            words += f"，金额为{in_both_forms(self.amount)}"
        if self.instalments:
            words += "，其中：" + "；".join(f"{part.when}支付{in_both_forms(part.amount)}" for part in self.instalments)
        return f"{self.who}{self.when}{words}。"

    @property
    def when(self) -> str:
        """The time limit as it stands in the sentence, empty when there is none."""
        if self.due_on is not None:
            beside = f"（{self.due}）" if self.due else ""
            counted = COUNTED if self.counts_the_day else ""
            return f"于{self.due_on.year}年{self.due_on.month}月{self.due_on.day}日前{counted}{beside}"
        return self.due or ""

    @property
    def performance(self) -> tuple[tuple[str, str], ...]:
        """Where and how proven, as captions and values; empty when nothing was settled."""
        given = (("履行地点", self.place), ("履行凭证", self.proof))
        return tuple((caption, value.rstrip("。")) for caption, value in given if value)


@dataclass(frozen=True, kw_only=True)
class Agreement(Paper):
    """What written and oral agreements share."""

    dispute_type: str
    facts: str
    clauses: tuple[Clause, ...]
    mediators: tuple[str, ...] = ()
    recorder: str | None = None
    invited: tuple[str, ...] = ()

    @property
    def officers(self) -> tuple[tuple[str, str | None], ...]:
        """Who signs for the committee: each mediator and whoever kept the record."""
        return (*named("人民调解员", self.mediators), ("记录人", self.recorder))


@dataclass(frozen=True, kw_only=True)
class WrittenAgreement(Agreement):
    """人民调解协议书. ``confirmable`` is False where a court does not confirm (身份关系, 确权: 民诉法解释 第355条)."""

    template: ClassVar[str] = "print/written_agreement.html"
    title: ClassVar[str] = "人民调解协议书"

    issues: str | None = None
    responsibility: str | None = None
    manner: str | None = None
    place: str | None = None
    confirmable: bool = True
    transcript_of: str | None = None
    payment_order: bool = False
    """Whether what is owed is a worker's (劳动争议调解仲裁法 第16条)."""
    noted: tuple[str, ...] = ()
    """What was written beside signatures when somebody did not sign, a line each."""

    @property
    def payment_words(self) -> str:
        """The payment order a worker may ask for."""
        return PAYMENT_ORDER


@dataclass(frozen=True, kw_only=True)
class OralAgreement(Agreement):
    """口头协议登记表: in force when reached, so it states the day (第28、30条)."""

    template: ClassVar[str] = "print/oral_agreement.html"
    title: ClassVar[str] = "口头协议登记表"

    agreed_on: date | None = None
    agreed_at: str | None = None
    """Of papers frozen before places were told apart: what stands there is where the promises are kept."""
    place: str | None = None
    """Where the promises are kept (履行地点)."""
    performance: str | None = None
