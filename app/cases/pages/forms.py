"""Forms of the case pages: registration with its parties, sittings, attachments, corrections."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms import (
    BooleanField,
    FileField,
    Form,
    FormField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from app.cases.actions.attach import KINDS
from app.cases.actions.intake import AgentIntake, CaseIntake, PartyIntake
from app.cases.actions.record_session import Sitting
from app.cases.models import (
    AGENT_KIND_NAMES,
    COURT_FILE_NAMES,
    SOURCE_NAMES,
    STANDING_NAMES,
    AgentKind,
    CourtFile,
    Party,
    PartyKind,
    Source,
    Standing,
)
from app.core.date_fields import birth_day, deed_day, plan_day
from app.core.fields import CHOOSE, REQUIRED, AtMost, WholeNumber, party_name, person_name, printable
from app.core.reasons import says_why
from app.core.rows import Rows
from app.core.terms import DISPUTE_TYPE_NAMES, GENDER_NAMES, DisputeType, Gender
from app.core.transaction import OnceForm
from app.processes.pages.forms import StepForm

MOST_PARTIES = 30
MORE_PARTIES = "人再多的，请他们推选代表人来调解，或者按户分开登记。"


def _text(label: str, longest: int, hint: str = "") -> StringField:
    limit = AtMost(longest)
    return StringField(label, validators=[Optional(), limit, printable], description=hint)


def _needed(label: str, longest: int, hint: str = "") -> StringField:
    limit = AtMost(longest)
    return StringField(label, validators=[InputRequired(REQUIRED), limit, printable], description=hint)


def _long(label: str, longest: int, hint: str = "", *, needed: bool = True) -> TextAreaField:
    first = InputRequired(REQUIRED) if needed else Optional()
    limit = AtMost(longest, "细节可以写进调查记录。")
    return TextAreaField(label, validators=[first, limit, printable], description=hint)


def _choice(label: str, names: Mapping[Any, str], default: str | None = None, hint: str = "") -> RadioField:
    """A question with one answer; `default` is what the page proposes, never what an answer left out means."""
    choices = {str(value): name for value, name in names.items()}
    return RadioField(label, choices=choices, default=default, validators=[InputRequired(CHOOSE)], description=hint)


SIDES = {"1": "甲方（申请人一方）", "2": "乙方", "3": "丙方", "more": "第四方或更多"}
FURTHER = "more"
MOST_SIDES = 10


class SideFields(Form):
    """On which side a party stands."""

    side = _choice("哪一方", SIDES)
    side_number = WholeNumber(
        "第几方",
        [Optional(), NumberRange(4, MOST_SIDES, f"写4到{MOST_SIDES}。")],
        description="丁方写4，戊方写5，往下类推。",
    )

    def validate_side(self, _field: RadioField) -> None:
        """A further side says which one it is."""
        if self.side.data == FURTHER and self.side_number.data is None and not self.side_number.process_errors:
            raise ValidationError("选了“第四方或更多”的，请在下面写是第几方。")

    def side_chosen(self) -> int:
        """The side, counted from one."""
        return int((self.side_number if self.side.data == FURTHER else self.side).data or 0)

    def show_side(self, side: int) -> None:
        """Begin with a side that was chosen before."""
        known = str(side) in SIDES
        self.side.data, self.side_number.data = str(side) if known else FURTHER, None if known else side


class AgentFields(Form):
    """An agent or guardian, where there is one."""

    agent_kind = RadioField(
        "有没有代理人或监护人",
        choices={"": "没有"} | {str(kind): name for kind, name in AGENT_KIND_NAMES.items()},
        default="",
        validators=[Optional()],
    )
    agent_name = person_name("代理人或监护人姓名")
    agent_relation = _text("跟当事人的关系", 40)
    agent_id_number = _text("代理人身份证号", 24)
    agent_phone = _text("代理人电话", 30)

    def agent(self) -> AgentIntake | None:
        """Who was told, as plain values; None when nobody."""
        if not self.agent_kind.data:
            return None
        return AgentIntake(
            kind=AgentKind(self.agent_kind.data),
            name=(self.agent_name.data or "").strip(),
            relation=self.agent_relation.data or "",
            id_number=_number(self.agent_id_number.data),
            phone=self.agent_phone.data or "",
        )


class PartyForm(SideFields, AgentFields):
    """One party with, where there is one, an agent or guardian."""

    kind = _choice("个人还是单位", {PartyKind.NATURAL: "个人", PartyKind.LEGAL: "单位"})
    name = party_name("姓名或单位名称", needed=REQUIRED)
    id_number = _text("身份证号", 24, "手头没有证件的可以空着，以后再补。")
    phone = _text("电话", 30)
    gender = RadioField(
        "性别",
        choices={str(one): name for one, name in GENDER_NAMES.items()},
        validators=[Optional()],
        description="有身份证号的不用选。",
    )
    born_on = birth_day("出生日期", hint="有身份证号的不用填。")
    ethnicity = _text("民族", 20)
    occupation = _text("职业", 40)
    address = _text("住址或地址", 150)
    standing = _choice("以什么身份", STANDING_NAMES, "principal")
    credit_code = _text("统一社会信用代码", 18)
    legal_representative = person_name("法定代表人或负责人")
    representative_post = _text("职务", 40)

    def intake(self) -> PartyIntake:
        """The party as plain values."""
        agent = self.agent()
        return PartyIntake(
            side=self.side_chosen(),
            kind=PartyKind(self.kind.data),
            standing=Standing(self.standing.data),
            name=(self.name.data or "").strip(),
            id_number=_number(self.id_number.data),
            phone=(self.phone.data or "").strip(),
            gender=Gender(self.gender.data) if self.gender.data else None,
            born_on=self.born_on.data,
            ethnicity=self.ethnicity.data or "",
            occupation=self.occupation.data or "",
            address=self.address.data or "",
            credit_code=(self.credit_code.data or "").strip().upper(),
            legal_representative=self.legal_representative.data or "",
            representative_post=self.representative_post.data or "",
            agents=(agent,) if agent else (),
        )


def _number(text: str | None) -> str:
    return "".join((text or "").split()).upper()


class RegisterForm(StepForm):
    """The registration of a dispute (受理登记表)."""

    source = _choice("怎么来的", SOURCE_NAMES, "application")
    referred_by = _text("哪个单位送来的", 100, "例如：博山区人民法院白塔法庭。")
    reply_due_on = plan_day("要在哪天前回复")
    court_file = RadioField(
        "是不是法院转来的",
        choices={"": "不是法院转来的"} | {str(one): name for one, name in COURT_FILE_NAMES.items()},
        default="",
        validators=[Optional()],
        description="法院转来的，要在规定的日子里把结果回复法院。",
    )
    court_received_on = deed_day("哪天签收法院材料")
    village_id = RadioField("哪个村的事", coerce=int, validators=[InputRequired(CHOOSE)])
    dispute_type = _choice("纠纷类型", DISPUTE_TYPE_NAMES)
    parties = Rows(
        FormField(PartyForm, label="当事人"), "当事人", most=MOST_PARTIES, unit="位", beyond=MORE_PARTIES, least=2
    )
    facts = _long("纠纷简要情况", 5000, "什么时候、在哪里、为了什么事、闹到什么程度。")
    claims = _long("当事人的请求", 2000, "一条写一行。")
    is_land_contract = BooleanField("是农村土地承包经营纠纷")
    rights_known_on = deed_day(
        "当事人哪天知道自己的权利受了侵害",
        hint="劳动争议和土地承包纠纷填：申请仲裁的时效从这一天算。说不准的先空着。",
    )
    is_grave = BooleanField("打了人，或者伤到了未成年人")
    is_ownership = BooleanField("争的是土地、房屋归谁（权属）")
    has_cadre_party = BooleanField("村干部是当事人")
    shared = _choice(
        "双方是什么关系",
        {"clan": "同一家族", "group": "同一个村民组", "village": "同村", "none": "都不是"},
        "none",
    )

    def begin(self, village_id: int | None) -> None:
        """What a fresh page proposes: the own village, one person on either side."""
        self.village_id.data = village_id
        for row, side in zip(self.parties, ("1", "2"), strict=True):
            row.form.side.data, row.form.kind.data = side, PartyKind.NATURAL.value

    def intake(self) -> CaseIntake:
        """The dispute as plain values."""
        return CaseIntake(
            source=Source(self.source.data),
            referred_by=(self.referred_by.data or "").strip(),
            reply_due_on=self.reply_due_on.data,
            court_file=CourtFile(self.court_file.data) if self.court_file.data else None,
            court_received_on=self.court_received_on.data if self.court_file.data else None,
            rights_known_on=self.rights_known_on.data,
            is_land_contract=bool(self.is_land_contract.data),
            village_id=self.village_id.data,
            dispute_type=DisputeType(self.dispute_type.data),
            facts=(self.facts.data or "").strip(),
            claims=(self.claims.data or "").strip(),
            parties=tuple(entry.form.intake() for entry in self.parties),
            applied_at=self.happened_at,
            spoken_by=(self.spoken_by.data or "").strip(),
            is_grave=bool(self.is_grave.data),
            is_ownership=bool(self.is_ownership.data),
            has_cadre_party=bool(self.has_cadre_party.data),
            shared=self.shared.data,
        )


class SessionForm(StepForm):
    """One sitting (调解记录)."""

    place = _needed("在哪里调的", 100)
    present = _needed("谁在场", 300, "当事人、调解员、请来帮忙的人。")
    statements = _long("各方怎么说", 5000)
    found = _long("查明了什么", 5000, needed=False)
    proposal = _long("提了什么方案", 5000, needed=False)
    result = _needed("这次的结果", 300, "例如：谈成两条，钱的事还没谈拢。")

    def sitting(self) -> Sitting:
        """What was written."""
        return Sitting(
            place=self.place.data or "",
            present=self.present.data or "",
            statements=self.statements.data or "",
            found=self.found.data or "",
            proposal=self.proposal.data or "",
            result=self.result.data or "",
        )


class AttachmentForm(StepForm):
    """A file for the case."""

    kind = _choice("是哪一类", KINDS)
    file = FileField("照片或者 PDF", description="照片会自动转正，去掉里面藏着的位置信息。")


class PartyCorrectionForm(OnceForm, SideFields, AgentFields):
    """Particulars of a party that were typed wrong or were missing."""

    name = party_name("姓名或单位名称", needed=REQUIRED)
    id_number = _text("新的身份证号", 24, "不改就空着。")
    phone = _text("新的电话", 30, "不改就空着。")
    ethnicity = _text("民族", 20)
    occupation = _text("职业", 40)
    address = _text("住址或地址", 150)
    reason = _needed("为什么改", 300)

    def begin(self, party: Party) -> None:
        """Show where the party stands; numbers are shown to nobody and begin empty."""
        self.show_side(party.side)
        self.id_number.data = self.phone.data = ""

    def particulars(self) -> dict[str, str]:
        """What was written, by field."""
        names = ("name", "ethnicity", "occupation", "address", "id_number", "phone")
        return {name: str(self[name].data or "").strip() for name in names}


class UnmaskForm(OnceForm):
    """Why a number must be seen in full."""

    reason = StringField(
        "为什么要看全号",
        validators=[InputRequired(REQUIRED), AtMost(200), printable, says_why],
        description="例如：填写司法确认申请书。谁看了、为什么看，都会记下来。",
    )
