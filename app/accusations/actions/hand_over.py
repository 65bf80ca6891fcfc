"""密封移交: an accusation goes on in a sealed envelope to the body that may deal with it (信访工作条例 第30条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from app.accusations.actions.give_number import give_number
from app.accusations.models import Accusation, AccusationStatus, HandOver
from app.accusations.papers.hand_over_paper import filled_hand_over
from app.accusations.queries import accused_of, town
from app.accusations.rules import carrier_fault, day_fault, receiver_fault
from app.audit.actions.record import record
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor
from app.papers.rules.frozen_value import to_text


@dataclass(frozen=True)
class Envelope:
    """To whom it goes, when, how much, and who carries it."""

    receiver: str
    handed_on: date | None
    pages: int | None
    carrier: str


def hand_over(accusation: Accusation, envelope: Envelope, *, actor: Actor, now: datetime) -> HandOver:
    """Hand it over under the next number of the room's own series.

    Raises `Invalid` for the accused, their unit, a village or the accused's town government as receiver, and for days
    and pages that cannot be; `NotNow` while the same receiver still owes the receipt of an earlier hand-over.
    """
    _lock(accusation)
    faults = _faults(accusation, envelope, today=local(now).date())
    if faults:
        raise Invalid("这样不能移交，请改一改。", faults)
    receiver = envelope.receiver.strip()
    if any(one.receiver == receiver and one.receipt_on is None for one in accusation.hand_overs):
        raise NotNow(f"已经移交给{receiver}，还没有回执；先把回执记下来，没有收到的请催一催。")
    row = HandOver(
        number=give_number(now=now),
        receiver=receiver,
        handed_on=envelope.handed_on,
        pages=envelope.pages,
        carrier=envelope.carrier.strip(),
        entered_at=now,
        typed_by_id=actor.id,
    )
    accusation.hand_overs.append(row)
    accusation.status = AccusationStatus.HANDED_OVER
    row.seal_paper(to_text(filled_hand_over(accusation, row)))
    db.session.flush()
    record("accusation:handed_over", accusation, actor, now=now, detail={"number": row.number, "pages": row.pages})
    return row


def keep_receipt(
    hand_over: HandOver, *, received_by: str, receipt_on: date | None, actor: Actor, now: datetime
) -> None:
    """The receiver's receipt came back.  Raises `Invalid`, `NotNow` when it is kept already."""
    accusation = hand_over.accusation
    _lock(accusation)
    if hand_over.receipt_on is not None:
        raise NotNow("这一次移交的回执已经记过了。")
    fault = day_fault(
        receipt_on,
        today=local(now).date(),
        earliest=hand_over.handed_on,
        fault="收到的日子不能早于移交的日子，请核对。",
    )
    faults = {"receipt_on": fault} if fault else {}
    if not received_by.strip():
        faults["received_by"] = "请写对方是谁签收的。"
    if faults:
        raise Invalid("回执还记不下来，请改一改。", faults)
    hand_over.received_by, hand_over.receipt_on = received_by.strip(), receipt_on
    if all(one.receipt_on is not None for one in accusation.hand_overs):
        accusation.status = AccusationStatus.ANSWERED
    record("accusation:receipt_kept", accusation, actor, now=now, detail={"number": hand_over.number})


def _lock(accusation: Accusation) -> None:
    """Of two officers at the same moment one waits, and then sees what the other did."""
    found = select(Accusation).where(Accusation.id == accusation.id).with_for_update()
    db.session.scalars(found.execution_options(populate_existing=True)).one()
    db.session.expire(accusation, ["hand_overs"])


def _faults(accusation: Accusation, envelope: Envelope, *, today: date) -> dict[str, str]:
    accused = accused_of(accusation)
    found = {
        "receiver": receiver_fault(envelope.receiver, accused, town()),
        "carrier": carrier_fault(envelope.carrier, accused),
        "handed_on": day_fault(
            envelope.handed_on,
            today=today,
            earliest=accusation.received_on,
            fault="移交的日子不能早于收到的日子，请核对。",
        ),
        "pages": None if (envelope.pages or 0) >= 1 else "请写材料一共几页，至少1页。",
    }
    return {name: sentence for name, sentence in found.items() if sentence}
