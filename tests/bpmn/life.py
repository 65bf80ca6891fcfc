"""The whole life of a case as answers of people: beyond mediation to draft, review, seal, archive, or an end."""

from __future__ import annotations

import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Self

from PIL import Image

from app.accounts.models import Account
from app.agreements.actions.record_signature import SignatureEntry, record_signature
from app.agreements.actions.save_draft import save_draft
from app.agreements.models import SigningMethod
from app.agreements.queries import duties_of, signers_of, the_agreement
from app.agreements.rules import AgreementText
from app.cases.actions.at_any_step import stop
from app.cases.actions.intake import PartyIntake
from app.core.db import db
from app.core.files import prepare
from app.core.permissions import Role
from app.core.terms import Gender, Level, PoolCategory
from app.core.transaction import transaction
from app.deadlines.actions.sweep import sweep_deadlines
from app.matters.actions.attach import attach_file
from app.mediators.models import Appointment, PoolMember
from app.organisations.models import Body, Person
from app.processes.registry import Submission
from tests.stations import station
from tests.story import Story

CLAUSES = (
    {"who": "王甲", "does": "在旧墙基础线以内翻建", "due_note": "施工期间"},
    {"who": "王甲", "does": "补偿王乙墙面修补费", "due_on": date(2027, 1, 31), "amount": Decimal(3000)},
)
THREE = (
    PartyIntake(side=1, name="王甲"),
    PartyIntake(side=2, name="王乙"),
    PartyIntake(side=3, name="王丙"),
)


class Life(Story):
    """A story with everything that comes after mediation."""

    @station
    def in_town(self) -> Self:
        """Mediation stands open in the town's centre, where it began."""
        self.register("clerk").start_at("town", "clerk").accept("clerk").consent("clerk").tell_rights("clerk")
        self.choose_mediators("clerk", presiding="韩主任")
        return self

    def handed_up(self, by: str = "mediator") -> Self:
        """No agreement, everybody wants the next level; inside the village mediators are chosen there."""
        self.not_reached(by).next("up", by)
        return self

    def take_letter(self, by: str = "clerk", sender: str = "mediator") -> Self:
        """The sender seals the letter and brings it over, and it is answered the same day."""
        return self.seal_letter(sender).answer_transfer(by)

    def agree(self, by: str = "mediator", form: str = "written") -> Self:
        self.sit(by).answer("mediate", by, outcome="agreed", form=form, partial="no")
        return self

    def text(self, **changes: object) -> dict[str, object]:
        """The agreement's text; it binds everybody unless `bound` says otherwise."""
        bound = [party.id for party in self.case.parties]
        return {"facts": "双方为留通道起争执。", "clauses": CLAUSES, "bound": bound, "place": "双方住所", **changes}

    def draft(self, by: str = "mediator", **changes: object) -> Self:
        with transaction():
            text = AgreementText.from_values(self.text(**changes))
            save_draft(self.case, text, seen_version=None, actor=self.account(by), now=self.now)
        return self

    def send(self, by: str = "mediator") -> Self:
        """To the legal adviser."""
        self.answer("draft", by, outcome="review", adviser=str(self.account("adviser").person_id))
        return self

    def unread(self, by: str = "mediator") -> Self:
        """Straight to freezing."""
        self.answer("draft", by, outcome="skip_review", skip_reason="事情小，双方都懂。")
        return self

    def freeze(self, by: str = "mediator") -> Self:
        self.answer("freeze", by, outcome="frozen")
        return self

    def drafted_and_frozen(self, by: str = "mediator") -> Self:
        return self.agree(by).draft(by).unread(by).freeze(by)

    def signatures(self, by: str = "mediator") -> Self:
        """Everybody signs today."""
        with transaction():
            agreement = the_agreement(self.case_id)
            for signer in signers_of(agreement):
                entry = SignatureEntry(signer.key, SigningMethod.BY_HAND, self.today)
                actor = self.account(by)
                record_signature(agreement, entry, occurred_at=self.now, spoken_by="", actor=actor, now=self.now)
        return self

    def signed_and_sealed(self, by: str = "mediator", head: str = "head") -> Self:
        self.signatures(by).answer("sign", by, outcome="signed")
        return self.seal(head)

    def seal(self, by: str = "head") -> Self:
        self.answer("seal", by, sealed_on=self.today)
        return self

    def promise_day(self) -> Self:
        """The day of the next promise is over, and the sweep asks about it."""
        self.now = max(self.now, self.period("M7").due_at + timedelta(minutes=1))
        sweep_deadlines(self.now)
        return self

    def perform(self, by: str = "mediator") -> Self:
        kept = duties_of(the_agreement(self.case_id).id)
        duties = [{"id": duty.id, "state": "done", "on": self.today} for duty in kept]
        self.answer("fulfil", by, outcome="performed", duties=duties)
        return self

    def visit(self, outcome: str, by: str = "mediator") -> Self:
        content = self.everyone("satisfied")
        self.answer("return_visit", by, outcome=outcome, method="phone", satisfied=content, situation="都办了。")
        return self

    def filed(self, by: str = "mediator", head: str = "head") -> Self:
        """Performed, visited, archived: nothing is open any more."""
        self.perform(by).visit("done", by).answer("archive", head, complete="yes", retention="long")
        return self.over()

    def stop(self, by: str = "mediator") -> Self:
        """A party demands the end, whatever step is open."""
        values = {"asks": self.everyone("yes"), "reason": "不愿再调。"}
        with transaction():
            stop(self.case, Submission(values, self.now, "", self.account(by), self.now))
        return self.told("stopped", by)

    def told(self, because: str, by: str = "mediator") -> Self:
        """The parties were told in writing that it is over."""
        told, reason = self.everyone("in_person"), "讲不拢。"
        self.answer("tell_routes", by, ended_because=because, reason=reason, routes=["court"], told=told,
                    told_on=self.today)  # fmt: skip
        return self.over()

    def over(self) -> Self:
        assert self.open == []
        return self

    def photograph(self, by: str = "mediator") -> int:
        """File a photograph of the hand-written paper; returns its id."""
        picture = io.BytesIO()
        Image.new("RGB", (60, 80), "white").save(picture, "PNG")
        file = prepare(picture.getvalue())
        with transaction():
            kept = attach_file(self.case, name="原件.png", file=file, kind="original",
                               occurred_at=self.now, spoken_by="", actor=self.account(by), now=self.now)  # fmt: skip
            return kept.id


def second_adviser(name: str = "冉律师", login_name: str = "adviser2") -> Account:
    """Another legal adviser of the town's committee, with an account."""
    found = db.session.query(Account).filter_by(login_name=login_name).one_or_none()
    if found is not None:
        return found
    with transaction():
        town = db.session.query(Body).filter_by(level=Level.TOWN).one()
        person = Person(name=name, gender=Gender.FEMALE, born_on=date(1980, 2, 3))
        person.seal_identity(id_number=None, phone="13800000001")
        appointed = [Appointment(committee_id=town.id, from_on=date(2025, 1, 10))]
        member = PoolMember(person=person, category=PoolCategory.LEGAL_ADVISER, appointments=appointed)
        account = Account(login_name=login_name, password_hash="-", role=Role.LEGAL_ADVISER, person=person)
        db.session.add_all([person, member, account])
    return account
