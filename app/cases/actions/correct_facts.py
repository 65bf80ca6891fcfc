"""Put right what was registered of a dispute before its text is frozen; old and new both stay (X4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from app.cases.actions.case_deadlines import codes_of, follow_facts
from app.cases.actions.correct_party import rename
from app.cases.actions.freeze_papers import freeze_register
from app.cases.models import SOURCE_NAMES, Case, Source
from app.cases.queries.handling import hold, must_correct
from app.cases.rules.intake import place_fault
from app.cases.terms import CaseStatus
from app.core.db import db
from app.core.errors import Invalid
from app.core.fields import too_long_sentence
from app.core.permissions import Actor
from app.core.terms import DISPUTE_TYPE_NAMES, DisputeType
from app.deadlines.queries import running_of
from app.matters.actions.correct import Change, SignedPage, keep_changes
from app.organisations.models import Village
from app.processes.actions.raise_event import replace_steps

LONGEST = {"facts": 5000, "claims": 2000, "referred_by": 100}
"""As long as at registration."""
SHARED_NAMES = {"clan": "同一家族", "group": "同一个村民组", "village": "同村", "none": "都不是"}
FACT_NAMES = {
    "dispute_type": "纠纷类型",
    "source": "怎么来的",
    "referred_by": "送来的单位",
    "village": "哪个村的事",
    "shared": "双方是什么关系",
    "facts": "纠纷简要情况",
    "claims": "当事人的请求",
    "party": "当事人（增加）",
}
"""What each fact is called in the history."""
MOVING = "移交函还没有答复，等对方答复了再改是哪个村的事。"
NO_SENDER = "委托移送的，请写是哪个单位送来的。"


@dataclass(frozen=True)
class Facts:
    """What the mediator says it is."""

    dispute_type: DisputeType
    source: Source
    referred_by: str
    shared: str
    facts: str
    claims: str
    village_id: int | None = None
    """None: as it is."""


def correct_facts(
    case: Case, given: Facts, *, reason: str, actor: Actor, now: datetime, page: SignedPage | None = None
) -> None:
    """Change what differs; the title of the case, its open steps, its periods and its register follow.

    Raises `NotAllowed` for another committee, `NotNow` when the text is frozen or the case is over, `Invalid` for an
    empty or too long text, a referral by nobody, or when nothing differs.
    """
    hold(case)
    must_correct(case, actor)
    faults = dict(_faults(case, given))
    if faults:
        raise Invalid("有几处要改一下，填过的都在。", faults)
    changes = [Change(name, old, new) for name, old, new in _pairs(case, given) if old != new]
    keep_changes(case, changes, reason=reason, actor=actor, now=now, page=page)
    before = codes_of(case)
    for name, value in vars(given).items():
        if name != "village_id":
            setattr(case, name, value)
    if given.village_id not in (None, case.village_id):
        _move_to(case, db.session.get_one(Village, given.village_id), now=now)
    follow_facts(case, before, actor=actor, now=now)
    rename(case)
    freeze_register(case, actor=actor, now=now)


def _faults(case: Case, given: Facts) -> Iterator[tuple[str, str]]:
    if given.village_id not in (None, case.village_id):
        moving = MOVING if case.status is CaseStatus.TRANSFERRING else None
        fault = moving or place_fault(case.committee.level, case.committee.village_id, given.village_id)
        if fault:
            yield "village_id", fault
    for name, longest in LONGEST.items():
        text = getattr(given, name)
        fault = too_long_sentence(text, longest)
        if fault or (not text and name != "referred_by"):
            yield name, fault or "这一项要填。"
    if given.source is Source.REFERRAL and not given.referred_by:
        yield "referred_by", NO_SENDER


def _move_to(case: Case, village: Village, *, now: datetime) -> None:
    """The dispute belongs to another village; committee, number and file stay."""
    case.village_id, case.region = village.id, village.region
    db.session.flush()
    db.session.refresh(case, ["village"])
    for deadline in running_of(case.subject_kind, case.id):
        deadline.region = case.region
    replace_steps(case, now=now)


def _pairs(case: Case, given: Facts) -> Iterator[tuple[str, str, str]]:
    if given.village_id is not None:
        there = db.session.get_one(Village, given.village_id)
        yield "village", case.village.full_name, there.full_name
    yield "dispute_type", DISPUTE_TYPE_NAMES[case.dispute_type], DISPUTE_TYPE_NAMES[given.dispute_type]
    yield "source", SOURCE_NAMES[case.source], SOURCE_NAMES[given.source]
    yield "shared", SHARED_NAMES.get(case.shared, case.shared), SHARED_NAMES.get(given.shared, given.shared)
    for name in LONGEST:
        yield name, getattr(case, name), getattr(given, name)
