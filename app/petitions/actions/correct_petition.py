"""Put right what was registered of a petition, with a trace; sealed letters keep what they said (P1).

Days from which periods run are not among it: they have rules of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from app.core.clock import local
from app.core.dates import day_fault
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.fields import too_long_sentence
from app.core.identity_documents import DOCUMENT_NAMES, DocumentKind, birth_told, document_fault, gender_told
from app.core.masking import mask_id_number, mask_phone
from app.core.normalise import entry_name, name_fault
from app.core.permissions import Actor, Permission
from app.core.terms import GENDER_NAMES, Gender
from app.letters.actions.flow import title_of_steps
from app.matters.actions.correct import Change, SignedPage, keep_changes
from app.organisations.queries import villages
from app.petitions.actions.follow_flow import title_at
from app.petitions.actions.handling import must_may
from app.petitions.actions.petition_letters import LETTERS
from app.petitions.actions.register_petition import LONGEST_STORY, set_proxy, title_of
from app.petitions.models import Claim, Petition, Petitioner
from app.petitions.models.records import Letter
from app.petitions.queries import letter_by_id
from app.petitions.rules.intake import NO_NAME, NO_REQUEST, NO_STORY, visit_fault
from app.petitions.terms import CHANNEL_NAMES, Channel
from app.processes.queries import open_steps_about
from workflows.diagrams.forms import DateKind

FACT_NAMES = {
    "channel": "怎么来的",
    "village": "事情在哪个村",
    "story": "事实和理由",
    "signatures": "人数",
    "request": "诉求",
    "petitioner": "信访人（增加）",
    "name": "姓名",
    "id_number": "证件号",
    "document_kind": "证件种类",
    "phone": "电话",
    "address": "住址",
    "gender": "性别",
    "born_on": "出生日期",
    "is_representative": "是不是代表",
    "proxy_name": "代办的人",
    "proxy_relation": "代办的人跟他的关系",
    "served_on": "送达的日子",
    "method": "怎么送达的",
    "receiver": "谁收的",
    "refusal": "为什么拒收、送不到",
    "witness": "送达的见证人",
    "place": "在哪里送的",
}
"""What each fact is called in the history."""
LONGEST_REQUEST = 3000
ALL_OVER = "这一件都办结了，登记的内容不能再改；要说明的，写进新的登记里。"
ELECT_FIRST = "多人走访要推选代表，代表不超过五人（第二十条）：请先到每个人的“更正”里，勾上或去掉谁是代表。"
FULL = "走访的代表不超过五人（第二十条），已经有五位了：请先去掉一位，再加这一位。"
NOT_YOURS = "您的身份改不了登记的内容，请找信访办。"


@dataclass(frozen=True)
class Facts:
    """What the desk says it is; ``requests`` by the key of the claim."""

    channel: Channel
    village_id: int | None
    story: str
    signatures: int
    requests: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Particulars:
    """One petitioner as the desk says they are; an empty number means the one that is kept."""

    name: str
    address: str
    document_kind: DocumentKind
    id_number: str = ""
    phone: str = ""
    gender: Gender | None = None
    born_on: date | None = None
    is_representative: bool = False
    proxy_name: str = ""
    proxy_relation: str = ""


def must_correct(petition: Petition, actor: Actor) -> None:
    """Raises `NotAllowed` for anybody but the desk, `NotNow` once every claim is over."""
    must_may(actor, Permission.PETITION_REGISTER, NOT_YOURS)
    if all(claim.ending is not None for claim in petition.claims):
        raise NotNow(ALL_OVER)


def correct_facts(
    petition: Petition, given: Facts, *, reason: str, actor: Actor, now: datetime, page: SignedPage | None = None
) -> None:
    """Change what differs; titles of the petition, its claims and their open steps follow.

    Raises as `must_correct`, and `Invalid` for an empty or too long text, too few people, or when nothing differs.
    """
    db.session.refresh(petition, with_for_update=True)
    must_correct(petition, actor)
    faults = dict(_faults_of_facts(petition, given))
    if faults:
        raise Invalid("有几处要改一下，填过的都在。", faults)
    changes = list(_changes_of_facts(petition, given))
    keep_changes(petition, changes, reason=reason, actor=actor, now=now, page=page)
    petition.channel, petition.village_id = given.channel, given.village_id
    petition.story, petition.signatures = given.story, given.signatures
    for claim in petition.claims:
        claim.request = given.requests.get(claim.id, claim.request)
    _rename(petition)


def _faults_of_facts(petition: Petition, given: Facts) -> Iterator[tuple[str, str]]:
    fault = NO_STORY if not given.story else too_long_sentence(given.story, LONGEST_STORY)
    if fault:
        yield "story", fault
    if given.signatures < len(petition.petitioners):
        yield "signatures", f"登记了{len(petition.petitioners)}位，人数不能比这个少。"
    came, speakers = len(petition.petitioners), elected(petition)
    if given.channel is not petition.channel and visit_fault(given.channel, came=came, representatives=speakers):
        yield "channel", ELECT_FIRST
    for claim in petition.claims:
        text = given.requests.get(claim.id, claim.request)
        fault = NO_REQUEST if not text else too_long_sentence(text, LONGEST_REQUEST)
        if fault:
            yield f"request_{claim.public_id}", fault


def elected(petition: Petition) -> int:
    """How many of those who petition were elected to speak for the others."""
    return sum(person.is_representative for person in petition.petitioners)


def _changes_of_facts(petition: Petition, given: Facts) -> Iterator[Change]:
    places = {one.id: one.full_name for one in villages()}
    was, now = (places.get(one or 0, "镇外或说不清") for one in (petition.village_id, given.village_id))
    pairs = [
        ("channel", CHANNEL_NAMES[petition.channel], CHANNEL_NAMES[given.channel]),
        ("village", was, now),
        ("story", petition.story, given.story),
        ("signatures", str(petition.signatures), str(given.signatures)),
    ]
    for claim in petition.claims:
        pairs.append((f"第{claim.position}项·request", claim.request, given.requests.get(claim.id, claim.request)))
    yield from (Change(*pair) for pair in pairs if pair[1] != pair[2])


def correct_petitioner(
    petition: Petition,
    person: Petitioner,
    given: Particulars,
    *,
    reason: str,
    actor: Actor,
    now: datetime,
    page: SignedPage | None = None,
) -> None:
    """Change what differs, or add what was missing; a number that tells a birthday and a gender sets both.

    Raises as `must_correct`, and `Invalid` for a wrong number, an empty name, or when nothing differs.
    """
    db.session.refresh(petition, with_for_update=True)
    must_correct(petition, actor)
    number = given.id_number or person.id_number
    faults = dict(_faults_of_person(given, number, local(now).date()))
    is_new = given.is_representative and not person.is_representative
    if is_new and visit_fault(petition.channel, came=0, representatives=elected(petition) + 1):
        faults["is_representative"] = FULL
    if faults:
        raise Invalid("有几处要改一下，填过的都在。", faults)
    born, gender = _told_by(given.document_kind, number)
    new = {
        "name": entry_name(given.name),
        "address": given.address,
        "document_kind": given.document_kind,
        "gender": gender or given.gender,
        "born_on": born or given.born_on,
        "is_representative": given.is_representative,
    }
    changes = [*_plain_changes(person, new), *_proxy_changes(person, given), *_number_changes(person, given)]
    keep_changes(petition, changes, reason=reason, actor=actor, now=now, page=page)
    for name, value in new.items():
        setattr(person, name, value)
    set_proxy(person, entry_name(given.proxy_name), given.proxy_relation)
    if given.id_number or given.phone:
        person.seal_identity(id_number=number or None, phone=given.phone or person.phone or None)
    _rename(petition)


def _told_by(kind: DocumentKind, number: str) -> tuple[date | None, Gender | None]:
    return (birth_told(kind, number), gender_told(kind, number)) if number else (None, None)


def _faults_of_person(given: Particulars, number: str, today: date) -> Iterator[tuple[str, str]]:
    fault = name_fault(given.name) if given.name else NO_NAME
    if fault:
        yield "name", fault
    fault = document_fault(given.document_kind, number, today) if number else None
    if fault:
        yield "id_number", fault
    fault = day_fault(DateKind.BIRTH, given.born_on, today) if given.born_on else None
    if fault:
        yield "born_on", fault


def _plain_changes(person: Petitioner, new: Mapping[str, object]) -> Iterator[Change]:
    for name, value in new.items():
        old = getattr(person, name)
        if old != value:
            yield Change(f"{person.name}·{name}", _said(old), _said(value))


def _proxy_changes(person: Petitioner, given: Particulars) -> Iterator[Change]:
    name, relation = entry_name(given.proxy_name), given.proxy_relation if given.proxy_name else ""
    was = (person.proxy.name, person.proxy.relation) if person.proxy else ("", "")
    for fact, old, new in zip(("proxy_name", "proxy_relation"), was, (name, relation), strict=True):
        if old != new:
            yield Change(f"{person.name}·{fact}", old, new)


def _number_changes(person: Petitioner, given: Particulars) -> Iterator[Change]:
    if given.id_number and given.id_number != person.id_number:
        yield Change(f"{person.name}·id_number", person.masked_id_number, mask_id_number(given.id_number))
    if given.phone and given.phone != person.phone:
        yield Change(f"{person.name}·phone", person.masked_phone, mask_phone(given.phone))


def _said(value: object) -> str:
    if isinstance(value, DocumentKind):
        return DOCUMENT_NAMES[value]
    if isinstance(value, Gender):
        return GENDER_NAMES[value]
    if isinstance(value, bool):
        return "是" if value else "不是"
    return "" if value is None else str(value)


def _rename(petition: Petition) -> None:
    """The title names who comes first and what is asked first; open steps carry those of their claims."""
    petition.title = title_of(petition.petitioners[0].name, petition.claims[0].request)
    for claim in petition.claims:
        _rename_steps(claim)


def _rename_steps(claim: Claim) -> None:
    for task in open_steps_about(claim.subject_kind, [claim.id]):
        if task.subject_kind == Letter.subject_kind:
            task.title = title_of_steps(LETTERS, letter_by_id(task.subject_id))
        else:
            task.title = title_at(claim, task.name)
