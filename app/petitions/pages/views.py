"""Pages of petitions: list, registration, the petition itself, sorting, letters, supervisions, and following it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import find_draft
from app.core import clock
from app.core.access_log import looked
from app.core.asked import whole_number
from app.core.errors import NotNow
from app.core.guard import public, requires, signed_in
from app.core.hand_out import hand_out
from app.core.pages import asked_page, render
from app.core.permissions import Permission
from app.core.rows import change_rows
from app.core.transaction import already_done, attempt, begins_late
from app.organisations.queries import handling_offices, villages
from app.petitions.actions.advice import beforehand_of
from app.petitions.actions.deeds import deed_forms
from app.petitions.actions.enter_national import enter_national
from app.petitions.actions.handling import must_may
from app.petitions.actions.look_up import look_up
from app.petitions.actions.reassign import NOBODY_HANDLES, may_reassign, step_of_assigning
from app.petitions.actions.supervise import answer_supervision, register_supervision
from app.petitions.actions.unmask import unmask
from app.petitions.models import Claim, Petition
from app.petitions.models.records import Letter
from app.petitions.pages import follow_page as follow_shown
from app.petitions.pages.assign_page import assign_page as assign_values
from app.petitions.pages.assign_page import hand_over
from app.petitions.pages.came_before import came_before
from app.petitions.pages.copy_page import copy_page
from app.petitions.pages.deed_page import deed_named, do_deed, draft_key, must_apply
from app.petitions.pages.forms import AssignForm, EvaluateForm, FollowForm, SortForm, UnmaskForm
from app.petitions.pages.letter_page import (
    LETTER_DEEDS,
    deed_on,
    deed_shown,
    fresh_form,
    letter_of_step,
    letter_page,
    spec_of_step,
    step_shown,
    subject_of,
)
from app.petitions.pages.once import UNANSWERED, Outcome, answer_once, carry_out, second_tap, told_by
from app.petitions.pages.petition_list import petition_list
from app.petitions.pages.petition_page import people_of, petition_page, petitioner_of, place_of
from app.petitions.pages.register_form import FORM_KEY, RegisterForm
from app.petitions.pages.sort_page import is_whole, proposal_for, settle
from app.petitions.pages.sort_page import sort_page as sort_values
from app.petitions.pages.supervision_page import supervision_page
from app.petitions.pages.take_in import REGISTERED, SORTED, said_after, take_in
from app.petitions.papers.fill_sheets import sheet_of
from app.petitions.papers.letter_paper import letter_for
from app.petitions.queries import get_claim, get_letter, get_petition, get_supervision
from app.processes.models import Task
from app.processes.pages.forms import StepForm, form_for
from app.processes.pages.views import hints_of
from app.processes.queries import get_task, open_task_named
from app.processes.registry import Told
from workflows.diagrams.forms import FormSpec

blueprint = Blueprint("petitions", __name__, url_prefix="/petitions")
AGAIN = "刚才已经办好了，没有办第二遍。"
FRESH = Outcome()


def _petition(petition_id: int) -> Petition:
    return get_petition(petition_id, for_=signed_in())


def _claim(claim_id: int) -> Claim:
    return get_claim(claim_id, for_=signed_in())


def _elsewhere(claim: Claim) -> ResponseReturnValue:
    flash("这一步已经办过了，或者还没有到，下面是最新的情况。")
    return redirect(place_of(claim))


def _answer(outcome: Outcome, said: str, page: Callable[[], str]) -> ResponseReturnValue:
    """Lead where a deed leads, saying what was done; else the page, with what is wrong and what was typed."""
    if not outcome.where:
        return page(), outcome.status
    flash(said if outcome.is_new else AGAIN)
    return redirect(outcome.where)


def _is_post() -> bool:
    return request.method == "POST"


def _told_page(
    template: str, spec: FormSpec, form: StepForm, deed: Callable[[Told], str], said: str, **values: object
) -> ResponseReturnValue:
    """The page of a form file: empty, or judged and done."""
    outcome = answer_once(form, spec, signed_in(), deed) if _is_post() else FRESH
    return _answer(outcome, said, lambda: render(template, spec=spec, form=form, hints=hints_of(spec), **values))


@blueprint.get("/")
@requires(Permission.PETITION_SEE)
def index() -> ResponseReturnValue:
    """All visible claims, with search by name, number, village, channel, class, state; supervisions that wait."""
    values = petition_list(signed_in(), request.args, page=asked_page(), now=clock.now())
    return render("petitions/index.html", **values)


def _register_form() -> RegisterForm:
    form = RegisterForm()
    form.offer_villages(villages())
    return form


def _register_page(form: RegisterForm) -> str:
    draft = None if _is_post() else find_draft(signed_in().id, FORM_KEY)
    return render("petitions/register.html", form=form, form_key=FORM_KEY, draft=draft)


@blueprint.get("/register")
@requires(Permission.PETITION_REGISTER)
def register_page() -> ResponseReturnValue:
    """The empty form."""
    return _register_page(_register_form())


@blueprint.post("/register")
@requires(Permission.PETITION_REGISTER)
def register() -> ResponseReturnValue:
    """Register what came in; asks first when the person was here before.  An accusation leaves this room at once."""
    form = _register_form()
    outcome = second_tap(form)
    if outcome is None and change_rows(form, request.form):
        outcome = FRESH
    if outcome is None:
        ready = form.validate() and not form.asks_about(came_before(form))
        outcome = carry_out(form, lambda: take_in(form, actor=signed_in(), now=clock.now())) if ready else UNANSWERED
    return _answer(outcome, said_after(form, REGISTERED), lambda: _register_page(form))


@blueprint.get("/<int:petition_id>")
@requires(Permission.PETITION_SEE)
def detail(petition_id: int) -> ResponseReturnValue:
    """Where it stands, what I must do, every claim, people, story, what happened, the national system."""
    petition = _petition(petition_id)
    looked("petition", petition.id)
    return render("petitions/detail.html", **petition_page(petition, signed_in()))


def _sort(claim: Claim, task: Task, form: SortForm) -> Outcome:
    if "propose" in request.form:
        return FRESH if form.is_answered() else UNANSWERED
    if not is_whole(form):
        return UNANSWERED
    return carry_out(form, lambda: settle(claim, task, form, actor=signed_in(), now=clock.now()))


@blueprint.route("/claims/<int:claim_id>/sort", methods=["GET", "POST"])
@requires(Permission.PETITION_REGISTER)
def sort_page(claim_id: int) -> ResponseReturnValue:
    """Plain questions, what the table proposes, and the person's decision on class and route."""
    form = SortForm()
    outcome = second_tap(form)
    if outcome is None:
        claim = _claim(claim_id)
        task = open_task_named("claim", claim.id, "sort_claim")
        if task is None:
            return _elsewhere(claim)
        if not _is_post():
            form.page_version.data = str(task.row_version)
        outcome = _sort(claim, task, form) if _is_post() else FRESH
    return _answer(
        outcome,
        said_after(form, SORTED),
        lambda: render("petitions/sort.html", **sort_values(_claim(claim_id), form, proposal_for(form))),
    )


