"""Pages of agreements: drafting, freezing, signing, sealing, registering, duties, and the paper itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from flask import Blueprint, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from app.accounts.queries import find_draft
from app.accounts.save_draft import drop_draft
from app.agreements.forms import (
    DraftForm,
    DutiesForm,
    FreezeForm,
    OralForm,
    OriginalForm,
    SealForm,
    SignForm,
    StageForm,
    TextFields,
    duty_rows,
    signer_rows,
    text_rows,
)
from app.agreements.frozen_text import frozen_text, is_untouched
from app.agreements.keep_signatures import keep_signatures
from app.agreements.models import SIGNING_METHOD_NAMES, AgreementForm, AgreementState
from app.agreements.print_agreement import agreement_paper
from app.agreements.queries import (
    FIXED,
    Signer,
    current_agreement,
    duties_of,
    expected_signers,
    left_out,
    signers_of,
    text_of,
    the_agreement,
    unfit_signers,
)
from app.agreements.remarks import remarks_on
from app.agreements.rules import AgreementText, must_sign_on_paper, text_warnings
from app.agreements.save_draft import save_draft
from app.agreements.seal_agreement import TOUCHED
from app.agreements.standing import must_stand_at
from app.cases.attach import attach_file
from app.cases.models import Case
from app.cases.print_papers import issuer_of
from app.cases.queries import get_case
from app.cases.records import Attachment
from app.core import clock, pages
from app.core.access_log import looked
from app.core.errors import Invalid, NotNow
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.pdf import render_paper
from app.core.permissions import Permission
from app.core.transaction import Attempt, already_done, attempt, done
from app.processes.answer import answer_task
from app.processes.models import Task
from app.processes.queries import open_task_named
from app.processes.registry import registry

blueprint = Blueprint("agreements", __name__, url_prefix="/agreements")
PAGES = {
    "freeze": "agreements.freeze_page",
    "sign": "agreements.sign_page",
    "seal": "agreements.seal_page",
    "register_oral": "agreements.oral_page",
    "file_original": "agreements.original_page",
    "fulfil": "agreements.duties_page",
}


def _address(endpoint: str) -> Callable[[int, int], str]:
    return lambda case_id, _task_id: pages.address(endpoint, case_id=case_id)


def register_pages() -> None:
    """Enter the hand-written pages of this room's steps."""
    for step, endpoint in PAGES.items():
        registry.page(step, _address(endpoint))


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


def _answer(form: StageForm, values: Mapping[str, object], form_key: str = "") -> Attempt:
    """Answer the step the page was made for; a second tap changes nothing."""
    actor = signed_in()
    with attempt(form) as tried:
        answer_task(form.step_id, page_version=form.version, values=values, occurred_at=form.happened_at,
                    spoken_by=form.spoken_by.data or "", actor=actor, now=clock.now())
        if form_key:
            drop_draft(actor.id, form_key)
    return tried


def _warnings(case: Case, text: AgreementText) -> dict[str, list[str]]:
    names = [party.name for party in case.parties]
    red, yellow = text_warnings(text, names, case.dispute_type, on=clock.today())
    return {"red": red, "yellow": yellow}


def _draft_page(case: Case, form: DraftForm) -> str:
    agreement = current_agreement(case.id)
    form.offer(case)
    key = f"agreement-{case.id}"
    kept = find_draft(signed_in().id, key)
    return render("agreements/draft.html", case=case, form=form, agreement=agreement, draft=kept, form_key=key,
                  warnings=_warnings(case, form.text()), remarks=remarks_on(agreement.id) if agreement else [])


@blueprint.get("/<int:case_id>/draft")
@requires(Permission.AGREEMENT_DRAFT)
def draft_page(case_id: int) -> ResponseReturnValue:
    """The text, clause by clause."""
    case = _find(case_id)
    agreement = current_agreement(case_id)
    if _open(case, "draft") is None:
        return _elsewhere(case_id)
    if agreement is not None:
        form = DraftForm(data=text_rows(text_of(agreement)))
    else:
        bound = [party.id for party in case.parties]
        form = DraftForm(data={"facts": case.facts, "bound": bound, "recorder": signed_in().display_name})
    form.seen_version.data = str(agreement.version if agreement else 0)
    return _draft_page(case, form)


