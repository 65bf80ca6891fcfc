"""Drive a case through its steps by answering them, as people would; values as the form files give them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from app.accounts.models import Account
from app.cases.intake import CaseIntake, PartyIntake
from app.cases.models import Case, Source
from app.cases.queries import case_by_id
from app.cases.record_session import Sitting, record_session
from app.cases.register_case import register_case
from app.core.db import db
from app.core.terms import DisputeType
from app.core.transaction import transaction
from app.deadlines.models import Deadline
from app.deadlines.queries import running_named, running_of
from app.mediators.models import PoolMember
from app.organisations.models import Village
from app.processes.answer import answer_task
from app.processes.models import Task
from app.processes.queries import open_tasks_of
from tests.town import NOW

SITTING = Sitting(
    place="村调解室",
    present="双方当事人、调解员",
    statements="甲说墙外是自家的，乙说要留滴水。",
    found="现场量得墙外到南墙0.92米。",
    proposal="中间留着两家走。",
    result="谈了两条，钱还没谈拢。",
)


def homestead(village_id: int) -> CaseIntake:
    """The homestead dispute of two neighbours."""
    return CaseIntake(
        source=Source.APPLICATION,
        village_id=village_id,
        dispute_type=DisputeType.HOUSING_HOMESTEAD,
        facts="双方系前后邻居，因翻建房屋留通道发生争执。",
        claims="留出通道\n补偿3000元",
        parties=(
            PartyIntake(side=1, name="王甲", phone="13812345678", address="小海眼社区1号"),
            PartyIntake(side=2, name="王乙", address="小海眼社区2号"),
        ),
        applied_at=NOW - timedelta(hours=2),
        spoken_by="王甲",
        shared="clan",
    )


class Story:
    """One case on its way; every call is its own transaction, as a request would be."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now
        self.case_id = 0

    def account(self, login_name: str) -> Account:
        return db.session.query(Account).filter_by(login_name=login_name).one()

    @property
    def case(self) -> Case:
        return case_by_id(self.case_id)

    def period(self, code: str, part: str | None = None) -> Deadline:
        """The running period of this code."""
        found = running_named("case", self.case_id, code, part)
        assert found is not None, f"no period {code} runs"
        return found

    @property
    def periods(self) -> list[str]:
        """The codes of the running periods, the first to end first."""
        return [one.code for one in running_of("case", self.case_id)]

    @property
    def open(self) -> list[str]:
        """Names of the open steps."""
        return [task.name for task in open_tasks_of("case", self.case_id)]

    def task(self, name: str) -> Task:
        """The open step with this name."""
        return next(task for task in open_tasks_of("case", self.case_id) if task.name == name)

    def later(self, **span: float) -> Story:
        """Time passes."""
        self.now += timedelta(**span)
        return self

    def register(self, by: str = "mediator", village: str = "小海眼", **changes: object) -> Story:
        """Register the homestead dispute, with changes."""
        place = db.session.query(Village).filter_by(name=village).one()
        with transaction():
            case = register_case(replace(homestead(place.id), **changes), actor=self.account(by), now=self.now)
            self.case_id = case.id
        return self

    def everyone(self, choice: str) -> dict[str, str]:
        """The same answer of every party."""
        return {str(party.id): choice for party in self.case.parties}

    def answer(self, name: str, by: str = "mediator", **values: object) -> Story:
        """Answer the open step of this name."""
        task = self.task(name)
        with transaction():
            answer_task(
                task.id,
                page_version=task.row_version,
                values=values,
                occurred_at=self.now,
                spoken_by="",
                actor=self.account(by),
                now=self.now,
            )
        return self

    def sit(self, by: str = "mediator") -> Story:
        """Record a sitting."""
        with transaction():
            record_session(self.case, SITTING, held_at=self.now, spoken_by="", actor=self.account(by), now=self.now)
        return self

    def start_at(self, level: str, by: str = "mediator") -> Story:
        return self.answer("choose_start", by, target=level)

    def accept(self, by: str = "mediator") -> Story:
        return self.answer("accept_case", by, outcome="accepted")

    def consent(self, by: str = "mediator") -> Story:
        everyone = self.everyone("agreed")
        return self.answer("record_consents", by, consent=everyone, method=self.everyone("in_person"))

    def tell_rights(self, by: str = "mediator") -> Story:
        no = self.everyone("no")
        return self.answer("tell_rights", by, told=self.everyone("written"), replacement=no, public=no)

    def not_reached(self, by: str = "mediator") -> Story:
        return self.sit(by).answer("mediate", by, outcome="not_reached", reason="分歧较大。")

    def next(self, choice: str, by: str = "mediator", will: str = "agreed", **values: object) -> Story:
        """Answer 下一步谁接."""
        answers: Mapping[str, object] = {"next": choice, "wills": self.everyone(will), "reason": "分歧较大。", **values}
        return self.answer("next_step", by, **answers)

    def mediating_at(self, level: str, by: str = "mediator") -> Story:
        """Registered, accepted, consented, told, mediators chosen: mediation stands open at this level."""
        self.register(by).start_at(level, by)
        return self.accept(by).consent(by).tell_rights(by).choose_mediators(by)

    def choose_mediators(
        self, by: str = "mediator", presiding: str = "周有福", others: Mapping[str, str] | None = None
    ) -> Story:
        """Choose by names: who presides, and others by part."""
        parts = {presiding: "presiding", **(others or {})}
        members = {one.person.name: one.id for one in db.session.query(PoolMember)}
        chosen = {str(members[name]): part for name, part in parts.items()}
        return self.answer("choose_mediators", by, chosen_by="committee", disclosure="没有", parts=chosen)
