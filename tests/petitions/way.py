"""Drive petitions through their steps by answering them, as people would; values as the form files give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Self

from app.core.db import db
from app.core.transaction import transaction
from app.organisations.models import Office, OfficeKind, Village
from app.petitions.actions.at_any_step import ACTIONS
from app.petitions.actions.intake import PetitionerIntake, PetitionIntake
from app.petitions.actions.register_petition import register_petition
from app.petitions.models import Claim, Petition
from app.petitions.models.records import Letter
from app.petitions.queries import claim_by_id, letters_of
from app.petitions.rules.letters import remedy_text
from app.petitions.terms import Channel, LetterKind, Origin
from app.processes.actions.sweep import sweep_timers
from app.processes.registry import Submission
from tests.stations import station
from tests.walk import Walk

DESK, LEADER, HANDLER = "petition", "leader", "handler"
UPPER = "博山区人民政府"


def letter_from(village_id: int | None, received_on: date) -> PetitionIntake:
    """王乙 asks the town about the building permit of the neighbour's house."""
    return PetitionIntake(
        channel=Channel.LETTER,
        received_on=received_on,
        village_id=village_id,
        petitioners=(PetitionerIntake(name="王乙", id_number="", phone="13812345678", address="小海眼社区2号"),),
        story="王甲翻建房屋，没有留滴水，镇里批了手续，我不同意。",
        claims=("请镇里核实翻建手续，答复为什么这样批。",),
        spoken_by="王乙",
    )


