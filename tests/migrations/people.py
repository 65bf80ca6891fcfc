"""Stories of the tests' disputes and petitions, told by the people of the example town."""

from __future__ import annotations

import io
from datetime import date, timedelta

from PIL import Image

from app.accounts.models import Account
from app.agreements.models import SigningMethod
from app.agreements.queries import signing_mediators
from app.cases.actions.intake import PartyIntake
from app.cases.models import CaseMediatorPart
from app.cases.queries.proposal import propose
from app.core.clock import local
from app.core.db import db
from app.core.transaction import transaction
from app.matters.actions.attach import attach_file
from app.organisations.models import Office, OfficeKind
from app.petitions.actions.intake import PetitionerIntake
from tests.bpmn.life import Life
from tests.petitions.way import HANDLER, UPPER, Way

IN_TOWN = {"mediator": "mediator08", "head": "head08", "adviser": "adviser08", HANDLER: "station"}
"""Sign-in names of the small town of the tests, and who stands in their place."""
STATION = "自然资源和规划建设办公室"


def account_of(login_name: str) -> Account:
    found = IN_TOWN.get(login_name, login_name)
    return db.session.query(Account).filter_by(login_name=found).one()


def picture(width: int = 60) -> bytes:
    """A small photograph, another one for another width."""
    content = io.BytesIO()
    Image.new("RGB", (width, 80), "white").save(content, "PNG")
    return content.getvalue()


class TownLife(Life):
    """A dispute of the example town."""

    def account(self, login_name: str) -> Account:
        return account_of(login_name)

    def register(self, by: str = "mediator", village: str = "小海眼", **changes: object) -> TownLife:
        """Submission two hours ago, whatever day it is."""
        super().register(by, village, **{"applied_at": self.now - timedelta(hours=2), **changes})
        return self

    def between(self, first: str, second: str, *more: str, by: str = "mediator", **changes: object) -> TownLife:
        """Register a dispute between these people."""
        parties = tuple(PartyIntake(side=side, name=name) for side, name in enumerate((first, second, *more), start=1))
        self.register(by, **{"parties": parties, "spoken_by": first, **changes})
        return self

    def told_at(self, level: str, by: str = "mediator") -> TownLife:
        """Accepted where it was begun, everybody willing and told."""
        self.start_at(level, by).accept(by).consent(by).tell_rights(by)
        return self

    def mediating(self, level: str = "village", by: str = "mediator") -> TownLife:
        self.told_at(level, by).choose_mediators(by)
        return self

    def choose_mediators(self, by: str = "mediator", presiding: str = "", others: object = None) -> TownLife:
        """The first of the proposal who may sign presides."""
        first = next(
            one.candidate for one in propose(self.case, on=local(self.now).date()).ranked if one.candidate.may_sign
        )
        parts = {str(first.id): CaseMediatorPart.PRESIDING}
        self.answer("choose_mediators", by, chosen_by="committee", disclosure="没有", parts=parts)
        return self

    def text(self, **changes: object) -> dict[str, object]:
        """The agreement's text, with the names of these parties."""
        first = self.case.parties[0].name
        clauses = [
            {"who": first, "does": "在旧墙基础线以内翻建", "due_note": "施工期间"},
            {"who": first, "does": "补偿墙面修补费", "due_on": date(2027, 1, 31), "amount": "3000"},
        ]
        return super().text(**{"clauses": clauses, **changes})

    def hand_written(self, by: str = "mediator") -> TownLife:
        """File the photograph of the paper that all have signed today."""
        keys = [f"party-{party.public_id}" for party in self.case.parties]
        keys += [f"mediator-{one.public_id}" for one in signing_mediators(self.case, self.today)]
        signatures = [{"key": key, "method": SigningMethod.BY_HAND, "signed_on": self.today} for key in keys]
        paper = self.photograph(by)
        self.answer("file_original", by, attachment_id=paper, signatures=signatures, **self.text())
        return self

    def attach(self, content: bytes, name: str, by: str = "mediator") -> TownLife:
        """File something as evidence."""
        with transaction():
            attach_file(self.case, name=name, content=content, kind="evidence", occurred_at=self.now,
                        spoken_by="", actor=self.account(by), now=self.now)  # fmt: skip
        return self


class TownWay(Way):
    """A claim of the example town."""

    def account(self, login_name: str) -> Account:
        return account_of(login_name)

    def office(self, kind: OfficeKind = OfficeKind.STATION) -> str:
        found = db.session.query(Office).filter(Office.kind == kind, Office.name.endswith(STATION))
        return str(found.one().id)

    def by_person(self, name: str, **changes: object) -> TownWay:
        """The letter of somebody of this name."""
        person = PetitionerIntake(name=name, id_number="", phone="13812345678", address="小海眼社区2号")
        self.register(**{"petitioners": (person,), "spoken_by": name, **changes})
        return self

    def sent_down(self, name: str) -> TownWay:
        """The same, transferred today by the district's bureau."""
        person = PetitionerIntake(name=name, id_number="", phone="13812345678", address="小海眼社区2号")
        self.transferred(petitioners=(person,), spoken_by=name)
        return self

    def accepted_here(self) -> TownWay:
        """Sorted, accepted, told: it waits for its office."""
        self.sort().decide("accepted").letter_out()
        return self

    def simply(self) -> TownWay:
        """Sorted, to be answered simply."""
        self.sort().decide("simple", told_how="phone")
        return self

    def supplied(self) -> TownWay:
        """The higher body has the file."""
        self.answer("supply_file", material="案卷一册", asked_by=UPPER)
        return self
