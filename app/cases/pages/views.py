"""Pages of cases."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import find_draft
from app.cases.actions.attach_upload import attach_upload
from app.cases.actions.correct_party import correct_party
from app.cases.actions.deeds import DEEDS, deed_forms
from app.cases.actions.record_session import record_session
from app.cases.actions.record_wishes import record_wishes
from app.cases.actions.register_case import register_case
from app.cases.actions.unmask import unmask
from app.cases.models import STATUS_NAMES, Case
from app.cases.pages.case_page import case_page
from app.cases.pages.choosing_form import ChoosingForm, choosing_form, posted_members
from app.cases.pages.deed_page import carry_out
from app.cases.pages.forms import AttachmentForm, PartyCorrectionForm, RegisterForm, SessionForm, UnmaskForm
from app.cases.papers.print_papers import paper_for
from app.cases.papers.reading import must_open
from app.cases.queries import asked_search, get_attachment, get_case, get_party, search, sessions_of
from app.cases.queries.handling import handles, must_correct, must_file, must_handle, must_unmask
from app.cases.queries.proposal import Proposal, propose, propose_among
from app.core import clock, files
from app.core.access_log import looked
from app.core.asked import whole_number
from app.core.errors import NotAllowed
from app.core.guard import requires, signed_in
from app.core.hand_out import hand_out
from app.core.pages import asked_page, download, render
from app.core.permissions import Permission
from app.core.rows import change_rows
from app.core.terms import DISPUTE_TYPE_NAMES, POOL_CATEGORY_NAMES
from app.core.transaction import already_done, attempt, done
from app.core.uploads import reads_files_first, sent
from app.deadlines.queries.shown import shown_light, soon_until
from app.deadlines.rules import LIGHT_NAMES
from app.organisations.queries import get_body, villages
from app.processes.actions.answer import answer_task
from app.processes.pages.forms import form_for, values_of
from app.processes.pages.views import forms as step_forms
from app.processes.pages.views import hints_of
from app.processes.queries import open_task_named

blueprint = Blueprint("cases", __name__, url_prefix="/cases")
PAGE = 20


def _find(case_id: int) -> Case:
    return get_case(case_id, for_=signed_in())


def _party_names(case: Case) -> list[tuple[int, str]]:
    return [(party.id, party.name) for party in case.parties]


def _to_case(case: Case) -> ResponseReturnValue:
    return redirect(url_for("cases.detail", case_id=case.id))


@blueprint.get("/")
@requires(Permission.CASE_SEE)
def index() -> ResponseReturnValue:
    """All visible cases, with search by name, initials, number, type, village, state."""
    page, now, wanted = asked_page(), clock.now(), asked_search(request.args)
    rows, total = search(signed_in(), wanted, now=now, soon_at=soon_until(now), page=page, size=PAGE)
    return render(
        "cases/index.html",
        rows=[(case, shown_light(deadline, now=now)) for case, deadline in rows],
        light_names=LIGHT_NAMES,
        total=total,
        wanted=wanted,
        page=page,
        last=-(-total // PAGE),
        villages=villages(),
        type_names=DISPUTE_TYPE_NAMES,
        status_names=STATUS_NAMES,
    )


def _register_form() -> RegisterForm:
    form = RegisterForm()
    actor = signed_in()
    if actor.committee_id is None:
        raise NotAllowed("您的身份不登记案件；请找村里或者镇里的调解员。")
    own = get_body(actor.committee_id).village_id
    form.village_id.choices = {str(one.id): one.full_name for one in villages() if own in (None, one.id)}
    if request.method != "POST":
        form.begin(own)
    return form


@blueprint.get("/register")
@requires(Permission.CASE_REGISTER)
def register_page() -> ResponseReturnValue:
    """The empty registration form."""
    draft = find_draft(signed_in().id, "register")
    return render("cases/register.html", form=_register_form(), draft=draft)


@blueprint.post("/register")
@requires(Permission.CASE_REGISTER)
def register() -> ResponseReturnValue:
    """Register a dispute; a second tap leads to the case of the first."""
    form, status = _register_form(), 422
    again = already_done(form)
    if again:
        flash("登记好了，没有重复登记。")
        return redirect(again)
    if change_rows(form, request.form):
        status = 200
    elif form.validate():
        with attempt(form) as tried:
            case = register_case(form.intake(), actor=signed_in(), now=clock.now())
            done(form, url_for("cases.detail", case_id=case.id))
        if tried.ok:
            flash("登记好了，已存好。")
            return _to_case(case)
        status = tried.status
    return render("cases/register.html", form=form, draft=None), status


@blueprint.get("/<int:case_id>")
@requires(Permission.CASE_SEE)
def detail(case_id: int) -> ResponseReturnValue:
    """The case page: where it stands, what I must do, people, what happened, papers, diagram."""
    case = _find(case_id)
    looked("case", case.id)
    return render("cases/detail.html", **case_page(case, signed_in()))


def _session_page(case: Case, form: SessionForm) -> str:
    task = open_task_named("case", case.id, "mediate")
    spec = step_forms.get("mediate")
    finish = form_for(spec, task, [(party.id, party.name) for party in case.parties])
    return render(
        "cases/mediate.html",
        case=case,
        is_handling=handles(case, signed_in()),
        form=form,
        sessions=sessions_of(case.id),
        task=task,
        spec=spec,
        finish=finish,
        hints=hints_of(spec),
    )


@blueprint.get("/<int:case_id>/mediate")
@requires(Permission.CASE_ADVANCE)
def mediate_page(case_id: int) -> ResponseReturnValue:
    """Sittings so far, the form for one more, and the result."""
    return _session_page(_find(case_id), SessionForm(formdata=None, prefix="sitting"))


@blueprint.post("/<int:case_id>/sessions")
@requires(Permission.CASE_ADVANCE)
def add_session(case_id: int) -> ResponseReturnValue:
    """Record a sitting."""
    form, case, status = SessionForm(prefix="sitting"), _find(case_id), 422
    page = url_for("cases.mediate_page", case_id=case_id)
    if already_done(form):
        return redirect(page)
    if form.validate():
        with attempt(form) as tried:
            record_session(
                case,
                form.sitting(),
                held_at=form.happened_at,
                spoken_by=form.spoken_by.data or "",
                actor=signed_in(),
                now=clock.now(),
            )
            done(form, page)
        if tried.ok:
            flash("这次调解记好了，已存好。")
            return redirect(page)
        status = tried.status
    return _session_page(_find(case_id), form), status


@blueprint.post("/<int:case_id>/mediate")
@requires(Permission.CASE_ADVANCE)
def finish_mediation(case_id: int) -> ResponseReturnValue:
    """The result of mediation at this level."""
    case, spec = _find(case_id), step_forms.get("mediate")
    form = form_for(spec, None, [(party.id, party.name) for party in case.parties])
    values, status = values_of(spec, form), 422
    if values is not None:
        with attempt(form) as tried:
            answer_task(
                whole_number(request.form.get("task_id")) or 0,
                page_version=form.version,
                values=values,
                occurred_at=form.happened_at,
                spoken_by=form.spoken_by.data or "",
                actor=signed_in(),
                now=clock.now(),
            )
        if tried.ok:
            flash("结果记好了。")
            return _to_case(_find(case_id))
        status = tried.status
    case = _find(case_id)
    return render(
        "cases/mediate.html",
        case=case,
        is_handling=handles(case, signed_in()),
        form=SessionForm(formdata=None, prefix="sitting"),
        sessions=sessions_of(case.id),
        task=open_task_named("case", case.id, "mediate"),
        spec=spec,
        finish=form,
        hints=hints_of(spec),
    ), status


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
        spec=step_forms.get("choose_mediators"),
    )


@blueprint.get("/<int:case_id>/mediators")
@requires(Permission.MEDIATOR_CHOOSE)
def mediators_page(case_id: int) -> ResponseReturnValue:
    """Who could mediate: exclusions, the parties' choice, the ranking; `words` looks in the whole pool."""
    case, words = _find(case_id), request.args.get("words", "").strip()[:30]
    must_handle(case, signed_in())
    proposal = propose(case, on=clock.today(), words=words, every=request.args.get("all") == "1")
    return _choosing_page(case, proposal, choosing_form(proposal, _party_names(case)), words)


