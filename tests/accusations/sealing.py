"""Accusations as they come: one typed by the desk as a petition and sealed there, one taken down by an officer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.accounts.models import Account
from app.accusations.actions.intake import AccusationIntake, Accuser
from app.accusations.actions.seal import seal_accusation
from app.accusations.models import Accusation
from app.core.db import db
from app.core.permissions import Actor, Role
from app.core.terms import Gender
from app.core.transaction import transaction
from app.organisations.models import Office, Person
from app.petitions.actions.intake import PetitionerIntake
from app.petitions.actions.seal_claim import seal_claim
from tests.petitions.way import Way
from tests.town import NOW

MARK = "暗号芝麻开门"
"""A word that stands in the text and nowhere else in the town."""
ACCUSER, ACCUSED, UNIT = "钱守密", "孙被告", "小海眼社区居民委员会"
PHONE, ID_NUMBER, ADDRESS = "13987654321", "370304196503121238", "赵庄村密院9号"
TEXT = f"孙被告把集体的鱼塘包给了自己的亲戚，{MARK}。"
SECRETS = (ACCUSER, ACCUSED, MARK, PHONE, ID_NUMBER, ADDRESS, "集体的鱼塘", "密2026-", "白信检")
"""What nobody outside may read anywhere."""


def account(login_name: str) -> Account:
    return db.session.query(Account).filter_by(login_name=login_name).one()


def written(**changes: object) -> AccusationIntake:
    """The accusation as an officer takes it down."""
    intake = AccusationIntake(
        channel="走访",
        received_on=date(2026, 11, 20),
        accusers=(Accuser(name=ACCUSER, id_number=ID_NUMBER, phone=PHONE, address=ADDRESS),),
        text=TEXT,
        accused=ACCUSED,
        accused_unit=UNIT,
    )
    return replace(intake, **changes)


def sealed(by: str = "discipline", **changes: object) -> Accusation:
    """It is sealed directly, in a transaction of its own."""
    with transaction():
        number = seal_accusation(written(**changes), actor=account(by), now=NOW)
    return db.session.query(Accusation).filter_by(number=number).one()


def typed_as_a_petition(way: Way | None = None, **changes: object) -> Way:
    """The desk takes the same down as a petition, not knowing yet what it is."""
    person = PetitionerIntake(name=ACCUSER, id_number=ID_NUMBER, phone=PHONE, address=ADDRESS)
    given: dict[str, object] = {
        "petitioners": (person,),
        "claims": (TEXT,),
        "story": f"鱼塘一年少收三万元，{MARK}。",
        "spoken_by": ACCUSER,
        **changes,
    }
    return (way or Way()).register(**given)


def sealed_by_the_desk(way: Way, accused: str = ACCUSED, unit: str = UNIT, **options: str) -> Accusation:
    """The clerk sees what it is and seals the claim."""
    with transaction():
        clerk: Actor = way.account("petition")
        seal_claim(way.claim, accused=accused, accused_unit=unit, actor=clerk, now=way.now, **options)
    return db.session.query(Accusation).order_by(Accusation.id.desc()).first()


def officer(login_name: str, name: str, *, office: str | None = "白塔镇纪律检查委员会") -> Account:
    """One more officer of the closed domain."""
    first = account("discipline")
    person = Person(name=name, gender=Gender.MALE, born_on=date(1970, 1, 1))
    person.seal_identity(id_number=None, phone=None)
    with transaction():
        db.session.add(person)
        db.session.flush()
        found = db.session.query(Office).filter_by(name=office).one() if office else None
        row = Account(
            login_name=login_name,
            password_hash=first.password_hash,
            role=Role.DISCIPLINE_OFFICER,
            person_id=person.id,
            office_id=found.id if found else None,
        )
        db.session.add(row)
    return account(login_name)
