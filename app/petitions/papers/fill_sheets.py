"""Fill the sheets of the petition desk from its tables; an office gets those of its own claims alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple, TypeVar

from app.accounts.queries import names_of as account_names
from app.core.clock import local
from app.core.copies import Copy
from app.core.db import Model, db
from app.core.errors import OUT_OF_SIGHT, NotFound
from app.core.pages import chinese_date, chinese_moment
from app.core.permissions import Actor, Permission, may, sees_every_claim
from app.core.terms import GENDER_NAMES
from app.organisations.models import OfficeKind
from app.organisations.queries import office_of_kind
from app.papers.queries.frozen import frozen
from app.papers.rules.people import Fact
from app.petitions.models import Claim, Petition, Petitioner
from app.petitions.models.records import Assignment, Hearing, Letter, MajorReport, Settlement, Withdrawal
from app.petitions.papers import fill_claim_sheets as claim_sheets
from app.petitions.papers.copies import copy_of_sheet, handed_paper
from app.petitions.papers.letter_words import ANONYMOUS, desk_name, follow_url, names_of
from app.petitions.papers.sheets import (
    AssignmentSlip,
    HearingMinutes,
    HearingReport,
    Receipt,
    Registered,
    RegisteredClaim,
    RegistrationForm,
    ServiceSlip,
    SettlementPaper,
    Sheet,
    WithdrawalForm,
)
from app.petitions.papers.who_signed import described_and_named
from app.petitions.queries import (
    claims_of,
    earlier_petitions,
    get_claim,
    get_letter,
    major_reports_of,
    newest,
    newest_period,
)
from app.petitions.terms import (
    CHANNEL_NAMES,
    CLASS_NAMES,
    DECISION_NAMES,
    ORIGIN_NAMES,
    ROUTE_NAMES,
    URGENCY_NAMES,
    Origin,
)

SHEETS: dict[str, str] = {
    "registration": "信访登记单",
    "receipt": "信访回执",
    "assignment": "内部分办单",
    "hearing_minutes": "听证笔录",
    "hearing_report": "听证报告",
    "service": "送达回证",
    "satisfaction": "满意度评价单",
    "withdrawal": "撤回申请书",
    "settlement": "和解、调解协议书",
}
"""Every sheet by name, with its title in lists."""
ABOUT: dict[str, type[Model]] = {
    "assignment": Assignment,
    "hearing_minutes": Hearing,
    "hearing_report": Hearing,
    "service": Letter,
    "satisfaction": Claim,
    "withdrawal": Claim,
    "settlement": Settlement,
}
"""The table of the row that a sheet is about; the others are about the petition itself."""
UNKNOWN = "没有这种表单。"
Row = TypeVar("Row", bound=Model)


class Asked(NamedTuple):
    """A sheet that is asked for: of which petition and which row, by whom."""

    petition: Petition
    row_id: int
    actor: Actor
    copy: Copy


def sheet_of(petition: Petition, name: str, *, row_id: int, actor: Actor, now: datetime) -> Sheet:
    """The sheet of this name as the actor may have it; `row_id` is the row it is about, or 0 for the petition itself.

    Raises `NotFound` for an unknown name, a row of another petition, and what the actor may not see.
    """
    fillers: dict[str, Callable[[Asked], Sheet]] = {
        "registration": _registration,
        "receipt": _receipt,
        "assignment": _assignment,
        "hearing_minutes": lambda asked: _fixed(HearingMinutes, *_event(Hearing, asked), claim_sheets.hearing_minutes),
        "hearing_report": lambda asked: _fixed(HearingReport, *_event(Hearing, asked), claim_sheets.hearing_report),
        "service": _service,
        "satisfaction": lambda asked: claim_sheets.evaluation_form(_claim(asked.row_id, asked)),
        "withdrawal": _withdrawal,
        "settlement": lambda asked: _fixed(SettlementPaper, *_event(Settlement, asked), claim_sheets.settlement_paper),
    }
    if name not in fillers:
        raise NotFound(UNKNOWN)
    copy = copy_of_sheet(name, actor)
    return handed_paper(fillers[name](Asked(petition, row_id, actor, copy)), copy, petition, actor=actor, now=now)


def may_have_receipt(actor: Actor) -> bool:
    """Whether the account may print the petitioner's code: the desk, which hands it out."""
    return may(actor, Permission.PETITION_REGISTER)


