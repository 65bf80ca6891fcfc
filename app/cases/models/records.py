"""Tables of what happened in a case: consents, notices, sessions, moves, reports."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cases.models import Party
from app.cases.terms import ConsentState
from app.core.db import Model, Word
from app.core.public_ids import HasPublicId
from app.matters.models.occurred import Occurred
from app.organisations.models import Body


class ConsentMatter(StrEnum):
    """What a party was asked."""

    MEDIATE = "mediate"
    MOVE = "move"
    EXTEND = "extend"
    OTHER_MEDIATOR = "other_mediator"
    """Whether somebody else may mediate after the text was agreed."""


class Consent(Occurred, Model):
    """One party's answer to one question; the newest one counts."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("mediation_case.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    matter: Mapped[ConsentMatter] = mapped_column(Word(ConsentMatter))
    state: Mapped[ConsentState] = mapped_column(Word(ConsentState))
    method: Mapped[str] = mapped_column(String(40), default="")
    party: Mapped[Party] = relationship()


class RightsTold(Occurred, Model):
    """A party was told its rights and duties before mediation (若干规定 第30条)."""

    __tablename__ = "rights_told"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("mediation_case.id"), index=True)
    party_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    committee_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    method: Mapped[str] = mapped_column(String(40))


class MediationSession(Occurred, Model):
    """One sitting."""

    __tablename__ = "mediation_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("mediation_case.id"), index=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    ordinal: Mapped[int]
    place: Mapped[str] = mapped_column(String(100))
    present: Mapped[str] = mapped_column(String(300))
    statements: Mapped[str] = mapped_column(Text)
    found: Mapped[str] = mapped_column(Text, default="")
    proposal: Mapped[str] = mapped_column(Text, default="")
    result: Mapped[str] = mapped_column(String(300))
    body: Mapped[Body] = relationship()


class MoveKind(StrEnum):
    """How a case went to another body."""

    INTERNAL = "internal"
    TRANSFER = "transfer"


class Move(HasPublicId, Occurred, Model):
    """A case goes to another body: inside one village by internal hand-over, between committees by letter."""

    __tablename__ = "move"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("mediation_case.id"), index=True)
    kind: Mapped[MoveKind] = mapped_column(Word(MoveKind))
    from_body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    to_body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    reason: Mapped[str] = mapped_column(Text)
    enclosures: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    accepted: Mapped[bool | None]
    answer_reason: Mapped[str] = mapped_column(String(500), default="")
    from_body: Mapped[Body] = relationship(foreign_keys=[from_body_id])
    to_body: Mapped[Body] = relationship(foreign_keys=[to_body_id])


class HelpInvitation(Occurred, Model):
    """Somebody comes to help; case, number and seal stay where they are (请人来帮; 人民调解法 第20条)."""

    __tablename__ = "help_invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("mediation_case.id"), index=True)
    helper_kind: Mapped[str] = mapped_column(String(40))
    helper: Mapped[str] = mapped_column(String(100))
    reason: Mapped[str] = mapped_column(String(500), default="")


class PoliceReport(Occurred, Model):
    """A report to the police station (人民调解法 第25条); the case goes on."""

    __tablename__ = "police_report"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("mediation_case.id"), index=True)
    receiver: Mapped[str] = mapped_column(String(100))
    reason: Mapped[str] = mapped_column(Text)


class TerminationKind(StrEnum):
    """Why mediation ends without an agreement."""

    NOT_ACCEPTED = "not_accepted"
    UNREACHED = "unreached"
    REFUSED = "refused"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"
    NOT_REACHED = "not_reached"
    OUTSIDE = "outside"


class Termination(Occurred, Model):
    """Mediation ended; the parties are told the other routes in writing (人民调解法 第26条)."""

    __tablename__ = "termination"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("mediation_case.id"), unique=True)
    kind: Mapped[TerminationKind] = mapped_column(Word(TerminationKind))
    reason: Mapped[str] = mapped_column(Text)
    party_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"))
    told_at: Mapped[datetime | None]
    undisputed_facts: Mapped[str] = mapped_column(Text, default="")
    """What all of them agreed to have written down as undisputed, a line each."""
    told_routes: Mapped[str] = mapped_column(String(200), default="")
    """Which ways were told besides, as the form calls them, with commas; the law's own are told always."""