@blueprint.post("/<int:case_id>/draft")
@requires(Permission.AGREEMENT_DRAFT)
def draft(case_id: int) -> ResponseReturnValue:
    """Save the text; next comes the question who reviews it."""
    case, form, status = _find(case_id), DraftForm(), 422
    form.offer(case)
    if form.row_changed():
        return _draft_page(case, form)
    if form.validate():
        with attempt(form) as tried:
            save_draft(case, form.text(), seen_version=form.version, actor=signed_in(), now=clock.now())
            drop_draft(signed_in().id, f"agreement-{case_id}")
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
    """The agreement as PDF: a draft until its text is fixed."""
    _find(case_id)
    agreement = the_agreement(case_id)
    if agreement.state in FIXED and not is_untouched(agreement):
        raise NotNow(TOUCHED)
    pdf = render_paper(agreement_paper(agreement))
    looked("case", case_id, "printed")
    response = make_response(pdf.content)
    response.mimetype = "application/pdf"
    response.headers.set("Content-Disposition", "inline", filename=f"agreement-{case_id}.pdf")
    return response


def _freeze_page(case: Case, form: FreezeForm) -> str:
    agreement = the_agreement(case.id)
    return render("agreements/freeze.html", case=case, agreement=agreement, form=form, preview=frozen_text(agreement),
                  warnings=_warnings(case, text_of(agreement)), seal_name=issuer_of(case.committee),
                  signers=signers_of(agreement), unfit=unfit_signers(case, clock.today()), left_out=left_out(agreement))


@blueprint.get("/<int:case_id>/freeze")
@requires(Permission.AGREEMENT_FREEZE)
def freeze_page(case_id: int) -> ResponseReturnValue:
    """The whole text once more, who will sign, and what follows."""
    case, form = _find(case_id), FreezeForm()
    task = _open(case, "freeze")
    if task is None:
        return _elsewhere(case_id)
    _stamp(form, task)
    return _freeze_page(case, form)


@blueprint.post("/<int:case_id>/freeze")
@requires(Permission.AGREEMENT_FREEZE)
def freeze(case_id: int) -> ResponseReturnValue:
    """Fix the text, or take it back to drafting."""
    form, status = FreezeForm(), 422
    _find(case_id)
    if form.validate():
        tried = _answer(form, form.values())
        if tried.ok:
            flash("定稿了。现在打印出来，请各方签字。" if form.outcome.data == "frozen" else "回到起草了。")
            return _to_case(case_id)
        status = tried.status
    return _again(case_id, form, _freeze_page), status


def _again(case_id: int, form: StageForm, page: Callable[..., str]) -> str:
    """The page with what was typed; a case without an agreement any more has no page to show."""
    return page(_find(case_id), form)


def _signer_words(case: Case, signers: Sequence[Signer]) -> dict[str, object]:
    """What the rows of signers say: names, registered agents by key; whether ink is the law."""
    agents = {one.key: [agent.name for agent in one.party.agents] if one.party else [] for one in signers}
    names = {one.key: f"{one.name}（{one.role}）" for one in signers}
    return {"names": names, "agents": agents, "on_paper": must_sign_on_paper(case.dispute_type)}


def _sign_page(case: Case, form: SignForm) -> str:
    agreement = the_agreement(case.id)
    return render("agreements/sign.html", case=case, agreement=agreement, form=form,
                  **_signer_words(case, signers_of(agreement)))


