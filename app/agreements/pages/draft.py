"""The text of a written agreement, drafted clause by clause."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from app.accounts.queries import find_draft
from app.agreements.actions.save_draft import save_draft
from app.agreements.pages import blueprint
from app.agreements.pages import view_values as shown
from app.agreements.pages.forms import TextFields, known, text_rows
from app.agreements.pages.step_page import elsewhere
from app.agreements.queries import current_agreement, text_of
from app.cases.models import Case
from app.cases.pages.the_case import find_case, place_of
from app.core import clock
from app.core.asked import whole_number
from app.core.errors import NotNow
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.core.submit_once import answer, submit_leading
from app.core.transaction import ChineseForm
from app.processes.queries import open_task_named


class DraftForm(TextFields, ChineseForm):
    """The text of a written agreement; it may be saved any number of times, the same text again changes nothing."""

    seen_version = HiddenField()

    @property
    def version(self) -> int | None:
        """The version the page showed."""
        return whole_number(self.seen_version.data)


def _draft_page(case: Case, form: DraftForm) -> str:
    form.offer(case)
    key = f"agreement-{case.public_id}"
    kept = find_draft(signed_in().id, key)
    values = shown.draft_shown(case, form.text(), clock.today())
    return render("agreements/draft.html", form=form, draft=kept, form_key=key, **vars(values))


@blueprint.get("/<row(mediation_case):case_id>/draft")
@requires(Permission.AGREEMENT_DRAFT)
def draft_page(case_id: int) -> ResponseReturnValue:
    """The text, clause by clause."""
    case = find_case(case_id)
    agreement = current_agreement(case_id)
    if open_task_named("case", case.id, "draft") is None:
        return elsewhere(case_id)
    form = DraftForm(
        data=text_rows(text_of(agreement)) if agreement is not None else known(case, signed_in().display_name)
    )
    form.seen_version.data = str(agreement.version if agreement else 0)
    return _draft_page(case, form)


@blueprint.post("/<row(mediation_case):case_id>/draft")
@requires(Permission.AGREEMENT_DRAFT)
def draft(case_id: int) -> ResponseReturnValue:
    """Save the text; next comes the question who reviews it."""
    case, form = find_case(case_id), DraftForm()
    form.offer(case)

    def save() -> str:
        save_draft(case, form.text(), seen_version=form.version, actor=signed_in(), now=clock.now())
        task = open_task_named("case", case.id, "draft")
        return url_for("processes.step", task_id=task.id) if task else place_of(case_id)

    outcome = submit_leading(form, save)
    if outcome.status == NotNow.status:
        form.seen_version.data = str(getattr(current_agreement(case_id), "version", 0))
    said = "协议存好了。看一遍，再定要不要请法律顾问看。"
    return answer(outcome, said, lambda: _draft_page(find_case(case_id), form))
