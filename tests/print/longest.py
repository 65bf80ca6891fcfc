"""Every paper with every field at the longest that a form or a column takes, so that nothing can run off the page."""

from __future__ import annotations

from decimal import Decimal

from app.accusations.models import HandOver
from app.accusations.papers.hand_over_paper import SealedHandOver
from app.accusations.papers.hand_over_paper import Sheet as SealedSheet
from app.agreements.actions.write_text import LENGTHS, TEXT_LENGTHS
from app.agreements.models import Agreement, Signature
from app.agreements.models import Clause as ClauseRow
from app.agreements.papers.values import Clause, OralAgreement, WrittenAgreement
from app.audit.actions.seal_sheet import SealSheet
from app.cases import models as case_models
from app.cases.actions.register_case import LONGEST_FACTS
from app.cases.models.records import HelpInvitation
from app.cases.papers.notices import Ending, LeavingNotice, TerminationNotice
from app.cases.papers.values import AcceptanceRegister, RightsNotice, Source, TransferLetter
from app.core.terms import DisputeType
from app.matters.models import participants
from app.matters.models.attachments import Attachment
from app.organisations.models import Body, Office
from app.organisations.models import Person as KnownPerson
from app.papers.rules.paper import Paper
from app.papers.rules.people import Organisation, Party, Person, Proxy, label_sides
from tests.print.longest_sheets import petitions_of
from tests.print.longest_texts import (
    CLAIMS,
    DAY,
    ID_NUMBER,
    NAME,
    OCCUPATION,
    PHONE,
    REASON,
    RELATION,
    Text,
    column,
)

SEAL = SealSheet(town="白塔镇", entries=123_456_789, hash="3f" * 32, issued_on=DAY)


def papers_of(text: Text, *, cut: int | None = None) -> dict[str, Paper]:
    """Every paper by name; texts of several pages are cut to `cut` characters where that is given."""
    long = (lambda length: text(min(length, cut))) if cut else text
    return {**_of_a_case(text, long), **petitions_of(text, long), "accusation": _accusation(text, long), "seal": SEAL}


def _parties(text: Text) -> tuple[Party, ...]:
    proxy = Proxy(
        name=text(column(participants.Agent, "name")),
        title="法定代理人（监护人）",
        relation=text(RELATION),
        id_number=text(ID_NUMBER),
        phone=text(PHONE),
        authority="代理人（特别授权）",
    )
    person = Person(
        name=text(NAME),
        gender="男",
        nation=text(20),
        born_on=DAY,
        id_number=text(ID_NUMBER),
        occupation=text(OCCUPATION),
        address=text(column(case_models.Party, "address")),
        phone=text(PHONE),
    )
    firm = Organisation(
        name=text(NAME),
        credit_code="91370303MA3ABCDE1X",
        address=text(column(case_models.Party, "address")),
        head=text(column(case_models.Party, "legal_representative")),
        head_position=text(column(case_models.Party, "representative_post")),
        phone=text(PHONE),
    )
    listener = Party(who=person, proxies=(proxy,), read_aloud=True, witness=text(column(Signature, "witness")))
    return label_sides(((listener,), (Party(who=firm, proxies=(proxy,)), Party(who=person))))


