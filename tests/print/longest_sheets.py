"""The letters and sheets of a petition with every field at its longest."""

from __future__ import annotations

from app.cases.actions.register_case import LONGEST_FACTS
from app.letters.terms import SERVICE_NAMES
from app.matters.models.participants import Agent
from app.organisations.models import Office
from app.organisations.models import Person as KnownPerson
from app.papers.rules.paper import Paper
from app.petitions.actions.register_petition import CODE_LENGTH
from app.petitions.models import Petition, Petitioner
from app.petitions.models.records import Assignment, Hearing, Letter, Settlement
from app.petitions.papers import sheets
from app.petitions.papers.letter_paper import LetterPaper
from app.petitions.papers.letter_text import LetterText, Part
from app.petitions.terms import LETTER_TITLES, SCORE_NAMES
from tests.print.longest_texts import (
    DAY,
    ID_NUMBER,
    PHONE,
    REQUEST,
    Text,
    column,
)


def petitions_of(text: Text, long: Text) -> dict[str, Paper]:
    issuer, number, place = text(column(Office, "name")), "2026-483920-12", text(column(Hearing, "place"))
    names = tuple(text(column(Petitioner, "name")) for _ in range(2))
    all_names = "、".join(names)
    host, office = text(column(Hearing, "host")), text(column(Office, "name"))
    signers = tuple(sheets.Signer(label="信访人", name=name) for name in names)
    address = text(column(Petitioner, "address"))
    proxy = f"{text(column(Agent, 'name'))}（{text(column(Agent, 'relation'))}）"
    spoken_by = text(column(Petition, "spoken_by"))
    person = (
        ("性别", "男"),
        ("出生日期", "1968年12月28日"),
        ("身份证号", text(ID_NUMBER)),
        ("电话", text(PHONE)),
        ("住址", address),
    )
    claim = sheets.RegisteredClaim(
        number=number,
        request=long(REQUEST),
        sorted_as="申诉求决，履行职责",
        decided="不再受理，2026年12月28日",
        office=office,
    )
    kind = max(LETTER_TITLES.values(), key=len)
    letter = LetterText(
        title=kind,
        issuer=issuer,
        to=all_names,
        parts=(
            Part(paragraphs=(long(LONGEST_FACTS),)),
            Part(heading="一、事实和理由", paragraphs=(long(LONGEST_FACTS), text(200))),
        ),
        closing="特此告知。",
        contact=text(100),
        attachments=(text(100), text(100)),
    )
    sheet = {"number": number, "issuer": issuer, "issued_on": DAY}
    url = f"https://{text(12)}.example/petitions/follow"
    return {
        "letter": LetterPaper(
            number=text(column(Letter, "number")),
            issuer=issuer,
            parties=(),
            issued_on=DAY,
            draft=False,
            text=letter,
            word="白信访",
        ),
        "registration": sheets.RegistrationForm(
            **sheet,
            facts=(
                ("信访形式", "走访"),
                ("国家系统编号", text(column(Petition, "national_number"))),
                ("转来机关", text(column(Petition, "transferred_by"))),
                ("转来文号", text(column(Petition, "transfer_number"))),
                ("系统录入", "2026年12月28日 23:59"),
            ),
            people=tuple(
                sheets.Registered(name=name, facts=person, is_representative=True, proxy=proxy) for name in names
            ),
            story=long(LONGEST_FACTS),
            claims=(claim,),
            earlier=(f"2026-483920，2026年12月28日，{text(column(Petition, 'title'))}",),
            reports=(f"2026年12月28日 23:59报告{text(100)}：{text(1000)}",),
            spoken_by=spoken_by,
            typed_by=text(column(KnownPerson, "name")),
            typed_at="2026年12月28日 23:59",
        ),
        "receipt": sheets.Receipt(
            **sheet,
            names=all_names,
            received=f"2026年12月28日收到{text(column(Petition, 'transferred_by'))}转来的走访信访，已经登记。",
            requests=(long(REQUEST), text(100)),
            code="W" * CODE_LENGTH,
            url=url,
            next_steps=(text(200),),
            typed_by=text(column(KnownPerson, "name")),
            phone=text(column(Office, "phone")),
        ),
        "assignment": sheets.AssignmentSlip(
            **sheet,
            facts=(
                ("承办单位", office),
                ("分办人", text(column(Assignment, "spoken_by"))),
                ("收到日期", "2026年12月28日"),
                ("受理日期", "2026年12月28日"),
                ("办理时限", "2026年12月28日以前报信访办"),
                ("法定期限", "2026年12月28日，该日为休息日，顺延至2026年12月28日"),
                ("信访人", f"{names[0]}，{text(PHONE)}，{address}"),
            ),
            request=long(REQUEST),
            story=long(LONGEST_FACTS),
            requirements=(text(1000),),
        ),
        "minutes": sheets.HearingMinutes(
            **sheet,
            facts=(("地点", place), ("主持人", host), ("信访人", all_names), ("事由", long(REQUEST))),
            present=(text(300), text(60)),
            minutes=long(8000),
            signers=(*signers, sheets.Signer(label="主持人", name=host, box="")),
        ),
        "report": sheets.HearingReport(
            **sheet,
            held=f"2026年12月28日，在{place}对{all_names}反映的下列信访事项举行了听证，由{host}主持。",
            request=long(REQUEST),
            present=(text(300), text(60)),
            report=long(3000),
        ),
        "service": sheets.ServiceSlip(
            **sheet,
            letter_title=kind,
            letter_number=text(column(Letter, "number")),
            receiver=all_names,
            methods=tuple((True, name) for name in SERVICE_NAMES.values()),
            place=text(column(Letter, "place")),
            served_on="2026年12月28日",
            signed_by=text(column(Letter, "receiver")),
            refusal=text(300),
            witness=text(column(Letter, "witness")),
        ),
        "satisfaction": sheets.EvaluationForm(
            **sheet,
            names=all_names,
            request=long(REQUEST),
            desk=text(column(Office, "name")),
            unit=office,
            scores=tuple(SCORE_NAMES.values()),
            url=url,
        ),
        "withdrawal": sheets.WithdrawalForm(
            **sheet,
            government=issuer,
            names=all_names,
            received="2026年12月28日登记的、以网上形式提出",
            request=f"“{long(REQUEST)}”",
            reason=text(1000),
            applied="2026年12月28日",
            pressures=((True, "没有，是本人自愿"), (False, "有（请写明是谁、怎么做的）")),
            asked_how=text(200),
            signers=signers,
        ),
        "settlement": sheets.SettlementPaper(
            **sheet,
            is_mediated=True,
            petitioners=tuple(f"{name}，住{address}" for name in names),
            other_party=text(column(Settlement, "other_party")),
            came=f"甲方于2026年12月28日提出信访事项“{long(REQUEST)}”，登记编号{number}。",
            agreed="2026年12月28日",
            clauses=(long(5000), text(60)),
            is_whole=False,
            rest=(text(1000),),
            signers=(*signers, sheets.Signer(label="乙方（签名或者盖章）", name=names[1], box="指印、章")),
            units=(
                sheets.Signer(label="承办单位（签名、盖章）", name=office, box="盖章"),
                sheets.Signer(label="信访办（签名、盖章）", name=issuer, box="盖章"),
            ),
        ),
    }
