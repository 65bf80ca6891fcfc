"""The form with which a petition is entered: people and claims as rows, the transfer, the national system's number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from wtforms import BooleanField, Form, FormField, TextAreaField
from wtforms.validators import NumberRange, Optional, ValidationError

from app.accusations.actions.intake import AccusationIntake, Accuser
from app.core import clock, pages
from app.core.asked import whole_number
from app.core.contact_fields import ContactFields
from app.core.date_fields import birth_day, deed_day, plan_day
from app.core.errors import Invalid
from app.core.fields import (
    REQUIRED,
    WholeNumber,
    document_choice,
    none_or_one_of,
    one_of,
    person_name,
    text_block,
    text_line,
)
from app.core.identity_documents import DocumentKind
from app.core.name_list import LONGEST_LIST, list_fault, names_in
from app.core.pages import chinese_date
from app.core.row_choice import one_row, open_row
from app.core.rows import Rows
from app.core.terms import GENDER_NAMES, Gender
from app.core.transaction import OnceForm
from app.matters.pages.out_of import OutOf
from app.matters.registry.opening import Handed
from app.organisations.models import Village
from app.petitions.actions.intake import PetitionerIntake, PetitionIntake
from app.petitions.actions.register_petition import LONGEST_STORY, MOST_CLAIMS
from app.petitions.models import Petition
from app.petitions.rules.intake import NO_NAME, NO_REQUEST, NO_STORY
from app.petitions.terms import CHANNEL_NAMES, ORIGIN_NAMES, URGENCY_NAMES, Channel, Origin, Urgency

FORM_KEY = "petition-register"
MOST_PETITIONERS = 100
MORE_NAMES = "其余的人写在下面“其他联名的人”里，一行一个。"
MORE_CLAIMS = "同一件事的几个要求写在一项里；真是不同的事，另外登记一件。"
MOST_SIGNATURES = 100_000
ELSEWHERE = "0"
ANOTHER = "other"
ANONYMOUS = "匿名"


class PetitionerForm(ContactFields):
    """One person who petitions, and who speaks for them."""

    name = person_name("姓名", "不肯留名的，写“匿名”。")
    id_number = text_line("身份证号", 30, "手头没有证件的可以空着。不是身份证的，在下面选证件种类。")
    document = document_choice()
    phone = text_line("电话", 30)
    address = text_line("住址", 150)
    is_representative = BooleanField("是推选的代表")
    proxy_name = person_name("代他来说的人", "本人来不了、由别人代办的才填。")
    proxy_relation = text_line("代办的人跟他的关系", 40)
    gender = none_or_one_of("性别", GENDER_NAMES)
    born_on = birth_day("出生日期", hint="有身份证号的不用填。")

    @property
    def number(self) -> str:
        """The ID number without blanks, its last letter a capital."""
        return "".join((self.id_number.data or "").split()).upper()

    def intake(self) -> PetitionerIntake:
        """The person as plain values."""
        return PetitionerIntake(
            name=(self.name.data or "").strip(),
            id_number=self.number,
            phone=(self.phone.data or "").strip(),
            address=(self.address.data or "").strip(),
            gender=Gender(self.gender.data) if self.gender.data else None,
            born_on=self.born_on.data,
            is_representative=bool(self.is_representative.data),
            proxy_name=(self.proxy_name.data or "").strip(),
            proxy_relation=(self.proxy_relation.data or "").strip(),
            document_kind=DocumentKind(self.document.data),
            needs=self.needs_chosen(),
            safe_contact=self.way_given(),
        )


class ClaimForm(Form):
    """One thing that is asked for."""

    request = text_block("要求解决什么", 3000, "一件事写一条；不同的事分开写，各算各的期限。")


class RegisterForm(OnceForm, OutOf):
    """Everything that comes in, as it came in (来信来访登记)."""

    channel = one_of("怎么来的", CHANNEL_NAMES)
    origin = one_of("谁交来的", ORIGIN_NAMES, "direct")
    transferred_by = text_line("哪个机关转来的", 100, default=lambda: pages.setting_text("DISTRICT_PETITION_BUREAU"))
    transferred_on = deed_day("哪天收到转送、交办的", hint="告知的期限从第二天起算。")
    transfer_number = text_line("转送、交办函的文号", 60)
    upper_received_on = deed_day("上级自己哪天收到的", hint="函上写了的才填。")
    reply_due_on = plan_day("要在哪天前报结果", hint="交办函上定的日子。")
    received_on = deed_day("哪天收到的", default=clock.today, needed=REQUIRED, hint="走访的填来的那天。")
    village_id = one_row("事情在哪个村")
    petitioners = Rows(
        FormField(PetitionerForm, label="信访人"),
        "信访人",
        most=MOST_PETITIONERS,
        unit="位",
        beyond=MORE_NAMES,
        least=1,
    )
    signers = text_block("其他联名的人", LONGEST_LIST, "一行写一个名字，可以整张名单贴进来；上面填过的不要再写。")
    signatures = WholeNumber(
        "联名、同来一共多少人",
        default=1,
        validators=[Optional(), NumberRange(1, MOST_SIGNATURES, "至少1人。")],
        description="走访的代表不超过五人；联名的人数不限。名字都写了的不用改，会照名字数。",
    )
    story = text_block("事实和理由", LONGEST_STORY, "口头说的，照着记下来；念给他听，没有错再登记。")
    claims = Rows(FormField(ClaimForm, label="诉求"), "诉求", most=MOST_CLAIMS, unit="项", beyond=MORE_CLAIMS, least=1)
    urgency = one_of("急不急", URGENCY_NAMES, "ordinary")
    accusation = one_of(
        "是检举控告吗",
        {"no": "不是", "yes": "是，检举、控告干部或者党员违纪违法"},
        "no",
        "选“是”的，登记以后马上密封，交给有权的人办；这里一个字也不留。",
    )
    accused = person_name("检举控告的是谁", "不知道姓名的，写单位和职务。")
    accused_unit = text_line("在哪个单位、任什么职务", 100)
    national_number = text_line("信访件编号", 60, "已经在全国系统里录过的才填。")
    national_query_code = text_line("全国系统的查询码", 40)
    national_due_on = plan_day("全国系统显示的到期日")
    spoken_by = text_line("谁来说的", 100, "不写就是第一位信访人；录入的人是您。")
    repeats = open_row("是不是同一件事")

    def begin_with(self, handed: Handed) -> None:
        """What a page begins with that is opened out of another matter; who petitions is for them to say."""
        self.story.data, self.village_id.chosen = handed.story, handed.village_id

    def offer_villages(self, found: Sequence[Village]) -> None:
        """Every village, and a word for what lies in none."""
        self.village_id.offer(((one, one.full_name) for one in found), last={ELSEWHERE: "镇外或说不清"})

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Whether it can be handed on; when it cannot, what was left empty is said in the same round."""
        if super().validate(extra_validators):
            return True
        if not self.is_accusation:
            names = [(entry.form.name, NO_NAME) for entry in self.petitioners]
            requests = [(entry.form.request, NO_REQUEST) for entry in self.claims]
            for field, sentence in (*names, (self.story, NO_STORY), *requests):
                if not (field.data or "").strip():
                    field.errors = [sentence]
        return False

    def validate_signers(self, field: TextAreaField) -> None:
        """A list of people, each once."""
        fault = list_fault(field.data or "", [(entry.form.name.data or "").strip() for entry in self.petitioners])
        if fault is not None and not field.errors:
            raise ValidationError(fault)

    @property
    def names_listed(self) -> list[str]:
        """Who signed besides those with a row."""
        return names_in(self.signers.data or "")

    @property
    def is_accusation(self) -> bool:
        """Whether it goes to the closed domain."""
        return bool(self.accusation.data == "yes")

    def people(self) -> list[PetitionerIntake]:
        """Everybody whose earlier petitions can be looked for; a bare name of a list says too little."""
        told = [entry.form.intake() for entry in self.petitioners]
        return [one for one in told if one.name != ANONYMOUS and (one.name or one.id_number or one.phone)]

    def asks_about(self, earlier: Sequence[Petition]) -> bool:
        """Put the question whether it is one of these petitions again; whether it still has to be answered."""
        if not earlier:
            self.repeats.data = None
            return False
        same = "重复反映同一件"
        offered = ((one, f"{same}：{one.number}（{chinese_date(one.received_on)}，{one.title}）") for one in earlier)
        self.repeats.offer(offered, last={ANOTHER: "另一件事"})
        if self.repeats.data in self.repeats.choices:
            return False
        self.repeats.data = None
        self.repeats.errors = ["这个人以前来过，请看看是不是同一件事。"]
        return True

    def intake(self) -> PetitionIntake:
        """The petition as plain values; what belongs to a transfer is left out when there was none."""
        origin = Origin(self.origin.data)
        listed = (PetitionerIntake(name, signs_only=True) for name in self.names_listed)
        people = (*(entry.form.intake() for entry in self.petitioners), *listed)
        return PetitionIntake(
            channel=Channel(self.channel.data),
            received_on=self.received_on.data or clock.today(),
            petitioners=people,
            story=(self.story.data or "").strip(),
            claims=tuple((entry.form.request.data or "").strip() for entry in self.claims),
            village_id=self.village_id.key,
            origin=origin,
            signatures=self.signatures.data or len(people),
            urgency=Urgency(self.urgency.data),
            repeats_id=self.repeats.key,
            spoken_by=(self.spoken_by.data or "").strip(),
            national_number=(self.national_number.data or "").strip(),
            national_query_code=(self.national_query_code.data or "").strip(),
            national_due_on=self.national_due_on.data,
            **(self._transfer(origin) if origin is not Origin.DIRECT else {}),
        )

    def _transfer(self, origin: Origin) -> dict[str, Any]:
        return {
            "transferred_by": (self.transferred_by.data or "").strip(),
            "transferred_on": self.transferred_on.data,
            "transfer_number": (self.transfer_number.data or "").strip(),
            "upper_received_on": self.upper_received_on.data,
            "reply_due_on": self.reply_due_on.data if origin is Origin.ASSIGNED else None,
        }

    def accusation_intake(self) -> AccusationIntake:
        """The same as an accusation: nothing but what the closed domain keeps."""
        told = self.intake()
        people = tuple(
            Accuser(one.name, one.id_number, one.phone, one.address, one.document_kind) for one in told.petitioners
        )
        lines = [text for text in (*told.claims, told.story) if text]
        return AccusationIntake(
            channel=CHANNEL_NAMES[told.channel],
            received_on=told.received_on,
            accusers=people,
            text="\n".join(lines),
            accused=(self.accused.data or "").strip(),
            accused_unit=(self.accused_unit.data or "").strip(),
            transferred_by=told.transferred_by,
            spoken_by=told.spoken_by,
        )

    def place_of(self, name: str) -> str:
        """The field of this page at which a refusal is shown: rows may have been taken away between two others."""
        kind, _, rest = name.partition("-")
        place, _, inner = rest.partition("-")
        lists: dict[str, Any] = {"petitioners": self.petitioners, "claims": self.claims}
        rows = lists.get(kind, ())
        row = whole_number(place, most=len(rows) - 1)
        if row is None:
            return {"text": "story", "accusers": "petitioners"}.get(name, name)
        return f"{rows[row].name}-{inner or 'request'}"

    @contextmanager
    def refusals_in_place(self) -> Iterator[None]:
        """Inside, an `Invalid` names the fields of this page."""
        try:
            yield
        except Invalid as refused:
            fields = {self.place_of(name): words for name, words in refused.fields.items()}
            raise Invalid(refused.sentence, fields) from refused