def _of_a_case(text: Text, long: Text) -> dict[str, Paper]:
    issuer, parties = text(column(Body, "seal_name")), _parties(text)
    number = text(column(case_models.Handling, "number"))
    mediators = tuple(text(column(KnownPerson, "name")) for _ in range(2))
    clause = Clause(
        who=text(column(ClauseRow, "who")),
        what=long(LENGTHS["does"]),
        due_on=DAY,
        due=text(column(ClauseRow, "due_note")),
        place=text(column(ClauseRow, "place")),
        proof=text(column(ClauseRow, "proof")),
        amount=Decimal("999999999999.99"),
    )
    invited = (text(column(HelpInvitation, "helper")), text(column(KnownPerson, "name")))
    spoken_by = text(column(case_models.Case, "spoken_by"))
    return {
        "register": AcceptanceRegister(
            number=number,
            issuer=issuer,
            parties=parties,
            draft=False,
            issued_on=DAY,
            dispute_type="损害赔偿",
            source=Source.ENTRUSTED,
            source_detail=text(column(case_models.Case, "referred_by")),
            received_on=DAY,
            accepted_on=DAY,
            summary=long(LONGEST_FACTS),
            claims=(long(CLAIMS), text(30)),
            remarks=text(300),
            registrar=spoken_by,
            other_numbers=(("信访件编号", text(60)), ("司法行政登记号", text(60))),
        ),
        "notice": RightsNotice(
            number=number,
            issuer=issuer,
            parties=parties,
            draft=False,
            dispute_name="损害赔偿纠纷",
            dispute_type=DisputeType.HOUSING_HOMESTEAD,
            mediators=mediators,
            told_by=spoken_by,
            told_on=DAY,
        ),
        "transfer": TransferLetter(
            number=number,
            issuer=issuer,
            parties=parties,
            draft=False,
            receiver=text(column(Body, "seal_name")),
            dispute_name="损害赔偿纠纷",
            dispute_type="损害赔偿",
            summary=long(LONGEST_FACTS),
            state=text(60),
            consent=text(60),
            reason=long(REASON),
            attachments=tuple(text(column(Attachment, "name")) for _ in range(2)),
            contact=spoken_by,
            phone=text(column(Office, "phone")),
            issued_on=DAY,
        ),
        "termination": TerminationNotice(
            number=number,
            issuer=issuer,
            parties=parties,
            draft=False,
            ending=Ending.NOT_REACHED,
            dispute_name="损害赔偿纠纷",
            dispute_type=DisputeType.LABOUR,
            reason=long(REASON),
            basis=text(100),
            accepted_on=DAY,
            ended_on=DAY,
            undisputed_facts=(text(200),),
            mediators=mediators,
            issued_on=DAY,
        ),
        "leaving": LeavingNotice(
            number=number,
            issuer=issuer,
            parties=parties[:1],
            draft=False,
            ending=Ending.WITHDRAWN,
            dispute_name="损害赔偿纠纷",
            dispute_type=DisputeType.LABOUR,
            reason=long(REASON),
            accepted_on=DAY,
            ended_on=DAY,
            mediators=mediators,
            others=tuple(party.name for party in parties[1:]),
            issued_on=DAY,
        ),
        "agreement": WrittenAgreement(
            number=number,
            issuer=issuer,
            parties=parties,
            draft=False,
            version=12,
            issued_on=DAY,
            dispute_type="损害赔偿",
            facts=long(TEXT_LENGTHS["facts"]),
            issues=long(TEXT_LENGTHS["issues"]),
            responsibility=long(TEXT_LENGTHS["responsibility"]),
            clauses=(clause,),
            mediators=mediators,
            recorder=text(column(Agreement, "recorder")),
            invited=invited,
            place=text(column(Agreement, "place")),
            transcript_of="2026年12月28日签",
        ),
        "oral": OralAgreement(
            number=number,
            issuer=issuer,
            parties=parties,
            draft=False,
            issued_on=DAY,
            dispute_type="损害赔偿",
            facts=long(1000),
            clauses=(clause,),
            mediators=mediators,
            recorder=text(column(Agreement, "recorder")),
            invited=invited,
            agreed_on=DAY,
            agreed_at=text(column(Agreement, "place")),
            performance=text(100),
        ),
    }


def _accusation(text: Text, long: Text) -> Paper:
    accuser = (
        ("姓名", text(60)),
        ("身份证号", text(ID_NUMBER)),
        ("电话", text(PHONE)),
        ("住址", text(150)),
    )
    return SealedHandOver(
        number="白信检〔2026〕128号",
        issuer=text(column(Office, "name")),
        issued_on=DAY,
        draft=False,
        receiver=text(column(HandOver, "receiver")),
        register_number="密2026-4839",
        received_on=DAY,
        channel="走访",
        transferred_by=text(100),
        pages=5000,
        carrier=text(column(HandOver, "carrier")),
        sheet=SealedSheet(
            accusers=(accuser, accuser),
            accused=text(60),
            accused_unit=text(100),
            lines=(long(LONGEST_FACTS), text(300)),
            spoken_by=text(100),
        ),
    )
