"""What a matter's history tells of an answered step: what was said, and what the form says is only kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from app.core.pages import chinese_date, chinese_moment
from app.processes.models import Task
from app.processes.pages.step import spec_of
from workflows.diagrams.forms import FieldKind, FieldSpec, FormRefused


def told_of(task: Task, said: Iterable[str], names: Mapping[int, str]) -> str:
    """The first of the answers named in `said`, then every one its form calls kept only, behind its label.

    `names` are the parties by id.  What was left at its default is not told; a step on a page of its own has no form.
    """
    answers = json.loads(task.answers) if task.answers else {}
    first = next((name for name in said if answers.get(name)), "")
    parts = [str(answers[first])] if first else []
    for field in _kept_only(task):
        words = _words(field, answers.get(field.name), names) if field.name != first else ""
        parts += [f"{field.label}：{words}"] if words else []
    return "　".join(parts)


def _kept_only(task: Task) -> Sequence[FieldSpec]:
    try:
        return [field for field in spec_of(task).fields if field.kept_only]
    except FormRefused:
        return []


def _words(field: FieldSpec, value: object, names: Mapping[int, str]) -> str:
    """The answer as it was chosen or typed; empty when there is none, or none but the default."""
    if value in (None, "", [], {}) or value == field.default:
        return ""
    labels = {"yes": "是", "no": "否"} | {option.value: option.label for option in field.options}
    if isinstance(value, dict):
        by_party = {str(party): name for party, name in names.items()}
        spoken = [(by_party.get(party, ""), one) for party, one in value.items() if one != field.default]
        return "；".join(f"{name}{labels.get(str(one), one)}" for name, one in spoken)
    if isinstance(value, list):
        return "、".join(labels.get(str(one), str(one)) for one in value)
    if field.kind is FieldKind.DATE:
        return chinese_date(date.fromisoformat(str(value)))
    if field.kind is FieldKind.MOMENT:
        return chinese_moment(datetime.fromisoformat(str(value)))
    return labels.get(str(value), str(value)) if field.values else str(value)
