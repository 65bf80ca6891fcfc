"""Fill the sheets about one claim: assignment, hearing, service, evaluation, withdrawal, settlement."""

from __future__ import annotations

from app.core.clock import local
from app.core.pages import chinese_date
from app.core.pdf import paragraphs
from app.letters.terms import SERVICE_NAMES, ServiceMethod
from app.organisations.models import OfficeKind
from app.organisations.queries import office_of_kind
from app.papers.rules.people import Signer
from app.petitions.models import Claim, Petitioner
from app.petitions.models.records import Assignment, Hearing, Letter, Settlement, Withdrawal
from app.petitions.papers.letter_words import (
    addressed,
    desk_name,
    end_of,
    follow_url,
    issuer,
    lines,
    matter_of,
    names_of,
    sentence,
    title_of,
)
from app.petitions.papers.sheets import (
    AssignmentSlip,
    EvaluationForm,
    HearingMinutes,
    HearingReport,
    ServiceSlip,
    SettlementPaper,
    WithdrawalForm,
)
from app.petitions.papers.who_signed import described_and_named
from app.petitions.queries import letters_of, newest, newest_period
from app.petitions.terms import CHANNEL_NAMES, SCORE_NAMES, TO_A_BODY, Decision, LetterKind

REQUIREMENTS = (
    "听取信访人陈述事实和理由，调查核实，收集证据；与该事项有直接利害关系的人员回避"
    "（《信访工作条例》第二十八条、第三十一条）。",
    "在办理时限以前，把办理情况、依据和处理建议书面报信访办；不得把信访人的材料转给被反映的人或者单位。",
)
NO_PRESSURE, PRESSURE = "没有，是本人自愿", "有（请写明是谁、怎么做的）"


def _reached(one: Petitioner) -> tuple[str, str]:
    """Telephone and address on the slip, which stays in the house; of who must not be reached at home, the safe way."""
    return (f"安全联系：{one.safe_contact}", "") if one.is_guarded else (one.phone, one.address)


def assignment_slip(row: Assignment, claim: Claim) -> AssignmentSlip:
    """内部分办单 of one assignment: whom to call, and what to do by when."""
    petition = claim.petition
    described, named = described_and_named(petition)
    told = [[part for part in (one.name, *_reached(one)) if part] for one in described]
    people = "；".join(["，".join(parts) for parts in told] + (["、".join(named)] if named else []))
    others = f"（共{petition.signatures}人）" if named or petition.signatures > len(petition.petitioners) else ""
    return AssignmentSlip(
        number=claim.number,
        issuer=desk_name(),
        issued_on=local(row.occurred_at).date(),
        facts=(
            ("承办单位", row.office.name),
            ("分办人", row.spoken_by),
            ("收到日期", chinese_date(petition.starts_on)),
            ("受理日期", chinese_date(claim.accepted_on) or _not_accepted(claim)),
            ("办理时限", f"{chinese_date(row.inner_due_on)}以前报信访办"),
            ("法定期限", _legal_end(claim)),
            ("信访人", f"{people}{others}"),
        ),
        request=claim.request,
        story=petition.story,
        requirements=(*lines(row.note), *REQUIREMENTS),
    )


def _not_accepted(claim: Claim) -> str | None:
    """What stands for the day of acceptance where the town goes by a statutory procedure of its own."""
    return "按法定程序办，不走受理" if claim.decision is Decision.LED_IN_HERE else None


def _legal_end(claim: Claim) -> str | None:
    """The sixty days, the ten working days of the simple procedure, or what the statutory one says of itself."""
    period = newest_period(claim.id, "D5") or newest_period(claim.id, "D12b")
    if period is not None:
        return end_of(period.unrolled_on, period.due_on)
    told = next((one for one in reversed(letters_of(claim.id)) if one.kind is LetterKind.LEAD_IN), None)
    return told.content.get("procedure") if told is not None and claim.decision is Decision.LED_IN_HERE else None


def hearing_minutes(row: Hearing, claim: Claim) -> HearingMinutes:
    """听证笔录; everybody who came signs it."""
    present = tuple(paragraphs(row.present))
    people = [Signer(label="信访人", name=one.name) for one in described_and_named(claim.petition)[0]]
    others = ("承办单位", "主持人", "听证员", "记录人")
    named = {"主持人": row.host, "承办单位": claim.handling_office.name if claim.handling_office else ""}
    return HearingMinutes(
        number=claim.number,
        issuer=issuer(),
        issued_on=row.held_on,
        facts=(
            ("时间", chinese_date(row.held_on)),
            ("地点", row.place),
            ("主持人", row.host),
            ("信访人", names_of(claim.petition)),
            ("事由", sentence(claim.request)),
        ),
        present=present,
        minutes=row.minutes,
        signers=(*people, *(Signer(label=one, name=named.get(one, ""), box="") for one in others)),
    )


