"""Put right how a letter was served: what the slip of service says counts, and the periods follow it (送达回证).

A served letter never stops a clock by being corrected, and no window that is over is opened again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from app.core.clock import local
from app.core.db import db
from app.core.errors import DomainError, Invalid, NotNow
from app.core.pages import chinese_date
from app.core.permissions import Actor, Permission
from app.deadlines.actions.reopen_deadline import reopen_deadline
from app.deadlines.queries import running_named
from app.letters.actions.serve import check_service, keep_service
from app.letters.rules import Service
from app.letters.terms import SERVICE_NAMES, ServiceMethod
from app.matters.actions.correct import Change, SignedPage, keep_changes
from app.papers.actions.freeze import freeze
from app.petitions.actions.claim_deadlines import NOTICE, notice_given, opinion_served
from app.petitions.actions.handling import must_may, must_run
from app.petitions.actions.petition_letters import LETTERS
from app.petitions.models import Claim
from app.petitions.models.records import Letter
from app.petitions.papers.fill_claim_sheets import service_slip
from app.petitions.papers.letter_words import title_of
from app.petitions.queries import letters_of, newest_period
from app.petitions.terms import NOTICES, LetterKind
from app.processes.actions.follow_deadlines import follow_deadline
from app.processes.actions.raise_event import locked_process

NOT_SERVED = "这份文书还没有登记送达，不用更正；请先登记送达。"
STANDALONE = "答复督办的函不在这里更正，请在督办里说明。"
WINDOW_OVER = "请求复查的期限已经到了或者用过了，送达的日子不能再改；要说明的，写进卷宗情况说明。"
OVER_BY_THEN = "照这一天算，请求复查的期限已经过了。请再核对送达回证；确实如此的，写进卷宗情况说明，不在这里改。"
NOWHERE = "“没法送达”和送到了是两回事，不能改成另一种；请找镇政府负责人商量。"
NOT_YOURS = "您的身份改不了送达的登记，请找信访办。"
ROWS = ("served_on", "method", "receiver", "refusal", "witness", "place")


def may_correct_service(letter: Letter, actor: Actor, *, now: datetime) -> bool:
    """Whether a page offers it: exactly when it would not be refused."""
    try:
        must_correct_service(letter, actor, now=now)
    except DomainError:
        return False
    return True


def must_correct_service(letter: Letter, actor: Actor, *, now: datetime) -> Claim:
    """The claim a letter is about, as long as its service may be put right.

    Raises `NotAllowed` for anybody but the desk, `NotNow` before it was served, when the claim is over, for an opinion
    whose window of review does not run any more, and for an answer to a supervision.
    """
    must_may(actor, Permission.PETITION_REGISTER, NOT_YOURS)
    if letter.claim is None:
        raise NotNow(STANDALONE)
    if letter.served_on is None:
        raise NotNow(NOT_SERVED)
    must_run(letter.claim)
    window = running_named("claim", letter.claim.id, "D7")
    if _opens_window(letter) and (window is None or window.due_at < now):
        raise NotNow(WINDOW_OVER)
    return letter.claim


def _opens_window(letter: Letter) -> bool:
    """Whether the window of review counts from this letter: the opinion that was served last."""
    assert letter.claim is not None
    opinions = [one for one in letters_of(letter.claim.id) if one.kind is LetterKind.OPINION and one.served_on]
    return bool(opinions) and opinions[-1].id == letter.id


def correct_service(
    letter: Letter, given: Service, *, reason: str, page: SignedPage, actor: Actor, now: datetime
) -> None:
    """Bring the record to what the slip says; notice and window of review count from the right day.

    Raises as `must_correct_service`, and `Invalid` for what `serve_letter` refuses, for a letter that could not be
    served and one that was, and when nothing differs.
    """
    claim = _hold(letter, actor, now)
    if ServiceMethod.NOWHERE in (letter.method, given.method) and letter.method is not given.method:
        raise Invalid(NOWHERE, {"method": NOWHERE})
    check_service(LETTERS, letter, given, today=local(now).date())
    old_day = letter.served_on
    changes = list(_changes(letter, given))
    keep_changes(claim.petition, changes, reason=reason, actor=actor, now=now, page=page, filed_with=letter)
    keep_service(letter, given)
    freeze(service_slip(letter), letter.id, actor=actor, now=now)
    if old_day is not None and given.served_on != old_day:
        _follow(letter, claim, old_day, given.served_on, actor=actor, now=now)


def _hold(letter: Letter, actor: Actor, now: datetime) -> Claim:
    """Behind the lock of the claim's flow, everything as it stands there."""
    claim = must_correct_service(letter, actor, now=now)
    db.session.refresh(claim.petition, with_for_update=True)  # the petition first, as whoever corrects it does
    locked_process(claim)
    db.session.refresh(letter)
    return must_correct_service(letter, actor, now=now)


def _changes(letter: Letter, given: Service) -> Iterator[Change]:
    for name in ROWS:
        old, new = (_words(getattr(row, name)) for row in (letter, given))
        if old != new:
            yield Change(f"《{title_of(letter)}》·{name}", old, new)


def _words(value: object) -> str:
    if isinstance(value, ServiceMethod):
        return SERVICE_NAMES[value]
    return chinese_date(value) if isinstance(value, date) else str(value or "").strip()


def _follow(letter: Letter, claim: Claim, old: date, on: date, *, actor: Actor, now: datetime) -> None:
    """Periods that were met by this service, or began with it, count from the right day.

    Raises `Invalid` for a day by which the window of review would be over already: nothing ends so without a word.
    """
    if letter.kind in NOTICES:
        by_it = [code for code in sorted(NOTICE) if (met := newest_period(claim.id, code)) and met.done_on == old]
        for code in by_it:
            reopen_deadline(claim, code, actor=actor, now=now)
        if by_it:
            notice_given(claim, on=on, actor=actor, now=now)
    elif _opens_window(letter):
        claim.delivered_on = on
        window = opinion_served(claim, on=on, actor=actor, now=now)
        if window.due_at < now:
            raise Invalid(OVER_BY_THEN, {"delivered_on": OVER_BY_THEN})
        follow_deadline(window, now)
