"""An action on a claim with a page of its own: who may open it, and whether it fits the claim now."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.core.errors import NotFound, NotNow
from app.core.guard import requires, signed_in
from app.core.permissions import Actor, Permission
from app.core.submit_once import is_post
from app.petitions.actions.at_any_step import ACTIONS, Action
from app.petitions.actions.follow_flow import people
from app.petitions.actions.handling import must_may
from app.petitions.models import Claim
from app.petitions.pages import blueprint
from app.petitions.pages.detail import place_of
from app.petitions.queries import get_claim
from app.petitions.terms import PROCESS
from app.processes.pages.forms import form_for
from app.processes.pages.submissions import submission_page
from app.processes.queries import action_form
from app.processes.registry import Submission


def action_named(name: str, actor: Actor) -> Action:
    """The action of this name.  Raises `NotFound` for an unknown one, `NotAllowed` when it is not the actor's."""
    action = ACTIONS.get(name)
    if action is None:
        raise NotFound("没有这一页。请回到信访件，从“别的事”里选。")
    must_may(actor, action.permission)
    return action


def must_apply(action: Action, claim: Claim) -> None:
    """Raises `NotNow` when the claim stands where this action has no place."""
    if not action.applies(claim):
        raise NotNow(f"“{action.label}”现在办不了：这一项已经往下办了，或者还没有到。请回到信访件看最新的情况。")


def draft_key(claim: Claim, name: str) -> str:
    """Under which name what is typed for an action is kept until it is done."""
    return f"petition-{claim.public_id}-{name}"


def do_action(name: str, claim: Claim, submission: Submission) -> str:
    """Carry it out; where the claim is seen.  Raises what the action refuses."""
    action = ACTIONS[name]
    must_apply(action, claim)
    action.carry_out(claim, submission)
    return place_of(claim)


@blueprint.route("/claims/<row(claim):claim_id>/deeds/<name>", methods=["GET", "POST"])
@requires(Permission.PETITION_SEE)
def action(claim_id: int, name: str) -> ResponseReturnValue:
    """An action with its own page: urge, withdraw, report, lead to mediation, draft a letter beside the flow."""
    claim, chosen = get_claim(claim_id, for_=signed_in()), action_named(name, signed_in())
    if not is_post():
        must_apply(chosen, claim)
    spec = action_form(PROCESS, claim, chosen.form)
    form = form_for(spec, None, people(claim))

    def act(submission: Submission) -> str:
        return do_action(name, claim, submission)

    shown = {"claim": claim, "name": name, "chosen": chosen, "advice": chosen.advice(claim)}
    shown["form_key"] = draft_key(claim, name)
    return submission_page("petitions/action.html", spec, form, act, chosen.done, **shown)
