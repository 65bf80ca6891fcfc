"""One dispute of the example on its way: each method is one action of a named person, on the day the town stands at."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Self

from sqlalchemy import select

from app.cases.actions.at_any_step import ACTIONS
from app.cases.actions.intake import CaseIntake, PartyIntake
from app.cases.actions.record_session import Sitting, record_session
from app.cases.actions.register_case import register_case
from app.cases.models import Case, Source
from app.cases.queries import case_by_id
from app.cases.queries.letters import case_letters_of
from app.core.db import db
from app.core.terms import DisputeType, Level
from app.deadlines.actions.sweep import ring_deadline
from app.deadlines.queries import running_named
from app.example.town.at_work import AtWork
from app.mediators.models import PoolMember
from app.organisations.queries import members_of

TOWN = "town"
BOTH_HERE = "双方当事人、调解员"
KINSHIP = "小组长是族里的长辈，跟两家一样亲，当面说明了，各方都没有意见。"
"""An elder equally related to both sides is disclosed and asked about, not excluded."""
AT_LENGTH = timedelta(minutes=40)
"""How long before they are written down the parties came."""


class Matter:
    """A case and the committee whose people work on it: `place` is a village's two figures, or ``town``."""

    def __init__(self, at_work: AtWork, place: str) -> None:
        self.at_work, self.place, self.case_id = at_work, place, 0

    @property
    def mediator(self) -> str:
        """The sign-in name of the mediator who types."""
        return "town-mediator" if self.place == TOWN else f"mediator{self.place}"

    @property
    def head(self) -> str:
        """The sign-in name of the committee's head."""
        return "town-head" if self.place == TOWN else f"head{self.place}"

    @property
    def case(self) -> Case:
        """The case as it stands."""
        return case_by_id(self.case_id)

    def register(
        self, village: str, kind: DisputeType, parties: Iterable[PartyIntake], facts: str, claims: str, **more: Any
    ) -> Self:
        """What the parties say at the desk; they apply themselves unless told otherwise."""
        given = tuple(parties)
        told = {"source": Source.APPLICATION, "spoken_by": given[0].name, **more}
        moment = self.at_work.moment()
        intake = CaseIntake(
            village_id=self.at_work.villages[village].id,
            dispute_type=kind,
            facts=facts,
            claims=claims,
            parties=given,
            applied_at=moment - AT_LENGTH,
            **told,
        )
        self.case_id = register_case(intake, actor=self.at_work.accounts[self.mediator], now=moment).id
        return self

    def answer(self, step: str, by: str = "", /, **values: object) -> Self:
        """Answer the open step of this name, as the mediator unless told otherwise."""
        self.at_work.answer("case", self.case_id, step, by or self.mediator, values)
        return self

    def action(self, name: str, **values: object) -> Self:
        """An action that no step asks for."""
        ACTIONS[name].carry_out(self.case, self.at_work.told(values, self.mediator))
        return self

    def everyone(self, choice: str, *, but: dict[int, str] | None = None) -> dict[str, str]:
        """The same answer of every party, another one of those at the places (from 0) in `but`."""
        others = but or {}
        return {str(party.id): others.get(place, choice) for place, party in enumerate(self.case.parties)}

    def start(self, level: str, reason: str = "各方都愿意先在这里调。") -> Self:
        """People choose where to begin."""
        return self.answer("choose_start", target=level, reason=reason)

    def accept(self) -> Self:
        """Taken on: number and month."""
        return self.answer("accept_case", outcome="accepted")

    def ready(self, *others: str) -> Self:
        """All are willing and know their rights, the committee's mediator presides."""
        consent, method = self.everyone("agreed"), self.everyone("in_person")
        self.answer("record_consents", consent=consent, method=method)
        return self.tell_rights().choose_mediators(*others)

    def tell_rights(self) -> Self:
        """Rights and duties, in writing; nobody wants the talks public."""
        no = self.everyone("no")
        return self.answer("tell_rights", told=self.everyone("written"), replacement=no, public=no)

    def choose_mediators(self, *others: str) -> Self:
        """Whoever types presides; a group's or clan's own head sits beside; others by sign-in name."""
        beside = [self._member(login_name) for login_name in others]
        if self.case.body_id != self.case.committee_id:
            beside.append(self._member_of_person(members_of(self.case.body_id)[0].person_id))
        parts = {str(self._member(self.mediator)): "presiding", **{str(one): "mediator" for one in beside}}
        said = KINSHIP if self.case.level is Level.CLAN else "没有"
        return self.answer("choose_mediators", chosen_by="committee", disclosure=said, parts=parts)

    def _member(self, login_name: str) -> int:
        return self._member_of_person(self.at_work.accounts[login_name].person_id)

    def _member_of_person(self, person_id: int) -> int:
        return db.session.scalars(select(PoolMember.id).where(PoolMember.person_id == person_id)).one()

    def sit(
        self, place: str, *, statements: str, found: str, proposal: str, result: str, present: str = BOTH_HERE
    ) -> Self:
        """A sitting, written down when it was over."""
        sitting = Sitting(place, present, statements, found, proposal, result)
        moment, mediator = self.at_work.moment(), self.at_work.accounts[self.mediator]
        record_session(self.case, sitting, held_at=moment, spoken_by="", actor=mediator, now=moment)
        return self

    def not_reached(self, reason: str) -> Self:
        """No agreement at this level."""
        return self.answer("mediate", outcome="not_reached", reason=reason)

    def hand_on(self, choice: str, reason: str, **values: object) -> Self:
        """下一步谁接, all parties being willing."""
        return self.answer("next_step", next=choice, wills=self.everyone("agreed"), reason=reason, **values)

    def send_letter(self, receiver: str = "镇调解中心值班") -> Self:
        """The transfer letter is sealed and brought over the same day."""
        served = {"outcome": "delivered", "method": "direct", "delivered_on": self.at_work.today, "receiver": receiver}
        return self.answer("seal_letter", copies=2).answer("deliver", **served)

    def take_over(self, by: str, materials: str) -> Self:
        """The town's committee takes on what was handed up, under its own number."""
        self.answer_letter(by, outcome="accepted", consents=self.everyone("agreed"), materials=materials)
        self.place = TOWN
        return self

    def answer_letter(self, by: str, **values: object) -> Self:
        """The receiver answers a transfer letter that came on the day on which the sender served it."""
        received_on = case_letters_of(self.case_id)[-1].served_on
        return self.answer("answer_transfer", by, received_on=received_on, **values)

    def agree(self, form: str, *, partial: bool = False) -> Self:
        """The parties agree, in this form."""
        return self.answer("mediate", outcome="agreed", form=form, partial="yes" if partial else "no")

    def ring_month(self) -> Self:
        """The month was over: the clockwork put the question before anybody came to it."""
        month = running_named("case", self.case_id, "M2")
        if month is not None:
            ring_deadline(month.id, self.at_work.moment())
        return self
