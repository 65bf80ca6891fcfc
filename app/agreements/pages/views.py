"""Pages of agreements: drafting, freezing, signing, sealing, registering, duties, and the paper itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import find_draft
from app.agreements.actions.keep_signatures import keep_signatures
from app.agreements.actions.save_draft import save_draft
from app.agreements.actions.seal_agreement import TOUCHED
from app.agreements.actions.standing import must_stand_at
from app.agreements.pages import shown
from app.agreements.pages.forms import (
    DraftForm,
    DutiesForm,
    FreezeForm,
    OralForm,
    OriginalForm,
    SealForm,
    SignForm,
    StageForm,
    text_rows,
)
from app.agreements.pages.fresh_forms import duties_form, known, oral_form, original_form, seal_form, sign_form
from app.agreements.papers.frozen_text import is_untouched
from app.agreements.papers.print_agreement import agreement_paper
from app.agreements.queries import (
    FIXED,
    current_agreement,
    text_of,
    the_agreement,
)
from app.cases.actions.attach_upload import attach_upload
from app.cases.models import Case
from app.cases.papers.reading import case_paper_for
from app.cases.queries import get_case
from app.core import clock
from app.core.errors import Invalid, NotNow
from app.core.guard import requires, signed_in
from app.core.hand_out import hand_out
from app.core.pages import render
from app.core.permissions import Permission
from app.core.rows import change_rows
from app.core.transaction import Attempt, already_done, attempt, done
from app.core.uploads import reads_files_first, sent
from app.processes.actions.answer import answer_task
from app.processes.models import Task
from app.processes.queries import open_task_named

blueprint = Blueprint("agreements", __name__, url_prefix="/agreements")


AnyStage = TypeVar("AnyStage", bound=StageForm)


def _find(case_id: int) -> Case:
    return get_case(case_id, for_=signed_in())


def _to_case(case_id: int) -> ResponseReturnValue:
    return redirect(url_for("cases.detail", case_id=case_id))


def _elsewhere(case_id: int) -> ResponseReturnValue:
    flash("这一步已经办过了，或者还没有到，下面是最新的情况。")
    return _to_case(case_id)


def _open(case: Case, step: str) -> Task | None:
    return open_task_named("case", case.id, step)


def _stamp(form: StageForm, task: Task) -> None:
    """Note on a fresh page which step, in which state, it was made for."""
    form.task_id.data, form.page_version.data = str(task.id), str(task.row_version)


def _step_page(
    case_id: int, step: str, make: Callable[[Case], AnyStage], page: Callable[[Case, AnyStage], str]
) -> ResponseReturnValue:
    """The page of an open step with a fresh form; the case page when the flow is elsewhere."""
    case = _find(case_id)
    task = _open(case, step)
    if task is None:
        return _elsewhere(case_id)
    form = make(case)
    _stamp(form, task)
    return page(case, form)


def _complete(form: StageForm, values: Mapping[str, object]) -> None:
    """Answer the step the page was made for."""
    answer_task(
        form.step_id,
        page_version=form.version,
        values=values,
        occurred_at=form.happened_at,
        spoken_by=form.spoken_by.data or "",
        actor=signed_in(),
        now=clock.now(),
    )


def _answer(form: StageForm, values: Mapping[str, object]) -> Attempt:
    """Answer the step; a second tap changes nothing."""
    with attempt(form) as tried:
        _complete(form, values)
    return tried


def _carry_out(
    case_id: int, form: FreezeForm | SealForm | OralForm, said: str, page: Callable[..., str]
) -> ResponseReturnValue:
    """Answer the step with the form's values; what cannot be done is said on the page, with what was typed."""
    status = 422
    if form.validate():
        tried = _answer(form, form.values())
        if tried.ok:
            flash(said)
            return _to_case(case_id)
        status = tried.status
    return page(_find(case_id), form), status


def _draft_page(case: Case, form: DraftForm) -> str:
    form.offer(case)
    key = f"agreement-{case.id}"
    kept = find_draft(signed_in().id, key)
    values = shown.draft_shown(case, form.text(), clock.today())
    return render("agreements/draft.html", form=form, draft=kept, form_key=key, **values)


@blueprint.get("/<int:case_id>/draft")
@requires(Permission.AGREEMENT_DRAFT)
def draft_page(case_id: int) -> ResponseReturnValue:
    """The text, clause by clause."""
    case = _find(case_id)
    agreement = current_agreement(case_id)
    if _open(case, "draft") is None:
        return _elsewhere(case_id)
    form = DraftForm(
        data=text_rows(text_of(agreement)) if agreement is not None else known(case, signed_in().display_name)
    )
    form.seen_version.data = str(agreement.version if agreement else 0)
    return _draft_page(case, form)


