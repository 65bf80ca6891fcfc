"""Fill the papers of a case from its tables: acceptance register, rights notice, transfer letter.

Who holds an office on a paper is the one who held it: where nobody was asked who did, there is a line to sign on.
"""

from __future__ import annotations

from datetime import date, datetime

from app.cases.models import Case, CaseMediatorPart, Party, Source
from app.cases.models.records import Move, MoveKind, RightsTold
from app.cases.papers import values as papers
from app.cases.papers.routes import other_routes
from app.cases.queries import mediators_of, moves_of, rights_told_of
from app.cases.queries.letters import letter_of_move
from app.cases.rules import TRANSFER_ANSWER
from app.core.clock import local
from app.core.terms import DISPUTE_TYPE_NAMES, GENDER_NAMES, DisputeType
from app.deadlines.queries.calendar_source import length_of
from app.matters.models.attachments import Attachment
from app.matters.models.participants import Agent
from app.matters.queries.attachments import attachments_of
from app.matters.terms import IdentityCheck, PartyKind
from app.organisations.models import Body
from app.organisations.queries import get_body
from app.papers.rules import people

SOURCES = {
    Source.APPLICATION: papers.Source.APPLICATION,
    Source.INITIATIVE: papers.Source.INITIATIVE,
    Source.REFERRAL: papers.Source.ENTRUSTED,
}


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else local(moment).date()


def paper_parties(parties: list[Party]) -> tuple[people.Party, ...]:
    """The parties as papers name them, labelled by side: 甲方, 乙方一 …"""
    sides = sorted({party.side for party in parties})
    return people.label_sides(tuple(tuple(_party(one) for one in parties if one.side == side) for side in sides))


def through_whom(party: Party) -> str:
    """Who passes on what is for a party that must not be reached at home."""
    return party.case.committee.name


def _party(party: Party) -> people.Party:
    return people.Party(who=_who(party), proxies=tuple(_proxy(agent) for agent in party.agents))


def _who(party: Party) -> people.Person | people.Organisation:
    through = through_whom(party)
    if party.kind is PartyKind.LEGAL:
        return people.Organisation(
            name=party.name,
            credit_code=party.credit_code or None,
            address=party.printed_address(through) or None,
            head=party.legal_representative or None,
            head_position=party.representative_post or None,
            phone=party.printed_phone(through) or None,
        )
    return people.Person(
        name=party.name,
        gender=GENDER_NAMES[party.gender] if party.gender else None,
        nation=party.ethnicity or None,
        born_on=party.born_on,
        id_number=party.id_number or None,
        id_name=party.number_name,
        id_later=party.identity_check is IdentityCheck.LATER,
        occupation=party.occupation or None,
        address=party.printed_address(through) or None,
        phone=party.printed_phone(through) or None,
    )


def _proxy(agent: Agent) -> people.Proxy:
    return people.Proxy(
        name=agent.name,
        title="法定代理人（监护人）" if agent.kind == "guardian" else "委托代理人",
        relation=agent.relation or None,
        id_number=agent.id_number or None,
        id_name=agent.number_name,
        phone=agent.phone or None,
        authority=None if agent.kind == "guardian" else agent.authority,
    )


def issuer_of(committee: Body) -> str:
    """The name on the seal."""
    return committee.seal_name or committee.name


def dispute_name(case: Case) -> str:
    """What a letter calls the matter: ``房屋宅基地纠纷``, ``劳动争议``."""
    name = DISPUTE_TYPE_NAMES[case.dispute_type]
    if case.dispute_type is DisputeType.OTHER:
        return "民间纠纷"
    return name if name.endswith("争议") else f"{name}纠纷"


def mediator_names(case: Case) -> tuple[str, ...]:
    """Names of those who mediate (not the invited), the presiding mediator first."""
    return tuple(one.pool_member.person.name for one in mediators_of(case.id) if one.part != "invited")


