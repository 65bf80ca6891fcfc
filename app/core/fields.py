"""Form fields and rules that speak Chinese, for the forms of every room."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field, Form, IntegerField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Length, Optional, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.asked import MOST, whole_number
from app.core.fonts import IN_A_NAME, unprintable_sentence
from app.core.identity_documents import DOCUMENT_NAMES, DocumentKind
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
                is_large = re.fullmatch(r"[+-]?\d{10,}", valuelist[0].strip())
                raise ValueError("这个数太大了，请核对。" if is_large else "请写整数，例如 3。")

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
    first = InputRequired(needed) if needed else Optional()
    return NameField(label, validators=[first, AtMost(longest), printable_name], description=hint)


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


def plain_line_ends(typed: MultiDict[str, Any]) -> MultiDict[str, Any]:
    """What was typed, with one sign for the end of a line; files stay as they are.

    Browsers send a line break of a text area as two characters (HTML, "constructing the entry list"), which is not
    how people count.
    """
    pairs = ((name, one_line_end(value) if isinstance(value, str) else value) for name, value in typed.items(True))
    return MultiDict(list(pairs))


def one_line_end(text: str) -> str:
    """The text with LF wherever a line ends (CRLF and CR before)."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class AtMost(Length):
    """Validator: a text of at most `longest` characters; the refusal says how many there are and how many too many.

    `advice` is what to do about it.  The field knows its limit (``flags.maxlength``), so that the page can count along.
    """

    def __init__(self, longest: int, advice: str = "") -> None:
        super().__init__(max=longest)
        self.advice = advice

    def __call__(self, form: BaseForm, field: Field) -> None:
        """Raises `ValidationError`."""
        sentence = too_long_sentence(field.data or "", self.max, self.advice)
        if sentence:
            raise ValidationError(sentence)


def too_long_sentence(text: str, longest: int, advice: str = "") -> str | None:
    """What is said about a text of more than `longest` characters; None when it fits."""
    written = len(text)
    if written <= longest:
        return None
    return f"最多写{longest}个字，现在写了{written}个字，多了{written - longest}个字。{advice}"


def text_line(
    label: str,
    longest: int,
    hint: str = "",
    *,
    needed: bool = False,
    default: str | Callable[[], str] | None = None,
) -> StringField:
    """One line that may stay empty unless it is `needed`; at most so many characters."""
    first, limit = InputRequired(REQUIRED) if needed else Optional(), AtMost(longest)
    return StringField(label, validators=[first, limit, printable], description=hint, default=default)


def text_block(label: str, longest: int, hint: str = "", *, needed: bool = False, advice: str = "") -> TextAreaField:
    """Several lines that may stay empty unless `needed`; `advice` says where what is too long may go."""
    first, limit = InputRequired(REQUIRED) if needed else Optional(), AtMost(longest, advice)
    return TextAreaField(label, validators=[first, limit, printable], description=hint)


def one_of(label: str, names: Mapping[Any, str], default: str | None = None, hint: str = "") -> RadioField:
    """A question with one answer; `default` is what the page proposes, never what an answer left out means."""
    return _radio(label, names, default, hint, [InputRequired(CHOOSE)])


def none_or_one_of(label: str, names: Mapping[Any, str], default: str | None = None, hint: str = "") -> RadioField:
    """A question that may stay without an answer."""
    return _radio(label, names, default, hint, [Optional()])


def ticks(label: str, names: Mapping[Any, str], hint: str = "") -> SelectMultipleField:
    """A question with any number of answers, each with a tick."""
    choices = {str(value): name for value, name in names.items()}
    widget = ListWidget(prefix_label=False)
    return SelectMultipleField(label, choices=choices, option_widget=CheckboxInput(), widget=widget, description=hint)


def document_choice(label: str = "证件种类") -> SelectField:
    """Of what document a number is; most people have an identity card."""
    choices = {kind.value: name for kind, name in DOCUMENT_NAMES.items()}
    return SelectField(label, choices=choices, default=DocumentKind.ID_CARD.value)


def open_choice(label: str, names: Mapping[Any, str], default: str | None = None, hint: str = "") -> RadioField:
    """A question whose options come later, or whose answer somebody else judges."""
    return _radio(label, names, default, hint, [Optional()], validate_choice=False)


def _radio(
    label: str, names: Mapping[Any, str], default: str | None, hint: str, rules: list[Any], **options: Any
) -> RadioField:
    choices = {str(value): name for value, name in names.items()}
    return RadioField(label, choices=choices, default=default, validators=rules, description=hint, **options)