@blueprint.route("/claims/<int:claim_id>/assign", methods=["GET", "POST"])
@requires(Permission.PETITION_REGISTER)
def assign_page(claim_id: int) -> ResponseReturnValue:
    """内部分办单: the office that handles the claim, or another one instead of it."""
    form, claim = AssignForm(), _claim(claim_id)
    form.office.choices = {str(one.id): one.name for one in handling_offices()}
    outcome, task = second_tap(form) or FRESH, step_of_assigning(claim)
    if not _is_post():
        if task is None and not may_reassign(claim):
            raise NotNow(NOBODY_HANDLES)
        form.page_version.data = str(task.row_version) if task else None
    elif not outcome.where:
        outcome = UNANSWERED
        if form.validate():
            values = {name: form[name].data for name in ("office", "inner_due_on", "note")}
            outcome = carry_out(form, lambda: hand_over(claim, form, told_by(form, values, signed_in())))
    said = "分办好了，承办单位那里看得到了。"
    return _answer(outcome, said, lambda: render("petitions/assign.html", **assign_values(claim, form)))


@blueprint.route("/claims/<int:claim_id>/deeds/<name>", methods=["GET", "POST"])
@requires(Permission.PETITION_SEE)
def deed(claim_id: int, name: str) -> ResponseReturnValue:
    """A deed with its own page: urge, withdraw, report, lead to mediation, draft a letter beside the flow."""
    claim, chosen = _claim(claim_id), deed_named(name, signed_in())
    if not _is_post():
        must_apply(chosen, claim)
    spec = deed_forms.get(chosen.form)
    form = form_for(spec, None, people_of(claim.petition))

    def act(told: Told) -> str:
        return do_deed(name, claim, told)

    shown = {"claim": claim, "name": name, "chosen": chosen, "form_key": draft_key(claim, name)}
    return _told_page("petitions/deed.html", spec, form, act, chosen.done, **shown)


