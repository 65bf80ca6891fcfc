"""A letter's way: drafted, signed off by a named person, numbered and sealed, served (公文处理工作条例 第22、25条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from app.audit.actions.record import record
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor, Permission, Role
from app.papers.actions.freeze import freeze
from app.petitions.actions.give_number import give_number
from app.petitions.actions.handling import must_may
from app.petitions.actions.tell_of_standalone_letter import tell_of_standalone_letter
from app.petitions.models import Claim
from app.petitions.models.records import Letter, Supervision
from app.petitions.papers.compose import compose
from app.petitions.papers.fill_claim_sheets import service_slip
from app.petitions.papers.letter_paper import filled_letter
from app.petitions.papers.letter_text import digest_of
from app.petitions.rules.letters import (
    content_fault,
    missing_content,
    numbering_fault,
    optional_content,
    refusal_fault,
    sealing_day_fault,
    service_day_fault,
    unserved_fault,
)
from app.petitions.terms import IN_FLOW, LETTER_TITLES, LetterKind, ServiceMethod


@dataclass(frozen=True)
class Service:
    """How a letter was served."""

    method: ServiceMethod
    served_on: date
    receiver: str = ""
    refusal: str = ""
    witness: str = ""
    place: str = ""


def draft_letter(
    kind: LetterKind,
    content: dict[str, str],
    *,
    about: Claim | Supervision,
    actor: Actor,
    now: datetime,
) -> Letter:
    """A new letter waits for sign-off.  Raises `Invalid` when it lacks what the law wants it to say."""
    fault = content_fault(kind, content)
    if fault is not None:
        raise Invalid(fault, _fields_of(fault, kind, content))
    letter = Letter(
        claim_id=about.id if isinstance(about, Claim) else None,
        supervision_id=about.id if isinstance(about, Supervision) else None,
        kind=kind,
        drafted_at=now,
        drafted_by_id=actor.id,
    )
    letter.content = {name: text.strip() for name, text in content.items() if text.strip()}
    db.session.add(letter)
    db.session.flush()
    _tell(letter, Role.GOVERNMENT_LEADER, "拟好了，等您签发。", now=now)
    record("letter:drafted", letter, actor, now=now, detail={"kind": kind.value})
    return letter


def _fields_of(fault: str, kind: LetterKind, content: dict[str, str]) -> dict[str, str]:
    """The fault at every field that is missing; when none is, the remedy is wrong."""
    return dict.fromkeys(missing_content(kind, content) or ["remedy"], fault)


def _tell(letter: Letter, role: Role, words: str, *, now: datetime) -> None:
    """A letter beside the flow has no step in 今天: say whose turn it is."""
    if letter.kind not in IN_FLOW:
        tell_of_standalone_letter(letter, role, f"《{LETTER_TITLES[letter.kind]}》{words}", now=now)


def redraft_letter(letter: Letter, changes: dict[str, str], *, actor: Actor, now: datetime) -> None:
    """What was returned is changed: fields the letter has, and those its kind may have.

    A field that was emptied is gone, and missed where the letter cannot do without it.  Raises like `draft_letter`, and
    `NotNow` once it is signed off.
    """
    if letter.signed_off_at is not None:
        raise NotNow("这份文书已经签发，不能再改。")
    content, optional = letter.content, optional_content(letter.kind)
    for name, text in changes.items():
        if text.strip() and (name in content or name in optional):
            content[name] = text.strip()
        else:
            content.pop(name, None)
    fault = content_fault(letter.kind, content)
    if fault is not None:
        raise Invalid(fault, _fields_of(fault, letter.kind, content))
    letter.content = content
    letter.returned_reason = ""
    _tell(letter, Role.GOVERNMENT_LEADER, "改好了，等您签发。", now=now)
    record("letter:redrafted", letter, actor, now=now)


def sign_off_letter(letter: Letter, *, at: datetime, actor: Actor, now: datetime) -> None:
    """A named person of the government signed it off at a moment.  Raises `NotAllowed`, `NotNow`."""
    must_may(actor, Permission.PETITION_SIGN_OFF, "只有镇政府负责人可以签发。")
    if letter.signed_off_at is not None:
        raise NotNow(f"这份文书{letter.signed_off_name}已经签发过了。")
    letter.signed_off_at, letter.signed_off_by_id, letter.signed_off_name = at, actor.id, actor.display_name
    _tell(letter, Role.PETITION_CLERK, "签发了，请编号、盖章、送达。", now=now)
    record("letter:signed_off", letter, actor, now=now, occurred_at=at)


def return_letter(letter: Letter, *, reason: str, actor: Actor, now: datetime) -> None:
    """The leader wants it changed.  Raises `NotAllowed`, `NotNow`, `Invalid` without a reason."""
    must_may(actor, Permission.PETITION_SIGN_OFF, "只有镇政府负责人可以退回。")
    if letter.signed_off_at is not None:
        raise NotNow(f"这份文书{letter.signed_off_name}已经签发过了。")
    if not reason.strip():
        raise Invalid("请写明要改什么。", {"reason": "请写明要改什么。"})
    letter.returned_reason = reason.strip()
    _tell(letter, Role.PETITION_CLERK, "退回来了，请照意见改。", now=now)
    record("letter:returned", letter, actor, now=now, detail={"reason": reason.strip()})


def seal_letter(letter: Letter, *, on: date, copies: int, actor: Actor, now: datetime) -> None:
    """The letter gets its number and the government's seal, and its text is fixed.

    Raises `NotNow` when nobody signed it off or it is sealed already, `Invalid` for a day to come or before sign-off.
    """
    must_may(actor, Permission.PETITION_SEAL, "只有信访办可以编号、盖章。")
    early = numbering_fault(is_signed_off=letter.signed_off_at is not None)
    if early:
        raise NotNow(early)
    if letter.sealed_on is not None:
        raise NotNow(f"这份文书已经盖过章了，文号是{letter.number}。")
    signed_off_on = local(letter.signed_off_at).date() if letter.signed_off_at else None
    wrong_day = sealing_day_fault(on, signed_off_on=signed_off_on, today=local(now).date())
    if wrong_day:
        raise Invalid("盖章的日子不对。", {"occurred_at": wrong_day})
    text = compose(letter)
    number = give_number(letter, on=on)
    letter.sealed_on, letter.sealed_by_id, letter.copies = on, actor.id, copies
    letter.frozen_json, letter.digest = text.to_json(), digest_of(text, number, on)
    db.session.flush()
    freeze(filled_letter(letter), letter.id, actor=actor, now=now)
    record("letter:sealed", letter, actor, now=now, detail={"number": number, "digest": letter.digest})


def serve_letter(letter: Letter, service: Service, *, actor: Actor, now: datetime) -> None:
    """The letter reached whom it is for; a refused one is left before a witness and counts.

    Raises `NotNow` before the seal or a second time, `Invalid` for a wrong day or a refusal without reason or witness.
    """
    if letter.sealed_on is None:
        raise NotNow(f"“{LETTER_TITLES[letter.kind]}”还没有盖章，不能送达；请先签发、编号、盖章。")
    if letter.served_on is not None:
        raise NotNow("这份文书已经登记过送达。")
    check_service(letter, service, today=local(now).date())
    keep_service(letter, service)
    freeze(service_slip(letter), letter.id, actor=actor, now=now)
    record("letter:served", letter, actor, now=now, detail={"on": service.served_on, "method": service.method.value})


def check_service(letter: Letter, service: Service, *, today: date) -> None:
    """Raises `Invalid` at its field for what a slip of service of this letter cannot say."""
    wrong_day = service_day_fault(service.served_on, sealed_on=letter.sealed_on or today, today=today)
    if wrong_day:
        raise Invalid("送达的日子不对。", {"delivered_on": wrong_day})
    unwitnessed = refusal_fault(service.method, refusal=service.refusal, witness=service.witness)
    if unwitnessed:
        raise Invalid("拒收的要写明理由和见证人。", {"witness": unwitnessed})
    unserved = unserved_fault(letter.kind, service.method, searched=service.refusal)
    if unserved:
        raise Invalid("只有告知书，因为信访人的姓名、住址不清，才可以不送；请写明怎么找过他。", {"method": unserved})


def keep_service(letter: Letter, service: Service) -> None:
    """The letter was served as the slip says."""
    letter.method, letter.served_on = service.method, service.served_on
    letter.receiver, letter.refusal = service.receiver.strip(), service.refusal.strip()
    letter.witness, letter.place = service.witness.strip(), service.place.strip()
