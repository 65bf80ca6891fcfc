"""Form fields and rules that speak Chinese, for the forms of every room."""

from __future__ import annotations

from typing import Any

from wtforms import Field, Form, IntegerField, StringField
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Length, Optional, StopValidation, ValidationError

from app.core.asked import MOST, whole_number
from app.core.fonts import IN_A_NAME, unprintable_sentence
from app.core.normalise import entry_name, name_fault

REQUIRED = "这一项要填。"
CHOOSE = "请选一项。"


class WholeNumber(IntegerField):
    """A whole number; what is none is refused with a sentence in Chinese."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; no number is larger than a table keeps."""
        if valuelist:
            self.data = whole_number(valuelist[0], least=-MOST)
            if self.data is None:
                raise ValueError("请写整数，例如 3。")

    def pre_validate(self, form: BaseForm) -> None:
        """What could not be read is not measured as well: one sentence at the field, not two."""
        if self.process_errors and any(text.strip() for text in self.raw_data or ()):
            raise StopValidation()


class NameField(StringField):
    """Somebody's name, as it was meant: what is shown again is what will be kept."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; a name that cannot have been meant so is refused and stays as it is."""
        super().process_formdata(valuelist)
        fault = name_fault(self.data)
        if fault:
            raise ValueError(fault)
        self.data = entry_name(self.data)

    def pre_validate(self, form: BaseForm) -> None:
        """One sentence at the field, not two."""
        if self.process_errors:
            raise StopValidation()


def person_name(label: str, hint: str = "", *, longest: int = 60, needed: str = "") -> NameField:
    """The field of a person's name, the only maker of one; `needed` is what is said when it is left empty."""
    limit = Length(max=longest, message=f"最多写{longest}个字。")
    first = InputRequired(needed) if needed else Optional()
    return NameField(label, validators=[first, limit, printable_name], description=hint)


def party_name(label: str, hint: str = "", *, longest: int = 80, needed: str = "") -> NameField:
    """The field of the name of a person or an organisation."""
    return person_name(label, hint, longest=longest, needed=needed)


def printable_name(_form: Form, field: Field) -> None:
    """Validator: the same as `printable` for a name, which stands on an identity card."""
    sentence = unprintable_sentence(field.data or "", IN_A_NAME)
    if sentence:
        raise ValidationError(sentence)


def printable(_form: Form, field: Field) -> None:
    """Validator: characters that cannot be printed are refused at once, not on the day of printing."""
    sentence = unprintable_sentence(field.data or "")
    if sentence:
        raise ValidationError(sentence)
