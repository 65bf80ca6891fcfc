"""The adviser's queue, and the answer clause by clause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from app.agreements.pages.forms import StageForm
from app.agreements.pages.step_page import elsewhere
from app.agreements.queries import bound_parties, current_agreement, the_agreement
from app.cases.models import Case
from app.cases.pages.the_case import find_case
from app.cases.queries import case_by_id
from app.core import clock, submit_once
from app.core.access_log import looked
from app.core.fields import one_of, text_block
from app.core.guard import requires, signed_in
from app.core.pages import chinese_date, render
from app.core.permissions import Permission
from app.core.terms import DISPUTE_TYPE_NAMES
from app.deadlines.queries.shown import shown_light
from app.legal_review.actions.answer_review import LONGEST
from app.legal_review.models import Verdict
from app.legal_review.pages import blueprint
from app.legal_review.pages.stage import stamped, warnings_of
from app.legal_review.queries import answered_by, open_review, queue_of
from app.matters.pages.step_row import step_row
from app.processes.pages.answering import answer_step

VERDICT_NAMES = {Verdict.PASSED: "通过", Verdict.RETURNED: "退回修改", Verdict.SUBSTITUTED: "没有按时答复，换了别人"}


class ReviewForm(StageForm):
    """The adviser's answer; `review_form` adds a box for every clause."""

    seen_version = HiddenField()
    outcome = one_of("意见", {"passed": "通过", "returned": "退回修改"})
    comment = text_block("总的意见和理由", 5000)

    def values(self) -> dict[str, object]:
        """The answer of the step."""
        comments = {
            field.short_name.removeprefix("clause_"): (field.data or "").strip()
            for field in self
            if field.short_name.startswith("clause_") and (field.data or "").strip()
        }
        return {
            "outcome": self.outcome.data,
            "comment": (self.comment.data or "").strip(),
            "comments": comments,
            "seen_version": self.seen_version.data or "",
        }


def review_form(positions: Sequence[int]) -> ReviewForm:
    """The bound form with one box for each clause."""
    boxes = {f"clause_{one}": text_block(f"对第{one}条的意见", LONGEST) for one in positions}
    form: ReviewForm = type("ClauseReviewForm", (ReviewForm,), boxes)()
    return form


@blueprint.get("/")
@requires(Permission.REVIEW_WRITE)
def queue() -> ResponseReturnValue:
    """What lies before the adviser."""
    actor = signed_in()
    rows = [
        replace(
            step_row(one.task, shown_light(one.task.deadline, now=clock.now())),
            href=url_for("legal_review.answer_page", case_id=one.case.id),
            action="看协议",
        )
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
        warnings=warnings_of(agreement),
        type_name=DISPUTE_TYPE_NAMES[case.dispute_type],
        bound="、".join(party.name for party in bound_parties(agreement)),
    )


def _positions(case_id: int) -> list[int]:
    agreement = current_agreement(case_id)
    return [clause.position for clause in agreement.clauses] if agreement else []


@blueprint.get("/cases/<row(mediation_case):case_id>")
@requires(Permission.REVIEW_WRITE)
def answer_page(case_id: int) -> ResponseReturnValue:
    """Facts beside clauses, a box for each clause, the verdict."""
    case, form = find_case(case_id), review_form(_positions(case_id))
    if not stamped(form, case, "legal_review") or open_review(the_agreement(case_id).id) is None:
        return elsewhere(case_id)
    form.seen_version.data = str(the_agreement(case_id).version)
    looked("case", case_id)
    return _review_page(case, form)


@blueprint.post("/cases/<row(mediation_case):case_id>")
@requires(Permission.REVIEW_WRITE)
def answer(case_id: int) -> ResponseReturnValue:
    """Pass or return."""
    find_case(case_id)
    form = review_form(_positions(case_id))
    outcome = answer_step(form, form.step_id, form.values, url_for("legal_review.queue"))
    if outcome.where:
        return submit_once.lead(outcome, "答复好了，调解员马上能看到。")
    if open_review(the_agreement(case_id).id) is None:
        return elsewhere(case_id)
    return submit_once.answer(outcome, "", lambda: _review_page(find_case(case_id), form))
