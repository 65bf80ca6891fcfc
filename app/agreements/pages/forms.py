"""Forms of the agreement pages: the text clause by clause, freezing, signing, sealing, duties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from wtforms import (
    BooleanField,
    FileField,
    Form,
    FormField,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.agreements.actions.record_signature import SignatureEntry
from app.agreements.actions.write_text import LENGTHS, MORE_CLAUSES, MOST_CLAUSES, TEXT_LENGTHS
from app.agreements.models import SIGNING_METHOD_NAMES, Duty, SigningMethod
from app.agreements.queries import Signer
from app.agreements.rules import AgreementText, ClauseText, clause_faults
from app.cases.models import Case
from app.core import clock
from app.core.amounts import parse_amount
from app.core.asked import whole_number
from app.core.date_fields import deed_day, plan_day
from app.core.errors import Invalid
from app.core.fields import CHOOSE, REQUIRED, AtMost, WholeNumber, person_name, printable
from app.core.rows import Rows
from app.core.transaction import OnceForm
from app.processes.pages.forms import StepForm

MOST_SIGNERS = MOST_DUTIES = 200
"""Rows the page makes itself: one for each who signs, one for each promise; far more than there can be."""


def _limits(longest: int) -> list[Any]:
    return [AtMost(longest), printable]


def _line(label: str, longest: int, hint: str = "") -> StringField:
    return StringField(label, validators=[Optional(), *_limits(longest)], description=hint)


def _long(label: str, longest: int, hint: str = "", *, needed: bool = False) -> TextAreaField:
    first = InputRequired(REQUIRED) if needed else Optional()
    return TextAreaField(label, validators=[first, *_limits(longest)], description=hint)


def _radio(label: str, choices: dict[str, str], default: str | None = None) -> RadioField:
    """A question with one answer; `default` is what the page proposes, never what an answer left out means."""
    return RadioField(label, choices=choices, default=default, validators=[InputRequired(CHOOSE)])


class ClauseForm(Form):
    """One clause."""

    who = _line("谁", LENGTHS["who"], "例如：王甲、双方。")
    does = TextAreaField("做什么、不做什么", validators=[Optional(), *_limits(LENGTHS["does"])])
    amount = StringField("多少钱", validators=[Optional(), *_limits(60)], description="不涉及钱就空着。")
    due_on = plan_day("哪天前做完")
    due_note = _line("没有日子的，什么时候", LENGTHS["due_note"], "例如：签字时、长期、每年落叶前。")
    place = _line("在哪里", LENGTHS["place"])
    proof = _line("怎么证明做到了", LENGTHS["proof"], "例如：收条、转账单、照片。")

    def validate_amount(self, field: StringField) -> None:
        """An amount in any way people write one."""
        try:
            parse_amount(field.data or "")
        except Invalid as refused:
            raise ValidationError(refused.sentence) from refused

    def validate(self, extra_validators: Any = None) -> bool:
        """The fields one by one, then whether the clause can be checked at all."""
        fits = super().validate(extra_validators)
        if self.is_empty:
            return fits
        faults = clause_faults(self.clause())
        for name, words in faults.items():
            if not self[name].errors:
                self[name].errors = [words]
        return fits and not faults

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed into this row."""
        return not any(str(field.data or "").strip() for field in self)

    def clause(self) -> ClauseText:
        """The clause as plain values."""
        texts = {name: str(self[name].data or "").strip() for name in ("who", "does", "due_note", "place", "proof")}
        amount = None
        if (self.amount.data or "").strip():
            try:
                amount = parse_amount(self.amount.data or "")
            except Invalid:
                amount = None
        return ClauseText(due_on=self.due_on.data, amount=amount, **texts)


