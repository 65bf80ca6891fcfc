"""Pages of the day's steps, of a step's generic form, and of the diagrams."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission
from app.core.transaction import attempt
from app.deadlines.models import Deadline
from app.deadlines.queries.calendar_source import period_rule
from app.deadlines.queries.shown import shown_light
from app.processes.actions.answer import answer_task
from app.processes.actions.definitions import folder_of, folder_with
from app.processes.models import Task
from app.processes.pages.forms import StepForm, form_for, values_of
from app.processes.queries import count_open_tasks, get_task, open_tasks, periods_beside
from app.processes.registry import registry
from workflows.diagrams.forms import FormFolder, FormSpec
from workflows.diagrams.narrate import narrate

blueprint = Blueprint("processes", __name__)
ROWS_ON_FIRST_PAGE = 5
DIAGRAMS = {
    "mediation": {"mediation": "调解全过程", "level": "在一级上调解", "agreement": "协议", "follow_up": "协议以后"},
    "petition": {
        "petition": "信访全过程",
        "simple": "简易办理",
        "handle": "调查办理",
        "letter": "文书签发、盖章、送达",
        "upper": "上级复查、复核",
    },
}
"""The diagrams of each folder by name, with what they show."""
forms = FormFolder(folder_of("mediation"))


def spec_of(task: Task) -> FormSpec:
    """The form file of a step, beside the diagram it stands in."""
    return FormFolder(folder_of(task.process.definition.key)).get(task.name)


def hints_of(spec: FormSpec) -> dict[str, dict[str, str]]:
    """What follows from each option of each field, for the page."""
    return {field.name: {option.value: option.hint for option in field.options} for field in spec.fields}


def task_row(task: Task, beside: Deadline | None = None) -> dict[str, object]:
    """A step as the big row of 今天要办的事; `beside` is the period to show, by name, when it has none of its own."""
    shown = shown_light(task.deadline or beside, now=clock.now())
    if task.deadline is None and beside is not None:
        shown["due"] = f"{shown['due']}　{period_rule(beside.code).title}"
    return {
        **shown,
        "number": task.number,
        "names": task.title,
        "title": task.place_name,
        "todo": task.label,
        "href": url_for("processes.step", task_id=task.id),
        "action": "办理",
    }


@blueprint.get("/")
@requires(Permission.TODAY_SEE)
def today() -> ResponseReturnValue:
    """今天要办的事: at most five big rows, or all of them."""
    actor = signed_in()
    every = request.args.get("all") == "1"
    tasks = open_tasks(actor, limit=None if every else ROWS_ON_FIRST_PAGE)
    beside = periods_beside(tasks)
    rows = [task_row(task, beside.get(task.id)) for task in tasks]
    return render("processes/today.html", rows=rows, total=count_open_tasks(actor), every=every)


def _step_page(task: Task, spec: FormSpec, form: StepForm) -> str:
    card = registry.card_of(task.subject_kind)
    return render(
        "processes/step.html",
        task=task,
        spec=spec,
        form=form,
        hints=hints_of(spec),
        back=card.link(task.subject_id),
        advice=card.advice(task.subject_id, task.name),
    )


@blueprint.get("/tasks/<int:task_id>")
@requires(Permission.TODAY_SEE)
def step(task_id: int) -> ResponseReturnValue:
    """A step's page: its own when it has one, else the form of its form file."""
    task = get_task(task_id, for_=signed_in())
    card = registry.card_of(task.subject_kind)
    if task.closed_at is not None:
        flash("这一步已经办过了，下面是最新的情况。")
        return redirect(card.link(task.subject_id))
    own = registry.page_of(task)
    if own is not None:
        return redirect(own)
    spec = spec_of(task)
    form = form_for(spec, task, card.parties(task.subject_id), card.beforehand(task.subject_id, task.name))
    return _step_page(task, spec, form)


@blueprint.post("/tasks/<int:task_id>")
@requires(Permission.TODAY_SEE)
def answer(task_id: int) -> ResponseReturnValue:
    """Answer a step."""
    actor = signed_in()
    task = get_task(task_id, for_=actor)
    card, spec = registry.card_of(task.subject_kind), spec_of(task)
    form = form_for(spec, task, card.parties(task.subject_id))
    values, status = values_of(spec, form), 422
    if values is not None:
        with attempt(form) as tried:
            answer_task(
                task_id,
                page_version=form.version,
                values=values,
                occurred_at=form.happened_at,
                spoken_by=form.spoken_by.data or "",
                actor=actor,
                now=clock.now(),
            )
        if tried.ok:
            flash(f"“{task.label}”办好了，已存好。")
            return redirect(card.link(task.subject_id))
        status = tried.status
    task = get_task(task_id, for_=actor)
    return registry.page_again(task, form) or _step_page(task, spec, form), status


@blueprint.get("/processes/<key>")
@requires(Permission.PROCESS_SEE)
def diagram(key: str) -> ResponseReturnValue:
    """A diagram as a picture, and the same as numbered sentences."""
    folder = folder_with(key)
    if folder is None or folder.name not in DIAGRAMS:
        abort(404)
    current = frozenset(request.args.getlist("now"))
    sentences = narrate(folder, key, current=current)
    return render(
        "processes/diagram.html", key=key, names=DIAGRAMS[folder.name], sentences=sentences, current=sorted(current)
    )


@blueprint.get("/processes/<key>.bpmn")
@requires(Permission.PROCESS_SEE)
def diagram_file(key: str) -> ResponseReturnValue:
    """The diagram itself, for the viewer and for any BPMN editor."""
    folder = folder_with(key)
    if folder is None or folder.name not in DIAGRAMS:
        abort(404)
    text = (folder / f"{key}.bpmn").read_text(encoding="utf-8")
    return Response(text, mimetype="application/xml")
