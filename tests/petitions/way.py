"""Drive petitions through their steps by answering them, as people would; values as the form files give them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Self

from app.accounts.models import Account
from app.core.clock import local
from app.core.db import db
from app.core.transaction import transaction
from app.deadlines.models import Deadline
from app.deadlines.queries import running_named, running_of
from app.organisations.models import Office, OfficeKind, Village
from app.petitions.deeds import DEEDS
from app.petitions.intake import PetitionerIntake, PetitionIntake
from app.petitions.models import Claim, Petition
from app.petitions.queries import claim_by_id
from app.petitions.register_petition import register_petition
from app.petitions.rules import remedy_text
from app.petitions.terms import Channel, LetterKind, Origin
from app.processes.answer import answer_task
from app.processes.models import Task
from app.processes.queries import open_tasks_of
from app.processes.registry import Told
from app.processes.sweep import sweep_timers
from tests.town import NOW

DESK, LEADER, HANDLER = "petition", "leader", "handler"
UPPER = "博山区人民政府"


def letter_from(village_id: int | None, received_on: date) -> PetitionIntake:
    """王乙 asks the town about the building permit of the neighbour's house."""
    return PetitionIntake(
        channel=Channel.LETTER,
        received_on=received_on,
        village_id=village_id,
        petitioners=(
            PetitionerIntake(name="王乙", id_number="", phone="13812345678", address="小海眼社区2号"),
        ),
        story="王甲翻建房屋，没有留滴水，镇里批了手续，我不同意。",
        claims=("请镇里核实翻建手续，答复为什么这样批。",),
        spoken_by="王乙",
    )


class Way:
    """One claim on its way; every call is its own transaction, as a request would be."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now
        self.claim_id = 0

    @property
    def today(self) -> date:
        return local(self.now).date()

    def account(self, login_name: str) -> Account:
        return db.session.query(Account).filter_by(login_name=login_name).one()

    @property
    def claim(self) -> Claim:
        return claim_by_id(self.claim_id)

    @property
    def petition(self) -> Petition:
        return self.claim.petition

    def office(self, kind: OfficeKind = OfficeKind.STATION) -> str:
        return str(db.session.query(Office).filter_by(kind=kind).one().id)

    @property
    def open(self) -> list[str]:
        """Names of the open steps."""
        return [task.name for task in open_tasks_of("claim", self.claim_id)]

    def task(self, name: str) -> Task:
        """The open step with this name."""
        return next(task for task in open_tasks_of("claim", self.claim_id) if task.name == name)

    def period(self, code: str) -> Deadline:
        """The running period of this code."""
        found = running_named("claim", self.claim_id, code)
        assert found is not None, f"no period {code} runs"
        return found

    def ended(self, code: str) -> Deadline:
        """The newest period of this code, running or over."""
        found = db.session.query(Deadline).filter_by(subject_kind="claim", subject_id=self.claim_id, code=code)
        return found.order_by(Deadline.id.desc()).first()

    @property
    def periods(self) -> list[str]:
        """The codes of the running periods, the first to end first."""
        return [one.code for one in running_of("claim", self.claim_id)]

    def later(self, **span: float) -> Self:
        """Time passes."""
        self.now += timedelta(**span)
        return self

    def on(self, day: date, hour: int = 10) -> Self:
        """It is this day, in the morning in Shanghai."""
        self.now = local(self.now).replace(year=day.year, month=day.month, day=day.day, hour=hour)
        return self

    def ring(self) -> Self:
        """The earliest date an open step waits for comes, and the sweep rings it."""
        due = min(task.due_at for task in open_tasks_of("claim", self.claim_id) if task.due_at)
        self.now = max(self.now, due + timedelta(minutes=1))
        sweep_timers(self.now)
        return self

    def register(self, by: str = DESK, village: str | None = "小海眼", **changes: object) -> Self:
        """Register the letter received today, with changes; the way follows its first claim."""
        place = db.session.query(Village).filter_by(name=village).one() if village else None
        intake = replace(letter_from(place.id if place else None, self.today), **changes)
        with transaction():
            petition = register_petition(intake, actor=self.account(by), now=self.now)
            self.claim_id = petition.claims[0].id
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
        other = Way(self.now)
        other.claim_id = self.petition.claims[position - 1].id
        return other

    def answer(self, name: str, by: str = DESK, **values: object) -> Self:
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

    def deed(self, name: str, by: str = DESK, **values: object) -> Self:
        """Do a deed that no step asks for."""
        with transaction():
            DEEDS[name].carry_out(self.claim, Told(values, self.now, "", self.account(by), self.now))
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

    def sealed(self) -> Self:
        return self.answer("seal_letter", copies=2)

    def delivered(self, on: date | None = None, **values: object) -> Self:
        given = {"method": "direct", "delivered_on": on or self.today, "receiver": "王乙", **values}
        return self.answer("deliver", **given)

    def letter_out(self, on: date | None = None) -> Self:
        """Signed off, sealed, delivered."""
        return self.signed_off().sealed().delivered(on)

    def accepted(self) -> Self:
        """Registered, sorted, accepted, told: the claim waits for its office."""
        return self.register().sort().decide("accepted").letter_out()

    def assigned(self) -> Self:
        return self.answer(
            "assign_unit", office=self.office(), inner_due_on=self.today + timedelta(days=20), note="当面听取意见。"
        )

    def investigating(self) -> Self:
        return self.accepted().assigned()

    def investigate(self, outcome: str = "ready", **values: object) -> Self:
        return self.answer("investigate", HANDLER, outcome=outcome, findings="手续齐全，现场核对无误。", **values)

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

    def asked(self, step: str = "await_review") -> Self:
        return self.answer(step, outcome="requested", requested_on=self.today)

    def upper(self, result: str, **values: object) -> Self:
        """The file is supplied and the higher body's opinion recorded, today."""
        self.answer("supply_file", material="案卷一册", asked_by=UPPER)
        given = {"number": "博复查〔2027〕3号", "decided_on": self.today, "received_on": self.today, **values}
        return self.answer("record_upper", result=result, summary="维持原处理意见。", **given)