@blueprint.post("/<int:case_id>/draft")
@requires(Permission.AGREEMENT_DRAFT)
def draft(case_id: int) -> ResponseReturnValue:
    """Save the text; next comes the question who reviews it."""
    case, form, status = _find(case_id), DraftForm(), 422
    form.offer(case)
    if change_rows(form, request.form):
        return _draft_page(case, form)
    if form.validate():
        with attempt(form) as tried:
            save_draft(case, form.text(), seen_version=form.version, actor=signed_in(), now=clock.now())
        if tried.ok:
            flash("协议存好了。看一遍，再定要不要请法律顾问看。")
            task = _open(case, "draft")
            return redirect(url_for("processes.step", task_id=task.id)) if task else _to_case(case_id)
        status = tried.status
        form.seen_version.data = str(getattr(current_agreement(case_id), "version", 0))
    return _draft_page(_find(case_id), form), status


@blueprint.get("/<int:case_id>/paper.pdf")
@requires(Permission.CASE_PRINT)
def paper(case_id: int) -> ResponseReturnValue:
    """The agreement as PDF: a draft until its text is fixed, for who does not handle the case a copy to read."""
    case, agreement = _find(case_id), the_agreement(case_id)
    if agreement.state in FIXED and not is_untouched(agreement):
        raise NotNow(TOUCHED)
    filled = case_paper_for(signed_in(), agreement_paper(agreement), case, now=clock.now())
    return hand_out(filled, "case", case_id, f"agreement-{case_id}.pdf")


def _freeze_page(case: Case, form: FreezeForm) -> str:
    return render("agreements/freeze.html", form=form, **shown.freeze_shown(case, clock.today()))


@blueprint.get("/<int:case_id>/freeze")
@requires(Permission.AGREEMENT_FREEZE)
def freeze_page(case_id: int) -> ResponseReturnValue:
    """The whole text once more, who will sign, and what follows."""
    return _step_page(case_id, "freeze", lambda _: FreezeForm(), _freeze_page)


@blueprint.post("/<int:case_id>/freeze")
@requires(Permission.AGREEMENT_FREEZE)
def freeze(case_id: int) -> ResponseReturnValue:
    """Fix the text, or take it back to drafting."""
    _find(case_id)
    form = FreezeForm()
    said = "定稿了。现在打印出来，请各方签字。" if form.outcome.data == "frozen" else "回到起草了。"
    return _carry_out(case_id, form, said, _freeze_page)


def _sign_page(case: Case, form: SignForm) -> str:
    form.limit()
    return render("agreements/sign.html", form=form, **shown.sign_shown(case))


@blueprint.get("/<int:case_id>/sign")
@requires(Permission.AGREEMENT_FREEZE)
def sign_page(case_id: int) -> ResponseReturnValue:
    """A row for everybody who signs."""
    return _step_page(case_id, "sign", sign_form, _sign_page)


@blueprint.post("/<int:case_id>/sign")
@requires(Permission.AGREEMENT_FREEZE)
def sign(case_id: int) -> ResponseReturnValue:
    """Keep who signed; everybody signed, somebody does not, or the text must change."""
    form, status = SignForm(), 422
    case = _find(case_id)
    if form.validate():
        waits = form.outcome.data == "wait"
        tried = _keep_some(case, form) if waits else _answer(form, form.values())
        if tried.ok:
            flash("已经签的记好了，等别人签。" if waits else "签字情况记好了。")
            return redirect(url_for("agreements.sign_page", case_id=case_id)) if waits else _to_case(case_id)
        status = tried.status
    return _sign_page(_find(case_id), form), status


def _keep_some(case: Case, form: SignForm) -> Attempt:
    actor = signed_in()
    with attempt(form) as tried:
        must_stand_at(case, "sign", actor)
        keep_signatures(
            the_agreement(case.id),
            form.entries(),
            occurred_at=form.happened_at,
            spoken_by=form.spoken_by.data or "",
            actor=actor,
            now=clock.now(),
        )
    return tried


def _seal_page(case: Case, form: SealForm) -> str:
    return render("agreements/seal.html", form=form, **shown.seal_shown(case))


@blueprint.get("/<int:case_id>/seal")
@requires(Permission.AGREEMENT_SEAL)
def seal_page(case_id: int) -> ResponseReturnValue:
    """Every signature with its day, and the day of the seal."""
    return _step_page(case_id, "seal", lambda case: seal_form(case, clock.today()), _seal_page)