def hearing_report(row: Hearing, claim: Claim) -> HearingReport:
    """听证报告 of one hearing."""
    host = f"由{row.host}主持"
    who = names_of(claim.petition)
    held = f"{chinese_date(row.held_on)}，在{row.place}对{who}反映的下列信访事项举行了听证，{host}。"
    return HearingReport(
        number=claim.number,
        issuer=issuer(),
        issued_on=None,
        held=held,
        request=claim.request,
        present=tuple(paragraphs(row.present)),
        report=row.report,
    )


def service_slip(letter: Letter) -> ServiceSlip:
    """送达回证 of a letter, also of an answer to a supervision; blanks until it was served."""
    claim = letter.claim
    receiver = letter.supervision.from_body if letter.supervision else ""
    if claim is not None:
        petition = claim.petition
        receiver = petition.transferred_by if letter.kind in TO_A_BODY else addressed(petition)
    return ServiceSlip(
        number=claim.number if claim else (letter.number or ""),
        issuer=issuer(),
        issued_on=letter.served_on,
        letter_title=title_of(letter),
        letter_number=letter.number or "",
        receiver=receiver,
        methods=tuple((method is letter.method, SERVICE_NAMES[method]) for method in ServiceMethod),
        place=letter.place,
        served_on=chinese_date(letter.served_on),
        signed_by=letter.receiver,
        refusal=letter.refusal,
        witness=letter.witness,
    )


def evaluation_form(claim: Claim) -> EvaluationForm:
    """满意度评价单: always blank, because nobody of the staff fills it in (第21条)."""
    return EvaluationForm(
        number=claim.number,
        issuer=desk_name(),
        names=names_of(claim.petition),
        request=claim.request,
        desk=desk_name(),
        unit=claim.handling_office.name if claim.handling_office else "",
        scores=tuple(SCORE_NAMES.values()),
        url=follow_url(),
    )


def withdrawal_form(claim: Claim) -> WithdrawalForm:
    """撤回申请书: as it was entered, else to be filled in by hand."""
    petition, row = claim.petition, newest(Withdrawal, claim.id)
    return WithdrawalForm(
        number=claim.number,
        issuer=desk_name(),
        issued_on=row.applied_on if row else None,
        government=issuer(),
        names=names_of(petition),
        received=f"{chinese_date(petition.starts_on)}登记的、以{CHANNEL_NAMES[petition.channel]}形式提出",
        request=matter_of(claim),
        reason="".join(lines(row.reason)) if row else "",
        applied=chinese_date(row.applied_on) if row else "",
        pressures=((row is not None, NO_PRESSURE), (False, PRESSURE)),
        asked_how=sentence(row.asked_how) if row else "",
        signers=tuple(Signer(label="信访人", name=one.name) for one in petition.petitioners),
    )


def settlement_paper(row: Settlement, claim: Claim) -> SettlementPaper:
    """和解协议书 or 调解协议书 of a petition (第33条)."""
    petition = claim.petition
    people = tuple(one.name for one in petition.petitioners)
    unit = claim.handling_office.name if claim.handling_office else ""
    desk = office_of_kind(OfficeKind.DESK).name
    described = tuple(
        f"{one.name}，住{one.address}" if one.address and not one.is_guarded else one.name
        for one in petition.petitioners
    )
    return SettlementPaper(
        number=claim.number,
        issuer=issuer(),
        issued_on=row.agreed_on,
        is_mediated=row.is_mediated,
        petitioners=described,
        other_party=row.other_party,
        came=f"甲方于{chinese_date(petition.received_on)}提出信访事项{matter_of(claim)}，登记编号{claim.number}。",
        agreed=chinese_date(row.agreed_on),
        clauses=lines(row.text),
        is_whole=row.is_whole,
        rest=lines(row.rest),
        signers=(
            *(Signer(label="甲方（签名）", name=name) for name in people),
            Signer(label="乙方（签名或者盖章）", name=row.other_party, box="指印、章"),
        ),
        units=(
            Signer(label="承办单位（签名、盖章）", name=unit, box="盖章"),
            Signer(label="信访办（签名、盖章）", name=desk, box="盖章"),
        ),
    )
