"""The page of mediating: the sittings so far, one more, and the result at this level."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from app.cases.actions.follow_flow import people
from app.cases.actions.record_session import Sitting, record_session
from app.cases.models import Case
from app.cases.pages import blueprint
from app.cases.pages.forms import DETAILS
from app.cases.pages.the_case import find_case, named_step, place_of
from app.cases.queries import sessions_of
from app.cases.rules import PROCESS
from app.core import clock
from app.core.fields import text_block, text_line
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission, handles
from app.core.submit_once import answer, submit
from app.processes.pages.answering import answer_once, complete
from app.processes.pages.forms import StepForm, form_for
from app.processes.pages.step import hints_of
from app.processes.queries import asked_of, open_task_named
from app.processes.registry import Submission


class SessionForm(StepForm):
    """One sitting (调解记录)."""

    place = text_line("在哪里调的", 100, needed=True)
    present = text_line("谁在场", 300, "当事人、调解员、请来帮忙的人。", needed=True)
    statements = text_block("各方怎么说", 5000, needed=True, advice=DETAILS)
    found = text_block("查明了什么", 5000, advice=DETAILS)
    proposal = text_block("提了什么方案", 5000, advice=DETAILS)
    result = text_line("这次的结果", 300, "例如：谈成两条，钱的事还没谈拢。", needed=True)

    def sitting(self) -> Sitting:
        """What was written."""
        return Sitting(
            place=self.place.data or "",
            present=self.present.data or "",
            statements=self.statements.data or "",
            found=self.found.data or "",
            proposal=self.proposal.data or "",
            result=self.result.data or "",
        )


def _mediate_page(case: Case, form: SessionForm, finish: StepForm | None = None) -> str:
    """The page; `finish` is the result as it was typed, when it must be shown again."""
    task = open_task_named("case", case.id, "mediate")
    spec = asked_of(PROCESS, "case", case.id).forms.get("mediate")
    return render(
        "cases/mediate.html",
        case=case,
        is_handling=handles(signed_in(), case),
        form=form,
        sessions=sessions_of(case.id),
        task=task,
        spec=spec,
        finish=form_for(spec, task, people(case)) if finish is None else finish,
        hints=hints_of(spec),
    )


@blueprint.get("/<row(mediation_case):case_id>/mediate")
@requires(Permission.CASE_ADVANCE)
def mediate_page(case_id: int) -> ResponseReturnValue:
    """Sittings so far, the form for one more, and the result."""
    return _mediate_page(find_case(case_id), SessionForm(formdata=None, prefix="sitting"))


def _record(case: Case, form: SessionForm) -> None:
    """Record the sitting."""
    record_session(
        case,
        form.sitting(),
        held_at=form.happened_at,
        spoken_by=form.spoken_by.data or "",
        actor=signed_in(),
        now=clock.now(),
        is_so=bool(form.is_so.data),
    )


@blueprint.post("/<row(mediation_case):case_id>/sessions")
@requires(Permission.CASE_ADVANCE)
def add_session(case_id: int) -> ResponseReturnValue:
    """Record a sitting."""
    form, case = SessionForm(prefix="sitting"), find_case(case_id)
    outcome = submit(form, lambda: _record(case, form), url_for("cases.mediate_page", case_id=case_id))
    return answer(outcome, "这次调解记好了，已存好。", lambda: _mediate_page(find_case(case_id), form))


@blueprint.post("/<row(mediation_case):case_id>/mediate")
@requires(Permission.CASE_ADVANCE)
def finish_mediation(case_id: int) -> ResponseReturnValue:
    """The result of mediation at this level."""
    case = find_case(case_id)
    spec = asked_of(PROCESS, "case", case_id).forms.get("mediate")
    form = form_for(spec, None, people(case))

    def finish(submission: Submission) -> str:
        complete(form, named_step(), submission.values)
        return place_of(case_id)

    def page() -> str:
        return _mediate_page(find_case(case_id), SessionForm(formdata=None, prefix="sitting"), form)

    return answer(answer_once(form, spec, signed_in(), finish), "结果记好了。", page)
