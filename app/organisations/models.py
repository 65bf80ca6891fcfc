"""The town: villages, resident groups, households, people, and the bodies that mediate."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, Connection, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.audit.models.witness import Witnessed
from app.core.crypto import SealedIdentity
from app.core.db import Model, Word
from app.core.name_grams import Name, keep_grams, write_grams
from app.core.name_pieces import LONGEST_SOUND
from app.core.public_ids import HasPublicId
from app.core.terms import Gender, Level


class Village(HasPublicId, Model):
    """One of the town's villages and communities."""

    __tablename__ = "village"

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    region: Mapped[str] = mapped_column(String(12), index=True)

    @property
    def full_name(self) -> str:
        """``小海眼社区``: name and kind as on a letter."""
        return f"{self.name}{self.kind}"


class ResidentGroup(Model):
    """A 村民组 of a village."""

    __tablename__ = "resident_group"
    __table_args__ = (UniqueConstraint("village_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"))
    name: Mapped[str] = mapped_column(String(40))
    village: Mapped[Village] = relationship()


class Household(Model):
    """A family under one roof and register."""

    __tablename__ = "household"

    id: Mapped[int] = mapped_column(primary_key=True)
    resident_group_id: Mapped[int] = mapped_column(ForeignKey("resident_group.id"), index=True)
    address: Mapped[str] = mapped_column(String(120))
    resident_group: Mapped[ResidentGroup] = relationship()


class Person(HasPublicId, Witnessed, SealedIdentity, Model):
    """A human being, kept once; pool members, committee members, accounts and parties point here."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_name", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Name(60))
    gender: Mapped[Gender | None] = mapped_column(Word(Gender))
    born_on: Mapped[date | None]
    ethnicity: Mapped[str] = mapped_column(String(20), default="汉族")
    address: Mapped[str] = mapped_column(String(120), default="")
    village_id: Mapped[int | None] = mapped_column(ForeignKey("village.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"), index=True)
    row_version: Mapped[int] = mapped_column()
    village: Mapped[Village | None] = relationship()
    household: Mapped[Household | None] = relationship()
    __mapper_args__: dict[str, Any] = {"version_id_col": row_version}


class PersonGram(Model):
    """Pieces of a person's name, by which the pool is searched."""

    __tablename__ = "person_gram"

    gram: Mapped[str] = mapped_column(String(LONGEST_SOUND), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True)


def _find_person(connection: Connection, person: Person) -> None:
    write_grams(connection, PersonGram, {"person_id": person.id}, person.name, by_sound=True)


keep_grams(Person, _find_person)


class Body(HasPublicId, Model):
    """A mediation body on one rung: committees have a seal and a number series, groups have neither (第8、29条)."""

    __tablename__ = "body"
    __table_args__ = (
        CheckConstraint("(level IN ('village','town')) = (seal_name IS NOT NULL)", name="only_committees_have_a_seal"),
        CheckConstraint("(level IN ('village','town')) = (committee_id IS NULL)", name="groups_belong_to_a_committee"),
        CheckConstraint("(level = 'town') = (village_id IS NULL)", name="only_the_town_has_no_village"),
        Index("ix_body_village_level", "village_id", "level"),
    )

    subject_kind = "body"

    id: Mapped[int] = mapped_column(primary_key=True)
    level: Mapped[Level] = mapped_column(Word(Level))
    name: Mapped[str] = mapped_column(String(80), unique=True)
    village_id: Mapped[int | None] = mapped_column(ForeignKey("village.id"))
    committee_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), index=True)
    seal_name: Mapped[str | None] = mapped_column(String(80), unique=True)
    short_name: Mapped[str | None] = mapped_column(String(20), unique=True)
    surname_label: Mapped[str] = mapped_column(String(20), default="")
    village: Mapped[Village | None] = relationship()
    committee: Mapped[Body | None] = relationship(remote_side=[id])

    @property
    def sealing_id(self) -> int:
        """The committee whose seal and number this body works under: its own id for a committee."""
        return self.committee_id or self.id


class OfficeKind(StrEnum):
    """What an office of the town does in a petition (信访工作条例 第16、17条)."""

    GOVERNMENT = "government"
    DESK = "desk"
    STATION = "station"
    VILLAGE = "village"
    DISCIPLINE = "discipline"


OFFICE_KIND_NAMES = {
    OfficeKind.GOVERNMENT: "镇政府",
    OfficeKind.DESK: "信访办",
    OfficeKind.STATION: "站所",
    OfficeKind.VILLAGE: "村（社区）",
    OfficeKind.DISCIPLINE: "纪检机构",
}


class Office(HasPublicId, Model):
    """A public office of the town: the government that issues, the desk that receives, whoever handles."""

    __tablename__ = "office"
    __table_args__ = (
        CheckConstraint("(kind = 'village') = (village_id IS NOT NULL)", name="a_village_has_its_office"),
    )

    subject_kind = "office"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[OfficeKind] = mapped_column(Word(OfficeKind))
    name: Mapped[str] = mapped_column(Name(80), unique=True)
    village_id: Mapped[int | None] = mapped_column(ForeignKey("village.id"), unique=True)
    phone: Mapped[str] = mapped_column(String(30), default="")
    village: Mapped[Village | None] = relationship()


class Coverage(Model):
    """A villager group covers a resident group (77 bodies cover 90 groups)."""

    __tablename__ = "coverage"

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), primary_key=True)
    resident_group_id: Mapped[int] = mapped_column(ForeignKey("resident_group.id"), primary_key=True)


class ClanHousehold(Model):
    """A clan group covers a household."""

    __tablename__ = "clan_household"

    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("household.id"), primary_key=True)


class Post(StrEnum):
    """A member's post in a body."""

    HEAD = "head"
    DEPUTY = "deputy"
    MEMBER = "member"


POST_NAMES = {Post.HEAD: "主任", Post.DEPUTY: "副主任", Post.MEMBER: "委员"}
GROUP_POST_NAMES = {Post.HEAD: "组长", Post.DEPUTY: "副组长", Post.MEMBER: "组员"}


class Membership(Model):
    """A person's seat in a body; an expired term warns and does not end the office by itself."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("body_id", "person_id", "elected_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    post: Mapped[Post] = mapped_column(Word(Post))
    elected_on: Mapped[date]
    ended_on: Mapped[date | None]
    body: Mapped[Body] = relationship()
    person: Mapped[Person] = relationship()


class TownFact(Model):
    """A single fact about the installation, such as that the example town is loaded."""

    __tablename__ = "town_fact"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))