class TextFields(Form):
    """What drafting, registering and transcribing share."""

    bound = SelectMultipleField(
        "哪些当事人达成了协议",
        coerce=int,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        description="没有选的，协议管不着他；办完以后会提醒您告诉他。",
    )
    facts = _long("纠纷主要事实", TEXT_LENGTHS["facts"], needed=True)
    issues = _long("争议事项", TEXT_LENGTHS["issues"])
    responsibility = _long("各方责任", TEXT_LENGTHS["responsibility"], "只写谁该做什么，不写土地归谁。")
    clauses = Rows(
        FormField(ClauseForm, label="条款"), "协议内容", most=MOST_CLAUSES, unit="条", beyond=MORE_CLAUSES, least=1
    )
    place = _line("履行地点", TEXT_LENGTHS["place"], "各条都在一处的，写在这里。")
    recorder = _line("记录人", TEXT_LENGTHS["recorder"])

    def offer(self, case: Case) -> None:
        """The parties to choose from, all of them chosen on a fresh page."""
        self.bound.choices = {str(party.id): party.name for party in case.parties}

    def text(self) -> AgreementText:
        """The text as plain values; rows in which nothing was typed are left out."""
        rows = (entry.form for entry in self.clauses)
        return AgreementText(
            clauses=tuple(row.clause() for row in rows if not row.is_empty),
            bound=frozenset(self.bound.data or ()),
            **{name: str(self[name].data or "").strip() for name in TEXT_LENGTHS},
        )


class DraftForm(TextFields, OnceForm):
    """The text of a written agreement; it may be saved any number of times."""

    seen_version = HiddenField()

    @property
    def version(self) -> int | None:
        """The version the page showed."""
        return whole_number(self.seen_version.data)


class StageForm(StepForm):
    """An answer to one open step."""

    task_id = HiddenField()

    @property
    def step_id(self) -> int:
        """The step the page was made for."""
        return whole_number(self.task_id.data) or 0


class OralForm(TextFields, StageForm):
    """An agreement by word of mouth."""

    agreed_on = deed_day("哪天谈成的", needed="请填哪天谈成的。", hint="从这一天起生效（《人民调解法》第三十条）。")
    performed = _radio("是不是当场就办完了", {"no": "没有", "yes": "当场办完了"}, "no")

    def values(self) -> dict[str, object]:
        """The answer of the step."""
        return {**text_values(self.text()), "agreed_on": self.agreed_on.data, "performed": self.performed.data}


class SignerForm(Form):
    """One signer's row."""

    key = HiddenField()
    method = RadioField(
        "签了没有",
        choices={"": "还没签", **{str(one): name for one, name in SIGNING_METHOD_NAMES.items()}},
        default="",
        validators=[Optional()],
    )
    signed_on = deed_day("哪天签的")
    agent_name = person_name("代理人姓名", "要有特别授权，或者是监护人。")
    was_read_aloud = BooleanField("签之前念给本人听过")
    witness = person_name("见证人姓名")

    def validate(self, extra_validators: Any = None) -> bool:
        """Whoever signed, signed on a day."""
        fits = super().validate(extra_validators)
        if self.method.data and self.signed_on.data is None and not self.signed_on.errors:
            self.signed_on.errors = ["请填哪天签的。"]
            return False
        return fits

    def entry(self) -> SignatureEntry | None:
        """The signature as typed; None while this person has not signed."""
        if not self.method.data or self.signed_on.data is None:
            return None
        return SignatureEntry(
            key=self.key.data or "",
            method=SigningMethod(self.method.data),
            signed_on=self.signed_on.data,
            agent_name=(self.agent_name.data or "").strip(),
            witness=(self.witness.data or "").strip(),
            was_read_aloud=bool(self.was_read_aloud.data),
        )


def signer_rows(signers: Sequence[Signer]) -> list[dict[str, object]]:
    """What the rows of `signers` show on a fresh page."""
    rows: list[dict[str, object]] = []
    for one in signers:
        kept = one.signature
        rows.append(
            {
                "key": one.key,
                "method": kept.method.value if kept else "",
                "signed_on": kept.signed_on if kept else clock.today(),
                "agent_name": kept.agent_name if kept else "",
                "was_read_aloud": kept.was_read_aloud if kept else False,
                "witness": kept.witness if kept else "",
            }
        )
    return rows


class SignersFields(Form):
    """A row per signer."""

    signers = Rows(FormField(SignerForm, label="签字"), "签字", most=MOST_SIGNERS, unit="位")

    def limit(self) -> None:
        """A mediator signs in person: the other ways are not offered."""
        for row in self.signers:
            if str(row.form.key.data).startswith("mediator-"):
                row.form.method.choices = {"": "还没签", "by_hand": SIGNING_METHOD_NAMES[SigningMethod.BY_HAND]}

    def entries(self) -> list[SignatureEntry | None]:
        """One for each row, None where nobody signed yet."""
        return [row.form.entry() for row in self.signers]

    def signature_values(self) -> list[object]:
        """The same as plain values of a step's answer."""
        return [asdict(one) if one else None for one in self.entries()]


