"""Forms of the closed domain: an accusation taken down by an officer, its hand-over, the receipt, the notice."""

from __future__ import annotations

from collections.abc import Mapping

from wtforms import Form, FormField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from app.accusations.actions.hand_over import Envelope
from app.accusations.actions.intake import AccusationIntake, Accuser
from app.accusations.models import TOLD_NAMES
from app.accusations.rules import ANONYMOUS
from app.core import clock, pages
from app.core.date_fields import deed_day
from app.core.fields import CHOOSE, REQUIRED, AtMost, WholeNumber, person_name, printable
from app.core.identity import id_number_fault, plain_id_number
from app.core.rows import Rows
from app.core.transaction import OnceForm

FORM_KEY = "accusation-register"
MOST_ACCUSERS = 100
MORE_ACCUSERS = "其余的人写进“检举控告的内容”，一行一个。"
LONGEST_TEXT = 10_000
MOST_PAGES = 5_000
CHANNELS = ("书信", "走访", "电话", "网络", "传真")
"""How it came, in words (第17条)."""


def _text(label: str, longest: int, hint: str = "", *, needed: bool = False) -> StringField:
    first = InputRequired(REQUIRED) if needed else Optional()
    limit = AtMost(longest)
    return StringField(label, validators=[first, limit, printable], description=hint)


def _choice(label: str, names: Mapping[str, str]) -> RadioField:
    return RadioField(label, choices=dict(names), validators=[InputRequired(CHOOSE)])


class AccuserForm(Form):
    """One person who accuses; whoever leaves no name is anonymous."""

    name = person_name("姓名", "不肯留名的空着，就是匿名。")
    id_number = _text("身份证号", 24, "没有的空着。")
    phone = _text("电话", 30, "告知他的时候要用。")
    address = _text("住址", 150)

    def validate_id_number(self, field: StringField) -> None:
        """A number that was given is a right one."""
        fault = id_number_fault(plain_id_number(field.data), clock.today()) if field.data else None
        if fault:
            raise ValidationError(fault)

    def accuser(self) -> Accuser:
        """The person as plain values."""
        return Accuser(
            name=(self.name.data or "").strip() or ANONYMOUS,
            id_number=plain_id_number(self.id_number.data or ""),
            phone=(self.phone.data or "").strip(),
            address=(self.address.data or "").strip(),
        )


class AccusationForm(OnceForm):
    """An accusation that came to the officers directly."""

    channel = _choice("怎么来的", {name: name for name in CHANNELS})
    received_on = deed_day("哪天收到的", default=clock.today, needed=REQUIRED, hint="告知检举人的十五日从第二天起算。")
    accusers = Rows(
        FormField(AccuserForm, label="检举人"), "检举人", most=MOST_ACCUSERS, unit="位", beyond=MORE_ACCUSERS, least=1
    )
    accused = person_name("检举控告的是谁", "有几个人的，中间用顿号隔开；不知道姓名的写单位和职务。", needed=REQUIRED)
    accused_unit = _text("在哪个单位", 100, "写全称。移交的时候照它核对，不会交到那个单位去。")
    text = TextAreaField(
        "检举控告的内容",
        validators=[
            InputRequired(REQUIRED),
            AtMost(LONGEST_TEXT),
            printable,
        ],
        description="照原话、原信录；口头说的，念给他听，没有错再存。",
    )
    transferred_by = _text("哪个单位转来的", 100, "直接来的空着。")
    spoken_by = _text("谁来说的", 100, "就是检举人自己的空着。")

    def intake(self) -> AccusationIntake:
        """The accusation as plain values."""
        return AccusationIntake(
            channel=self.channel.data,
            received_on=self.received_on.data or clock.today(),
            accusers=tuple(entry.form.accuser() for entry in self.accusers),
            text=(self.text.data or "").strip(),
            accused=(self.accused.data or "").strip(),
            accused_unit=(self.accused_unit.data or "").strip(),
            transferred_by=(self.transferred_by.data or "").strip(),
            spoken_by=(self.spoken_by.data or "").strip(),
        )


class HandOverForm(OnceForm):
    """A sealed envelope leaves the house."""

    receiver = StringField(
        "移交给哪个单位",
        default=lambda: pages.setting_text("DISCIPLINE_BODY"),
        validators=[InputRequired(REQUIRED), AtMost(100), printable],
        description="不能是被检举的人、他的单位、村和社区；检举镇里的人，不能交给镇政府。",
    )
    handed_on = deed_day("哪天移交的", default=clock.today, needed=REQUIRED)
    pages = WholeNumber(
        "材料一共几页",
        validators=[InputRequired(REQUIRED), NumberRange(1, MOST_PAGES, f"要在1到{MOST_PAGES}之间。")],
        description="来信、记录、照片都算，信封和移交函不算。",
    )
    carrier = _text("谁送去的", 60, "不能是被检举的人；邮寄的写邮寄的办法和单号。", needed=True)

    def envelope(self) -> Envelope:
        """The hand-over as plain values."""
        return Envelope(
            receiver=self.receiver.data or "",
            handed_on=self.handed_on.data,
            pages=self.pages.data,
            carrier=self.carrier.data or "",
        )


class ReceiptForm(OnceForm):
    """What the receiver's slip says."""

    received_by = person_name("对方谁签收的", "回执上签的名字。", needed=REQUIRED)
    receipt_on = deed_day("哪天签收的", default=clock.today, needed=REQUIRED)


class TellForm(OnceForm):
    """How the accuser was told."""

    told_how = _choice("怎么告知的", {str(one): name for one, name in TOLD_NAMES.items()})
    told_on = deed_day("哪天告知的", default=clock.today, needed=REQUIRED)
