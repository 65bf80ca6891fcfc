"""The letters of the petition desk as the letters room knows them: of each kind what it needs and what follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from app.core import pages
from app.core.pages import chinese_date
from app.core.permissions import Actor
from app.deadlines.registry import Named
from app.letters.registry import Fault, Holder, LetterRules, Letters, no_fault, no_words
from app.letters.rules import Service
from app.letters.terms import ServiceMethod
from app.matters.registry.subject_table import SubjectTable
from app.organisations.models import OfficeKind
from app.organisations.queries import office_of_kind
from app.petitions.actions.claim_deadlines import (
    nobody_to_tell,
    notice_given,
    objection_sent,
    opinion_issued,
    opinion_served,
    suggestion_answered,
)
from app.petitions.actions.give_number import number_and_fix
from app.petitions.actions.leave_letters import is_pointless, leave_pointless
from app.petitions.actions.older_letters import is_run_by_its_claim
from app.petitions.models import Claim
from app.petitions.models.records import Letter
from app.petitions.papers.fill_claim_sheets import service_slip
from app.petitions.papers.letter_paper import filled_letter
from app.petitions.papers.letter_words import claim_of, title_of
from app.petitions.queries import letters_about, newest_period
from app.petitions.queries.sight import letters_visible_to
from app.petitions.rules.letters import (
    CONTENT_NAMES,
    late_objection_fault,
    needed_content,
    optional_content,
    remedy_fault,
    unserved_fault,
)
from app.petitions.terms import LETTER_TITLES, NOTICES, LetterKind
from app.processes.actions.follow_deadlines import follow_periods
from app.processes.registry import Words

OnServed = Callable[[Letter, Service, Actor, datetime], Words]
REVIEW_ENDS = "review_ends_at"


def _told(letter: Letter, service: Service, actor: Actor, now: datetime) -> Words:
    """The petitioner was told what becomes of the claim, or nobody knows who and where to tell (第23条)."""
    claim = claim_of(letter)
    if service.method is ServiceMethod.NOWHERE:
        nobody_to_tell(claim, actor=actor, now=now)
    else:
        notice_given(claim, on=service.served_on, actor=actor, now=now)
    return {}


def _objected(letter: Letter, service: Service, actor: Actor, now: datetime) -> Words:
    """The objection was sent: drafting and sealing end nothing (第23条)."""
    objection_sent(claim_of(letter), on=service.served_on, actor=actor, now=now)
    return {}


def _issued(letter: Letter, on: date, actor: Actor, now: datetime) -> None:
    """An opinion so issued ends the sixty days."""
    claim = claim_of(letter)
    claim.opinion_on = on
    opinion_issued(claim, on=on, actor=actor, now=now)
    follow_periods(claim, now)


def _opinion_served(letter: Letter, service: Service, actor: Actor, now: datetime) -> Words:
    """Its service starts the window of review, a refused one's too (第35条)."""
    claim = claim_of(letter)
    claim.delivered_on = service.served_on
    window = opinion_served(claim, on=service.served_on, actor=actor, now=now)
    return {REVIEW_ENDS: window.due_at.isoformat()}


def _supervision_answered(letter: Letter, service: Service, actor: Actor, now: datetime) -> Words:
    """An answer to a supervision ends its thirty days, and every other one that was drafted has no point any more."""
    supervision = letter.supervision
    if supervision is not None:
        supervision.answered_on = service.served_on
        suggestion_answered(supervision, on=service.served_on, actor=actor, now=now)
        leave_pointless(letters_about(supervision), now=now)
    return {}


def _late_objection(letter: Letter, on: date) -> str | None:
    window = newest_period(claim_of(letter).id, "D4")
    return late_objection_fault(chinese_date(window.due_on), is_late=on > window.due_on) if window else None


def _service_fault(letter: Letter, service: Service) -> Fault | None:
    unserved = unserved_fault(letter.kind, service.method, searched=service.refusal)
    if unserved:
        return "method", unserved
    supervision = letter.supervision
    if supervision is not None and service.served_on < supervision.received_on:
        return "delivered_on", "不能早于收到督办的那天。"
    return None


def _remedy_fault(kind: LetterKind) -> Callable[[Mapping[str, str]], Fault | None]:
    def fault(content: Mapping[str, str]) -> Fault | None:
        wrong = remedy_fault(kind, content.get("remedy", ""))
        return ("remedy", wrong) if wrong else None

    return fault


PERIODS = {LetterKind.OBJECTION: ("D4", "D2", "D3"), LetterKind.SUPERVISION_REPLY: ("D14",)}
"""Of those that run, the first to end stands at the steps of the letter; of every other kind those below."""
OF_THE_CLAIM = ("D2", "D3", "D5")
MESSAGES = {
    **dict.fromkeys(NOTICES - {LetterKind.ACCEPTANCE}, "notice_served"),
    LetterKind.STATUTORY_RESULT: "result_served",
    LetterKind.OPINION: "opinion_served",
}
"""What the flow of a claim waits for; work never waits for the other letters."""
ON_SERVED: Mapping[LetterKind, OnServed] = {
    **dict.fromkeys(NOTICES, _told),
    LetterKind.OBJECTION: _objected,
    LetterKind.OPINION: _opinion_served,
    LetterKind.SUPERVISION_REPLY: _supervision_answered,
}
SOURCES = {LetterKind.OPINION: "（《信访工作条例》第三十二条、第三十五条）"}


def rules_of(kind: LetterKind) -> LetterRules[Letter]:
    """What is particular to one kind of letter of the desk."""
    return LetterRules(
        title=LETTER_TITLES[kind],
        needed=needed_content(kind),
        optional=optional_content(kind),
        periods=PERIODS.get(kind, OF_THE_CLAIM),
        message=MESSAGES.get(kind, ""),
        source=SOURCES.get(kind, ""),
        content_fault=_remedy_fault(kind),
        sealing_fault=_late_objection if kind is LetterKind.OBJECTION else no_fault,
        service_fault=_service_fault,
        on_sealed=_issued if kind is LetterKind.OPINION else no_fault,
        on_served=ON_SERVED.get(kind, no_words),
    )


RULES = {kind: rules_of(kind) for kind in LetterKind}


def _called(letter: Letter) -> str:
    return letter.about.number


def _named(letter: Letter) -> str:
    about = letter.about
    return about.title if isinstance(about, Claim) else f"{about.from_body}督办"


LETTERS = Letters(
    rows=SubjectTable(
        name=Letter.subject_kind,
        table=Letter,
        sight=letters_visible_to,
        named_as=lambda letter: Named(letter.number or "还没编文号", f"《{title_of(letter)}》"),
        page=lambda letter: pages.address("petitions.letter", letter_id=letter.public_id),
    ),
    about=lambda letter: letter.about,
    rules=lambda letter: RULES[letter.kind],
    title=title_of,
    called=_called,
    named=_named,
    region=lambda letter: letter.about.region,
    signed_by=lambda _letter: Holder(office_id=office_of_kind(OfficeKind.GOVERNMENT).id),
    issued_by=lambda _letter: Holder(office_id=office_of_kind(OfficeKind.DESK).id),
    number=number_and_fix,
    paper=filled_letter,
    slip=service_slip,
    field_names=CONTENT_NAMES,
    is_pointless=is_pointless,
    is_run_by_its_matter=is_run_by_its_claim,
)
"""Entered by `app.petitions.register`."""
