"""Forms of steps: built from the form file beside the diagram, with the two moments and two people every entry has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from flask import request
from wtforms import (
    DateField,
    DateTimeLocalField,
    Field,
    FileField,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.core import clock
from app.core.amounts import parse_amount
from app.core.errors import Invalid
from app.core.fonts import unprintable_sentence
from app.core.transaction import OnceForm
from app.processes.answer import FUTURE
from app.processes.models import Task
from workflows.forms import FieldKind, FieldSpec, FormSpec

REQUIRED = "这一项要填。"
CHOOSE = "请选一项。"


class ShanghaiMoment(DateTimeLocalField):
    """A moment typed as local time; `moment` is aware UTC."""

    def __init__(self, label: str, **options: object) -> None:
        super().__init__(label, format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"], **options)

    @property
    def moment(self) -> datetime | None:
        """What was typed, as an aware moment."""
        return self.data.replace(tzinfo=clock.SHANGHAI) if self.data else None


def local_now() -> datetime:
    """Now, as a date-and-time field shows it."""
    return clock.local(clock.now()).replace(tzinfo=None, second=0, microsecond=0)


def not_future(_form: Form, field: Field) -> None:
    """Validator: a moment or a date that has not come yet is refused."""
    if isinstance(field.data, datetime):
        if field.data.replace(tzinfo=clock.SHANGHAI) > clock.now():
            raise ValidationError(FUTURE)
    elif field.data is not None and field.data > clock.today():
        raise ValidationError(FUTURE)


def printable(_form: Form, field: Field) -> None:
    """Validator: characters that cannot be printed are refused at once, not on the day of printing."""
    sentence = unprintable_sentence(field.data or "")
    if sentence:
        raise ValidationError(sentence)


class StepForm(OnceForm):
    """What every answer carries: when it happened, who spoke; the page's version against stale pages."""

    page_version = HiddenField()
    occurred_at = ShanghaiMoment(
        "什么时候的事", default=local_now, validators=[not_future], description="事后补录的，改成当时的时间。"
    )
    spoken_by = StringField(
        "谁说的、谁定的", validators=[Length(max=100), printable], description="不是您本人的话，写上他的名字；录入的人是您。"
    )

    def validate_occurred_at(self, field: Field) -> None:
        """It must be given and readable."""
        if field.data is None:
            raise ValidationError("请填什么时候的事，例如 2026-11-23 09:30。")

    @property
    def version(self) -> int | None:
        """The task's version when the page was made."""
        text = self.page_version.data or ""
        return int(text) if text.isdecimal() else None

    @property
    def happened_at(self) -> datetime:
        """When it happened, aware; this moment when nothing readable was typed."""
        return self.occurred_at.moment or clock.now()




def _field(spec: FieldSpec, parties: Sequence[tuple[int, str]]) -> Field:
    options = {"description": spec.hint}
    choices = [(option.value, option.label) for option in spec.options]
    if spec.kind is FieldKind.TEXT:
        return StringField(spec.label, validators=[Optional(), *_length(spec), printable], **options)
    if spec.kind is FieldKind.LONG_TEXT:
        return TextAreaField(spec.label, validators=[Optional(), *_length(spec), printable], **options)
    if spec.kind is FieldKind.DATE:
        return DateField(spec.label, validators=[Optional()], **options)
    if spec.kind is FieldKind.MOMENT:
        return ShanghaiMoment(spec.label, validators=[Optional()], **options)
    if spec.kind is FieldKind.CHOICE:
        return _radio(spec.label, choices, spec.default, options)
    if spec.kind is FieldKind.YES_NO:
        return _radio(spec.label, [("yes", "是"), ("no", "否")], spec.default, options)
    if spec.kind is FieldKind.CHOICES:
        return SelectMultipleField(
            spec.label, choices=choices, option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False), **options
        )
    if spec.kind is FieldKind.WHOLE_NUMBER:
        limits = NumberRange(spec.min, spec.max, f"要在{spec.min}到{spec.max}之间。")
        return IntegerField(spec.label, validators=[Optional(), limits], **options)
    if spec.kind is FieldKind.MONEY:
        return StringField(spec.label, validators=[Optional(), Length(max=60)], **options)
    if spec.kind is FieldKind.FILE:
        return FileField(spec.label, **options)
    return FormField(_per_party(spec, parties, choices), label=spec.label, description=spec.hint)


def _length(spec: FieldSpec) -> list[Length]:
    longest = spec.max_length or (200 if spec.kind is FieldKind.TEXT else 2000)
    return [Length(max=longest, message=f"最多写{longest}个字。")]


def _radio(label: str, choices: list[tuple[str, str]], default: str | None, options: dict[str, str]) -> RadioField:
    return RadioField(label, choices=choices, default=default, validate_choice=False, **options)


def _per_party(spec: FieldSpec, parties: Sequence[tuple[int, str]], choices: list[tuple[str, str]]) -> type[Form]:
    fields = {f"party_{party}": _radio(name, choices, spec.default, {}) for party, name in parties}
    return type(f"PerParty_{spec.name}", (Form,), fields)


def form_for(spec: FormSpec, task: Task | None, parties: Sequence[tuple[int, str]]) -> StepForm:
    """The bound form of a step: the specification's fields and those of `StepForm`."""
    fields = {field.name: _field(field, parties) for field in spec.fields}
    form: StepForm = type(f"Form_{spec.name}", (StepForm,), fields)()
    if task is not None and request.method == "GET":
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
            form[field.name].errors = [*form[field.name].errors, refused.sentence]
            fits = False
    return values if fits else None


def _value(spec: FieldSpec, field: Field) -> object:
    if spec.kind is FieldKind.PER_PARTY:
        return _party_values(spec, field)
    data = field.moment if isinstance(field, ShanghaiMoment) else field.data
    if isinstance(data, str):
        data = data.strip()
    if data in (None, "", []):
        if spec.required and not field.errors:
            raise Invalid(CHOOSE if spec.options or spec.kind is FieldKind.YES_NO else REQUIRED)
        return None
    if spec.values and spec.kind is not FieldKind.CHOICES and data not in spec.values:
        raise Invalid(CHOOSE)
    return _money(str(data)) if spec.kind is FieldKind.MONEY else data


def _money(text: str) -> Decimal:
    return parse_amount(text)


def _party_values(spec: FieldSpec, field: Field) -> Mapping[str, str]:
    answers = {name.removeprefix("party_"): str(value) for name, value in field.data.items() if value}
    for inner in field:
        answer = answers.get(inner.short_name.removeprefix("party_"))
        if (answer is None and spec.required) or (answer is not None and answer not in spec.values):
            inner.errors = [CHOOSE]
    if any(inner.errors for inner in field):
        raise Invalid("有当事人还没有选，请逐个选好。")
    return answers
