"""The form of a whole oral or hand-written case that is entered at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time
from typing import Any

from wtforms import BooleanField, FormField, MultipleFileField

from app.agreements.actions.enter_whole_case import WholeCase
from app.agreements.actions.record_signature import SignatureEntry
from app.agreements.actions.write_text import MORE_CLAUSES, MOST_CLAUSES, TEXT_LENGTHS
from app.agreements.models import SIGNING_METHOD_NAMES, AgreementForm, SigningMethod
from app.agreements.pages.forms import ClauseForm
from app.agreements.rules import AgreementText
from app.cases.actions.correct_facts import SHARED_NAMES
from app.cases.actions.intake import MOST_PARTIES, CaseIntake
from app.cases.actions.record_session import Sitting
from app.cases.actions.willingness import NOT_YET
from app.cases.models import SOURCE_NAMES, Source
from app.cases.pages.forms import DETAILS
from app.cases.pages.register_form import MORE_PARTIES, AlikeQuestion, PartyForm, dispute_told
from app.cases.rules.consents import BY_COMMITTEE, BY_PARTIES
from app.core import clock
from app.core.clock import SHANGHAI
from app.core.date_fields import deed_day
from app.core.fields import none_or_one_of, one_of, person_name, text_block, text_line
from app.core.row_choice import RowSelect, one_row
from app.core.rows import Rows
from app.core.terms import DISPUTE_TYPE_NAMES, LEVEL_NAMES, Level
from app.mediators.models import PoolMember
from app.processes.pages.forms import StepForm

NOON = time(12)
KINDS = {AgreementForm.ORAL: "口头协议", AgreementForm.HANDWRITTEN: "手写的协议书（签了字的原件）"}
SOURCES = {one: SOURCE_NAMES[one] for one in (Source.APPLICATION, Source.INITIATIVE)}
NOBODY = {"": "没有"}


class WholePartyForm(PartyForm):
    """One party, whether it agreed, and how it signed the paper."""

    agreed = one_of("这一位谈成了没有", {"yes": "谈成了", "no": "没有谈成，或者没有找到"})
    method = none_or_one_of("怎么签的", SIGNING_METHOD_NAMES)
    signed_on = deed_day("哪天签的", hint="和谈成同一天的，空着。")
    was_read_aloud = BooleanField("签之前念给本人听过")
    witness = person_name("见证人姓名")

    def signed(self, otherwise: date) -> SignatureEntry:
        """How this party signed, where it did; `otherwise` is the day when no other is named."""
        return SignatureEntry(
            key="",
            method=SigningMethod(self.method.data),
            signed_on=self.signed_on.data or otherwise,
            agent_name=(self.agent_name.data or "").strip(),
            witness=(self.witness.data or "").strip(),
            was_read_aloud=bool(self.was_read_aloud.data),
        )


class WholeCaseForm(StepForm, AlikeQuestion):
    """Everything about a case that was mediated already."""

    agreement_form = one_of("怎么谈成的", KINDS)
    source = one_of("怎么来的", SOURCES, Source.APPLICATION)
    village_id = one_row("哪个村的事")
    dispute_type = one_of("纠纷类型", DISPUTE_TYPE_NAMES)
    is_land_contract = BooleanField("是农村土地承包经营纠纷")
    parties = Rows(
        FormField(WholePartyForm, label="当事人"), "当事人", most=MOST_PARTIES, unit="位", beyond=MORE_PARTIES, least=2
    )
    facts = text_block("纠纷主要事实", 5000, "什么时候、在哪里、为了什么事。", needed=True, advice=DETAILS)
    claims = text_block("当事人的请求", 2000, "一条写一行。", needed=True, advice=DETAILS)
    shared = one_of("双方是什么关系", SHARED_NAMES, "none")
    is_grave = BooleanField("打了人，或者伤到了未成年人")
    is_ownership = BooleanField("争的是土地、房屋归谁（权属）")
    has_cadre_party = BooleanField("村干部是当事人")
    level = one_of("在哪一级调的", LEVEL_NAMES)
    presiding = RowSelect("谁主持调解", choices=[], validate_choice=False)
    second = RowSelect("还有谁调解", choices=[], validate_choice=False)
    third = RowSelect("还有谁调解（第三位）", choices=[], validate_choice=False)
    chosen_by = one_of("调解员是谁定的", {BY_PARTIES: "当事人选的", BY_COMMITTEE: "调委会指定的"})
    applied_on = deed_day("哪天来申请的", needed="请填当事人哪天来申请的。", hint="主动去调的，填第一次上门那天。")
    accepted_on = deed_day("哪天受理的", hint="和申请同一天的，空着。编号和期限从受理那天算。")
    told = one_of(
        "权利义务告知了没有",
        {"oral": "口头告知", "written": "书面送达", NOT_YET: "当时没有告知"},
        hint="当时没有告知的照实选，会写进卷宗情况说明。",
    )
    told_on = deed_day("哪天告知的", hint="和调解同一天的，空着。")
    sat_on = deed_day("哪天调解的", hint="和谈成同一天的，空着。")
    place = text_line("在哪里调的", 100, needed=True)
    present = text_line("谁在场", 300, "当事人、调解员、请来帮忙的人。", needed=True)
    statements = text_block("各方怎么说", 5000, needed=True, advice=DETAILS)
    agreed_on = deed_day(
        "哪天谈成的", needed="请填哪天谈成的。", hint="口头协议从这一天起生效（《人民调解法》第三十条）。"
    )
    clauses = Rows(
        FormField(ClauseForm, label="条款"), "协议内容", most=MOST_CLAUSES, unit="条", beyond=MORE_CLAUSES, least=1
    )
    issues = text_block("争议事项", TEXT_LENGTHS["issues"])
    responsibility = text_block("各方责任", TEXT_LENGTHS["responsibility"], "只写谁该做什么，不写土地归谁。")
    performed = one_of("是不是当场就办完了", {"no": "没有", "yes": "当场办完了"}, "no")
    original = MultipleFileField("原件照片", description="每页一张，字要看得清；可以一次选几张。")
    mediators_signed_on = deed_day("调解员哪天签的", hint="和谈成同一天的，空着。")
    sealed_on = deed_day("哪天盖的章", hint="主任来录的填；不是主任录的，存好以后由主任记盖章。")
    kept_by = person_name("谁管的章", "章先盖、人后签的才要写。")

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        del self.occurred_at

    @property
    def happened_at(self) -> datetime:
        """When the parties came."""
        day = self.applied_on.data
        return min(datetime.combine(day, NOON, SHANGHAI), clock.now()) if day else clock.now()

    def offer(self, members: Sequence[PoolMember], levels: Sequence[Level]) -> None:
        """Who may sign under the committee's seal, and the rungs it mediates on."""
        self.level.choices = {one.value: LEVEL_NAMES[one] for one in levels}
        for field in (self.presiding, self.second, self.third):
            field.offer(((one, one.person.name) for one in members), first=NOBODY)

    def validate(self, extra_validators: Any = None) -> bool:
        """The fields one by one; of who agreed on paper it is said how they signed."""
        fits = super().validate(extra_validators)
        for row in (entry.form for entry in self.parties):
            is_signed = self.agreement_form.data == AgreementForm.HANDWRITTEN and row.agreed.data == "yes"
            if is_signed and not row.method.data:
                row.method.errors = ["请选怎么签的，照原件。"]
                fits = False
        return fits

    def begin(self) -> None:
        """What a fresh page begins with: one person on either side."""
        for row, side in zip(self.parties, ("1", "2"), strict=True):
            row.form.side.data, row.form.kind.data = side, "natural"

    def entered(self) -> WholeCase:
        """All of it as plain values; a day left open is the day its hint names."""
        agreed_on = self.agreed_on.data
        sat_on = self.sat_on.data or agreed_on
        rows = [entry.form for entry in self.parties]
        agreed = frozenset(place for place, row in enumerate(rows) if row.agreed.data == "yes")
        return WholeCase(
            intake=CaseIntake(**dispute_told(self)),
            level=Level(self.level.data),
            accepted_on=self.accepted_on.data or self.applied_on.data,
            told_on=self.told_on.data or sat_on,
            told=self.told.data,
            panel=self._panel(),
            chosen_by=self.chosen_by.data,
            sitting=self._sitting(),
            sat_on=sat_on,
            form=AgreementForm(self.agreement_form.data),
            agreed_on=agreed_on,
            agreed=agreed,
            text=self._text(),
            is_done=self.performed.data == "yes",
            signed=self._signed(rows, agreed),
            mediators_signed_on=self.mediators_signed_on.data or agreed_on,
            sealed_on=self.sealed_on.data,
            kept_by=(self.kept_by.data or "").strip(),
        )

    def _signed(self, rows: Sequence[WholePartyForm], agreed: Collection[int]) -> dict[int, SignatureEntry]:
        """Nobody signs what was agreed by word of mouth."""
        if self.agreement_form.data != AgreementForm.HANDWRITTEN or self.agreed_on.data is None:
            return {}
        return {place: rows[place].signed(self.agreed_on.data) for place in sorted(agreed)}

    def _panel(self) -> dict[int, str]:
        others = (one.key for one in (self.second, self.third))
        presiding = {self.presiding.key: "presiding"} if self.presiding.key else {}
        return dict.fromkeys((key for key in others if key), "mediator") | presiding

    def _sitting(self) -> Sitting:
        said = {name: (self[name].data or "").strip() for name in ("place", "present", "statements")}
        return Sitting(**said, found="", proposal="", result="谈成了。")

    def _text(self) -> AgreementText:
        rows = (entry.form for entry in self.clauses)
        return AgreementText(
            facts=(self.facts.data or "").strip(),
            clauses=tuple(row.clause() for row in rows if not row.is_empty),
            bound=frozenset(),
            issues=(self.issues.data or "").strip(),
            responsibility=(self.responsibility.data or "").strip(),
        )
