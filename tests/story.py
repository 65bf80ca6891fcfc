"""Drive a case through its steps by answering them, as people would; values as the form files give them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Self

from app.cases.actions.intake import CaseIntake, PartyIntake
from app.cases.actions.record_session import Sitting, record_session
from app.cases.actions.register_case import register_case
from app.cases.models import Case, Source
from app.cases.queries import case_by_id
from app.core.db import db
from app.core.terms import DisputeType
from app.core.transaction import transaction
from app.mediators.models import PoolMember
from app.organisations.models import Village
from tests.stations import station
from tests.town import NOW
from tests.walk import Walk

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


class Story(Walk):
    """One dispute on its way."""

    kind = "case"

    @property
    def case_id(self) -> int:
        return self.subject_id

    @property
    def case(self) -> Case:
        return case_by_id(self.case_id)

    def register(self, by: str = "mediator", village: str = "小海眼", **changes: object) -> Self:
        """Register the homestead dispute, with changes."""
        place = db.session.query(Village).filter_by(name=village).one()
        with transaction():
            case = register_case(replace(homestead(place.id), **changes), actor=self.account(by), now=self.now)
            self.subject_id = case.id
        return self

    def everyone(self, choice: str) -> dict[str, str]:
        """The same answer of every party."""
        return {str(party.id): choice for party in self.case.parties}

    def answer(self, name: str, by: str = "mediator", **values: object) -> Self:
        return super().answer(name, by, **values)

    def sit(self, by: str = "mediator") -> Self:
        """Record a sitting."""
        with transaction():
            record_session(self.case, SITTING, held_at=self.now, spoken_by="", actor=self.account(by), now=self.now)
        return self

    def start_at(self, level: str, by: str = "mediator") -> Self:
        return self.answer("choose_start", by, target=level)

    def accept(self, by: str = "mediator") -> Self:
        return self.answer("accept_case", by, outcome="accepted")

    def consent(self, by: str = "mediator") -> Self:
        everyone = self.everyone("agreed")
        return self.answer("record_consents", by, consent=everyone, method=self.everyone("in_person"))

    def tell_rights(self, by: str = "mediator") -> Self:
        no = self.everyone("no")
        return self.answer("tell_rights", by, told=self.everyone("written"), replacement=no, public=no)

    def not_reached(self, by: str = "mediator") -> Self:
        return self.sit(by).answer("mediate", by, outcome="not_reached", reason="分歧较大。")

    def next(self, choice: str, by: str = "mediator", will: str = "agreed", **values: object) -> Self:
        """Answer 下一步谁接."""
        answers: Mapping[str, object] = {"next": choice, "wills": self.everyone(will), "reason": "分歧较大。", **values}
        return self.answer("next_step", by, **answers)

    def seal_letter(self, by: str = "mediator") -> Self:
        """The sender seals the transfer letter."""
        return self.answer("seal_letter", by, copies=2)

    def serve_letter(self, by: str = "mediator", **values: object) -> Self:
        """A letter reached whom it is for, on this day if no other is given."""
        given = {"outcome": "delivered", "method": "direct", "delivered_on": self.today, "receiver": "收发室"}
        return self.answer("deliver", by, **{**given, **values})

    def answer_transfer(self, by: str = "town-head", outcome: str = "accepted", **values: object) -> Self:
        """The receiver answers the day it came, if no other is given."""
        given = {"outcome": outcome, "received_on": self.today, "consents": self.everyone("agreed")}
        return self.answer("answer_transfer", by, **{**given, **values})

    def tell_routes(self, how: str = "in_person", by: str = "mediator", **values: object) -> Self:
        """The parties are told today that mediation is over, all in one way if no others are given."""
        given = {"ended_because": "not_reached", "reason": "分歧太大。", "routes": ["court"], "told_on": self.today}
        return self.answer("tell_routes", by, **{**given, "told": self.everyone(how), **values})

    @station
    def mediating_at(self, level: str, by: str = "mediator") -> Self:
        """Registered, accepted, consented, told, mediators chosen: mediation stands open at this level."""
        self.register(by).start_at(level, by)
        return self.accept(by).consent(by).tell_rights(by).choose_mediators(by)

    def choose_mediators(
        self, by: str = "mediator", presiding: str = "周有福", others: Mapping[str, str] | None = None
    ) -> Self:
        """Choose by names: who presides, and others by part."""
        parts = {presiding: "presiding", **(others or {})}
        members = {one.person.name: one.id for one in db.session.query(PoolMember)}
        chosen = {str(members[name]): part for name, part in parts.items()}
        return self.answer("choose_mediators", by, chosen_by="committee", disclosure="没有", parts=chosen)
