"""Forms of the town's offices."""

from __future__ import annotations

from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Regexp

from app.core.fields import CHOOSE, REQUIRED, AtMost, NameField, party_name
from app.core.transaction import OnceForm
from app.organisations.models import OFFICE_KIND_NAMES


def _name() -> NameField:
    return party_name("单位全称", "照公章上的写，文书落款用它。", needed=REQUIRED)


def _phone() -> StringField:
    rules = [AtMost(30), Regexp(r"^[0-9\-+ ]*$", message="电话只写数字和横线。")]
    return StringField("电话", validators=rules)


class OfficeForm(OnceForm):
    """A new office of the town."""

    kind = RadioField(
        "哪一种",
        choices={kind.value: name for kind, name in OFFICE_KIND_NAMES.items()},
        validators=[InputRequired(CHOOSE)],
    )
    village_id = SelectField("哪个村", coerce=int, default=0)
    name = _name()
    phone = _phone()


class CorrectOfficeForm(OnceForm):
    """The right name and telephone number of an office."""

    name = _name()
    phone = _phone()
