"""告知检举人: how and when the accuser was told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask.typing import ResponseReturnValue

from app.accusations.actions.tell_accuser import may_tell, tell_accuser
from app.accusations.models import TOLD_NAMES, Accusation
from app.accusations.pages import blueprint, insiders
from app.accusations.pages.detail import page_of
from app.accusations.queries import get_accusation
from app.accusations.rules import is_reachable
from app.core import clock
from app.core.access_log import looked
from app.core.date_fields import deed_day
from app.core.errors import NotNow
from app.core.fields import REQUIRED, one_of
from app.core.guard import signed_in
from app.core.pages import render
from app.core.submit_once import answer, is_post, submit
from app.core.transaction import OnceForm


class TellForm(OnceForm):
    """How the accuser was told."""

    told_how = one_of("怎么告知的", TOLD_NAMES)
    told_on = deed_day("哪天告知的", default=clock.today, needed=REQUIRED)


def people_to_tell(accusation: Accusation) -> Sequence[dict[str, Any]]:
    """The accusers that can be reached, with their numbers in full."""
    people = accusation.content["accusers"]
    return [one for one in people if is_reachable(one["name"], phone=one["phone"], address=one["address"])]


def _tell(accusation: Accusation, form: TellForm) -> None:
    how, on = form.told_how.data or "", form.told_on.data
    tell_accuser(accusation, how=how, on=on, actor=signed_in(), now=clock.now())


def _tell_page(accusation_id: int, form: TellForm) -> str:
    accusation = get_accusation(accusation_id, for_=signed_in())
    looked("accusation", accusation_id, "numbers_seen")
    return render("accusations/tell.html", accusation=accusation, people=people_to_tell(accusation), form=form)


@blueprint.route("/<row(accusation):accusation_id>/tell", methods=["GET", "POST"])
@insiders
def tell(accusation_id: int) -> ResponseReturnValue:
    """告知检举人: within fifteen days of receipt; the numbers are shown in full, for here they are needed."""
    accusation, form = get_accusation(accusation_id, for_=signed_in()), TellForm()
    outcome = submit(form, lambda: _tell(accusation, form), page_of(accusation))
    if not is_post() and not may_tell(accusation):
        raise NotNow("检举人已经告知过了，或者没有留下姓名、住址和电话，不用告知。")
    return answer(outcome, "告知记好了。", lambda: _tell_page(accusation_id, form))
