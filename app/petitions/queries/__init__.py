"""Reads of petitions and claims; every list is narrowed to what the account may see."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Sequence
from typing import TypeVar

from sqlalchemy import ColumnElement, and_, false, or_, select

from app.accounts.models import Account
from app.core.asked import whole_number
from app.core.crypto import keys, phone_indexes
from app.core.db import Model, db
from app.core.errors import OUT_OF_SIGHT, NotFound
from app.core.name_grams import named
from app.core.normalise import same_name, search_text
from app.core.ownership import owned_by
from app.core.permissions import Actor, Role, sees_every_claim
from app.deadlines.models import Deadline
from app.deadlines.queries import newest_named
from app.matters.models.participants import ParticipantGram
from app.petitions.models import Claim, Petition, Petitioner
from app.petitions.models.records import (
    Letter,
    MajorReport,
    Satisfaction,
    Supervision,
)
from app.petitions.queries.sight import petitions_visible_to, visible_to
from app.petitions.terms import Ending

MOST_SUPERVISIONS = 20
MOST_EARLIER = 20
"""Earlier petitions that are named; older ones are not."""
Row = TypeVar("Row", bound=Model)


def get_petition(petition_id: int, *, for_: Actor) -> Petition:
    """A petition the account may see.  Raises `NotFound`."""
    found = select(Petition).where(Petition.id == petition_id, petitions_visible_to(for_))
    petition = db.session.scalar(found)
    if petition is None:
        raise NotFound(OUT_OF_SIGHT)
    return petition


def get_claim(claim_id: int, *, for_: Actor) -> Claim:
    """A claim the account may see.  Raises `NotFound`."""
    claim = db.session.scalar(select(Claim).where(Claim.id == claim_id, visible_to(for_)))
    if claim is None:
        raise NotFound(OUT_OF_SIGHT)
    return claim


def claims_of(petition: Petition, actor: Actor) -> Sequence[Claim]:
    """The claims of a petition the account may see."""
    found = select(Claim).where(Claim.petition_id == petition.id, visible_to(actor))
    return db.session.scalars(found.order_by(Claim.position)).all()


def claim_by_id(claim_id: int) -> Claim:
    """A claim for the flow's own use, without asking who looks."""
    return db.session.scalars(select(Claim).where(Claim.id == claim_id)).one()


def letters_of(claim_id: int) -> Sequence[Letter]:
    """The letters of a claim, oldest first."""
    return db.session.scalars(select(Letter).where(Letter.claim_id == claim_id).order_by(Letter.id)).all()


def get_letter(letter_id: int, *, for_: Actor) -> Letter:
    """A letter about something the account may see.  Raises `NotFound`."""
    letter = db.session.get(Letter, letter_id)
    if letter is None:
        raise NotFound(OUT_OF_SIGHT)
    if letter.claim_id is not None:
        get_claim(letter.claim_id, for_=for_)
    elif not sees_every_claim(for_):
        raise NotFound(OUT_OF_SIGHT)
    return letter


def letter_by_id(letter_id: int) -> Letter:
    """A letter for the program's own use, without asking who looks."""
    return db.session.scalars(select(Letter).where(Letter.id == letter_id)).one()


def letter_numbered(number: str) -> Letter | None:
    """The letter that was sealed under this number."""
    return db.session.scalar(select(Letter).where(Letter.number == number))


def sealed_letters_of(petition_id: int) -> Sequence[Letter]:
    """The sealed letters of all claims of a petition, oldest first."""
    found = select(Letter).join(Claim, Claim.id == Letter.claim_id).where(Claim.petition_id == petition_id)
    return db.session.scalars(found.where(Letter.sealed_on.is_not(None)).order_by(Letter.id)).all()


def rows_of(kind: type[Row], claim_id: int) -> Sequence[Row]:
    """What happened to a claim, of one kind (`Hearing`, `Urging` …), oldest first."""
    table = kind.__table__
    return db.session.scalars(select(kind).where(table.c.claim_id == claim_id).order_by(table.c.id)).all()


def newest(kind: type[Row], claim_id: int) -> Row | None:
    """The newest row of one kind, if any."""
    rows = rows_of(kind, claim_id)
    return rows[-1] if rows else None


def newest_period(claim_id: int, code: str) -> Deadline | None:
    """The newest period of this code, running or over: what is typed afterwards is judged by it too."""
    return newest_named(Claim.subject_kind, claim_id, code)


def accounts_of(roles: Collection[Role]) -> list[int]:
    """The open accounts of these roles, to be told something."""
    found = select(Account.id).where(Account.role.in_(roles), Account.disabled_at.is_(None))
    return list(db.session.scalars(found.order_by(Account.id)))


def handler_accounts(claim: Claim) -> list[int]:
    """The accounts of the office that handles a claim."""
    own = and_(Account.role == Role.HANDLER, owned_by(Account.office_id, claim.handling_office_id))
    found = select(Account.id).where(own, Account.disabled_at.is_(None))
    return list(db.session.scalars(found.order_by(Account.id)))


