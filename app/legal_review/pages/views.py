"""Pages of legal review: sending a draft, the adviser's queue and answer, the head's decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app.agreements.models import Agreement
from app.agreements.pages.forms import StageForm
from app.agreements.pages.shown import warnings_about
from app.agreements.queries import bound_parties, current_agreement, text_of, the_agreement
from app.cases.models import Case
from app.cases.queries import case_by_id, get_case
from app.core import clock, pages
from app.core.access_log import looked
from app.core.guard import requires, signed_in
from app.core.pages import chinese_date, render
from app.core.permissions import Permission
from app.core.terms import DISPUTE_TYPE_NAMES
from app.core.transaction import Attempt, attempt
from app.deadlines.queries.calendar_source import length_of
from app.legal_review.models import Verdict
from app.legal_review.pages.forms import DecideForm, ReviewForm, SendForm, people, review_form
from app.legal_review.queries import advisers_of, answered_by, open_review, queue_of, remarks_of
from app.processes.actions.answer import answer_task
from app.processes.pages.views import task_row
from app.processes.queries import open_task_named
from app.processes.registry import registry

blueprint = Blueprint("legal_review", __name__, url_prefix="/reviews")
PAGES = {
    "draft": "legal_review.send_page",
    "legal_review": "legal_review.answer_page",
    "decide_review": "legal_review.decide_page",
}
VERDICT_NAMES = {Verdict.PASSED: "通过", Verdict.RETURNED: "退回修改", Verdict.SUBSTITUTED: "没有按时答复，换了别人"}


def _address(endpoint: str) -> Callable[[int, int], str]:
    return lambda case_id, _task_id: pages.address(endpoint, case_id=case_id)


def register_pages() -> None:
    """Enter the hand-written pages of this room's steps."""
    for step, endpoint in PAGES.items():
        registry.page(step, _address(endpoint))


def _find(case_id: int) -> Case:
    return get_case(case_id, for_=signed_in())


def _stamped(form: StageForm, case: Case, step: str) -> bool:
    """Note on a fresh page which step it was made for; False when the flow stands elsewhere."""
    task = open_task_named("case", case.id, step)
    if task is None:
        return False
    form.task_id.data, form.page_version.data = str(task.id), str(task.row_version)
    return True


def _elsewhere(case_id: int) -> ResponseReturnValue:
    flash("这一步已经办过了，或者还没有到，下面是最新的情况。")
    return redirect(url_for("cases.detail", case_id=case_id))


def _answer(form: StageForm, values: Mapping[str, object]) -> Attempt:
    actor = signed_in()
    with attempt(form) as tried:
        answer_task(
            form.step_id,
            page_version=form.version,
            values=values,
            occurred_at=form.happened_at,
            spoken_by=form.spoken_by.data or "",
            actor=actor,
            now=clock.now(),
        )
    return tried


def _warnings(agreement: Agreement) -> dict[str, list[str]]:
    return warnings_about(agreement.case, text_of(agreement), clock.today())


def _likely_adviser(case: Case) -> str:
    """The adviser of last time, or the only one; nobody otherwise."""
    ids = [str(one.person_id) for one in advisers_of(case, clock.today())]
    last = str(case.adviser_person_id or "")
    return last if last in ids else (ids[0] if len(ids) == 1 else "")


def _send_page(case: Case, form: SendForm) -> str:
    agreement = the_agreement(case.id)
    form.adviser.choices = people(advisers_of(case, clock.today()))
    return render(
        "legal_review/send.html",
        case=case,
        agreement=agreement,
        form=form,
        warnings=_warnings(agreement),
        remarks=remarks_of(agreement.id),
        hours=length_of("L1", clock.today()),
    )


@blueprint.get("/cases/<int:case_id>/send")
@requires(Permission.AGREEMENT_DRAFT)
def send_page(case_id: int) -> ResponseReturnValue:
    """The draft as it stands: to whom; before anything is written, the page to write it on."""
    case, agreement = _find(case_id), current_agreement(case_id)
    form = SendForm(data={"outcome": "review", "adviser": _likely_adviser(case)})
    if not _stamped(form, case, "draft"):
        return _elsewhere(case_id)
    if agreement is None or not agreement.clauses:
        return redirect(url_for("agreements.draft_page", case_id=case_id))
    form.seen_version.data = str(agreement.version)
    return _send_page(case, form)


