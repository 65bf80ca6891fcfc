"""What addresses, names and values of pages call the rows that a test holds by their keys."""

from __future__ import annotations

import sqlalchemy as sa
from werkzeug.routing import Rule

from app.accounts.models import Account
from app.accusations.models import Accusation, HandOver
from app.agreements.models import Duty
from app.cases.models import Case, CaseMediator, Party
from app.cases.models.records import Move
from app.core.db import Model, db
from app.core.public_ids import HasPublicId, public_ids_of
from app.deadlines.models import Deadline
from app.matters.models.attachments import Attachment
from app.mediators.models import PoolMember
from app.notifications.models import Outbox
from app.organisations.models import Body, Office, Person, Village
from app.petitions.models import Claim, Petition, Petitioner
from app.petitions.models.records import Letter, Supervision
from app.processes.models import Task

NOBODY = "zzzzzzzzzzzz"
"""A public id that no row has."""


def unknown(rule: Rule, name: str) -> str:
    """What a rule of addresses takes in this place and nothing has."""
    return NOBODY if f"):{name}>" in rule.rule else "1"


def _of(table: type[Model], key: int) -> str:
    return public_ids_of(table, [key]).get(key, NOBODY)


def first_of(table: type[Model]) -> str:
    """Of the first row of a class, if there is one."""
    mapper = sa.inspect(table)
    key = db.session.scalar(sa.select(table).order_by(*mapper.primary_key).limit(1))
    return key.public_id if isinstance(key, HasPublicId) else NOBODY


def case(key: int) -> str:
    """Of a dispute; of one that is not there, `NOBODY`, as from every function here."""
    return _of(Case, key)


def party(key: int) -> str:
    """Of a party."""
    return _of(Party, key)


def case_mediator(key: int) -> str:
    """Of a mediator of a dispute."""
    return _of(CaseMediator, key)


def attachment(key: int) -> str:
    """Of an attachment."""
    return _of(Attachment, key)


def move(key: int) -> str:
    """Of a hand-over of a dispute."""
    return _of(Move, key)


def duty(key: int) -> str:
    """Of a promise."""
    return _of(Duty, key)


def task(key: int) -> str:
    """Of a step."""
    return _of(Task, key)


def deadline(key: int) -> str:
    """Of a period."""
    return _of(Deadline, key)


def petition(key: int) -> str:
    """Of a petition."""
    return _of(Petition, key)


def petitioner(key: int) -> str:
    """Of a petitioner."""
    return _of(Petitioner, key)


def claim(key: int) -> str:
    """Of a claim."""
    return _of(Claim, key)


def letter(key: int) -> str:
    """Of a letter."""
    return _of(Letter, key)


def supervision(key: int) -> str:
    """Of a supervision."""
    return _of(Supervision, key)


def accusation(key: int) -> str:
    """Of an accusation."""
    return _of(Accusation, key)


def hand_over(key: int) -> str:
    """Of a hand-over."""
    return _of(HandOver, key)


def account(key: int) -> str:
    """Of an account."""
    return _of(Account, key)


def member(key: int) -> str:
    """Of a member of the pool."""
    return _of(PoolMember, key)


def outbox(key: int) -> str:
    """Of a message."""
    return _of(Outbox, key)


def village(key: int) -> str:
    """Of a village."""
    return _of(Village, key)


def body(key: int) -> str:
    """Of a body."""
    return _of(Body, key)


def office(key: int) -> str:
    """Of an office."""
    return _of(Office, key)


def person(key: int) -> str:
    """Of a person."""
    return _of(Person, key)
