"""Register a dispute: parties, facts, claims; the flow starts and asks where to begin."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from app.audit.actions.record import record
from app.cases.actions.case_deadlines import begin_at_registration
from app.cases.actions.initial_routing_words import initial_routing_words
from app.cases.actions.intake import AgentIntake, CaseIntake, PartyIntake
from app.cases.models import Case, Party, Source
from app.cases.rules import PROCESS, start_day_fault
from app.cases.rules.intake import KnownParty, court_faults, guardian_fault, place_fault, sides_fault, twice_fault
from app.core.clock import local
from app.core.contact import joined
from app.core.crypto import keys
from app.core.dates import day_fault
from app.core.db import db
from app.core.errors import Invalid, NotAllowed
from app.core.fields import too_long_sentence
from app.core.identity_documents import birth_told, document_fault, gender_told
from app.core.normalise import name_fault, same_name
from app.core.permissions import Actor
from app.core.shortening import shortened
from app.core.terms import DISPUTE_TYPE_NAMES, DisputeType
from app.matters.models.participants import Agent
from app.matters.terms import AgentKind, IdentityCheck, PartyKind, joined_powers
from app.organisations.models import Body, Village
from app.organisations.queries import get_body, people_with_id_number_index
from app.processes.actions.run import start_process
from workflows.diagrams.forms import DateKind
from workflows.periods.holidays import FIRST_YEAR

LONGEST_FACTS = 5_000


def register_case(
    intake: CaseIntake,
    *,
    actor: Actor,
    now: datetime,
    committee: Body | None = None,
    waiting_since: datetime | None = None,
) -> Case:
    """Enter a dispute and start its flow, at the actor's committee or at the one it was referred to.

    `waiting_since`: from when it waits to be accepted, where that is not the day of the application.

    Raises `Invalid` (fewer than two sides, an empty name, the same person on two sides, a wrong ID number, a date to
    come) and `NotAllowed` (another village's matter).  Fields of parties are named ``parties-<n>-<field>``.
    """
    _check(intake, now)
    committee = committee or _committee_of(actor, intake.village_id)
    village = db.session.get_one(Village, intake.village_id)
    case = Case(
        region=village.region,
        village_id=village.id,
        title=title_of([(party.side, party.name) for party in intake.parties], intake.dispute_type),
        source=intake.source,
        referred_by=intake.referred_by,
        reply_due_on=intake.reply_due_on,
        court_file=intake.court_file,
        court_received_on=intake.court_received_on,
        rights_known_on=intake.rights_known_on,
        is_land_contract=intake.is_land_contract,
        dispute_type=intake.dispute_type,
        facts=intake.facts,
        claims=intake.claims,
        is_grave=intake.is_grave,
        is_ownership=intake.is_ownership,
        has_cadre_party=intake.has_cadre_party,
        shared=intake.shared,
        level=committee.level,
        body_id=committee.id,
        committee_id=committee.id,
        spoken_by=intake.spoken_by or actor.display_name,
        typed_by_id=actor.id,
        applied_at=intake.applied_at,
        registered_at=now,
    )
    db.session.add(case)
    db.session.flush()
    for position, party in enumerate(intake.parties, start=1):
        write_party(case, party, position)
    db.session.flush()
    begin_at_registration(case, actor=actor, now=now, waiting_since=waiting_since)
    start_process(PROCESS, case, initial_routing_words(case), now=now)
    record("case:registered", case, actor, now=now, occurred_at=intake.applied_at, spoken_by=case.spoken_by)
    return case


def _committee_of(actor: Actor, village_id: int) -> Body:
    if actor.committee_id is None:
        raise NotAllowed("您的身份不登记案件；请找村里或者镇里的调解员。")
    committee = get_body(actor.committee_id)
    fault = place_fault(committee.level, committee.village_id, village_id)
    if fault:
        raise NotAllowed(fault)
    return committee


def title_of(parties: Sequence[tuple[int, str]], dispute_type: DisputeType) -> str:
    """What a case is called: the first of each side (side and name, in their order), and what it is about."""
    firsts = [next(name for side, name in parties if side == one) for one in sorted({side for side, _ in parties})]
    text = " — ".join(firsts) + "　" + DISPUTE_TYPE_NAMES[dispute_type]
    return shortened(text, 120)


def _check(intake: CaseIntake, now: datetime) -> None:
    faults: dict[str, str] = {}
    missing = sides_fault([party.side for party in intake.parties])
    if missing:
        faults["parties"] = missing
    for place, party in enumerate(intake.parties):
        faults.update({f"parties-{place}-{name}": text for name, text in party_faults(party, now).items()})
    twice = twice_fault(KnownParty(party.side, party.name, party.id_number) for party in intake.parties)
    if twice:
        faults["parties"] = twice
    if intake.applied_at > now:
        faults["occurred_at"] = "时间还没有到，请改成当事人实际来说的时间。"
    too_long = too_long_sentence(intake.facts, LONGEST_FACTS, "可以把细节写进调查记录。")
    if too_long:
        faults["facts"] = too_long
    if not intake.facts.strip():
        faults["facts"] = "请写纠纷的简要情况。"
    if intake.source is Source.REFERRAL and not intake.referred_by.strip():
        faults["referred_by"] = "委托移送的，请写是哪个单位送来的。"
    faults.update(_date_faults(intake, now))
    if faults:
        raise Invalid("有几处要改一下，填过的都在。", faults)


def _date_faults(intake: CaseIntake, now: datetime) -> dict[str, str]:
    """What is wrong with the days from which periods run."""
    today = local(now).date()
    faults = court_faults(
        from_court=intake.court_file is not None,
        is_referral=intake.source is Source.REFERRAL,
        received_on=intake.court_received_on,
    )
    for name in ("court_received_on", "rights_known_on"):
        day = getattr(intake, name)
        fault = start_day_fault(day, today) if day is not None else None
        if fault:
            faults[name] = fault
    if intake.applied_at.year < FIRST_YEAR:
        faults["occurred_at"] = f"太早了，{FIRST_YEAR}年以前的算不了期限；请核对。"
    return faults


def party_faults(party: PartyIntake, now: datetime) -> dict[str, str]:
    """What is wrong with one party as it was told, by field."""
    faults: dict[str, str] = {}
    today = local(now).date()
    fault = name_fault(party.name) if party.name else "请填姓名或者单位名称。"
    if fault:
        faults["name"] = fault
    if party.id_number:
        fault = document_fault(party.document_kind, party.id_number, today)
        if fault:
            faults["id_number"] = fault
    wrong_birth = day_fault(DateKind.BIRTH, party.born_on, today) if party.born_on is not None else None
    if wrong_birth:
        faults["born_on"] = wrong_birth
    if party.kind is PartyKind.LEGAL and not party.legal_representative.strip():
        faults["legal_representative"] = "单位要填法定代表人或者负责人。"
    for agent in party.agents:
        wrong = document_fault(agent.document_kind, agent.id_number, today) if agent.id_number else None
        if wrong:
            faults["agent_id_number"] = wrong
        if not agent.name:
            faults["agent_name"] = "请填代理人或监护人的姓名；没有的，选“没有”。"
    known = party.born_on or (_born(party) if "id_number" not in faults else None)
    has_guardian = any(agent.kind is AgentKind.GUARDIAN for agent in party.agents)
    minor = guardian_fault(known, has_guardian=has_guardian, today=today)
    if minor:
        faults["agent_name"] = minor
    return faults


def _born(party: PartyIntake) -> date | None:
    return birth_told(party.document_kind, party.id_number) if party.id_number else None


def write_party(case: Case, given: PartyIntake, position: int) -> Party:
    """A party stands in a case from now on; what was told has been judged."""
    party = Party(
        case_id=case.id,
        side=given.side,
        position=position,
        kind=given.kind,
        standing=given.standing,
        name=given.name,
        gender=given.gender or (gender_told(given.document_kind, given.id_number) if given.id_number else None),
        born_on=given.born_on or _born(given),
        ethnicity=given.ethnicity,
        occupation=given.occupation,
        address=given.address,
        identity_check=IdentityCheck.CHECKED if given.id_number or given.credit_code else IdentityCheck.LATER,
        credit_code=given.credit_code,
        legal_representative=given.legal_representative,
        representative_post=given.representative_post,
        person_id=_known_person(given),
        document_kind=given.document_kind,
        needs=joined(given.needs),
        safe_contact=given.safe_contact,
    )
    party.seal_identity(id_number=given.id_number.strip().upper() or None, phone=given.phone.strip() or None)
    for one in given.agents:
        add_agent(party, one)
    case.parties.append(party)
    return party


def add_agent(party: Party, given: AgentIntake) -> Agent:
    """An agent or guardian joins a party, with numbers sealed."""
    agent = Agent(
        kind=given.kind,
        name=given.name,
        relation=given.relation,
        document_kind=given.document_kind,
        powers=joined_powers(given.powers),
        authorised_on=given.authorised_on,
    )
    agent.seal_identity(id_number=given.id_number.strip().upper() or None, phone=given.phone.strip() or None)
    party.agents.append(agent)
    return agent


def _known_person(given: PartyIntake) -> int | None:
    """The person on the town's register with this very name and ID number; otherwise a human says so later."""
    if not given.id_number:
        return None
    index = keys().blind_index(given.id_number.strip().upper(), "id_number")
    return next((one.id for one in people_with_id_number_index(index) if same_name(one.name, given.name)), None)
