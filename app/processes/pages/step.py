"""A step's page: the generic form of its form file, and its answer."""

from __future__ import annotations

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from app.core import submit_once
from app.core.errors import NotNow
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.processes.models import Task
from app.processes.pages import blueprint
from app.processes.pages.answering import answer_once, complete
from app.processes.pages.forms import StepForm, form_for
from app.processes.queries import get_task
from app.processes.queries.definitions import pinned_of
from app.processes.registry import Submission, registry
from workflows.diagrams.forms import FormSpec


def spec_of(task: Task) -> FormSpec:
    """What a step asks, by the version its flow began with.  Raises `FormRefused`."""
    return registry.asks_of(task) or pinned_of(task.process).forms.get(task.name)


def hints_of(spec: FormSpec) -> dict[str, dict[str, str]]:
    """What follows from each option of each field, for the page."""
    return {field.name: {option.value: option.hint for option in field.options} for field in spec.fields}


def _step_page(task: Task, spec: FormSpec, form: StepForm) -> str:
    adapter = registry.adapter_of(task.subject_kind)
    return render(
        "processes/step.html",
        task=task,
        spec=spec,
        form=form,
        hints=hints_of(spec),
        back=adapter.link(task.subject_id),
        advice=adapter.advice(task.subject_id, task.name),
    )


@blueprint.get("/tasks/<row(task):task_id>")
@requires(Permission.TODAY_SEE)
def step(task_id: int) -> ResponseReturnValue:
    """A step's page: its own when it has one, else the form of its form file."""
    task = get_task(task_id, for_=signed_in())
    adapter = registry.adapter_of(task.subject_kind)
    if task.closed_at is not None:
        flash("这一步已经办过了，下面是最新的情况。")
        return redirect(adapter.link(task.subject_id))
    own = registry.page_of(task)
    if own is not None:
        return redirect(own)
    spec = spec_of(task)
    asked = adapter.asked(task.subject_id, task.name)
    form = form_for(spec, task, asked, adapter.beforehand(task.subject_id, task.name))
    return _step_page(task, spec, form)


@blueprint.post("/tasks/<row(task):task_id>")
@requires(Permission.TODAY_SEE)
def answer(task_id: int) -> ResponseReturnValue:
    """Answer a step.  Raises `NotNow` for one that is answered on a page of its own."""
    actor = signed_in()
    task = get_task(task_id, for_=actor)
    if registry.has_own_door(task):
        raise NotNow(f"“{task.label}”在自己的一页上办，这里不收；请回到这一件的页面，点开这一步再办。")
    adapter, spec = registry.adapter_of(task.subject_kind), spec_of(task)
    form = form_for(spec, task, adapter.asked(task.subject_id, task.name))
    where = adapter.link(task.subject_id)
    said = f"“{task.label}”办好了，已存好。"

    def act(submission: Submission) -> str:
        complete(form, task_id, submission.values)
        return where

    def page() -> str:
        again = get_task(task_id, for_=actor)
        return registry.page_again(again, form) or _step_page(again, spec, form)

    return submit_once.answer(answer_once(form, spec, actor, act), said, page)