def _claim(claim_id: int, asked: Asked) -> Claim:
    claim = get_claim(claim_id, for_=asked.actor)
    if claim.petition_id != asked.petition.id:
        raise NotFound(OUT_OF_SIGHT)
    return claim


def _row(kind: type[Row], row_id: int) -> Row:
    row = db.session.get(kind, row_id)
    if row is None:
        raise NotFound(OUT_OF_SIGHT)
    return row


EventRow = TypeVar("EventRow", Assignment, Hearing, Settlement)
AnySheet = TypeVar("AnySheet", bound=Sheet)


def _event(kind: type[EventRow], asked: Asked) -> tuple[EventRow, Claim]:
    row = _row(kind, asked.row_id)
    return row, _claim(row.claim_id, asked)


def _fixed(value: type[AnySheet], row: EventRow, claim: Claim, fill: Callable[[EventRow, Claim], AnySheet]) -> AnySheet:
    """What was frozen when the deed was recorded."""
    return frozen(value, row.id) or fill(row, claim)


def _assignment(asked: Asked) -> Sheet:
    return _fixed(AssignmentSlip, *_event(Assignment, asked), claim_sheets.assignment_slip)


def _service(asked: Asked) -> Sheet:
    letter = get_letter(asked.row_id, for_=asked.actor)
    claim = letter.claim or (letter.supervision.claim if letter.supervision else None)
    if claim is None:
        raise NotFound(OUT_OF_SIGHT)
    _claim(claim.id, asked)
    kept = frozen(ServiceSlip, letter.id) if letter.served_on is not None else None
    return kept or claim_sheets.service_slip(letter)


def _withdrawal(asked: Asked) -> Sheet:
    claim = _claim(asked.row_id, asked)
    row = newest(Withdrawal, claim.id)
    return (frozen(WithdrawalForm, row.id) if row else None) or claim_sheets.withdrawal_form(claim)


def _registration(asked: Asked) -> RegistrationForm:
    """信访登记单; an office reads of its own claims alone."""
    petition, actor = asked.petition, asked.actor
    sees_all = sees_every_claim(actor)
    claims = claims_of(petition, actor)
    if not claims or asked.row_id:
        raise NotFound(OUT_OF_SIGHT)
    described, named = described_and_named(petition)
    return RegistrationForm(
        number=petition.number,
        issuer=desk_name(),
        issued_on=local(petition.registered_at).date(),
        facts=_facts(petition),
        people=tuple(_registered(one, shows_birthday=asked.copy.shows_ids) for one in described),
        signers=tuple(named),
        story=petition.story,
        claims=tuple(_registered_claim(one) for one in claims),
        earlier=tuple(_earlier(one) for one in earlier_petitions(petition)) if sees_all else None,
        reports=tuple(_report(one) for one in major_reports_of(petition.id)) if sees_all else (),
        spoken_by=petition.spoken_by,
        typed_by=_typed_by(petition),
        typed_at=chinese_moment(petition.registered_at),
    )


def _facts(petition: Petition) -> tuple[Fact, ...]:
    given: list[Fact] = [
        ("收到日期", chinese_date(petition.received_on)),
        ("信访形式", CHANNEL_NAMES[petition.channel]),
        ("来源", ORIGIN_NAMES[petition.origin]),
        ("紧急程度", URGENCY_NAMES[petition.urgency]),
        ("人数", _how_many(petition)),
        ("事项属地", petition.village.full_name if petition.village else "镇外或者说不清"),
        ("是否重复", "重复信访" if petition.is_repeat else "初次信访"),
        ("国家系统编号", petition.national_number or None),
    ]
    if petition.origin is not Origin.DIRECT:
        given += [
            ("转来机关", petition.transferred_by),
            ("转来文号", petition.transfer_number or None),
            ("转来日期", chinese_date(petition.transferred_on)),
            ("报结果日期", chinese_date(petition.reply_due_on) or "没有要求"),
        ]
    if petition.upper_received_on:
        given.append(("上级收到", chinese_date(petition.upper_received_on)))
    if petition.national_number:
        given.append(("系统录入", chinese_moment(petition.national_entered_at)))
    if petition.national_due_on:
        given.append(("系统期限", chinese_date(petition.national_due_on)))
    return tuple(given)


