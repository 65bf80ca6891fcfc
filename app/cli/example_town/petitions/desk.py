"""The petition desk of the example town at work: who stands there, what day it is, what comes in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.accounts.models import Account
from app.cli.example_town.people import Registry
from app.cli.example_town.petitions.diary import Diary
from app.cli.example_town.plan import LAND_OFFICE, TOWN_NAME
from app.core.clock import local
from app.core.db import db
from app.core.terms import Gender
from app.organisations.models import Office, Village
from app.petitions.intake import PetitionerIntake, PetitionIntake
from app.petitions.models import Petition
from app.petitions.register_petition import register_petition
from app.processes.answer import answer_task
from app.processes.queries import open_tasks_of
from app.processes.registry import Told

CLERK, LEADER = "petition", "leader"
LAND, DESK_OFFICE = f"{TOWN_NAME}{LAND_OFFICE}", f"{TOWN_NAME}信访工作办公室"
VILLAGE_OFFICE = "小海眼社区居民委员会"
HANDLERS = {LAND: "station", DESK_OFFICE: CLERK, VILLAGE_OFFICE: "handler08"}
"""Who answers for an office of the example."""
A_DEED_TAKES = timedelta(minutes=3)
LONG_AGO = 365
"""Days before the oldest petition of the example."""


class Desk:
    """The people of the petition desk and the time at which they work; `now` is when the town is loaded."""

    def __init__(self, registry: Registry, now: datetime) -> None:
        self.registry, self.diary = registry, Diary(now)
        self.at = self.diary.morning(LONG_AGO)
        self.accounts = {one.login_name: one for one in db.session.scalars(select(Account))}
        self.offices = {one.name: one for one in db.session.scalars(select(Office))}
        self.villages = {one.name: one for one in db.session.scalars(select(Village))}

    def begin(self, moment: datetime) -> None:
        """A morning comes, or another matter of the same morning."""
        self.at = max(self.at, moment)

    def moment(self) -> datetime:
        """A few minutes after the deed before."""
        self.at += A_DEED_TAKES
        return self.at

    @property
    def today(self) -> date:
        """The day it is."""
        return local(self.at).date()

    def told(self, values: Mapping[str, object], by: str = CLERK, spoken_by: str = "") -> Told:
        """What somebody types now."""
        moment, account = self.moment(), self.accounts[by]
        return Told(values, moment, spoken_by or account.display_name, account, moment)

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

    def answer(self, kind: str, subject_id: int, step: str, by: str, values: Mapping[str, object]) -> None:
        """Answer the open step of this name."""
        task = next(one for one in open_tasks_of(kind, subject_id) if one.name == step)
        moment = self.moment()
        answer_task(
            task.id,
            page_version=task.row_version,
            values=values,
            occurred_at=moment,
            spoken_by="",
            actor=self.accounts[by],
            now=moment,
        )