@blueprint.post("/cases/<int:case_id>/send")
@requires(Permission.AGREEMENT_DRAFT)
def send(case_id: int) -> ResponseReturnValue:
    """Lay the draft before an adviser, or go on without, with a reason."""
    form, status = SendForm(), 422
    form.adviser.choices = people(advisers_of(_find(case_id), clock.today()))
    if form.validate():
        tried = _answer(form, form.values())
        if tried.ok:
            flash("送给法律顾问了。" if form.outcome.data == "review" else "不送审，下一步定稿。")
            return redirect(url_for("cases.detail", case_id=case_id))
        status = tried.status
    return _send_page(_find(case_id), form), status


@blueprint.get("/")
@requires(Permission.REVIEW_WRITE)
def queue() -> ResponseReturnValue:
    """What lies before the adviser."""
    actor = signed_in()
    rows = [
        {**task_row(one.task), "href": url_for("legal_review.answer_page", case_id=one.case.id), "action": "看协议"}
        for one in queue_of(actor)
    ]
    answered = [
        (
            case_by_id(one.agreement.case_id).title,
            chinese_date(clock.local(one.answered_at).date()) if one.answered_at else "",
            VERDICT_NAMES[one.verdict] if one.verdict else "",
        )
        for one in answered_by(actor)
    ]
    return render("legal_review/queue.html", rows=rows, answered=answered)


def _review_page(case: Case, form: ReviewForm) -> str:
    agreement = the_agreement(case.id)
    review = open_review(agreement.id)
    return render(
        "legal_review/review.html",
        case=case,
        agreement=agreement,
        review=review,
        form=form,
        warnings=_warnings(agreement),
        type_name=DISPUTE_TYPE_NAMES[case.dispute_type],
        bound="、".join(party.name for party in bound_parties(agreement)),
    )


def _positions(case_id: int) -> list[int]:
    agreement = current_agreement(case_id)
    return [clause.position for clause in agreement.clauses] if agreement else []


@blueprint.get("/cases/<int:case_id>")
@requires(Permission.REVIEW_WRITE)
def answer_page(case_id: int) -> ResponseReturnValue:
    """Facts beside clauses, a box for each clause, the verdict."""
    case, form = _find(case_id), review_form(_positions(case_id))
    if not _stamped(form, case, "legal_review") or open_review(the_agreement(case_id).id) is None:
        return _elsewhere(case_id)
    form.seen_version.data = str(the_agreement(case_id).version)
    looked("case", case_id)
    return _review_page(case, form)


@blueprint.post("/cases/<int:case_id>")
@requires(Permission.REVIEW_WRITE)
def answer(case_id: int) -> ResponseReturnValue:
    """Pass or return."""
    _find(case_id)
    form, status = review_form(_positions(case_id)), 422
    if form.validate():
        tried = _answer(form, form.values())
        if tried.ok:
            flash("答复好了，调解员马上能看到。")
            return redirect(url_for("legal_review.queue"))
        status = tried.status
    if open_review(the_agreement(case_id).id) is None:
        return _elsewhere(case_id)
    return _review_page(_find(case_id), form), status


def _decide_page(case: Case, form: DecideForm) -> str:
    agreement = the_agreement(case.id)
    review = open_review(agreement.id)
    late = review.adviser_person_id if review else None
    form.substitute.choices = people(advisers_of(case, clock.today(), but=late))
    return render(
        "legal_review/decide.html",
        case=case,
        agreement=agreement,
        review=review,
        form=form,
        warnings=_warnings(agreement),
        hours=length_of("L1", clock.today()),
    )


@blueprint.get("/cases/<int:case_id>/decide")
@requires(Permission.REVIEW_DECIDE)
def decide_page(case_id: int) -> ResponseReturnValue:
    """Nobody answered in time: another adviser, on without, or back."""
    case, form = _find(case_id), DecideForm()
    if not _stamped(form, case, "decide_review"):
        return _elsewhere(case_id)
    return _decide_page(case, form)


@blueprint.post("/cases/<int:case_id>/decide")
@requires(Permission.REVIEW_DECIDE)
def decide(case_id: int) -> ResponseReturnValue:
    """Keep the head's decision."""
    _find(case_id)
    form, status = DecideForm(), 422
    if form.validate():
        tried = _answer(form, form.values())
        if tried.ok:
            flash("决定记好了。")
            return redirect(url_for("cases.detail", case_id=case_id))
        status = tried.status
    return _decide_page(_find(case_id), form), status
