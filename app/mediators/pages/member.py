"""One member of the pool: the state, and the phone in full."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access_log import looked
from app.core.date_fields import plan_day
from app.core.fields import one_of, text_line
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.core.reasons import reason_to_look
from app.core.submit_once import answer, submit
from app.core.terms import DISPUTE_TYPE_NAMES, POOL_CATEGORY_NAMES
from app.core.transaction import OnceForm
from app.mediators.actions.set_state import set_state
from app.mediators.actions.show_phone import show_phone
from app.mediators.models import POOL_STATE_NAMES, PoolMember, PoolState
from app.mediators.pages import blueprint
from app.mediators.queries import get_member, seats_of
from app.mediators.queries.state_trail import state_trail

ACTIONS = {PoolState.ACTIVE: "在册，可以请", PoolState.SUSPENDED: "暂停，先不请", PoolState.REMOVED: "移出人才库"}


class StateForm(OnceForm):
    """Whether the member may be asked, and when they are away."""

    state = one_of("现在怎么样", ACTIONS)
    reason = text_line("为什么", 200, "改了上面这一项就要写。本人有权知道，也会记进操作记录。")
    away_from = plan_day("从哪天起不在", hint="在家就空着。")
    away_until = plan_day("到哪天为止", hint="不知道就空着。")


class PhoneForm(OnceForm):
    """Why a phone must be seen in full."""

    reason = reason_to_look("为什么要看", "例如：请他明天来调解室。", needed="请写明为什么要看。")


def _find(member_id: int) -> PoolMember:
    return get_member(member_id, for_=signed_in())


def _detail(member: PoolMember, form: StateForm) -> str:
    return render(
        "mediators/detail.html",
        member=member,
        form=form,
        seats=seats_of(member.person_id),
        trail=state_trail(member),
        category_names=POOL_CATEGORY_NAMES,
        type_names=DISPUTE_TYPE_NAMES,
        state_names=POOL_STATE_NAMES,
    )


@blueprint.get("/<row(pool_member):member_id>")
@requires(Permission.MEDIATOR_SEE)
def detail(member_id: int) -> ResponseReturnValue:
    """One member: skills, grade, seats, appointments, state."""
    member = _find(member_id)
    looked("pool_member", member.id)
    form = StateForm(formdata=None, obj=member)
    form.reason.data = ""
    return _detail(member, form)


@blueprint.post("/<row(pool_member):member_id>/state")
@requires(Permission.MEDIATOR_MANAGE)
def state(member_id: int) -> ResponseReturnValue:
    """Suspend, remove, restore; say when somebody is away."""
    member, form = _find(member_id), StateForm()
    outcome = submit(form, lambda: _set(member, form), url_for("mediators.detail", member_id=member_id))
    return answer(outcome, "改好了，已存好。", lambda: _detail(_find(member_id), form))


def _set(member: PoolMember, form: StateForm) -> None:
    set_state(
        member,
        state=PoolState(form.state.data),
        reason=form.reason.data or "",
        away_from=form.away_from.data,
        away_until=form.away_until.data,
        actor=signed_in(),
        now=clock.now(),
    )


@blueprint.route("/<row(pool_member):member_id>/phone", methods=["GET", "POST"])
@requires(Permission.MEDIATOR_CHOOSE)
def phone(member_id: int) -> ResponseReturnValue:
    """See a member's phone in full, once, for a reason that is kept."""
    member, form, shown, status = _find(member_id), PhoneForm(), None, 200
    if request.method == "POST":
        status = 422
        if form.validate():
            shown = show_phone(member, reason=form.reason.data or "", actor=signed_in(), now=clock.now())
            status = 200
    return render("mediators/phone.html", member=member, form=form, shown=shown), status
