"""The reason for which somebody looks at another's numbers: it is kept, so it must say something."""

from __future__ import annotations

from wtforms import Field, Form, StringField
from wtforms.validators import InputRequired, StopValidation

from app.core.errors import Invalid
from app.core.fields import REQUIRED, AtMost, printable

FEWEST_LETTERS = 4
TOO_SHORT = f"写清楚为什么要看，至少{FEWEST_LETTERS}个字，例如：打电话约他来谈。谁看了、为什么看，都会记下来。"


def reason_fault(text: str) -> str | None:
    """Why this is no reason, as a sentence, or None.

    At least four letters or characters, of at least two kinds; digits, punctuation and blanks do not count
    (个人信息保护法 第6条: a clear purpose).
    """
    letters = [character.lower() for character in text if character.isalpha()]
    return TOO_SHORT if len(letters) < FEWEST_LETTERS or len(set(letters)) < 2 else None


def needed_reason(text: str) -> str:
    """The reason as it is kept.  Raises `Invalid` for the field ``reason`` when it says nothing."""
    fault = reason_fault(text)
    if fault:
        raise Invalid(fault, {"reason": fault})
    return text.strip()


def reason_to_look(label: str, hint: str, *, needed: str = REQUIRED) -> StringField:
    """The field of such a reason; `needed` is what is said when it is left empty."""
    return StringField(label, validators=[InputRequired(needed), AtMost(200), printable, says_why], description=hint)


def says_why(_form: Form, field: Field) -> None:
    """Validator: a reason that says nothing is refused at its field, and what was typed stays."""
    fault = reason_fault(field.data or "")
    if fault:
        raise StopValidation(fault)