@blueprint.get("/<int:case_id>/sign")
@requires(Permission.AGREEMENT_FREEZE)
def sign_page(case_id: int) -> ResponseReturnValue:
    """A row for everybody who signs."""
    case = _find(case_id)
    task = _open(case, "sign")
    if task is None:
        return _elsewhere(case_id)
    form = SignForm(data={"signers": signer_rows(signers_of(the_agreement(case_id)))})
    _stamp(form, task)
    return _sign_page(case, form)


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
    return _again(case_id, form, _sign_page), status


def _keep_some(case: Case, form: SignForm) -> Attempt:
    actor = signed_in()
    with attempt(form) as tried:
        must_stand_at(case, "sign", actor)
        keep_signatures(the_agreement(case.id), form.entries(), occurred_at=form.happened_at,
                        spoken_by=form.spoken_by.data or "", actor=actor, now=clock.now())
    return tried


def _seal_page(case: Case, form: SealForm) -> str:
    agreement = the_agreement(case.id)
    signed = [one.signed_on for one in agreement.signatures]
    return render("agreements/seal.html", case=case, agreement=agreement, form=form,
                  seal_name=issuer_of(case.committee), signers=signers_of(agreement),
                  method_names=SIGNING_METHOD_NAMES, last_signed_on=max(signed) if signed else None,
                  is_original=agreement.form is AgreementForm.HANDWRITTEN)


@blueprint.get("/<int:case_id>/seal")
@requires(Permission.AGREEMENT_SEAL)
def seal_page(case_id: int) -> ResponseReturnValue:
    """Every signature with its day, and the day of the seal."""
    case = _find(case_id)
    task = _open(case, "seal")
    if task is None:
        return _elsewhere(case_id)
    form = SealForm(data={"sealed_on": clock.today(), "copies": len(the_agreement(case_id).bound) + 1})
    _stamp(form, task)
    return _seal_page(case, form)


@blueprint.post("/<int:case_id>/seal")
@requires(Permission.AGREEMENT_SEAL)
def seal(case_id: int) -> ResponseReturnValue:
    """The seal is on it."""
    form, status = SealForm(), 422
    _find(case_id)
    if form.validate():
        tried = _answer(form, form.values())
        if tried.ok:
            flash("盖章记好了，协议生效了。")
            return _to_case(case_id)
        status = tried.status
    return _again(case_id, form, _seal_page), status


def _text_page(template: str, case: Case, form: TextFields, **more: object) -> str:
    form.offer(case)
    return render(template, case=case, form=form, warnings=_warnings(case, form.text()), **more)


def _oral_page(case: Case, form: OralForm) -> str:
    return _text_page("agreements/oral.html", case, form)


@blueprint.get("/<int:case_id>/oral")
@requires(Permission.AGREEMENT_DRAFT)
def oral_page(case_id: int) -> ResponseReturnValue:
    """What was agreed by word of mouth."""
    case = _find(case_id)
    task = _open(case, "register_oral")
    if task is None:
        return _elsewhere(case_id)
    fresh = {"facts": case.facts, "bound": [party.id for party in case.parties], "agreed_on": clock.today()}
    form = OralForm(data={**fresh, "recorder": signed_in().display_name})
    _stamp(form, task)
    return _oral_page(case, form)


@blueprint.post("/<int:case_id>/oral")
@requires(Permission.AGREEMENT_DRAFT)
def oral(case_id: int) -> ResponseReturnValue:
    """Register it: in force since it was reached."""
    case, form, status = _find(case_id), OralForm(), 422
    form.offer(case)
    if form.row_changed():
        return _oral_page(case, form)
    if form.validate():
        tried = _answer(form, form.values(), f"oral-{case_id}")
        if tried.ok:
            flash("口头协议登记好了，从谈成那天起生效。")
            return _to_case(case_id)
        status = tried.status
    return _again(case_id, form, _oral_page), status


def _original_page(case: Case, form: OriginalForm) -> str:
    return _text_page("agreements/original.html", case, form, again=request.method == "POST",
                      **_signer_words(case, expected_signers(case)))