@blueprint.route("/<int:petition_id>/national", methods=["GET", "POST"])
@requires(Permission.PETITION_REGISTER)
def national_page(petition_id: int) -> ResponseReturnValue:
    """Keep the number, code and date that the national system gave."""
    petition, spec = _petition(petition_id), deed_forms.get("national")
    form = form_for(spec, None, [], {one.name: getattr(petition, one.name) for one in spec.fields})

    def enter(told: Told) -> str:
        enter_national(petition, told)
        return url_for("petitions.detail", petition_id=petition_id)

    said = "记下了，全国系统那边已经录入。"
    return _told_page("petitions/national.html", spec, form, enter, said, petition=petition)


@blueprint.get("/<int:petition_id>/copy")
@requires(Permission.PETITION_REGISTER)
def copy(petition_id: int) -> ResponseReturnValue:
    """The values in the national system's order, each in a box to be copied from."""
    petition = _petition(petition_id)
    looked("petition", petition.id)
    return render("petitions/copy.html", **copy_page(petition))


def _letter_page(letter: Letter, name: str, form: StepForm | None) -> str:
    hints = hints_of(LETTER_DEEDS[name].spec(letter)) if name else {}
    return render("petitions/letter.html", hints=hints, **deed_shown(letter, name, form), **letter_page(letter))


@blueprint.get("/letters/<int:letter_id>")
@requires(Permission.PETITION_SEE)
def letter(letter_id: int) -> ResponseReturnValue:
    """A letter in full, where it stands, and its next deed when it is issued beside the flow."""
    found = get_letter(letter_id, for_=signed_in())
    looked("letter", found.id)
    return _letter_page(found, *fresh_form(found, signed_in()))


@blueprint.post("/letters/<int:letter_id>/<name>")
@requires(Permission.PETITION_SEE)
def letter_deed(letter_id: int, name: str) -> ResponseReturnValue:
    """Sign off or return, change, seal, or serve a letter beside the flow."""
    found = get_letter(letter_id, for_=signed_in())
    chosen = deed_on(found, name, signed_in())
    spec = chosen.spec(found)
    form = form_for(spec, None, [])

    def act(told: Told) -> str:
        chosen.carry_out(found, told)
        return url_for("petitions.letter", letter_id=letter_id)

    return _answer(answer_once(form, spec, signed_in(), act), chosen.done, lambda: _letter_page(found, name, form))


@blueprint.get("/letters/<int:letter_id>.pdf")
@requires(Permission.PETITION_SEE)
def letter_pdf(letter_id: int) -> ResponseReturnValue:
    """A letter as PDF; a draft until it is sealed, for others than the desk a copy to read."""
    found = get_letter(letter_id, for_=signed_in())
    filled = letter_for(signed_in(), found, now=clock.now())
    return hand_out(filled, *subject_of(found), f"letter-{letter_id}.pdf")


def _letter_step(claim: Claim, task: Task, waiting: Letter, form: StepForm) -> str:
    looked("letter", waiting.id)
    hints = hints_of(spec_of_step(waiting, task))
    return render("petitions/letter_step.html", hints=hints, **step_shown(claim, task, waiting, form, signed_in()))


def letter_step_again(task: Task, form: StepForm) -> str | None:
    """A refused step of a letter with the letter and what was typed; None when the letter went on meanwhile."""
    claim = _claim(task.subject_id)
    waiting = letter_of_step(claim, task)
    return _letter_step(claim, task, waiting, form) if waiting else None


@blueprint.get("/claims/<int:claim_id>/letter/<int:task_id>")
@requires(Permission.PETITION_SEE)
def letter_step(claim_id: int, task_id: int) -> ResponseReturnValue:
    """The letter a step is about, and below it the step's form."""
    claim, task = _claim(claim_id), get_task(task_id, for_=signed_in())
    waiting = letter_of_step(claim, task)
    if waiting is None:
        return _elsewhere(claim)
    spec, begun = spec_of_step(waiting, task), beforehand_of(claim, task.name)
    return _letter_step(claim, task, waiting, form_for(spec, task, people_of(claim.petition), begun))


