"""The form of registration (受理登记表), with a row for each party."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, Form, FormField

from app.cases.actions.correct_facts import SHARED_NAMES
from app.cases.actions.intake import MOST_PARTIES, CaseIntake, PartyIntake
from app.cases.models import COURT_FILE_NAMES, SOURCE_NAMES, CourtFile, Source
from app.cases.pages.forms import DETAILS, AgentFields, SideFields, number_typed
from app.cases.queries.alike import Alike
from app.core.contact_fields import ContactFields
from app.core.date_fields import birth_day, deed_day, plan_day
from app.core.fields import (
    REQUIRED,
    document_choice,
    none_or_one_of,
    one_of,
    party_name,
    person_name,
    text_block,
    text_line,
)
from app.core.identity_documents import DocumentKind
from app.core.public_ids import NO_ROW
from app.core.row_choice import one_row, open_row
from app.core.rows import Rows
from app.core.terms import DISPUTE_TYPE_NAMES, GENDER_NAMES, DisputeType, Gender
from app.matters.pages.out_of import OutOf
from app.matters.registry.opening import Handed
from app.matters.terms import STANDING_NAMES, PartyKind, Standing
from app.processes.pages.forms import StepForm

ANOTHER, ANOTHER_HERE, ANOTHER_ELSEWHERE = "other", "不是，是另一件事", "问过了，是另一件事"
SAME_PEOPLE = "这几个人之间已经有一件没办完，请看看是不是同一件；是同一件的不用再登记。"
SAME_ELSEWHERE = "镇里可能有同一件，请先问司法所；问过了，确实是另一件事的，选好再登记。"
MORE_PARTIES = "人再多的，请他们推选代表人来调解，或者按户分开登记。"


class PartyForm(SideFields, AgentFields, ContactFields):
    """One party with, where there is one, an agent or guardian."""

    kind = one_of("个人还是单位", {PartyKind.NATURAL: "个人", PartyKind.LEGAL: "单位"})
    name = party_name("姓名或单位名称", needed=REQUIRED)
    id_number = text_line("身份证号", 30, "手头没有证件的可以空着，以后再补。不是身份证的，在下面选证件种类。")
    document = document_choice()
    phone = text_line("电话", 30)
    gender = none_or_one_of("性别", GENDER_NAMES, hint="有身份证号的不用选。")
    born_on = birth_day("出生日期", hint="有身份证号的不用填。")
    ethnicity = text_line("民族", 20)
    occupation = text_line("职业", 40)
    address = text_line("住址或地址", 150)
    standing = one_of("以什么身份", STANDING_NAMES, "principal")
    credit_code = text_line("统一社会信用代码", 18)
    legal_representative = person_name("法定代表人或负责人")
    representative_post = text_line("职务", 40)

    def intake(self) -> PartyIntake:
        """The party as plain values."""
        agent = self.agent()
        return PartyIntake(
            side=self.side_chosen(),
            kind=PartyKind(self.kind.data),
            standing=Standing(self.standing.data),
            name=(self.name.data or "").strip(),
            id_number=number_typed(self.id_number.data),
            phone=(self.phone.data or "").strip(),
            gender=Gender(self.gender.data) if self.gender.data else None,
            born_on=self.born_on.data,
            ethnicity=self.ethnicity.data or "",
            occupation=self.occupation.data or "",
            address=self.address.data or "",
            credit_code=(self.credit_code.data or "").strip().upper(),
            legal_representative=self.legal_representative.data or "",
            representative_post=self.representative_post.data or "",
            document_kind=DocumentKind(self.document.data),
            needs=self.needs_chosen(),
            safe_contact=self.way_given(),
            agents=(agent,) if agent else (),
        )


class AlikeQuestion(Form):
    """Whether a dispute between these people stands on record already."""

    repeats = open_row("是不是已经登记过的同一件")
    parties: Rows
    """A row for each, of `PartyForm`; which one exactly, says the page."""

    def people(self) -> list[tuple[int, str]]:
        """Everybody with a name, and on which side."""
        rows = [entry.form for entry in self.parties]
        return [(row.side_chosen(), row.name.data.strip()) for row in rows if (row.name.data or "").strip()]

    def asks_about(self, alike: Alike) -> bool:
        """Put the question whether it is one of these disputes again; whether it still has to be answered."""
        if not alike:
            self.repeats.data = None
            return False
        offered = ((one, f"就是这一件：{one.number or '还没编号'}，{one.title}") for one in alike.seen)
        self.repeats.offer(offered, last={ANOTHER: ANOTHER_HERE if alike.seen else ANOTHER_ELSEWHERE})
        if self.repeats.data in self.repeats.choices:
            return False
        self.repeats.data = None
        self.repeats.errors = [SAME_PEOPLE if alike.seen else SAME_ELSEWHERE]
        return True


def dispute_told(form: Any) -> dict[str, Any]:
    """What every form that registers a dispute asks, as the columns of `CaseIntake`; the fields are called alike."""
    ticked = {
        name: bool(form[name].data) for name in ("is_land_contract", "is_grave", "is_ownership", "has_cadre_party")
    }
    return {
        "source": Source(form.source.data),
        "village_id": form.village_id.key or NO_ROW,
        "dispute_type": DisputeType(form.dispute_type.data),
        "facts": (form.facts.data or "").strip(),
        "claims": (form.claims.data or "").strip(),
        "parties": tuple(entry.form.intake() for entry in form.parties),
        "applied_at": form.happened_at,
        "spoken_by": (form.spoken_by.data or "").strip(),
        "shared": form.shared.data,
        **ticked,
    }


class RegisterForm(StepForm, OutOf, AlikeQuestion):
    """The registration of a dispute (受理登记表)."""

    source = one_of("怎么来的", SOURCE_NAMES, "application")
    referred_by = text_line("哪个单位送来的", 100, "例如：博山区人民法院白塔法庭。")
    reply_due_on = plan_day("要在哪天前回复")
    court_file = none_or_one_of(
        "是不是法院转来的",
        {"": "不是法院转来的", **COURT_FILE_NAMES},
        "",
        "法院转来的，要在规定的日子里把结果回复法院。",
    )
    court_received_on = deed_day("哪天签收法院材料")
    village_id = one_row("哪个村的事")
    dispute_type = one_of("纠纷类型", DISPUTE_TYPE_NAMES)
    parties = Rows(
        FormField(PartyForm, label="当事人"), "当事人", most=MOST_PARTIES, unit="位", beyond=MORE_PARTIES, least=2
    )
    facts = text_block(
        "纠纷简要情况", 5000, "什么时候、在哪里、为了什么事、闹到什么程度。", needed=True, advice=DETAILS
    )
    claims = text_block("当事人的请求", 2000, "一条写一行。", needed=True, advice=DETAILS)
    is_land_contract = BooleanField("是农村土地承包经营纠纷")
    rights_known_on = deed_day(
        "当事人哪天知道自己的权利受了侵害",
        hint="劳动争议和土地承包纠纷填：申请仲裁的时效从这一天算。说不准的先空着。",
    )
    is_grave = BooleanField("打了人，或者伤到了未成年人")
    is_ownership = BooleanField("争的是土地、房屋归谁（权属）")
    has_cadre_party = BooleanField("村干部是当事人")
    shared = one_of(
        "双方是什么关系",
        SHARED_NAMES,
        "none",
    )

    def begin(self) -> None:
        """What a fresh page proposes: one person on either side."""
        for row, side in zip(self.parties, ("1", "2"), strict=True):
            row.form.side.data, row.form.kind.data = side, PartyKind.NATURAL.value

    def begin_with(self, handed: Handed) -> None:
        """What a page begins with that is opened out of another matter, besides the village."""
        self.facts.data = handed.story
        people = list(handed.people[:MOST_PARTIES])
        while len(self.parties.entries) < len(people):
            self.parties.append_entry()
        for row, person in zip(self.parties, people, strict=False):
            row.form.show_side(person.side)
            row.form.name.data = person.name
            row.form.kind.data = (PartyKind.LEGAL if person.is_organisation else PartyKind.NATURAL).value

    def intake(self) -> CaseIntake:
        """The dispute as plain values."""
        return CaseIntake(
            referred_by=(self.referred_by.data or "").strip(),
            reply_due_on=self.reply_due_on.data,
            court_file=CourtFile(self.court_file.data) if self.court_file.data else None,
            court_received_on=self.court_received_on.data if self.court_file.data else None,
            rights_known_on=self.rights_known_on.data,
            **dispute_told(self),
        )