@blueprint.get("/<int:case_id>/original")
@requires(Permission.AGREEMENT_DRAFT)
def original_page(case_id: int) -> ResponseReturnValue:
    """Photographs, transcript, who signed when."""
    case = _find(case_id)
    task = _open(case, "file_original")
    if task is None:
        return _elsewhere(case_id)
    fresh = {"facts": case.facts, "bound": [party.id for party in case.parties], "recorder": signed_in().display_name}
    form = OriginalForm(data={**fresh, "signers": signer_rows(expected_signers(case))})
    _stamp(form, task)
    return _original_page(case, form)


def _attach(case: Case, form: StageForm, upload: FileStorage, kind: str) -> Attachment:
    return attach_file(case, name=upload.filename or "", content=upload.read(), kind=kind, actor=signed_in(),
                       occurred_at=form.happened_at, spoken_by=form.spoken_by.data or "", now=clock.now())


def _file_photographs(case: Case, form: OriginalForm) -> int:
    """Keep every photograph; the id of the first.  Raises `Invalid` with a sentence when there is none."""
    kept = [
        _attach(case, form, upload, "original")
        for upload in request.files.getlist(form.original.name)
        if upload.filename
    ]
    if not kept:
        words = "请先拍下签了字的原件，选好照片。"
        raise Invalid(words, {"original": words})
    return kept[0].id


@blueprint.post("/<int:case_id>/original")
@requires(Permission.AGREEMENT_DRAFT)
def original(case_id: int) -> ResponseReturnValue:
    """File the original and its transcript; next comes the seal."""
    case, form, status = _find(case_id), OriginalForm(), 422
    if already_done(form):
        return _to_case(case_id)
    form.offer(case)
    if form.row_changed():
        return _original_page(case, form)
    if form.validate():
        with attempt(form) as tried:
            must_stand_at(case, "file_original", signed_in())
            photograph = _file_photographs(case, form)
            answer_task(form.step_id, page_version=form.version, values=form.values(photograph),
                        occurred_at=form.happened_at, spoken_by=form.spoken_by.data or "", actor=signed_in(),
                        now=clock.now())
            done(form, url_for("cases.detail", case_id=case_id))
        if tried.ok:
            flash("原件存好了，下一步盖章。")
            return _to_case(case_id)
        status = tried.status
    return _again(case_id, form, _original_page), status


def _duties_page(case: Case, form: DutiesForm) -> str:
    agreement = the_agreement(case.id)
    duties = {str(duty.id): duty for duty in duties_of(agreement.id)}
    return render("agreements/duties.html", case=case, agreement=agreement, form=form, duties=duties, on=clock.today(),
                  in_force=agreement.state is AgreementState.IN_FORCE)


@blueprint.get("/<int:case_id>/duties")
@requires(Permission.CASE_ADVANCE)
def duties_page(case_id: int) -> ResponseReturnValue:
    """Every promise: done or not."""
    case = _find(case_id)
    task = _open(case, "fulfil")
    if task is None:
        return _elsewhere(case_id)
    form = DutiesForm(data={"duties": duty_rows(duties_of(the_agreement(case_id).id))})
    _stamp(form, task)
    return _duties_page(case, form)


@blueprint.post("/<int:case_id>/duties")
@requires(Permission.CASE_ADVANCE)
def duties(case_id: int) -> ResponseReturnValue:
    """Keep how the promises stand."""
    case, form, status = _find(case_id), DutiesForm(), 422
    if form.validate():
        upload = request.files.get(form.proof.name)
        with attempt(form) as tried:
            answer_task(form.step_id, page_version=form.version, values=form.values(), occurred_at=form.happened_at,
                        spoken_by=form.spoken_by.data or "", actor=signed_in(), now=clock.now())
            if upload is not None and upload.filename:
                _attach(case, form, upload, "evidence")
        if tried.ok:
            flash("履行情况记好了。")
            return _to_case(case_id)
        status = tried.status
    return _again(case_id, form, _duties_page), status
