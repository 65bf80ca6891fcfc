"""The petition desk of the example town at work: who stands there, what comes in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from app.core.db import db
from app.core.files import Prepared
from app.core.permissions import Subject
from app.core.terms import Gender
from app.example.town.at_work import AtWork
from app.example.town.people import Registry
from app.example.town.plan import LAND_OFFICE, TOWN_NAME
from app.matters.actions.attach import attach_file
from app.organisations.models import Office
from app.petitions.actions.intake import PetitionerIntake, PetitionIntake
from app.petitions.actions.register_petition import register_petition
from app.petitions.models import Petition
from app.processes.registry import Submission

CLERK, LEADER = "petition", "leader"
LAND, DESK_OFFICE = f"{TOWN_NAME}{LAND_OFFICE}", f"{TOWN_NAME}信访工作办公室"
VILLAGE_OFFICE = "小海眼社区居民委员会"
HANDLERS = {LAND: "station", DESK_OFFICE: CLERK, VILLAGE_OFFICE: "handler08"}
"""Who answers for an office of the example."""


class Desk(AtWork):
    """The people of the petition desk."""

    def __init__(self, registry: Registry, now: datetime) -> None:
        super().__init__(registry, now)
        self.offices = {one.name: one for one in db.session.scalars(select(Office))}

    def told(self, values: Mapping[str, object], by: str = CLERK, spoken_by: str = "") -> Submission:
        """What somebody types now, the clerk unless told otherwise."""
        return super().told(values, by, spoken_by)

    def draw_petitioner(
        self,
        village: str,
        *,
        gender: Gender = Gender.MALE,
        ages: tuple[int, int] = (36, 72),
        is_representative: bool = False,
    ) -> PetitionerIntake:
        """Somebody of a village who does not exist."""
        human = self.registry.draw(gender, ages)
        house = self.registry.random.randint(1, 40)
        return PetitionerIntake(
            name=human.name,
            id_number=human.id_number,
            phone=human.phone,
            address=f"{TOWN_NAME}{self.villages[village].full_name}{house}号",
            gender=human.gender,
            born_on=human.born_on,
            is_representative=is_representative,
        )

    def register(self, intake: PetitionIntake) -> Petition:
        """The clerk enters what came in."""
        return register_petition(intake, actor=self.accounts[CLERK], now=self.moment())

    def attach(self, subject: Subject, kind: str, name: str, file: Prepared, brought_by: str) -> None:
        """The clerk files a photograph of today with a petition or a letter."""
        moment = self.moment()
        attach_file(
            subject,
            name=name,
            file=file,
            kind=kind,
            occurred_at=moment,
            spoken_by=brought_by,
            taken_on=self.today,
            actor=self.accounts[CLERK],
            now=moment,
        )
