"""Register a petition: everything that comes in, also what will not be accepted (信访工作条例 第21、44条)."""

from __future__ import annotations

import secrets
from datetime import datetime

from app.audit.actions.record import record
from app.core.clock import local
from app.core.contact import joined
from app.core.dates import day_fault
from app.core.db import db
from app.core.errors import Invalid, NotAllowed
from app.core.fields import too_long_sentence
from app.core.identity_documents import document_fault
from app.core.normalise import name_fault
from app.core.numbering import random_number
from app.core.permissions import SEES_EVERY_CLAIM, Actor, Permission, may
from app.core.shortening import shortened
from app.matters.models.participants import Agent
from app.matters.terms import AgentKind, Participation
from app.notifications.actions.notify import notify
from app.notifications.models import NoticeKind
from app.organisations.models import Village
from app.petitions.actions.claim_deadlines import begin_at_registration
from app.petitions.actions.intake import PetitionerIntake, PetitionIntake
from app.petitions.models import Claim, Petition, Petitioner
from app.petitions.queries import accounts_of
from app.petitions.rules.intake import NO_NAME, NO_REQUEST, NO_STORY, transfer_faults, visit_fault
from app.petitions.terms import PROCESS, ClaimStatus, Origin, Urgency
from app.processes.actions.run import start_process
from workflows.diagrams.forms import DateKind
from workflows.periods.holidays import FIRST_YEAR
from workflows.steps import Word

CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 10
LONGEST_STORY = 10_000
MOST_CLAIMS = 20
TOO_MANY_CLAIMS = f"一封信最多登记{MOST_CLAIMS}项诉求，已经写满了；另外的事请另外登记一件。"
TOWN_REGION = "town"


def register_petition(intake: PetitionIntake, *, actor: Actor, now: datetime) -> Petition:
    """Enter a petition; every claim begins its own flow and clocks.

    Raises `NotAllowed` and `Invalid`; fields of people are named ``petitioners-<n>-<field>``, claims ``claims-<n>``.
    """
    if not may(actor, Permission.PETITION_REGISTER):
        raise NotAllowed("您的身份不登记信访；请找镇信访办。")
    _check(intake, now)
    village = db.session.get(Village, intake.village_id) if intake.village_id else None
    petition = Petition(
        region=village.region if village else TOWN_REGION,
        village_id=intake.village_id,
        number=_fresh_number(local(now).year),
        channel=intake.channel,
        origin=intake.origin,
        transferred_by=intake.transferred_by.strip(),
        transferred_on=intake.transferred_on if intake.origin is not Origin.DIRECT else None,
        transfer_number=intake.transfer_number.strip(),
        upper_received_on=intake.upper_received_on,
        reply_due_on=intake.reply_due_on,
        received_on=intake.received_on,
        title=title_of(intake.petitioners[0].name, intake.claims[0]),
        story=intake.story.strip(),
        signatures=max(intake.signatures, len(intake.petitioners)),
        urgency=intake.urgency,
        national_number=intake.national_number.strip(),
        national_entered_at=now if intake.national_number.strip() else None,
        national_query_code=intake.national_query_code.strip(),
        national_due_on=intake.national_due_on,
        repeats_id=intake.repeats_id,
        spoken_by=intake.spoken_by or intake.petitioners[0].name,
        typed_by_id=actor.id,
        registered_at=now,
    )
    petition.seal_query_code("".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)))
    db.session.add(petition)
    db.session.flush()
    for position, person in enumerate(intake.petitioners, start=1):
        write_petitioner(petition, person, position)
    db.session.flush()
    for text in intake.claims:
        add_claim(petition, text, actor=actor, now=now)
    if petition.urgency is Urgency.MAJOR:
        _tell_major(petition, now=now)
    record("petition:registered", petition, actor, now=now, spoken_by=petition.spoken_by)
    return petition


def add_claim(petition: Petition, request: str, *, actor: Actor, now: datetime) -> Claim:
    """One more thing the petition asks for, with its own flow and clocks.  Raises `Invalid` for an empty one."""
    if not request.strip():
        raise Invalid(NO_REQUEST, {"request": NO_REQUEST})
    if len(petition.claims) >= MOST_CLAIMS:
        raise Invalid(TOO_MANY_CLAIMS, {"request": TOO_MANY_CLAIMS})
    claim = Claim(
        position=max((one.position for one in petition.claims), default=0) + 1,
        region=petition.region,
        request=request.strip(),
        status=ClaimStatus.SORTING,
    )
    petition.claims.append(claim)
    db.session.flush()
    begin_at_registration(claim, actor=actor, now=now)
    start_process(PROCESS, claim, initial_routing_words(), now=now)
    return claim


