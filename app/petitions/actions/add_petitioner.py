"""Somebody signs a petition that is under way: their name came a day later, or stood on the second page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from app.core.db import db
from app.core.errors import Invalid
from app.core.normalise import same_name
from app.core.permissions import Actor
from app.matters.actions.correct import Change, keep_changes
from app.petitions.actions.correct_petition import FULL, elected, must_correct
from app.petitions.actions.intake import PetitionerIntake
from app.petitions.actions.register_petition import person_faults, write_petitioner
from app.petitions.models import Petition, Petitioner
from app.petitions.rules.intake import visit_fault

ALREADY = "已经登记在这一件里了；同名的另一位，请填上证件号。"


def add_petitioner(
    petition: Petition, given: PetitionerIntake, *, reason: str, actor: Actor, now: datetime
) -> Petitioner:
    """Write the person and why they come in; the number of people is never less than the people written.

    Periods stay as they run: they count from the petition.  Raises `NotAllowed` for anybody but the desk, `NotNow` once
    every claim is over, `Invalid` for a wrong number, an empty name, somebody who is written already and for a sixth
    representative of a visit (信访工作条例 第20条).
    """
    db.session.refresh(petition, with_for_update=True)
    must_correct(petition, actor)
    faults = dict(_faults(petition, given, now))
    if faults:
        raise Invalid("有几处要改一下，填过的都在。", faults)
    position = max((one.position for one in petition.petitioners), default=0) + 1
    person = write_petitioner(petition, given, position)
    db.session.flush()
    changes = [Change("petitioner", "", person.name)]
    if petition.signatures < len(petition.petitioners):
        changes.append(Change("signatures", str(petition.signatures), str(len(petition.petitioners))))
        petition.signatures = len(petition.petitioners)
    keep_changes(petition, changes, reason=reason, actor=actor, now=now)
    return person


def _faults(petition: Petition, given: PetitionerIntake, now: datetime) -> Iterator[tuple[str, str]]:
    yield from person_faults(given, now).items()
    if given.name and not given.id_number and any(same_name(one.name, given.name) for one in petition.petitioners):
        yield "name", given.name + ALREADY
    many = elected(petition) + 1
    if given.is_representative and visit_fault(petition.channel, came=0, representatives=many):
        yield "is_representative", FULL