def _how_many(petition: Petition) -> str:
    chosen = sum(one.is_representative for one in petition.petitioners)
    return f"{petition.signatures}人" + (f"，代表{chosen}人" if chosen else "")


def _registered(person: Petitioner, *, shows_birthday: bool) -> Registered:
    """A person; an ID number or a phone that is not known is a line to write on.

    Beside the two ends of a masked ID number a date of birth would give all of it away; there only the year is told.
    """
    born = chinese_date(person.born_on)
    if person.born_on is not None and not shows_birthday:
        born = f"{person.born_on.year}年"
    return Registered(
        name=person.name,
        facts=(
            ("性别", GENDER_NAMES[person.gender] if person.gender else None),
            ("出生日期", born or None),
            (person.number_name, person.id_number or None),
            ("电话", person.printed_phone(desk_name()) or None),
            ("住址", person.printed_address(desk_name()) or None),
        ),
        is_representative=person.is_representative,
        proxy=person.proxy.words if person.proxy else "",
    )


def _registered_claim(claim: Claim) -> RegisteredClaim:
    sorted_as = CLASS_NAMES[claim.matter_class] if claim.matter_class else ""
    route = f"，{ROUTE_NAMES[claim.route]}" if claim.route else ""
    decided = f"{DECISION_NAMES[claim.decision]}，{chinese_date(claim.decided_on)}" if claim.decision else ""
    office = claim.handling_office.name if claim.handling_office else ""
    return RegisteredClaim(
        number=claim.number, request=claim.request, sorted_as=sorted_as + route, decided=decided, office=office
    )


def _earlier(petition: Petition) -> str:
    return f"{petition.number}，{chinese_date(petition.received_on)}，{petition.title}"


def _report(row: MajorReport) -> str:
    return f"{chinese_moment(row.occurred_at)}报告{row.reported_to}：{row.text}"


def _typed_by(petition: Petition) -> str:
    return account_names({petition.typed_by_id}).get(petition.typed_by_id, "")


def _receipt(asked: Asked) -> Receipt:
    """信访回执, for whoever hands it out: with the code anybody could speak for the petitioner."""
    petition, actor = asked.petition, asked.actor
    if asked.row_id or not may_have_receipt(actor):
        raise NotFound(OUT_OF_SIGHT)
    received = f"{chinese_date(petition.starts_on)}收到"
    if petition.origin is not Origin.DIRECT:
        received += f"{petition.transferred_by}转来的"
    return Receipt(
        number=petition.number,
        issuer=desk_name(),
        issued_on=local(petition.registered_at).date(),
        names=names_of(petition),
        received=f"{received}{CHANNEL_NAMES[petition.channel]}信访，已经登记。",
        requests=tuple(claim.request for claim in petition.claims),
        code="" if petition.is_guarded else petition.query_code,
        url="" if petition.is_guarded else follow_url(),
        next_steps=_next_steps(petition),
        typed_by=_typed_by(petition),
        phone=office_of_kind(OfficeKind.DESK).phone,
    )


def _next_steps(petition: Petition) -> tuple[str, ...]:
    """What comes next and by when (第23、29、34条; 信访事项简易办理办法)."""
    return (
        _notice_by(petition),
        "决定受理的，自受理之日起六十日内办结，出具处理意见书；情况复杂、经批准延长的，最多延长三十日，书面告诉您理由。",
        "按简易程序办的，自受理之日起十个工作日内答复；建议、意见，研究以后回复。",
        "办得怎么样，随时可以查；办完以后，请您评价。同一事项正在办的，不用再到别处重复反映。",
        "登记、办理、查询都不收费。",
    )


def _notice_by(petition: Petition) -> str:
    claim = petition.claims[0]
    period = newest_period(claim.id, "D2") or newest_period(claim.id, "D3")
    last = f"（最晚{chinese_date(period.due_on)}）" if period is not None else ""
    told = f"收到之日起十五日内{last}，书面告诉您怎么办理：受理，不予受理，还是该向哪个机关提出。"
    if any(one.name == ANONYMOUS or not one.address for one in petition.petitioners):
        told += "姓名、住址不清楚的，请补上，不然没法书面告诉您。"
    return told