@blueprint.post("/<int:case_id>/seal")
@requires(Permission.AGREEMENT_SEAL)
def seal(case_id: int) -> ResponseReturnValue:
    """The seal is on it."""
    _find(case_id)
    return _carry_out(case_id, SealForm(), "盖章记好了，协议生效了。", _seal_page)


def _oral_page(case: Case, form: OralForm) -> str:
    form.offer(case)
    warnings = shown.warnings_about(case, form.text(), clock.today())
    return render("agreements/oral.html", case=case, form=form, warnings=warnings)


@blueprint.get("/<int:case_id>/oral")
@requires(Permission.AGREEMENT_DRAFT)
def oral_page(case_id: int) -> ResponseReturnValue:
    """What was agreed by word of mouth."""
    recorder = signed_in().display_name
    return _step_page(case_id, "register_oral", lambda case: oral_form(case, recorder, clock.today()), _oral_page)


@blueprint.post("/<int:case_id>/oral")
@requires(Permission.AGREEMENT_DRAFT)
def oral(case_id: int) -> ResponseReturnValue:
    """Register it: in force since it was reached."""
    case, form = _find(case_id), OralForm()
    form.offer(case)
    if change_rows(form, request.form):
        return _oral_page(case, form)
    return _carry_out(case_id, form, "口头协议登记好了，从谈成那天起生效。", _oral_page)


def _original_page(case: Case, form: OriginalForm) -> str:
    form.offer(case)
    form.limit()
    values = shown.original_shown(case, form.text(), clock.today())
    return render("agreements/original.html", form=form, again=request.method == "POST", **values)


@blueprint.get("/<int:case_id>/original")
@requires(Permission.AGREEMENT_DRAFT)
def original_page(case_id: int) -> ResponseReturnValue:
    """Photographs, transcript, who signed when."""
    recorder = signed_in().display_name
    return _step_page(case_id, "file_original", lambda case: original_form(case, recorder), _original_page)


def _file_photographs(case: Case, form: OriginalForm) -> int:
    """Keep every photograph; the id of the first.  Raises `Invalid` with a sentence when there is none."""
    actor, now = signed_in(), clock.now()
    kept = [attach_upload(case, upload, form, kind="original", actor=actor, now=now) for upload in sent("original")]
    if not kept:
        words = "请先拍下签了字的原件，选好照片。"
        raise Invalid(words, {"original": words})
    return kept[0].id


@blueprint.post("/<int:case_id>/original")
@requires(Permission.AGREEMENT_DRAFT)
@reads_files_first("original")
def original(case_id: int) -> ResponseReturnValue:
    """File the original and its transcript; next comes the seal."""
    case, form, status = _find(case_id), OriginalForm(), 422
    if already_done(form):
        return _to_case(case_id)
    form.offer(case)
    if change_rows(form, request.form):
        return _original_page(case, form)
    if form.validate():
        with attempt(form) as tried:
            must_stand_at(case, "file_original", signed_in())
            photograph = _file_photographs(case, form)
            _complete(form, form.values(photograph))
            done(form, url_for("cases.detail", case_id=case_id))
        if tried.ok:
            flash("原件存好了，下一步盖章。")
            return _to_case(case_id)
        status = tried.status
    return _original_page(_find(case_id), form), status


def _duties_page(case: Case, form: DutiesForm) -> str:
    return render("agreements/duties.html", form=form, **shown.duties_shown(case, clock.today()))


@blueprint.get("/<int:case_id>/duties")
@requires(Permission.CASE_ADVANCE)
def duties_page(case_id: int) -> ResponseReturnValue:
    """Every promise: done or not."""
    return _step_page(case_id, "fulfil", duties_form, _duties_page)


@blueprint.post("/<int:case_id>/duties")
@requires(Permission.CASE_ADVANCE)
@reads_files_first("proof")
def duties(case_id: int) -> ResponseReturnValue:
    """Keep how the promises stand."""
    case, form, status = _find(case_id), DutiesForm(), 422
    if form.validate():
        with attempt(form) as tried:
            _complete(form, form.values())
            for upload in sent("proof")[:1]:
                attach_upload(case, upload, form, kind="evidence", actor=signed_in(), now=clock.now())
        if tried.ok:
            flash("履行情况记好了。")
            return _to_case(case_id)
        status = tried.status
    return _duties_page(_find(case_id), form), status
