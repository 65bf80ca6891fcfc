"""Form fields and rules that speak Chinese, for the forms of every room."""

from __future__ import annotations

from typing import Any

from wtforms import Field, Form, IntegerField
from wtforms.form import BaseForm
from wtforms.validators import StopValidation, ValidationError

from app.core.asked import MOST, whole_number
from app.core.fonts import unprintable_sentence

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


def printable(_form: Form, field: Field) -> None:
    """Validator: characters that cannot be printed are refused at once, not on the day of printing."""
    sentence = unprintable_sentence(field.data or "")
    if sentence:
        raise ValidationError(sentence)
