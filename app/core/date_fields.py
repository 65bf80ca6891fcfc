"""Fields for days and moments: four makers of each, of which a form takes the one that says what the day means.

*deed* (received, said, signed, served, paid): not to come, not before 1 October 1949; *birth*: from 1900, not to come;
*evidence* (a day that stands in a deed of land, in a family's division): any year, not to come; *plan* (a promise, a
sitting, a term): may lie ahead.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any

from wtforms import DateField, DateTimeLocalField, Field, Form
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Optional, StopValidation, ValidationError

from app.core import clock
from app.core.dates import FIRST_DAYS, FUTURE, day_fault, last_day
from workflows.diagrams.forms import DateKind

NO_DAY = "看不出是哪一天，请写成 2026-11-23 这样。"
NO_MOMENT = "看不出是什么时候，请写成 2026-11-23 09:30 这样。"


class ChineseDate(DateField):
    """A day of one kind; what cannot be read or cannot be is refused with a sentence in Chinese."""

    def __init__(self, label: str | None = None, validators: Any = None, *, kind: DateKind, **options: Any) -> None:
        super().__init__(label, validators, **options)
        self.kind = kind
        self.flags.min = FIRST_DAYS[kind].isoformat()
        self.flags.max = last_day(kind, clock.today()).isoformat()

    def _value(self) -> str:
        """As a date input reads it; `strftime` would write the year 800 with three digits."""
        if self.raw_data:
            return " ".join(self.raw_data)
        return self.data.isoformat() if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the browser's form of a date."""
        try:
            super().process_formdata(valuelist)
        except ValueError as unread:
            raise ValueError(NO_DAY) from unread

    def pre_validate(self, form: BaseForm) -> None:
        """Whether it can be a day of its kind."""
        fault = day_fault(self.kind, self.data, clock.today()) if self.data else None
        if fault:
            raise ValidationError(fault)


class ShanghaiMoment(DateTimeLocalField):
    """A moment of one kind, typed as local time; `moment` is aware."""

    def __init__(self, label: str | None = None, validators: Any = None, *, kind: DateKind, **options: Any) -> None:
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
        super().__init__(label, validators, format=formats, **options)
        self.kind = kind
        self.flags.min = f"{FIRST_DAYS[kind].isoformat()}T00:00"
        self.flags.max = f"{last_day(kind, clock.today()).isoformat()}T23:59"

    def _value(self) -> str:
        """As a date-and-time input reads it."""
        if self.raw_data:
            return " ".join(self.raw_data)
        return self.data.isoformat(timespec="minutes") if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the browser's form of a moment."""
        try:
            super().process_formdata(valuelist)
        except ValueError as unread:
            raise ValueError(NO_MOMENT) from unread

    def pre_validate(self, form: BaseForm) -> None:
        """Whether it can be a moment of its kind."""
        if self.data is None:
            return
        fault = day_fault(self.kind, self.data.date(), clock.today())
        if fault is None and self.kind is not DateKind.PLAN:
            fault = FUTURE if self.data.replace(tzinfo=clock.SHANGHAI) > clock.now() else None
        if fault:
            raise ValidationError(fault)

    @property
    def moment(self) -> datetime | None:
        """What was typed, as an aware moment."""
        return self.data.replace(tzinfo=clock.SHANGHAI) if self.data else None


def _moment_given(sentence: str) -> Callable[[Form, Field], None]:
    """Validator: an emptied field is refused; one that was not sent at all keeps its default."""

    def check(_form: Form, field: Field) -> None:
        if field.data is None and any(text.strip() for text in field.raw_data or ()):
            raise StopValidation()
        if field.data is None:
            field.errors = []
            raise StopValidation(sentence)

    return check


def local_now() -> datetime:
    """Now, as a date-and-time field shows it."""
    return clock.local(clock.now()).replace(tzinfo=None, second=0, microsecond=0)


def day_of_kind(
    kind: DateKind, label: str, *, hint: str = "", needed: str = "", default: Callable[[], date] | None = None
) -> ChineseDate:
    """A field for a day of a kind; `needed` is the sentence when it is left empty, without one it may be."""
    first = InputRequired(needed) if needed else Optional()
    return ChineseDate(label, [first], kind=kind, description=hint, default=default)


def moment_of_kind(
    kind: DateKind, label: str, *, hint: str = "", needed: str = "", default: Callable[[], datetime] | None = None
) -> ShanghaiMoment:
    """A field for a moment of a kind; `needed` is the sentence when it is left empty, without one it may be."""
    first = _moment_given(needed) if needed else Optional()
    return ShanghaiMoment(label, [first], kind=kind, description=hint, default=default)


deed_day = partial(day_of_kind, DateKind.DEED)
birth_day = partial(day_of_kind, DateKind.BIRTH)
evidence_day = partial(day_of_kind, DateKind.EVIDENCE)
plan_day = partial(day_of_kind, DateKind.PLAN)
deed_moment = partial(moment_of_kind, DateKind.DEED)
birth_moment = partial(moment_of_kind, DateKind.BIRTH)
evidence_moment = partial(moment_of_kind, DateKind.EVIDENCE)
plan_moment = partial(moment_of_kind, DateKind.PLAN)
