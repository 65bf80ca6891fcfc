"""What the papers of a case say, as plain values: no tables, no web.

Field lists follow the forms of 司发通 (2010) 239号; whatever is None is printed as a line to write on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import ClassVar

from app.cases.papers.older_routes import older_routes
from app.core.copies import OURS
from app.core.terms import DisputeType
from app.papers.rules.paper import Paper
from app.papers.rules.people import Fact


class Source(StrEnum):
    """How a case came to the committee (人民调解法 第17、18条)."""

    APPLICATION = "当事人申请"
    INITIATIVE = "主动调解"
    ENTRUSTED = "委托移送"


@dataclass(frozen=True, kw_only=True)
class AcceptanceRegister(Paper):
    """人民调解受理登记表: what is taken on, from whom, and when."""

    template: ClassVar[str] = "print/acceptance_register.html"
    title: ClassVar[str] = "人民调解受理登记表"

    dispute_type: str
    source: Source
    source_detail: str | None = None
    received_on: date | None = None
    accepted_on: date | None = None
    summary: str
    claims: tuple[str, ...] = ()
    remarks: str | None = None
    registrar: str | None = None
    other_numbers: tuple[Fact, ...] = ()

    @property
    def officers(self) -> tuple[tuple[str, str | None], ...]:
        """Who signs for the committee."""
        return (("登记人", self.registrar),)

    @property
    def sources(self) -> tuple[tuple[bool, str], ...]:
        """Every source with whether it is ticked."""
        return tuple((source is self.source, source.value) for source in Source)


@dataclass(frozen=True, kw_only=True)
class RightsNotice(Paper):
    """权利义务告知书: told before mediating (人民调解工作若干规定 第30条; 人民调解法 第3、4、23、24、26、29–33条)."""

    template: ClassVar[str] = "print/rights_notice.html"
    title: ClassVar[str] = "人民调解权利义务告知书"

    dispute_name: str
    dispute_type: DisputeType
    mediators: tuple[str, ...] = ()
    told_by: str | None = None
    told_on: date | None = None
    told_routes: tuple[str, ...] = ()
    """The other routes as the notice tells them."""

    @property
    def officers(self) -> tuple[tuple[str, str | None], ...]:
        """Who signs for the committee."""
        return (("告知人", self.told_by),)

    @property
    def routes(self) -> tuple[str, ...]:
        """The other legal routes for this kind of dispute."""
        return self.told_routes or older_routes(self.dispute_type)


@dataclass(frozen=True, kw_only=True)
class TransferLetter(Paper):
    """移交函: one committee hands a case to another, with the parties' consent and a slip to return."""

    template: ClassVar[str] = "print/transfer_letter.html"
    title: ClassVar[str] = "移交函"
    receiver: str
    dispute_name: str
    dispute_type: str
    summary: str
    state: str
    consent: str
    reason: str
    attachments: tuple[str, ...] = ()
    reply_working_days: int = 3
    contact: str | None = field(default=None, metadata=OURS)
    phone: str | None = field(default=None, metadata=OURS)