@blueprint.post("/<int:case_id>/mediators")
@requires(Permission.MEDIATOR_CHOOSE)
def choose_mediators(case_id: int) -> ResponseReturnValue:
    """Choose, or only keep what the parties said so far."""
    case, actor, status = _find(case_id), signed_in(), 422
    proposal = propose_among(case, posted_members(request.form), on=clock.today())
    form = choosing_form(proposal, _party_names(case))
    members, parties = [one.id for one in proposal.askable], [party.id for party in case.parties]
    only_wishes = bool(request.form.get("only_wishes"))
    if form.validate() or (only_wishes and set(form.errors) == {"chosen_by"}):
        with attempt(form) as tried:
            if only_wishes:
                record_wishes(
                    case, form.wishes(members, parties), occurred_at=form.happened_at, actor=actor, now=clock.now()
                )
            else:
                answer_task(
                    whole_number(request.form.get("task_id")) or 0,
                    page_version=form.version,
                    values=form.values(members, parties),
                    occurred_at=form.happened_at,
                    spoken_by=form.spoken_by.data or "",
                    actor=actor,
                    now=clock.now(),
                )
        if tried.ok:
            flash("当事人的意思记好了，下面的次序已经照着改了。" if only_wishes else "调解员定好了，已存好。")
            return redirect(url_for("cases.mediators_page", case_id=case_id)) if only_wishes else _to_case(case)
        status = tried.status
    case = _find(case_id)
    return _choosing_page(case, propose_among(case, members, on=clock.today()), form), status