class SignForm(SignersFields, StageForm):
    """Who signed, and what follows."""

    outcome = _radio(
        "现在怎么样",
        {
            "signed": "都签了",
            "wait": "先记下已经签的，还有人没签",
            "not_signed": "有人不签",
            "reopen": "要改了再签",
        },
    )
    reason = _long("原因", 1000)

    def values(self) -> dict[str, object]:
        """The answer of the step."""
        return {
            "outcome": self.outcome.data,
            "reason": (self.reason.data or "").strip(),
            "signatures": self.signature_values(),
        }


class OriginalForm(TextFields, SignersFields, StageForm):
    """A hand-written agreement: photographs, transcript, who signed when."""

    original = MultipleFileField("原件照片", description="每页一张，字要看得清；可以一次选几张。")

    def values(self, attachment_id: int) -> dict[str, object]:
        """The answer of the step."""
        signatures = self.signature_values()
        return {**text_values(self.text()), "attachment_id": attachment_id, "signatures": signatures}


class FreezeForm(StageForm):
    """Fix the text, or change it again."""

    outcome = _radio("定稿吗", {"frozen": "定稿，打印出来签字", "back": "还要改"})
    reason = _long("要改哪里", 1000)

    def values(self) -> dict[str, object]:
        """The answer of the step."""
        return {"outcome": self.outcome.data, "reason": (self.reason.data or "").strip()}


class SealForm(StageForm):
    """The seal and its day."""

    sealed_on = deed_day("哪天盖的章", needed="请填哪天盖的章。")
    copies = WholeNumber("一共几份", validators=[Optional()], description="当事人每人一份，调委会留一份。")
    note = _long("要说明的", 500)

    def values(self) -> dict[str, object]:
        """The answer of the step."""
        return {"sealed_on": self.sealed_on.data, "copies": self.copies.data, "note": (self.note.data or "").strip()}


class DutyForm(Form):
    """One promise."""

    duty_id = HiddenField()
    state = _radio("做了没有", {"open": "还没到时候", "done": "做了", "not_done": "没做"}, "open")
    on = deed_day("哪天做的（没做的，哪天看的）")
    note = _line("说明", 300)


class DutiesForm(StageForm):
    """How the promises stand."""

    duties = Rows(FormField(DutyForm, label="义务"), "该做的事", most=MOST_DUTIES, unit="件")
    outcome = _radio("都做完了吗", {"performed": "都做完了", "not_performed": "还有没做的，先记下情况"})
    note = _long("情况", 2000, "哪一件没做、谁说的、约到哪天。")
    proof = FileField("收条、转账单、照片")

    def values(self) -> dict[str, object]:
        """The answer of the step."""
        rows = (entry.form for entry in self.duties)
        duties = [
            {
                "id": row.duty_id.data,
                "state": row.state.data,
                "on": row.on.data if row.state.data != "open" else None,
                "note": row.note.data or "",
            }
            for row in rows
        ]
        return {"duties": duties, "outcome": self.outcome.data, "note": (self.note.data or "").strip()}


def duty_rows(duties: Sequence[Duty]) -> list[dict[str, object]]:
    """What the rows of `duties` show on a fresh page."""
    return [
        {
            "duty_id": str(duty.id),
            "state": "done" if duty.done_on else ("not_done" if duty.not_done_on else "open"),
            "on": duty.done_on or duty.not_done_on,
            "note": duty.note,
        }
        for duty in duties
    ]


def text_values(text: AgreementText) -> dict[str, object]:
    """A text as the plain values of a step's answer."""
    return {**asdict(text), "clauses": [asdict(one) for one in text.clauses], "bound": sorted(text.bound)}


def text_rows(text: AgreementText) -> dict[str, object]:
    """A text as a fresh page shows it."""
    rows = [{**asdict(one), "amount": f"{one.amount:f}" if one.amount is not None else ""} for one in text.clauses]
    return {**asdict(text), "clauses": rows or [{}], "bound": sorted(text.bound)}