def major_reports_of(petition_id: int) -> Sequence[MajorReport]:
    """Reports of a major or urgent petition."""
    found = select(MajorReport).where(MajorReport.petition_id == petition_id)
    return db.session.scalars(found.order_by(MajorReport.id)).all()


def satisfaction_of(claim_id: int) -> Satisfaction | None:
    """What the petitioner said of a claim."""
    return db.session.scalar(select(Satisfaction).where(Satisfaction.claim_id == claim_id))


def get_supervision(supervision_id: int, *, for_: Actor) -> Supervision:
    """A supervision from above, for the desk and the leaders.  Raises `NotFound`."""
    found = db.session.get(Supervision, supervision_id) if sees_every_claim(for_) else None
    if found is None:
        raise NotFound(OUT_OF_SIGHT)
    return found


def earlier_petitions(petition: Petition) -> Sequence[Petition]:
    """Earlier petitions of the same people: by ID number, phone, or name and village; the newest first."""
    people = petition.petitioners
    names = {search_text(one.name) for one in people if one.name != "匿名"} - {""}
    before = select(Petitioner.petition_id, Petitioner.name).join(Petition, Petition.id == Petitioner.petition_id)
    before = before.where(Petition.region == petition.region, Petition.id < petition.id)
    alike = {row.petition_id for row in db.session.execute(before) if search_text(row.name) in names}
    same = (
        Petitioner.id_number_index.in_({one.id_number_index for one in people if one.id_number_index}),
        Petitioner.phone_digits_index.in_({one.phone_digits_index for one in people if one.phone_digits_index}),
        Petition.id.in_(heapq.nlargest(MOST_EARLIER, alike)),
    )
    return _earlier(or_(*same), before=petition.id)


def petitions_like(*, name: str, id_number: str, phone: str) -> Sequence[Petition]:
    """Petitions of somebody who stands at the desk, before a new one is registered."""
    ring = keys()
    same = [_bears(name)] if search_text(name) else []
    if id_number.strip():
        same.append(Petitioner.id_number_index == ring.blind_index(id_number.strip().upper(), "id_number"))
    by_digits, _ = phone_indexes(phone)
    if by_digits is not None:
        same.append(Petitioner.phone_digits_index == by_digits)
    return _earlier(or_(false(), *same), before=None)


def _bears(name: str) -> ColumnElement[bool]:
    """The condition on `Petitioner` that the name is this one, however it was written."""
    like = named(Petitioner.id, ParticipantGram.participant_id, ParticipantGram.gram, name)
    rows = db.session.execute(select(Petitioner.id, Petitioner.name).where(*like)) if like else ()
    return Petitioner.id.in_([id_ for id_, other in rows if same_name(name, other)])


def _earlier(same: ColumnElement[bool], *, before: int | None) -> Sequence[Petition]:
    """A registration that was wrong or double says of nobody that they came before."""
    is_void = select(Claim.id).where(Claim.petition_id == Petition.id, Claim.ending == Ending.VOIDED).exists()
    found = select(Petition).join(Petitioner, Petitioner.petition_id == Petition.id).where(same, ~is_void).distinct()
    if before is not None:
        found = found.where(Petition.id < before)
    return db.session.scalars(found.order_by(Petition.id.desc()).limit(MOST_EARLIER)).all()


def petition_numbered(number: str) -> Petition | None:
    """The petition with this register number."""
    return db.session.scalar(select(Petition).where(Petition.number == number.strip()))


def query_code_of(number: str) -> str:
    """The code of a register number; of one that nobody has, a code that nobody can type, opened as slowly."""
    named, ring = number.strip(), keys()
    place = f"petition.query_code:{named}"
    kept = db.session.scalar(select(Petition.query_code_sealed).where(Petition.number == named))
    return ring.open(kept or ring.seal("\n", place), place)


def joined_to(claim: Claim) -> Sequence[Claim]:
    """The claims that were joined to this one as the same matter."""
    return db.session.scalars(select(Claim).where(Claim.joined_to_id == claim.id).order_by(Claim.id)).all()


def claim_numbered(number: str) -> Claim | None:
    """The claim with this number (``2026-483920-2``)."""
    head, _, position = number.strip().rpartition("-")
    place = whole_number(position)
    if place is None:
        return None
    found = select(Claim).join(Petition).where(Petition.number == head, Claim.position == place)
    return db.session.scalar(found)


def waiting_supervisions(actor: Actor) -> Sequence[Supervision]:
    """Supervisions that were not answered yet, the oldest first; for the desk and the leaders."""
    if not sees_every_claim(actor):
        return []
    found = select(Supervision).where(Supervision.answered_on.is_(None)).order_by(Supervision.received_on)
    return db.session.scalars(found.order_by(Supervision.id).limit(MOST_SUPERVISIONS)).all()


def letters_about(supervision: Supervision) -> Sequence[Letter]:
    """The answers drafted so far, oldest first."""
    found = select(Letter).where(Letter.supervision_id == supervision.id).order_by(Letter.id)
    return db.session.scalars(found).all()
