"""Forms of steps: built from the form file beside the diagram, with the two moments and two people every entry has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from flask import request
from wtforms import (
    BooleanField,
    Field,
    FileField,
    Form,
    FormField,
    HiddenField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.core import clock
from app.core.amounts import parse_amount
from app.core.asked import whole_number
from app.core.date_fields import ShanghaiMoment, day_of_kind, deed_moment, local_now, moment_of_kind
from app.core.errors import Invalid
from app.core.fields import CHOOSE, REQUIRED, AtMost, WholeNumber, open_choice, person_name, printable
from app.core.transaction import OnceForm
from app.processes.models import Task
from app.processes.rules.answered import AskedPerson
from workflows.diagrams.forms import DateKind, FieldKind, FieldSpec, FormSpec

NO_AMOUNT = "看不出是多少钱，请写数字，例如 1200.50。"


Validator = Callable[[Any, Any], None] | Optional | NumberRange


class StepForm(OnceForm):
    """What every answer carries: when it happened, who spoke; the page's version against stale pages."""

    page_version = HiddenField()
    occurred_at = deed_moment(
        "什么时候的事",
        default=local_now,
        needed="请填什么时候的事，例如 2026-11-23 09:30。",
        hint="事后补录的，改成当时的时间。",
    )
    spoken_by = StringField(
        "谁说的、谁定的",
        validators=[AtMost(100), printable],
        description="不是您本人的话，写上他的名字；录入的人是您。",
    )

    is_so = BooleanField("确实如此，照这样记")
    """Asked only where something is unusual: then the refused form shows it with what is unusual."""

    @property
    def version(self) -> int | None:
        """The task's version when the page was made."""
        return whole_number(self.page_version.data)

    @property
    def happened_at(self) -> datetime:
        """When it happened, aware; this moment when nothing readable was typed."""
        return self.occurred_at.moment or clock.now()


def _field(spec: FieldSpec, parties: Sequence[AskedPerson]) -> Field:
    """The WTForms field of one question."""
    label, hint = spec.label, spec.hint
    choices = {option.value: option.label for option in spec.options}
    makers: dict[FieldKind, Callable[[], Field]] = {
        FieldKind.TEXT: lambda: StringField(label, _text_rules(spec), description=hint),
        FieldKind.NAME: lambda: person_name(label, hint, longest=spec.max_length or 60),
        FieldKind.LONG_TEXT: lambda: TextAreaField(label, _text_rules(spec), description=hint),
        FieldKind.DATE: lambda: day_of_kind(_day_of(spec), label, hint=hint),
        FieldKind.MOMENT: lambda: moment_of_kind(_day_of(spec), label, hint=hint),
        FieldKind.CHOICE: lambda: open_choice(label, choices, spec.default, hint),
        FieldKind.YES_NO: lambda: open_choice(label, {"yes": "是", "no": "否"}, spec.default, hint),
        FieldKind.CHOICES: lambda: _ticks(label, choices, hint),
        FieldKind.WHOLE_NUMBER: lambda: WholeNumber(label, [Optional(), _limits(spec)], description=hint),
        FieldKind.MONEY: lambda: StringField(label, [Optional(), AtMost(60)], description=hint),
        FieldKind.FILE: lambda: FileField(label, description=hint),
        FieldKind.PER_PARTY: lambda: FormField(_per_party(spec, parties, choices), label=label, description=hint),
    }
    return makers[spec.kind]()


def _day_of(spec: FieldSpec) -> DateKind:
    return spec.day or DateKind.DEED


def _text_rules(spec: FieldSpec) -> list[Validator]:
    longest = spec.max_length or (200 if spec.kind is FieldKind.TEXT else 2000)
    return [Optional(), AtMost(longest), printable]


def _limits(spec: FieldSpec) -> NumberRange:
    return NumberRange(spec.min, spec.max, f"要在{spec.min}到{spec.max}之间。")


def _ticks(label: str, choices: dict[str, str], hint: str) -> SelectMultipleField:
    ticks = ListWidget(prefix_label=False)
    return SelectMultipleField(
        label,
        choices=choices,
        option_widget=CheckboxInput(),
        widget=ticks,
        validate_choice=False,
        description=hint,
    )


def _per_party(spec: FieldSpec, parties: Sequence[AskedPerson], choices: dict[str, str]) -> type[Form]:
    fields = {f"party_{one.public_id}": open_choice(one.name, choices, spec.default, "") for one in parties}
    keys = {f"party_{one.public_id}": str(one.key) for one in parties}
    return type(f"PerParty_{spec.name}", (Form,), {**fields, "keys": keys})


def form_for(
    spec: FormSpec,
    task: Task | None,
    parties: Sequence[AskedPerson],
    beforehand: Mapping[str, object] | None = None,
) -> StepForm:
    """The bound form of a step: the specification's fields and those of `StepForm`.

    An empty form begins with `beforehand`, by field; what was typed always wins.
    """
    fields = {field.name: _field(field, parties) for field in spec.fields}
    form: StepForm = type(f"Form_{spec.name}", (StepForm,), fields)(data=dict(beforehand or {}))
    if task is not None and request.method != "POST":
        form.page_version.data = str(task.row_version)
    for field in spec.fields:
        if field.required:
            form[field.name].flags.required_when_shown = True
    return form


def values_of(spec: FormSpec, form: StepForm) -> dict[str, object] | None:
    """The answers by field name, judged by the specification; None when something is wrong (it is on the form).

    Hidden fields are left out.  Dates are `date`, moments aware, money `Decimal` yuan, per-party answers a mapping
    from party id to choice.
    """
    fits = form.validate()
    values: dict[str, object] = {}
    for field in spec.shown({one.name: str(form[one.name].data or "") for one in spec.fields if one.values}):
        try:
            values[field.name] = _value(field, form[field.name])
        except Invalid as refused:
            if field.kind is not FieldKind.PER_PARTY:
                form[field.name].errors = [*form[field.name].errors, refused.sentence]
            fits = False
    return values if fits else None


def _value(spec: FieldSpec, field: Field) -> object:
    if isinstance(field, FormField):
        return _party_values(spec, field)
    data = field.moment if isinstance(field, ShanghaiMoment) else field.data
    if isinstance(data, str):
        data = data.strip()
    if data in (None, "", []):
        if spec.required and not field.errors:
            raise Invalid(CHOOSE if spec.options or spec.kind is FieldKind.YES_NO else REQUIRED)
        return None
    chosen = data if isinstance(data, list) else [data]
    if spec.values and not set(chosen) <= set(spec.values):
        raise Invalid(CHOOSE)
    return _money(str(data)) if spec.kind is FieldKind.MONEY else data


def _money(text: str) -> Decimal:
    return parse_amount(text)


def _party_values(spec: FieldSpec, field: FormField[Form]) -> Mapping[str, str]:
    keys: Mapping[str, str] = vars(type(field.form))["keys"]
    answers = {keys[name]: str(value) for name, value in field.data.items() if value}
    for inner in field:
        answer = answers.get(keys[inner.short_name])
        if (answer is None and spec.required) or (answer is not None and answer not in spec.values):
            inner.errors = [CHOOSE]
    if any(inner.errors for inner in field):
        raise Invalid("有当事人还没有选，请逐个选好。")
    return answers
