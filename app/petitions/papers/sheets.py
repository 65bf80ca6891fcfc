"""What the sheets of the petition desk say, as plain values: no tables, no web.

Sheets carry the register number and no letter number.  What is None or empty is printed as a line to write on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from app.core.copies import OURS
from app.papers.rules.paper import Paper
from app.papers.rules.people import Fact, Party, Signer

Option = tuple[bool, str]
"""Whether it is ticked, and what stands beside the box."""


@dataclass(frozen=True, kw_only=True)
class Sheet(Paper):
    """What every sheet carries; its `number` is the petition's or the claim's register number."""

    parties: tuple[Party, ...] = ()
    draft: bool = False


@dataclass(frozen=True, kw_only=True)
class Registered:
    """One person of the registration form."""

    name: str
    facts: tuple[Fact, ...]
    is_representative: bool = False
    proxy: str = ""


@dataclass(frozen=True, kw_only=True)
class RegisteredClaim:
    """One claim of the registration form: what it asks, class and route, what was decided, who handles it."""

    number: str
    request: str
    sorted_as: str = ""
    decided: str = ""
    office: str = ""


@dataclass(frozen=True, kw_only=True)
class RegistrationForm(Sheet):
    """信访登记单: everything that came in, as it was registered (第21条)."""

    template: ClassVar[str] = "print/petition_registration.html"
    title: ClassVar[str] = "信访登记单"
    facts: tuple[Fact, ...]
    people: tuple[Registered, ...]
    signers: tuple[str, ...] = ()
    """Those of whom only the name is known, when they are many."""
    story: str
    claims: tuple[RegisteredClaim, ...]
    earlier: tuple[str, ...] | None = None
    """Earlier petitions; None where the reader may not know of them."""
    reports: tuple[str, ...] = ()
    spoken_by: str
    typed_by: str
    typed_at: str


@dataclass(frozen=True, kw_only=True)
class Receipt(Sheet):
    """信访回执: the petitioner's number and random code, and what comes next by when."""

    template: ClassVar[str] = "print/petition_receipt.html"
    title: ClassVar[str] = "信访回执"
    names: str
    received: str
    requests: tuple[str, ...]
    code: str = field(metadata=OURS)
    url: str
    next_steps: tuple[str, ...]
    typed_by: str
    phone: str = field(default="", metadata=OURS)

    @property
    def spaced_code(self) -> str:
        """The code in groups of five, so that it can be read aloud; the page takes it either way."""
        return " ".join(self.code[place : place + 5] for place in range(0, len(self.code), 5))


@dataclass(frozen=True, kw_only=True)
class AssignmentSlip(Sheet):
    """内部分办单: which office does what by when; the result is written by hand."""

    template: ClassVar[str] = "print/petition_assignment.html"
    title: ClassVar[str] = "信访事项内部分办单"
    facts: tuple[Fact, ...]
    request: str
    story: str
    requirements: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class HearingMinutes(Sheet):
    """听证笔录 (第31条)."""

    template: ClassVar[str] = "print/petition_hearing_minutes.html"
    title: ClassVar[str] = "信访事项听证笔录"
    facts: tuple[Fact, ...]
    present: tuple[str, ...]
    minutes: str
    signers: tuple[Signer, ...]


@dataclass(frozen=True, kw_only=True)
class HearingReport(Sheet):
    """听证报告: what the hearing was about and what it found (第31条)."""

    template: ClassVar[str] = "print/petition_hearing_report.html"
    title: ClassVar[str] = "信访事项听证报告"
    held: str
    request: str
    present: tuple[str, ...]
    report: str


@dataclass(frozen=True, kw_only=True)
class ServiceSlip(Sheet):
    """送达回证: a letter's receipt, also for one that was refused and left before a witness."""

    template: ClassVar[str] = "print/petition_service.html"
    title: ClassVar[str] = "送达回证"
    letter_title: str
    letter_number: str
    receiver: str
    methods: tuple[Option, ...]
    place: str = ""
    served_on: str = ""
    signed_by: str = ""
    refusal: str = ""
    witness: str = ""


@dataclass(frozen=True, kw_only=True)
class EvaluationForm(Sheet):
    """满意度评价单: filled by the petitioner alone, of the desk and of the handling unit separately (第21条)."""

    template: ClassVar[str] = "print/petition_satisfaction.html"
    title: ClassVar[str] = "信访事项满意度评价单"
    names: str
    request: str
    desk: str
    unit: str
    scores: tuple[str, ...]
    url: str


@dataclass(frozen=True, kw_only=True)
class WithdrawalForm(Sheet):
    """撤回申请: in writing, before the opinion; whether somebody pressed is asked."""

    template: ClassVar[str] = "print/petition_withdrawal.html"
    title: ClassVar[str] = "撤回信访事项申请书"
    government: str
    names: str
    received: str
    request: str
    reason: str = ""
    applied: str = ""
    pressures: tuple[Option, ...]
    asked_how: str = ""
    signers: tuple[Signer, ...]


@dataclass(frozen=True, kw_only=True)
class SettlementPaper(Sheet):
    """和解协议书 or 调解协议书 within a petition (第33条): not a people's mediation agreement."""

    template: ClassVar[str] = "print/petition_settlement.html"
    title: ClassVar[str] = "信访事项和解协议书"
    is_mediated: bool
    petitioners: tuple[str, ...]
    other_party: str
    came: str
    agreed: str
    clauses: tuple[str, ...]
    is_whole: bool
    rest: tuple[str, ...] = ()
    signers: tuple[Signer, ...]
    units: tuple[Signer, ...]

    @property
    def heading(self) -> str:
        """The title that fits how it was reached."""
        return "信访事项调解协议书" if self.is_mediated else self.title

    @property
    def kind(self) -> str:
        """和解 or 调解."""
        return "调解" if self.is_mediated else "和解"

    @property
    def many(self) -> bool:
        """Whether the signatures do not fit on one page."""
        return len(self.signers) + len(self.units) > 12

    @property
    def copies(self) -> int:
        """One for each side, the handling office and the desk."""
        return 4