def _tell_major(petition: Petition, *, now: datetime) -> None:
    """What is major or urgent is reported the same day (第25条): desk and leaders hear of it at once."""
    notify(
        accounts_of(SEES_EVERY_CLAIM),
        kind=NoticeKind.STEP,
        key=f"major:{petition.id}",
        text=f"重大紧急信访 {petition.number}：今天要报告。",
        subject_kind="claim",
        subject_id=petition.claims[0].id,
        is_same_day=True,
        now=now,
    )


def initial_routing_words() -> dict[str, Word]:
    """Every routing word of the petition process, initialised."""
    moments: dict[str, Word] = dict.fromkeys(("review_ends_at", "final_ends_at", "simple_ends_at"))
    return {"decision": "accepted", "outcome": "", **moments}


def write_petitioner(petition: Petition, given: PetitionerIntake, position: int) -> Petitioner:
    """Somebody petitions from now on; what was told has been judged."""
    person = Petitioner(
        position=position,
        name=given.name,
        gender=given.gender,
        born_on=given.born_on,
        address=given.address.strip(),
        is_representative=given.is_representative,
        participation=Participation.WILLING,
        document_kind=given.document_kind,
        needs=joined(given.needs),
        safe_contact=given.safe_contact,
    )
    person.seal_identity(id_number=given.id_number.strip().upper() or None, phone=given.phone.strip() or None)
    set_proxy(person, given.proxy_name, given.proxy_relation.strip())
    petition.petitioners.append(person)
    return person


def set_proxy(person: Petitioner, name: str, relation: str) -> None:
    """Say who came in somebody's stead; nobody when the name is empty."""
    if not name:
        person.agents.clear()
    elif person.proxy is None:
        proxy = Agent(kind=AgentKind.AGENT, name=name, relation=relation)
        proxy.seal_identity(id_number=None, phone=None)
        person.agents.append(proxy)
    else:
        person.proxy.name, person.proxy.relation = name, relation


def _fresh_number(year: int) -> str:
    return random_number(Petition.number, lambda digits: f"{year}-{digits}")


def title_of(name: str, request: str) -> str:
    """Who asks for what first, in at most sixty characters."""
    text = f"{name}：{' '.join(request.split())}"
    return shortened(text, 60)


def _check(intake: PetitionIntake, now: datetime) -> None:
    faults: dict[str, str] = {}
    if not intake.petitioners:
        faults["petitioners"] = "至少要有一位信访人；匿名的，姓名写“匿名”。"
    for place, person in enumerate(intake.petitioners):
        faults.update({f"petitioners-{place}-{name}": text for name, text in person_faults(person, now).items()})
    if not [text for text in intake.claims if text.strip()]:
        faults["claims"] = "至少要写一项诉求。"
    faults.update({f"claims-{n}": NO_REQUEST for n, text in enumerate(intake.claims) if not text.strip()})
    if len(intake.claims) > MOST_CLAIMS:
        faults["claims"] = TOO_MANY_CLAIMS
    if not intake.story.strip():
        faults["story"] = NO_STORY
    too_long = too_long_sentence(intake.story, LONGEST_STORY)
    if too_long:
        faults["story"] = too_long
    faults.update(_visit_faults(intake))
    faults.update(_day_faults(intake, now))
    if faults:
        raise Invalid("有几处要改一下，填过的都在。", faults)


def person_faults(person: PetitionerIntake, now: datetime) -> dict[str, str]:
    """What is wrong with one person as they were told, by field."""
    faults: dict[str, str] = {}
    fault = name_fault(person.name) if person.name else NO_NAME
    if fault:
        faults["name"] = fault
    wrong = document_fault(person.document_kind, person.id_number, local(now).date()) if person.id_number else None
    if wrong:
        faults["id_number"] = wrong
    today = local(now).date()
    wrong_birth = day_fault(DateKind.BIRTH, person.born_on, today) if person.born_on is not None else None
    if wrong_birth:
        faults["born_on"] = wrong_birth
    return faults


def _visit_faults(intake: PetitionIntake) -> dict[str, str]:
    came = [person for person in intake.petitioners if not person.signs_only]
    elected = sum(person.is_representative for person in came)
    fault = visit_fault(intake.channel, came=len(came), representatives=elected)
    return {"petitioners": fault} if fault else {}


def _day_faults(intake: PetitionIntake, now: datetime) -> dict[str, str]:
    faults: dict[str, str] = {}
    today = local(now).date()
    for name in ("received_on", "transferred_on", "upper_received_on"):
        day = getattr(intake, name)
        if day is not None and (day > today or day.year < FIRST_YEAR):
            faults[name] = "日子不对：要在今天或者今天以前。"
    return faults | transfer_faults(
        intake.origin,
        transferred_by=intake.transferred_by,
        transferred_on=intake.transferred_on,
        upper_received_on=intake.upper_received_on,
    )
