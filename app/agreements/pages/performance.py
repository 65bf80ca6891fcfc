"""What became of one promise: an entry is made, struck out, and said from when its claim is counted."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask.typing import ResponseReturnValue
from wtforms import FileField, StringField
from wtforms.validators import Optional, ValidationError

from app.agreements.actions import enter_performance as entering
from app.agreements.models import Duty
from app.agreements.pages import blueprint
from app.agreements.pages.performance_shown import performance_shown
from app.agreements.queries import bound_parties, get_agreement
from app.agreements.queries.promises import entry_of, promise_of
from app.agreements.rules.part_performance import Entered
from app.agreements.terms import ENTRY_NAMES, LIMITATION_NAMES, OF_PAYMENT, PROOF_NAMES, EntryKind, Limitation, ProofWay
from app.cases.pages.the_case import find_case, place_of
from app.core import clock
from app.core.amounts import parse_amount
from app.core.clock import end_of_day
from app.core.date_fields import deed_day, plan_day
from app.core.errors import Invalid
from app.core.fields import AtMost, none_or_one_of, one_of, text_block, text_line
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.core.row_choice import RowChoice
from app.core.submit_once import answer, is_post, submit
from app.core.transaction import OnceForm
from app.core.uploads import reads_files_first, sent
from app.matters.pages.attach_upload import attach_upload
from app.processes.pages.forms import StepForm


def _names(ways: Collection[ProofWay]) -> dict[ProofWay, str]:
    return {way: name for way, name in PROOF_NAMES.items() if way in ways}


class PerformanceForm(StepForm):
    """One entry about a promise; its day is when it happened, and asked once."""

    kind = one_of("记什么", ENTRY_NAMES)
    took_place_on = deed_day("哪一天", hint="给的、做的、送到的、答应的那一天。", needed="请填是哪一天的事。")
    amount = StringField("多少钱", [Optional(), AtMost(60)], description="不涉及钱的不填，做了多少写在“说明”里。")
    asked_by = RowChoice("谁要求催的", validators=[Optional()])
    until = plan_day("约到、限到哪一天")
    way = none_or_one_of("凭什么说给了", _names(OF_PAYMENT))
    shown_by = none_or_one_of("凭什么", _names(frozenset(ProofWay) - OF_PAYMENT))
    proof = FileField("凭证的照片")
    paper_at = text_line("拍不了照的，原件放在哪里", 100, "例如：附在卷后；在王甲家。")
    note = text_block("说明", 300)

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        del self.occurred_at

    @property
    def happened_at(self) -> datetime:
        """The day of the entry, no later than now."""
        day = self.took_place_on.data
        return min(end_of_day(day), clock.now()) if day else clock.now()

    def validate_amount(self, field: StringField) -> None:
        """An amount in any way people write one."""
        try:
            parse_amount(field.data or "")
        except Invalid as refused:
            raise ValidationError(refused.sentence) from refused

    def entered(self, *, has_paper: bool) -> Entered:
        """What was typed, as plain values."""
        kind = EntryKind(self.kind.data)
        way = (self.way if kind is EntryKind.PAYMENT else self.shown_by).data
        return Entered(
            kind=kind,
            on=self.took_place_on.data,
            amount=self._amount if kind is EntryKind.PAYMENT else None,
            until=self.until.data if kind in (EntryKind.DEMAND, EntryKind.NEW_DAY) else None,
            way=ProofWay(way) if way else None,
            asked_by=self.asked_by.key if kind is EntryKind.DEMAND else None,
            has_paper=has_paper or bool((self.paper_at.data or "").strip()),
            note=(self.note.data or "").strip(),
            spoken_by=(self.spoken_by.data or "").strip(),
        )

    @property
    def _amount(self) -> Decimal | None:
        return parse_amount(self.amount.data or "") if (self.amount.data or "").strip() else None


class StrikeForm(OnceForm):
    """Why an entry counts no more."""

    reason = text_line("为什么划掉", 200, "例如：钱数打错了。", needed=True)


class LimitationForm(OnceForm):
    """From when the claim of a promise is counted."""

    limitation = one_of("这一项是", LIMITATION_NAMES)


@blueprint.get("/<row(mediation_case):case_id>/performance/<row(duty):duty_id>")
@requires(Permission.CASE_ADVANCE)
def performance_page(case_id: int, duty_id: int) -> ResponseReturnValue:
    """What became of a promise so far, and the form for one entry more."""
    find_case(case_id)
    return _page(promise_of(case_id, duty_id), PerformanceForm())


@blueprint.post("/<row(mediation_case):case_id>/performance/<row(duty):duty_id>")
@requires(Permission.CASE_ADVANCE)
@reads_files_first("proof")
def performance(case_id: int, duty_id: int) -> ResponseReturnValue:
    """Keep one entry with its paper."""
    find_case(case_id)
    duty, form = promise_of(case_id, duty_id), PerformanceForm()
    _offer(form, duty)
    outcome = submit(form, lambda: _keep(case_id, duty, form), place_of(case_id))
    return answer(outcome, "记好了。", lambda: _page(promise_of(case_id, duty_id), form))


def _keep(case_id: int, duty: Duty, form: PerformanceForm) -> None:
    actor, now = signed_in(), clock.now()
    photos = [
        attach_upload(find_case(case_id), one, form, kind="evidence", actor=actor, now=now) for one in sent("proof")[:1]
    ]
    spoken_by = (form.spoken_by.data or actor.display_name)[:100]
    entering.enter_performance(
        duty,
        form.entered(has_paper=bool(photos)),
        entry={"occurred_at": form.happened_at, "entered_at": now, "spoken_by": spoken_by, "typed_by_id": actor.id},
        attachment_id=photos[0].id if photos else None,
        paper_at=(form.paper_at.data or "").strip(),
        is_so=bool(form.is_so.data),
        actor=actor,
        now=now,
    )


@blueprint.post("/<row(mediation_case):case_id>/limitation/<row(duty):duty_id>")
@requires(Permission.CASE_ADVANCE)
def limitation(case_id: int, duty_id: int) -> ResponseReturnValue:
    """Say of a promise in force from when its claim is counted."""
    find_case(case_id)
    duty, form = promise_of(case_id, duty_id), LimitationForm()

    def say() -> None:
        entering.say_limitation(duty, Limitation(form.limitation.data), actor=signed_in(), now=clock.now())

    outcome = submit(form, say, place_of(case_id))
    return answer(
        outcome,
        "记好了，时效照这样算。",
        lambda: _page(promise_of(case_id, duty_id), PerformanceForm(formdata=None), form),
    )


@blueprint.route(
    "/<row(mediation_case):case_id>/performance/entries/<row(performance_entry):performance_entry_id>",
    methods=["GET", "POST"],
)
@requires(Permission.CASE_ADVANCE)
def strike_out(case_id: int, performance_entry_id: int) -> ResponseReturnValue:
    """Strike out an entry that was typed wrong."""
    case, form = find_case(case_id), StrikeForm()
    row = entry_of(case_id, performance_entry_id)

    def strike() -> None:
        entering.strike_out(row, reason=form.reason.data or "", actor=signed_in(), now=clock.now())

    outcome = submit(form, strike, place_of(case_id))
    page = {"case": case, "form": form, "row": row, "name": ENTRY_NAMES[row.kind]}
    return answer(outcome, "划掉了，留着能查到。", lambda: render("agreements/strike_out.html", **page))


def _offer(form: PerformanceForm, duty: Duty) -> None:
    form.asked_by.offer((party, party.name) for party in bound_parties(get_agreement(duty.agreement_id)))


def _page(duty: Duty, form: PerformanceForm, limits: LimitationForm | None = None) -> str:
    _offer(form, duty)
    limits = limits or LimitationForm(formdata=None, data={"limitation": duty.limitation})
    shown = performance_shown(duty, clock.today())
    return render("agreements/performance.html", form=form, limits=limits, again=is_post(), **vars(shown))
