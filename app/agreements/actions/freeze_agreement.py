"""Fix the text: version and hash, and from then on no word changes."""

from __future__ import annotations

from datetime import datetime

from app.agreements.actions.freeze_paper import freeze_paper
from app.agreements.models import Agreement, AgreementState
from app.agreements.papers.frozen_text import frozen_text, hash_of
from app.agreements.queries import bound_parties, signing_mediators, text_of
from app.agreements.rules import text_faults
from app.audit.actions.record import record
from app.cases.papers.print_papers import issuer_of
from app.cases.rules.taking_part import OUT
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor
from app.mediators.models import POOL_STATE_NAMES, PoolState

NOT_REVIEWED = "现在这一版法律顾问还没有看过（看过的是旧的一版）。请回到起草，送顾问看，或者写明不送审的理由。"


def freeze_agreement(agreement: Agreement, *, actor: Actor, now: datetime) -> None:
    """Fix a draft that was reviewed in this very version, or whose review was waived with a reason.

    Raises `NotNow` when it is no draft, not reviewed, or nobody may sign for the committee; `Invalid` when a clause
    cannot be checked.
    """
    if agreement.state is not AgreementState.DRAFT:
        raise NotNow("协议已经定稿了。")
    if agreement.reviewed_version != agreement.version and not agreement.review_waived_reason:
        raise NotNow(NOT_REVIEWED)
    sides = {party.id: party.side for party in agreement.case.parties}
    faults = text_faults(text_of(agreement), sides)
    if faults:
        raise Invalid("协议还不能定稿：" + "".join(dict.fromkeys(faults.values())) + "请选“还要改”，回到起草。")
    gone = [one.name for one in bound_parties(agreement) if one.participation in OUT]
    if gone:
        raise Invalid(
            f"{'、'.join(gone)}已经不参加调解了，不能算在协议里。请选“还要改”，在“哪些当事人达成了协议”里去掉，"
            "写到他的条款也改掉。"
        )
    if not signing_mediators(agreement.case, local(now).date()):
        raise NotNow(no_mediator(agreement))
    agreement.frozen_text = frozen_text(agreement)
    agreement.frozen_hash = hash_of(agreement.frozen_text)
    agreement.frozen_at = now
    agreement.state = AgreementState.FROZEN
    db.session.flush()
    freeze_paper(agreement, actor=actor, now=now)
    detail = {"version": agreement.version, "hash": agreement.frozen_hash}
    record("agreement:frozen", agreement, actor, now=now, detail=detail)


def no_mediator(agreement: Agreement) -> str:
    """Why nobody can sign as mediator, and what to do (人民调解法 第13、29条)."""
    paused = [one.pool_member for one in signing_mediators(agreement.case, None)]
    names = [
        f"{one.person.name}现在是“{POOL_STATE_NAMES[one.state]}”" for one in paused if one.state != PoolState.ACTIVE
    ]
    why = f"（{'，'.join(names)}，不能签字）" if names else ""
    return (
        f"还没有能代表{issuer_of(agreement.case.committee)}签字的调解员{why}：签字的人要是它的委员，或者是它聘任的调解员。"
        "请在案件页上用“换调解员”定好签字的人，或者由委员会聘任。"
    )
