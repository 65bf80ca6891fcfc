"""A draft is laid before an adviser, or goes on without one."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from app.agreements.pages.forms import StageForm
from app.agreements.pages.step_page import elsewhere
from app.agreements.queries import current_agreement, the_agreement
from app.cases.models import Case
from app.cases.pages.the_case import find_case, place_of
from app.core import clock
from app.core.errors import Invalid
from app.core.fields import none_or_one_of, one_of, text_block
from app.core.guard import requires
from app.core.pages import render
from app.core.permissions import Permission
from app.core.row_choice import open_row
from app.core.submit_once import answer
from app.deadlines.queries.calendar_source import length_of
from app.legal_review.pages import blueprint
from app.legal_review.pages.fields import people
from app.legal_review.pages.stage import stamped, warnings_of
from app.legal_review.queries import advisers_of, remarks_of, returned_unchanged
from app.processes.pages.answering import answer_step

SAME_TEXT = "顾问退回以后，协议一个字没有改：请先改协议；确实不用改的，选“不用改，再送这一版”。"


class SendForm(StageForm):
    """To an adviser, or without one."""

    seen_version = HiddenField()
    outcome = one_of("要不要请法律顾问看", {"review": "请法律顾问看", "skip_review": "不送审，直接定稿"})
    adviser = open_row("请哪一位")
    skip_reason = text_block("为什么不送审", 500)
    same_text = none_or_one_of("顾问退回的这一版没有改过", {"": "先去改协议", "same": "不用改，再送这一版"}, "")

    def values(self) -> dict[str, object]:
        """The answer of the step."""
        return {
            "outcome": self.outcome.data,
            "adviser": self.adviser.key,
            "skip_reason": (self.skip_reason.data or "").strip(),
            "seen_version": self.seen_version.data or "",
        }


def _values(case: Case, form: SendForm) -> dict[str, object]:
    """The answer; raises `Invalid` where the text that came back would go to an adviser again as it was."""
    is_same = form.outcome.data == "review" and returned_unchanged(the_agreement(case.id)) is not None
    if is_same and form.same_text.data != "same":
        raise Invalid(SAME_TEXT, {"same_text": SAME_TEXT})
    return form.values()


def _likely_adviser(case: Case) -> int | None:
    """The adviser of last time, or the only one; nobody otherwise."""
    ids = [one.id for one in advisers_of(case, clock.today())]
    last = case.adviser_person_id
    return last if last in ids else (ids[0] if len(ids) == 1 else None)


def _send_page(case: Case, form: SendForm) -> str:
    agreement = the_agreement(case.id)
    form.adviser.offer(people(advisers_of(case, clock.today())))
    return render(
        "legal_review/send.html",
        case=case,
        agreement=agreement,
        form=form,
        warnings=warnings_of(agreement),
        remarks=remarks_of(agreement.id),
        returned=returned_unchanged(agreement),
        hours=length_of("L1", clock.today()),
    )


@blueprint.get("/cases/<row(mediation_case):case_id>/send")
@requires(Permission.AGREEMENT_DRAFT)
def send_page(case_id: int) -> ResponseReturnValue:
    """The draft as it stands: to whom; before anything is written, the page to write it on."""
    case, agreement = find_case(case_id), current_agreement(case_id)
    form = SendForm(data={"outcome": "review", "adviser": _likely_adviser(case)})
    if not stamped(form, case, "draft"):
        return elsewhere(case_id)
    if agreement is None or not agreement.clauses:
        return redirect(url_for("agreements.draft_page", case_id=case_id))
    form.seen_version.data = str(agreement.version)
    return _send_page(case, form)


@blueprint.post("/cases/<row(mediation_case):case_id>/send")
@requires(Permission.AGREEMENT_DRAFT)
def send(case_id: int) -> ResponseReturnValue:
    """Lay the draft before an adviser, or go on without, with a reason."""
    form, case = SendForm(), find_case(case_id)
    form.adviser.offer(people(advisers_of(case, clock.today())))
    outcome = answer_step(form, form.step_id, lambda: _values(case, form), place_of(case_id))
    said = "送给法律顾问了。" if form.outcome.data == "review" else "不送审，下一步定稿。"
    return answer(outcome, said, lambda: _send_page(find_case(case_id), form))