def acceptance_register(case: Case) -> papers.AcceptanceRegister:
    """受理登记表.  Before acceptance it is a draft without a number."""
    handling = case.handling
    return papers.AcceptanceRegister(
        number=case.number,
        issuer=issuer_of(case.committee),
        parties=paper_parties(case.parties),
        issued_on=handling.accepted_on if handling else None,
        draft=handling is None,
        dispute_type=DISPUTE_TYPE_NAMES[case.dispute_type],
        source=SOURCES[case.source],
        source_detail=case.referred_by or None,
        received_on=_day(case.applied_at),
        accepted_on=handling.accepted_on if handling else None,
        summary=case.facts,
        claims=tuple(line for line in case.claims.splitlines() if line.strip()),
    )


def told_here(case: Case) -> list[RightsTold]:
    """When the committee that handles the case now told each party its rights and duties."""
    return [row for row in rights_told_of(case.id) if row.committee_id == case.committee_id]


def rights_notice(case: Case) -> papers.RightsNotice:
    """权利义务告知书, also before it was told: it is what is handed over."""
    told = told_here(case)
    return papers.RightsNotice(
        number=case.number,
        issuer=issuer_of(case.committee),
        parties=paper_parties(case.parties),
        draft=not case.number,
        issued_on=_day(told[-1].occurred_at) if told else None,
        dispute_name=dispute_name(case),
        dispute_type=case.dispute_type,
        mediators=mediator_names(case),
        told_on=_day(told[-1].occurred_at) if told else None,
        told_routes=routes_of(case),
    )


def routes_of(case: Case, ticked: str = "") -> tuple[str, ...]:
    """The legal routes beside mediation for this dispute, and those that were ticked besides (codes with commas)."""
    return other_routes(case.dispute_type, is_land_contract=case.is_land_contract, ticked=ticked.split(","))


def transfers_of(case: Case) -> list[Move]:
    """The transfer letters of a case, in order."""
    return [move for move in moves_of(case.id) if move.kind is MoveKind.TRANSFER]


def transfer_letter(case: Case, letter: Move) -> papers.TransferLetter:
    """移交函 of one transfer, as the sending committee wrote it."""
    sender = get_body(letter.from_body.sealing_id)
    handling = next((one for one in case.handlings if one.committee_id == sender.id), None)
    agreed_on, written = _day(letter.occurred_at), letter_of_move(letter.id)
    return papers.TransferLetter(
        number=handling.number if handling else "",
        issuer=issuer_of(sender),
        parties=paper_parties(case.parties),
        issued_on=written.sealed_on if written else agreed_on,
        draft=written is not None and written.sealed_on is None,
        receiver=issuer_of(get_body(letter.to_body.sealing_id)),
        dispute_name=dispute_name(case),
        dispute_type=DISPUTE_TYPE_NAMES[case.dispute_type],
        summary=case.facts,
        state=f"我委{'已于' + papers_day(handling.accepted_on) + '受理，' if handling else ''}经调解未达成协议。",
        consent=f"各方当事人于{papers_day(agreed_on)}同意由你委继续调解。",
        reason=letter.reason,
        attachments=("受理登记表", *(row.name for row in attachments_of(case) if _was_sent(row, letter))),
        reply_working_days=length_of(TRANSFER_ANSWER, local(letter.occurred_at).date()),
        contact=_presiding(case, sender),
    )


def _presiding(case: Case, committee: Body) -> str | None:
    """Who presided there last, whom the receiver may ask."""
    known = mediators_of(case.id, only_current=False)
    there = [one for one in known if one.committee_id == committee.id and one.part is CaseMediatorPart.PRESIDING]
    return max(there, key=lambda one: one.id).pool_member.person.name if there else None


def _was_sent(row: Attachment, letter: Move) -> bool:
    """Whether a file went along: not one that the receiver filed after the answer."""
    return letter.answered_at is None or row.entered_at <= letter.answered_at


def papers_day(day: date | None) -> str:
    """``2026年11月23日``."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　年　　月　　日"