@blueprint.route("/<int:case_id>/deeds/<name>", methods=["GET", "POST"])
@requires(Permission.CASE_SEE)
def deed(case_id: int, name: str) -> ResponseReturnValue:
    """An action with its own page: stop, withdraw, report, invite, correct, void."""
    case, chosen, status = _find(case_id), DEEDS.get(name), 200
    if chosen is None:
        abort(404)
    spec = deed_forms.get(name)
    form = form_for(spec, None, _party_names(case))
    if request.method != "POST":
        chosen.must_be_open_to(case, signed_in())
    elif already_done(form):
        return _to_case(case)
    else:
        page = url_for("cases.detail", case_id=case_id)
        status = carry_out(case, chosen, spec, form, actor=signed_in(), page=page)
        if status == 200:
            flash(chosen.done)
            return redirect(page)
    return render(
        "cases/deed.html", case=_find(case_id), name=name, deed=chosen, spec=spec, form=form, hints=hints_of(spec)
    ), status


@blueprint.route("/<int:case_id>/attachments", methods=["GET", "POST"])
@requires(Permission.CASE_ADVANCE)
@reads_files_first("file")
def attachments(case_id: int) -> ResponseReturnValue:
    """File a photograph or a PDF."""
    case, form, status = _find(case_id), AttachmentForm(), 200
    if request.method != "POST":
        must_file(case, signed_in())
    else:
        chosen, status = sent("file"), 422
        if not chosen:
            form.file.errors = ["请先选一个文件。"]
        elif form.validate():
            with attempt(form) as tried:
                attach_upload(case, chosen[0], form, kind=form.kind.data or "", actor=signed_in(), now=clock.now())
            if tried.ok:
                flash("附件收好了。")
                return redirect(url_for("cases.detail", case_id=case_id))
            status = tried.status
    return render("cases/attach.html", case=_find(case_id), form=form), status


@blueprint.get("/<int:case_id>/attachments/<int:attachment_id>")
@requires(Permission.CASE_SEE)
def attachment(case_id: int, attachment_id: int) -> ResponseReturnValue:
    """A kept file, as a download; one with whole numbers on it only for who handles the case."""
    case = _find(case_id)
    kept = get_attachment(case_id, attachment_id)
    must_open(kept, case, signed_in())
    looked("case", case_id, "downloaded")
    ending = ".pdf" if kept.media_type == "application/pdf" else ".jpg"
    return download(files.read(kept), kept.media_type, f"{kept.id}{ending}")


@blueprint.route("/<int:case_id>/parties/<int:party_id>/correct", methods=["GET", "POST"])
@requires(Permission.CASE_CORRECT)
def correct_party_page(case_id: int, party_id: int) -> ResponseReturnValue:
    """Correct a party's particulars, or add the ID number that was missing."""
    case = _find(case_id)
    party, status = get_party(case, party_id), 200
    form = PartyCorrectionForm(obj=None if request.method == "POST" else party, data=None)
    if request.method != "POST":
        must_correct(case, signed_in())
        form.begin(party)
    elif not form.validate():
        status = 422
    else:
        with attempt(form) as tried:
            correct_party(
                case,
                party,
                form.particulars(),
                side=form.side_chosen(),
                agent=form.agent(),
                reason=form.reason.data or "",
                actor=signed_in(),
                now=clock.now(),
            )
        if tried.ok:
            flash("更正好了，原来的也留着。")
            return redirect(url_for("cases.detail", case_id=case_id))
        status = tried.status
    case = _find(case_id)
    return render("cases/correct_party.html", case=case, party=get_party(case, party_id), form=form), status


@blueprint.route("/<int:case_id>/parties/<int:party_id>/unmask", methods=["GET", "POST"])
@requires(Permission.CASE_UNMASK)
def unmask_page(case_id: int, party_id: int) -> ResponseReturnValue:
    """See a party's numbers in full, once, for a reason that is kept."""
    case, form = _find(case_id), UnmaskForm()
    party, shown, status = get_party(case, party_id), None, 200
    must_unmask(case, signed_in())
    if request.method == "POST":
        status = 422
        if form.validate():
            shown = unmask(case, party, reason=form.reason.data or "", actor=signed_in(), now=clock.now())
            status = 200
    return render("cases/unmask.html", case=case, party=party, form=form, shown=shown), status


@blueprint.get("/<int:case_id>/papers/<name>.pdf")
@requires(Permission.CASE_PRINT)
def paper(case_id: int, name: str) -> ResponseReturnValue:
    """A paper of the case as PDF: the original for who handles it, for others a copy to read."""
    letter_id = whole_number(request.args.get("move")) or 0
    filled = paper_for(signed_in(), _find(case_id), name, letter_id=letter_id, now=clock.now())
    return hand_out(filled, "case", case_id, f"{name}-{case_id}.pdf")
