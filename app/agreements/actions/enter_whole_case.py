"""A whole oral or hand-written case, entered at once: every step is answered by its own handler, on its own day.

Nothing is written past the flow: what a person would answer step by step is answered here from one page, and whatever
a step refuses is refused.  Nobody is recorded as having said more than that they agreed: who spoke at the application
did not speak at the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, time

from app.agreements.actions.record_signature import SignatureEntry
from app.agreements.actions.spot_check import open_spot_check
from app.agreements.models import AgreementForm, SigningMethod
from app.agreements.models.spot_checks import SpotReason
from app.agreements.queries import expected_signers, the_agreement
from app.agreements.rules import AgreementText
from app.agreements.rules.whole_case import agreed_fault, day_faults, unusual_order
from app.cases.actions.intake import CaseIntake
from app.cases.actions.record_session import Sitting, record_session
from app.cases.actions.register_case import register_case
from app.cases.actions.willingness import NOT_YET
from app.cases.models import Case, Party
from app.cases.queries import case_by_id
from app.cases.queries.handling import must_handle
from app.cases.rules.order import Event
from app.core.clock import SHANGHAI, local
from app.core.db import db
from app.core.errors import Invalid
from app.core.permissions import Actor, Permission, may
from app.core.terms import Level
from app.matters.actions.project import project_touched
from app.processes.actions.answer import answer_task
from app.processes.queries import open_task_named

WRONG = "有几处要改一下，填过的都在。"
NOON = time(12)


@dataclass(frozen=True)
class WholeCase:
    """All that was told of a case that was mediated already; parties by their place in `intake`, counted from zero."""

    intake: CaseIntake
    level: Level
    accepted_on: date | None
    told_on: date | None
    told: str
    """How everybody was told their rights: written, oral, or not at all (`NOT_YET`)."""
    panel: Mapping[int, str]
    """Who mediated, by pool member: presiding or mediator."""
    chosen_by: str
    sitting: Sitting
    sat_on: date | None
    form: AgreementForm
    agreed_on: date | None
    agreed: frozenset[int]
    text: AgreementText
    is_done: bool = False
    signed: Mapping[int, SignatureEntry] = field(default_factory=dict)
    """How each party signed the paper; whose signature it is stands in the place, `key` is empty."""
    mediators_signed_on: date | None = None
    sealed_on: date | None = None
    kept_by: str = ""

    @property
    def is_original(self) -> bool:
        """Whether there is a paper that was signed by hand."""
        return self.form is AgreementForm.HANDWRITTEN

    @property
    def days(self) -> dict[str, date | None]:
        """The days that must be there, by field."""
        always = {"accepted_on": self.accepted_on, "sat_on": self.sat_on, "agreed_on": self.agreed_on}
        told = {} if self.told == NOT_YET else {"told_on": self.told_on}
        return {**always, **told, **({"mediators_signed_on": self.mediators_signed_on} if self.is_original else {})}

    @property
    def order(self) -> dict[Event, date]:
        """The days that have a usual order."""
        named = {
            Event.APPLICATION: local(self.intake.applied_at).date(),
            Event.ACCEPTANCE: self.accepted_on,
            Event.RIGHTS: None if self.told == NOT_YET else self.told_on,
            Event.SITTING: self.sat_on,
            Event.AGREEMENT: self.agreed_on,
        }
        return {event: day for event, day in named.items() if day is not None}


def enter_whole_case(
    entered: WholeCase,
    *,
    photograph: Callable[[Case], int] | None = None,
    is_so: bool = False,
    actor: Actor,
    now: datetime,
) -> Case:
    """Register the case and answer every step up to its agreement, each on its day; periods count from those days.

    `photograph` files the original of a hand-written agreement with the case and returns its attachment.  Whoever may
    not seal leaves the seal to the head.  Raises `Invalid` with a sentence at each field, once with all days that are
    out of the usual order until somebody says that it `is_so`, and whatever a step refuses.
    """
    _check(entered, is_so=is_so, now=now)
    case = register_case(entered.intake, actor=actor, now=now)
    walk = _Walk(case, entered, is_so=is_so, actor=actor, now=now)
    walk.take_on()
    walk.mediate()
    walk.write(photograph(case) if photograph else None)
    must_handle(case, actor)
    open_spot_check(the_agreement(case.id), SpotReason.WHOLE, actor=actor, now=now)
    if entered.is_original and entered.sealed_on and may(actor, Permission.AGREEMENT_SEAL, case):
        walk.answer("seal", entered.sealed_on, sealed_on=entered.sealed_on, kept_by=entered.kept_by)
    return case


def _check(entered: WholeCase, *, is_so: bool, now: datetime) -> None:
    faults = day_faults(entered.days, today=local(now).date())
    too_few = agreed_fault([party.side for party in entered.intake.parties], entered.agreed)
    if too_few:
        faults["parties"] = too_few
    if faults:
        raise Invalid(WRONG, faults)
    unusual = unusual_order(entered.order)
    if unusual and not is_so:
        said = f"先后和平常不一样：{'；'.join(unusual)}"
        asked = f"{said}。是写错了，还是确实如此？写错了就改日子；确实如此的，打勾再交一次。"
        raise Invalid(asked, {"is_so": asked})


class _Walk:
    """The steps of one case, answered in their order."""

    def __init__(self, case: Case, entered: WholeCase, *, is_so: bool, actor: Actor, now: datetime) -> None:
        self._case_id, self._entered = case.id, entered
        self._is_so, self._actor, self._now = is_so, actor, now

    @property
    def _parties(self) -> list[Party]:
        return sorted(case_by_id(self._case_id).parties, key=lambda party: party.position)

    def answer(self, name: str, on: date | None, **values: object) -> None:
        """Answer the step of this name as of a day, by who sees the case as it stands now.  Raises what it refuses."""
        project_touched(db.session())
        task = open_task_named(Case.subject_kind, self._case_id, name)
        assert task is not None, f"the flow does not stand at {name}"
        answer_task(
            task.id,
            page_version=None,
            values={**values, "is_so": True} if self._is_so else values,
            occurred_at=self._at(on),
            spoken_by="",
            actor=self._actor,
            now=self._now,
        )

    def _at(self, day: date | None) -> datetime:
        return min(datetime.combine(day, NOON, SHANGHAI), self._now) if day else self._now

    def take_on(self) -> None:
        """Where, accepted under the number of that day, who is willing, who was told, who mediates."""
        entered = self._entered
        self.answer("choose_start", local(entered.intake.applied_at).date(), target=entered.level.value)
        self.answer("accept_case", entered.accepted_on, outcome="accepted")
        willing = {
            party.id: "agreed" if place in entered.agreed else "pending" for place, party in enumerate(self._parties)
        }
        self.answer("record_consents", entered.accepted_on, consent=willing, silent="wait")
        told = {party.id: entered.told for party in self._parties}
        self.answer("tell_rights", entered.told_on or entered.sat_on, told=told)
        self.answer("choose_mediators", entered.sat_on, parts=dict(entered.panel), chosen_by=entered.chosen_by)

    def mediate(self) -> None:
        """The sitting, and that it came to an agreement."""
        entered = self._entered
        record_session(
            case_by_id(self._case_id),
            entered.sitting,
            held_at=self._at(entered.sat_on),
            spoken_by="",
            is_so=self._is_so,
            actor=self._actor,
            now=self._now,
        )
        is_partial = len(entered.agreed) < len(entered.intake.parties)
        form = "handwritten" if entered.is_original else "oral"
        partial = "yes" if is_partial else "no"
        self.answer("mediate", entered.agreed_on, outcome="agreed", form=form, partial=partial)

    def write(self, attachment_id: int | None) -> None:
        """The oral agreement, or the transcript of the original with everybody's signature."""
        entered = self._entered
        bound = frozenset(party.id for place, party in enumerate(self._parties) if place in entered.agreed)
        text = replace(entered.text, bound=bound)
        values = {**asdict(text), "clauses": [asdict(one) for one in text.clauses], "bound": sorted(bound)}
        if entered.is_original:
            signatures = self._signatures()
            self.answer(
                "file_original", entered.agreed_on, **values, attachment_id=attachment_id, signatures=signatures
            )
            return
        performed = "yes" if entered.is_done else "no"
        self.answer("register_oral", entered.agreed_on, **values, agreed_on=entered.agreed_on, performed=performed)

    def _signatures(self) -> list[dict[str, object] | None]:
        """A row for each party in its place, then one for each mediator who signs."""
        entered, places = self._entered, {party.id: place for place, party in enumerate(self._parties)}
        day = entered.mediators_signed_on
        mediator = SignatureEntry("", SigningMethod.BY_HAND, day) if day else None
        rows: list[dict[str, object] | None] = []
        for signer in expected_signers(case_by_id(self._case_id)):
            signed = entered.signed.get(places[signer.party.id]) if signer.party else mediator
            rows.append(asdict(replace(signed, key=signer.key)) if signed else None)
        return rows
