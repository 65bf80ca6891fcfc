"""Everybody who takes part in a matter, whatever its kind: parties of a dispute, petitioners, and who acts for them.

One table.  A kind of matter names its own by a class of one discriminator (``class Party(Participant)``); what a kind
does not ask of its people stays empty.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.audit.models.witness import Witnessed
from app.core.contact import Contact
from app.core.crypto import SealedIdentity
from app.core.db import Model, Word
from app.core.name_grams import Name, keep_grams, write_grams
from app.core.name_pieces import LONGEST_GRAM
from app.core.public_ids import HasPublicId
from app.core.terms import Gender
from app.matters.terms import (
    AGENT_KIND_NAMES,
    PARTICIPATION_NAMES,
    STANDING_NAMES,
    AgentKind,
    IdentityCheck,
    Participation,
    PartyKind,
    Power,
    Standing,
    power_words,
)


class Participant(Contact, HasPublicId, Witnessed, SealedIdentity, Model):
    """One human being or organisation in one matter; the same one in another matter is another row."""

    __tablename__ = "participant"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "side", "position"),
        CheckConstraint("side >= 1", name="side_counts"),
        Index("ix_participant_name", "name"),
        Index("ix_participant_phone_digits", "phone_digits_index"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    """The kind of the matter, and by it the class of the row."""
    subject_id: Mapped[int]
    side: Mapped[int] = mapped_column(default=1)
    position: Mapped[int]
    kind: Mapped[PartyKind] = mapped_column(Word(PartyKind), default=PartyKind.NATURAL)
    standing: Mapped[Standing] = mapped_column(Word(Standing), default=Standing.PRINCIPAL)
    participation: Mapped[Participation] = mapped_column(Word(Participation), default=Participation.UNANSWERED)
    name: Mapped[str] = mapped_column(Name(80))
    gender: Mapped[Gender | None] = mapped_column(Word(Gender))
    born_on: Mapped[date | None]
    ethnicity: Mapped[str] = mapped_column(String(20), default="")
    occupation: Mapped[str] = mapped_column(String(40), default="")
    address: Mapped[str] = mapped_column(String(150), default="")
    identity_check: Mapped[IdentityCheck] = mapped_column(Word(IdentityCheck), default=IdentityCheck.LATER)
    credit_code: Mapped[str] = mapped_column(String(18), default="")
    legal_representative: Mapped[str] = mapped_column(Name(60), default="")
    representative_post: Mapped[str] = mapped_column(String(40), default="")
    is_representative: Mapped[bool] = mapped_column(default=False)
    """Whether they speak for others who signed (信访工作条例 第20条)."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    row_version: Mapped[int] = mapped_column()
    agents: Mapped[list[Agent]] = relationship(order_by="Agent.id", cascade="all, delete-orphan")
    __mapper_args__: dict[str, Any] = {"version_id_col": row_version, "polymorphic_on": "subject_kind"}

    @property
    def standing_name(self) -> str:
        """``共有人``: why they are a party."""
        return STANDING_NAMES[self.standing]

    @property
    def participation_name(self) -> str:
        """``还没答复``."""
        return PARTICIPATION_NAMES[self.participation]


class Agent(Witnessed, SealedIdentity, Model):
    """An agent or guardian of somebody, with what the written authority lets them do."""

    __tablename__ = "participant_agent"

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    kind: Mapped[AgentKind] = mapped_column(Word(AgentKind))
    name: Mapped[str] = mapped_column(Name(60))
    relation: Mapped[str] = mapped_column(String(40), default="")
    powers: Mapped[str] = mapped_column(String(40), default="")
    """As `app.matters.terms.joined_powers` writes them; empty where the authority was not told apart."""
    authorised_on: Mapped[date | None]
    """The day on the written authority."""

    @property
    def all_powers(self) -> frozenset[Power]:
        """What the written authority names."""
        return frozenset(Power(one) for one in (self.powers or "").split(",") if one)

    @property
    def words(self) -> str:
        """``王小明（儿子）``."""
        return f"{self.name}（{self.relation}）" if self.relation else self.name

    @property
    def authority(self) -> str:
        """``代理人（特别授权）：签协议，委托书2026年11月3日``: as what they stand there, as far as it was told."""
        on = self.authorised_on
        day = f"委托书{on.year}年{on.month}月{on.day}日" if on else ""
        known = "，".join(part for part in (power_words(self.all_powers), day) if part)
        return AGENT_KIND_NAMES[self.kind] + (f"：{known}" if known else "")

    @property
    def may_sign(self) -> bool:
        """Whether they can sign in somebody's stead: guardians, and agents whose special authority does not leave it
        out (民法典 第23、165条)."""
        return self._holds(Power.SIGN)

    @property
    def may_stop(self) -> bool:
        """The same of withdrawing and of demanding that mediation stops."""
        return self._holds(Power.STOP)

    def _holds(self, power: Power) -> bool:
        if self.kind is AgentKind.GUARDIAN:
            return True
        return self.kind is AgentKind.SPECIAL_AGENT and (not self.powers or power in self.all_powers)


class ParticipantGram(Model):
    """Pieces of a participant's name, by which the same name is found however it was written; gone with the row."""

    __tablename__ = "participant_gram"

    gram: Mapped[str] = mapped_column(String(LONGEST_GRAM), primary_key=True)
    participant_id: Mapped[int] = mapped_column(
        ForeignKey("participant.id", ondelete="CASCADE"), primary_key=True, index=True
    )


def keep_names_of(kind: type[Participant]) -> None:
    """From now on people of this kind are found by the pieces of their names."""
    keep_grams(kind, find_by_name)


def find_by_name(connection: Connection, person: Participant) -> None:
    """Write the pieces of somebody's name anew."""
    write_grams(connection, ParticipantGram, {"participant_id": person.id}, person.name)
