"""What is told of an answered step: what came of it, what was said, and what the form says is only kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.core.pages import chinese_date, chinese_moment
from app.processes.models import Task
from app.processes.queries.definitions import pinned_of
from app.processes.registry import registry
from app.processes.rules.answered import Answered
from workflows.diagrams.forms import FieldKind, FieldSpec, FormRefused


@dataclass(frozen=True)
class StepTold:
    """What came of a step, empty where nothing did, and what else was said."""

    outcome: str
    text: str


def told_of(task: Task, said: Iterable[str]) -> StepTold:
    """The first of the answers named in `said`, then every one its form calls kept only, behind its label.

    What the outcome says already is not said again, and what was left at its default is not told; a step on a page of
    its own has no form.
    """
    answered = answered_of(task)
    outcome = registry.outcome_of(task, answered)
    names = {str(one.key): one.name for one in answered.people}
    first = next((name for name in said if answered.values.get(name)), "")
    parts = [answered.text(first)] if first and answered.text(first) not in outcome else []
    for field in _kept_only(task):
        words = _words(field, answered.values.get(field.name), names) if field.name != first else ""
        is_said = not field.values and words in outcome
        parts += [f"{field.label}：{words}"] if words and not is_said else []
    return StepTold(outcome, "　".join(parts))


def answered_of(task: Task) -> Answered:
    """The answers of a step as they were kept, with everybody it may have asked about."""
    people = registry.adapter_of(task.subject_kind).parties(task.subject_id)
    return Answered(json.loads(task.answers) if task.answers else {}, people)


def _kept_only(task: Task) -> Sequence[FieldSpec]:
    try:
        return [field for field in pinned_of(task.process).forms.get(task.name).fields if field.kept_only]
    except FormRefused:
        return []


def _words(field: FieldSpec, value: object, names: Mapping[str, str]) -> str:
    """The answer as it was chosen or typed; empty when there is none, or none but the default."""
    if value in (None, "", [], {}) or value == field.default:
        return ""
    labels = {"yes": "是", "no": "否"} | {option.value: option.label for option in field.options}
    if isinstance(value, dict):
        spoken = [(names.get(party, ""), one) for party, one in value.items() if one != field.default]
        return "；".join(f"{name}{labels.get(str(one), one)}" for name, one in spoken)
    if isinstance(value, list):
        return "、".join(labels.get(str(one), str(one)) for one in value)
    if field.kind is FieldKind.DATE:
        return chinese_date(date.fromisoformat(str(value)))
    if field.kind is FieldKind.MOMENT:
        return chinese_moment(datetime.fromisoformat(str(value)))
    return labels.get(str(value), str(value)) if field.values else str(value)
