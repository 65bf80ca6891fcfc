"""Who mediates: the proposal, what the parties say about it, and the choice."""

from __future__ import annotations

from collections.abc import Sequence

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.cases.actions.change_mediators import CHANGES, change_mediators, offers_change
from app.cases.actions.record_wishes import record_wishes
from app.cases.models import Case
from app.cases.pages import blueprint
from app.cases.pages.choosing_form import ChoosingForm, choosing_form, posted_members
from app.cases.pages.the_case import find_case, named_step, place_of
from app.cases.queries.asked import asked_parties, asked_people
from app.cases.queries.handling import must_handle
from app.cases.queries.panels import frozen_because
from app.cases.queries.proposal import Proposal, propose, propose_among
from app.cases.terms import CaseStatus
from app.core import clock
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.core.submit_once import answer, submit_leading
from app.core.terms import POOL_CATEGORY_NAMES
from app.processes.pages.answering import complete
from app.processes.queries import open_task_named
from app.processes.registry import Submission


def _choosing_page(case: Case, proposal: Proposal, form: ChoosingForm, words: str = "") -> str:
    task = open_task_named("case", case.id, "choose_mediators")
    if task is not None and form.page_version.data is None:
        form.page_version.data = str(task.row_version)
    return render(
        "cases/choose_mediators.html",
        case=case,
        proposal=proposal,
        form=form,
        task=task,
        words=words,
        category_names=POOL_CATEGORY_NAMES,
        may_change=offers_change(case, signed_in()),
        is_agreed=case.status is CaseStatus.AGREEING,
        is_fixed=frozen_because(case.id) is not None,
        asked=asked_people(case, CHANGES),
    )


@blueprint.get("/<row(mediation_case):case_id>/mediators")
@requires(Permission.MEDIATOR_CHOOSE)
def mediators_page(case_id: int) -> ResponseReturnValue:
    """Who could mediate: exclusions, the parties' choice, the ranking; `words` looks in the whole pool."""
    case, words = find_case(case_id), request.args.get("words", "").strip()[:30]
    must_handle(case, signed_in())
    proposal = propose(case, on=clock.today(), words=words, every=request.args.get("all") == "1")
    return _choosing_page(case, proposal, choosing_form(proposal, asked_people(case, "choose_mediators")), words)


def _keep(case: Case, form: ChoosingForm, members: Sequence[int], *, only_wishes: bool) -> str:
    """Answer the step with who was chosen, or keep the parties' words alone; where to go next."""
    parties = [party.id for party in asked_parties(case, "choose_mediators")]
    if not only_wishes and request.form.get("task_id"):
        complete(form, named_step(), form.values(members, parties))
        return place_of(case.id)
    if not only_wishes:
        change_mediators(case, form.choice(members, parties), _change(form, parties))
        return place_of(case.id)
    wishes = form.wishes(members, parties)
    record_wishes(case, wishes, occurred_at=form.happened_at, actor=signed_in(), now=clock.now())
    return url_for("cases.mediators_page", case_id=case.id)


def _change(form: ChoosingForm, parties: Sequence[int]) -> Submission:
    """What was said about somebody else coming in."""
    values = form.change(parties)
    return Submission(values, form.happened_at, form.spoken_by.data or "", signed_in(), clock.now())


@blueprint.post("/<row(mediation_case):case_id>/mediators")
@requires(Permission.MEDIATOR_CHOOSE)
def choose_mediators(case_id: int) -> ResponseReturnValue:
    """Choose, or only keep what the parties said so far."""
    case, only_wishes = find_case(case_id), bool(request.form.get("only_wishes"))
    proposal = propose_among(case, posted_members(request.form), on=clock.today())
    form = choosing_form(proposal, asked_people(case, "choose_mediators"))
    members = [one.id for one in proposal.askable]

    def is_whole() -> bool:
        return form.validate() or (only_wishes and set(form.errors) == {"chosen_by"})

    def page() -> str:
        found = find_case(case_id)
        return _choosing_page(found, propose_among(found, members, on=clock.today()), form)

    outcome = submit_leading(form, lambda: _keep(case, form, members, only_wishes=only_wishes), judge=is_whole)
    said = "当事人的意思记好了，下面的次序已经照着改了。" if only_wishes else "调解员定好了，已存好。"
    return answer(outcome, said, page)