@blueprint.get("/<int:petition_id>/sheets/<name>.pdf")
@requires(Permission.PETITION_SEE)
def sheet(petition_id: int, name: str) -> ResponseReturnValue:
    """A sheet of the desk as PDF; `row` says which hearing, slip or claim it is about."""
    row_id = whole_number(request.args.get("row")) or 0
    filled = sheet_of(_petition(petition_id), name, row_id=row_id, actor=signed_in(), now=clock.now())
    return hand_out(filled, "petition", petition_id, f"{name}-{petition_id}.pdf")


@blueprint.route("/<int:petition_id>/petitioners/<int:petitioner_id>/unmask", methods=["GET", "POST"])
@requires(Permission.PETITION_UNMASK)
def unmask_page(petition_id: int, petitioner_id: int) -> ResponseReturnValue:
    """See a petitioner's numbers in full, once, for a reason that is kept."""
    petition, form = _petition(petition_id), UnmaskForm()
    person, shown, status = petitioner_of(petition, petitioner_id), None, 200
    if _is_post():
        status = 422
        if form.validate():
            shown = unmask(petition, person, reason=form.reason.data or "", actor=signed_in(), now=clock.now())
            status = 200
    return render("petitions/unmask.html", petition=petition, person=person, form=form, shown=shown), status


@blueprint.route("/supervisions/register", methods=["GET", "POST"])
@requires(Permission.PETITION_REGISTER)
def supervision_new() -> ResponseReturnValue:
    """Register a supervision (督办) that came from above."""
    spec = deed_forms.get("supervision")

    def enter(told: Told) -> str:
        return url_for("petitions.supervision", supervision_id=register_supervision(told).id)

    said = "登记好了，三十日内书面反馈。"
    return _told_page("petitions/supervision_new.html", spec, form_for(spec, None, []), enter, said)


@blueprint.route("/supervisions/<int:supervision_id>", methods=["GET", "POST"])
@requires(Permission.PETITION_SEE)
def supervision(supervision_id: int) -> ResponseReturnValue:
    """A supervision with its period and letters; the desk drafts the answer."""
    found, spec = get_supervision(supervision_id, for_=signed_in()), deed_forms.get("letter_supervision_reply")
    if _is_post():
        must_may(signed_in(), Permission.PETITION_REGISTER)

    def draft(told: Told) -> str:
        return url_for("petitions.letter", letter_id=answer_supervision(found, told).id)

    form, shown = form_for(spec, None, []), supervision_page(found)
    return _told_page("petitions/supervision.html", spec, form, draft, "拟好了，等签发。", **shown)


def _follow(form: FollowForm, status: int, **found: object) -> tuple[str, int]:
    return render("petitions/follow.html", **{"petition": None, "claims": [], "form": form, **found}), status


@blueprint.route("/follow", methods=["GET", "POST"])
@begins_late
@public
def follow() -> ResponseReturnValue:
    """How far a petition has come, for whoever has its number and code; nothing is written."""
    form = FollowForm()
    if not _is_post() or not form.validate():
        return _follow(form, 422 if _is_post() else 200)
    with attempt(form) as tried:
        found = look_up(form.number.data or "", form.code.data or "", now=clock.now())
    if not tried.ok:
        return *_follow(form, tried.status), tried.headers
    return _follow(form, 200, **follow_shown.follow_page(found, form.code.data or ""))


@blueprint.post("/follow/evaluate")
@public
def evaluate() -> ResponseReturnValue:
    """The petitioner's own word about one claim, once."""
    claim_id = whole_number(request.form.get("claim_id")) or 0
    form = EvaluateForm(prefix=follow_shown.prefix_of(claim_id))
    number, code = form.number.data or "", form.code.data or ""
    asked = FollowForm(formdata=None, data={"number": number, "code": code})
    with attempt(asked) as tried:
        found = look_up(number, code, now=clock.now())
    if not tried.ok:
        return *_follow(asked, tried.status), tried.headers
    outcome = UNANSWERED
    if already_done(form):
        flash("您的评价记下了，只算一次。")
        outcome = FRESH
    elif form.validate():
        where = url_for("petitions.follow")
        outcome = carry_out(form, lambda: follow_shown.give_word(found, claim_id, form, where, now=clock.now()))
        if outcome.where:
            flash("您的评价记下了，谢谢。")
    return _follow(asked, outcome.status, **follow_shown.follow_page(found, code, form, claim_id))