class Way(Walk):
    """One claim of a petition on its way."""

    kind = "claim"

    @property
    def claim_id(self) -> int:
        return self.subject_id

    @property
    def claim(self) -> Claim:
        return claim_by_id(self.claim_id)

    @property
    def petition(self) -> Petition:
        return self.claim.petition

    def office(self, kind: OfficeKind = OfficeKind.STATION) -> str:
        return str(db.session.query(Office).filter_by(kind=kind).one().id)

    def register(self, by: str = DESK, village: str | None = "小海眼", **changes: object) -> Self:
        """Register the letter received today, with changes; the way follows its first claim."""
        place = db.session.query(Village).filter_by(name=village).one() if village else None
        intake = replace(letter_from(place.id if place else None, self.today), **changes)
        with transaction():
            petition = register_petition(intake, actor=self.account(by), now=self.now)
            self.subject_id = petition.claims[0].id
        return self

    def transferred(self, **changes: object) -> Self:
        """The same letter, transferred today by the district's bureau."""
        given: dict[str, object] = {
            "origin": Origin.TRANSFERRED,
            "transferred_by": "博山区信访局",
            "transferred_on": self.today,
            **changes,
        }
        return self.register(**given)

    def second_claim(self, position: int = 2) -> Way:
        """Another way at another claim of the same petition."""
        return Way(self.now, self.petition.claims[position - 1].id)

    def answer(self, name: str, by: str = DESK, **values: object) -> Self:
        return super().answer(name, by, **values)

    def action(self, name: str, by: str = DESK, **values: object) -> Self:
        """Do a deed that no step asks for."""
        with transaction():
            ACTIONS[name].carry_out(self.claim, Submission(values, self.moment, "", self.account(by), self.now))
        return self

    def sort(self, matter_class: str = "appeal", route: str = "petition") -> Self:
        route_given: Mapping[str, object] = {"route": route} if matter_class == "appeal" else {}
        return self.answer(
            "sort_claim", outcome="new", matter_class=matter_class, reason="照第三十一条。", **route_given
        )

    def decide(self, decision: str, **values: object) -> Self:
        return self.answer("decide_claim", decision=decision, **{"reason": "照规定。", **values})

    def signed_off(self) -> Self:
        return self.answer("sign_off", LEADER, outcome="approved")

    def returned(self, reason: str) -> Self:
        """The leader wants the letter changed."""
        return self.answer("sign_off", LEADER, outcome="back", reason=reason)

    def sealed(self) -> Self:
        return self.answer("seal_letter", copies=2)

    def delivered(self, on: date | None = None, **values: object) -> Self:
        given = {
            "outcome": "delivered",
            "method": "direct",
            "delivered_on": on or self.today,
            "receiver": "王乙",
            **values,
        }
        return self.answer("deliver", **given)

    def objection_out(self) -> Self:
        """The objection letter is signed off, sealed and sent today."""
        return self.signed_off().sealed().delivered(method="mail", receiver="区信访局收发室")

    def letter_out(self, on: date | None = None) -> Self:
        """Signed off, sealed, delivered."""
        return self.signed_off().sealed().delivered(on)

    @station
    def simple(self) -> Self:
        """Registered, sorted, to be answered simply."""
        return self.register().sort().decide("simple", told_how="phone")

    @station
    def accepted(self) -> Self:
        """Registered, sorted, accepted, told: the claim waits for its office."""
        return self.register().sort().decide("accepted").letter_out()

    def assigned(self) -> Self:
        return self.answer(
            "assign_unit", office=self.office(), inner_due_on=self.today + timedelta(days=20), note="当面听取意见。"
        )

    @station
    def investigating(self) -> Self:
        return self.accepted().assigned()

    def investigate(self, outcome: str = "ready", **values: object) -> Self:
        return self.answer("investigate", HANDLER, outcome=outcome, findings="手续齐全，现场核对无误。", **values)

    def hearing(self, **changes: object) -> Self:
        """A hearing is needed and held today."""
        given: dict[str, object] = {
            "held_on": self.today,
            "place": "镇政府二楼会议室",
            "host": "镇镇长",
            "present": "王乙、王甲、规站长",
            "minutes": "双方各自陈述。",
            "report": "建议协商解决通道。",
            **changes,
        }
        return self.investigate("hearing").answer("hold_hearing", **given)

    def settlement(self, outcome: str, **changes: object) -> Self:
        """Both sides settled today: all of it (``settled``) or some points (``partial``)."""
        given: dict[str, object] = {
            "kind": "mediated",
            "both_willing": "yes",
            "agreed_on": self.today,
            "other_party": "王甲",
            "text": "王甲留出六十厘米通道。",
            "rest": "滴水怎么留。" if outcome == "partial" else "",
            **changes,
        }
        return self.investigate("settled").answer("record_settlement", outcome=outcome, **given)

    def extension(self, days: int, outcome: str = "approved") -> Self:
        """A longer time is asked for, and the head decides."""
        self.investigate("extension", days=days, reason="要等区里的测绘结果。")
        return self.answer("approve_extension", LEADER, outcome=outcome, days=days, reason="要等区里的测绘结果。")

    def reroute(self, outcome: str = "rerouted") -> Self:
        """The office finds class or route wrong, and the head decides."""
        return self.investigate("reroute").answer("approve_reroute", LEADER, outcome=outcome, reason="照查到的办。")

    def dispute(self, **changes: object) -> Self:
        """Both sides consent: a linked dispute at the town's centre."""
        given: dict[str, object] = {
            "consent": "both",
            "other_party": "王甲",
            "dispute_type": "neighbours",
            "facts": "王甲翻建没有留滴水。",
            "claims": "留出六十厘米通道。",
            **changes,
        }
        return self.action("open_dispute", **given)

    def claim_letters(self) -> Sequence[Letter]:
        """The letters about the claim, oldest first."""
        return letters_of(self.claim_id)

    def asks_to_withdraw(self, **changes: object) -> Self:
        """The petitioner applies in writing, of free will; the work goes on."""
        given: dict[str, object] = {
            "applied_on": self.today,
            "pressure": "no",
            "asked_how": "访专干当面问了王乙。",
            "reason": "已经说开了。",
            **changes,
        }
        return self.action("withdraw", **given)

    def three_days_later(self) -> Self:
        """The three days after an application are over."""
        self.happened_at = None
        self.now = max(self.now, self.period("D15").due_at + timedelta(minutes=1))
        sweep_timers(self.now)
        return self

    def called(self, outcome: str = "confirmed", **values: object) -> Self:
        """Somebody who has nothing to do with it calls, as soon as the three days are over."""
        if "call_back" not in self.open:
            self.three_days_later()
        given = {"called_on": self.today, "called_by": "赵主任", "note": "自己愿意。", **values}
        return self.answer("call_back", outcome=outcome, **given)

    def withdraw(self, **changes: object) -> Self:
        """The petitioner applies, and still wishes it when called three days later."""
        return self.asks_to_withdraw(**changes).called()

    def opinion(self, **changes: object) -> Self:
        """Write the opinion."""
        given: dict[str, object] = {
            "request": "请镇里核实翻建手续，答复为什么这样批。",
            "facts": "经查，王甲翻建的手续齐全，四至与证载一致。",
            "stance": "explain",
            "opinion": "翻建手续符合规定；滴水、通道属于相邻关系，可以由人民调解委员会调解。",
            "basis": "《土地管理法》第六十二条；《民法典》第二百八十八条。",
            "remedy": remedy_text(LetterKind.OPINION, upper=UPPER),
            **changes,
        }
        return self.answer("write_opinion", HANDLER, **given)

    def opinion_out(self, on: date | None = None) -> Self:
        """Ready, written, issued and delivered: the window of review runs."""
        return self.investigate().opinion().letter_out(on)

    def asked(self, name: str = "review_requested", on: date | None = None) -> Self:
        """The higher body has had the request, since today or a day before: told meanwhile, or asked at the end."""
        given = {"requested_on": on or self.today}
        return self.answer(name, outcome="requested", **given) if name in self.open else self.action(name, **given)

    def objection_answered(self, outcome: str, **values: object) -> Self:
        """The transferring body answers today: ``agreed`` or ``not_agreed``."""
        return self.action("objection_answered", outcome=outcome, **{"answered_by": "博山区信访局", **values})

    def nobody_asked(self, step: str = "ask_review") -> Self:
        """The window closes, and the higher body says that it had no request."""
        return self.ring().answer(step, outcome="none", note="跟区政府信访局核对。")

    def upper(self, result: str, **values: object) -> Self:
        """The file is supplied and the higher body's opinion recorded, today."""
        self.answer("supply_file", material="案卷一册", asked_by=UPPER)
        given = {"number": "博复查〔2027〕3号", "decided_on": self.today, "received_on": self.today, **values}
        return self.answer("record_upper", result=result, summary="维持原处理意见。", **given)


def told_by(way: Way, **values: object) -> Submission:
    """What the desk tells the system today."""
    return Submission(values, way.moment, "", way.account(DESK), way.now)
