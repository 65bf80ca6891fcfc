"""A petition that ends in a settlement: the dispute behind it went to the town's mediators, both sides willing."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from app.cases.actions.record_session import Sitting, record_session
from app.cases.models import Case
from app.cases.queries import case_by_id
from app.core.db import db
from app.core.terms import Gender
from app.example.town.petitions.desk import LAND, Desk
from app.example.town.petitions.in_hand import BY_PETITION, OURS
from app.example.town.petitions.item import Item
from app.mediators.models import PoolMember
from app.petitions.actions.intake import PetitionIntake
from app.petitions.terms import Channel

MEDIATOR = "town-mediator"
AGREED = "院墙退回旧墙基，两家之间的过道宽一米二，都能走；拆墙和清土由翻建的一方在半个月里做完，费用自理。"


def passage_between_walls(desk: Desk) -> Iterator[int]:
    """The neighbour's new wall narrowed the passage: mediated in the town's centre, then settled and closed."""
    yield 40
    person = desk.draw_petitioner("南万山", ages=(50, 70))
    other = desk.registry.draw(Gender.MALE, (45, 65))
    petition = desk.register(
        PetitionIntake(
            channel=Channel.VISIT,
            received_on=desk.today,
            village_id=desk.villages["南万山"].id,
            petitioners=(person,),
            story=f"前邻{other.name}翻建院墙，往外挪了半步，两家中间的过道只剩七十公分，三轮车进不去。",
            claims=("请镇里去看看院墙有没有超出批的范围，把过道让出来。",),
            spoken_by=person.name,
        )
    )
    item = Item(desk, petition.claims[0]).sort(BY_PETITION)
    yield 37
    item.decide("accepted", OURS, handling_unit=LAND)
    yield 36
    item.letter_out()
    yield 35
    item.assign(LAND, 30, "先到现场量，能调的先问两家愿不愿意调。")
    yield 30
    item.action(
        "open_dispute",
        consent="both",
        other_party=other.name,
        other_phone=other.phone,
        dispute_type="neighbours",
        facts="两家前后邻居，前邻翻建院墙往外挪了半步，过道只剩七十公分。",
        claims="院墙退回旧墙基，过道恢复原来的宽度。",
    )
    yield 27
    mediate(desk, case_by_id(item.claim.dispute_id or 0))
    yield 24
    agree(desk, case_by_id(item.claim.dispute_id or 0))
    yield 22
    item.investigate("settled", "现场量得过道七十公分；两家在镇调解中心谈拢，院墙退回旧墙基。")
    item.answer(
        "record_settlement",
        kind="mediated",
        both_willing="yes",
        agreed_on=desk.diary.worked_on(24),
        other_party=other.name,
        text=AGREED,
        outcome="settled",
    )


def mediate(desk: Desk, case: Case) -> None:
    """The town's mediators take the dispute on and sit with both sides."""
    parties = [str(party.id) for party in case.parties]

    def step(name: str, **values: object) -> None:
        desk.answer("case", case.id, name, MEDIATOR, values)

    def everyone(choice: str) -> dict[str, str]:
        return dict.fromkeys(parties, choice)

    step("choose_start", target="town", reason="信访转来，双方都愿意在镇里调。")
    step("accept_case", outcome="accepted")
    step("record_consents", consent=everyone("agreed"), method=everyone("in_person"))
    step("tell_rights", told=everyone("written"), replacement=everyone("no"), public=everyone("no"))
    presiding = select(PoolMember.id).where(PoolMember.person_id == desk.accounts[MEDIATOR].person_id)
    parts = {str(db.session.scalars(presiding).one()): "presiding"}
    step("choose_mediators", chosen_by="committee", disclosure="没有", parts=parts)


def agree(desk: Desk, case: Case) -> None:
    """A sitting in the yard, and an oral agreement registered at once."""
    first, second = case.parties
    sitting = Sitting(
        place="两家的过道",
        present="双方当事人、调解员、规划建设经办人",
        statements=f"{first.name}：让出一米二就行。{second.name}：墙是找人画的线，错了就退回去。",
        found="旧墙基还在，过道原来宽一米二。",
        proposal="退回旧墙基，钱的事都不提。",
        result="谈成了。",
    )
    moment, mediator = desk.moment(), desk.accounts[MEDIATOR]
    record_session(case, sitting, held_at=moment, spoken_by="", actor=mediator, now=moment)
    desk.answer("case", case.id, "mediate", MEDIATOR, {"outcome": "agreed", "form": "oral", "partial": "no"})
    clause = {"who": second.name, "does": "把院墙退回旧墙基，清走渣土", "due_note": "半个月里"}
    values = {
        "facts": "翻建院墙挤占过道。",
        "issues": "院墙退到哪里。",
        "place": "两家的过道",
        "clauses": [clause],
        "agreed_on": desk.today,
        "performed": "no",
    }
    desk.answer("case", case.id, "register_oral", MEDIATOR, values)


STORIES = (passage_between_walls,)
