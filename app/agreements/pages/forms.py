"""What several agreement pages ask: the text clause by clause, and which step a page was made for."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from wtforms import Form, FormField, HiddenField, StringField, TextAreaField
from wtforms.validators import Optional, ValidationError

from app.agreements.actions.write_text import LENGTHS, MORE_CLAUSES, MOST_CLAUSES, TEXT_LENGTHS
from app.agreements.rules import AgreementText, ClauseText, clause_faults
from app.agreements.terms import LIMITATION_NAMES, Limitation
from app.cases.models import Case
from app.cases.queries.asked import asked_parties
from app.cases.rules.taking_part import OUT
from app.core.amounts import parse_amount
from app.core.date_fields import plan_day
from app.core.errors import Invalid
from app.core.fields import AtMost, none_or_one_of, printable, text_block, text_line
from app.core.public_ids import key_of
from app.core.row_choice import some_rows
from app.core.rows import Rows
from app.processes.models import Task
from app.processes.pages.forms import StepForm


def _limits(longest: int) -> list[Any]:
    return [AtMost(longest), printable]


class StageForm(StepForm):
    """An answer to one open step."""

    task_id = HiddenField()

    @property
    def step_id(self) -> int:
        """The step the page was made for."""
        return key_of(Task, self.task_id.data)


class ClauseForm(Form):
    """One clause."""

    who = text_line("谁", LENGTHS["who"], "例如：王甲、双方。")
    does = TextAreaField("做什么、不做什么", validators=[Optional(), *_limits(LENGTHS["does"])])
    amount = StringField("多少钱", validators=[Optional(), *_limits(60)], description="不涉及钱就空着。")
    due_on = plan_day("哪天前做完")
    due_note = text_line("没有日子的，什么时候", LENGTHS["due_note"], "例如：签字时、长期、每年落叶前。")
    place = text_line("在哪里", LENGTHS["place"])
    proof = text_line("怎么证明做到了", LENGTHS["proof"], "例如：收条、转账单、照片。")
    limitation = none_or_one_of("时效", LIMITATION_NAMES, Limitation.OWN, "只记在系统里，不印在协议上。")

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
        return not any(str(field.data or "").strip() for field in self if field is not self.limitation)

    def clause(self) -> ClauseText:
        """The clause as plain values."""
        texts = {name: str(self[name].data or "").strip() for name in ("who", "does", "due_note", "place", "proof")}
        amount = None
        if (self.amount.data or "").strip():
            try:
                amount = parse_amount(self.amount.data or "")
            except Invalid:
                amount = None
        limitation = Limitation(self.limitation.data) if self.limitation.data in LIMITATION_NAMES else Limitation.OWN
        return ClauseText(due_on=self.due_on.data, amount=amount, limitation=limitation, **texts)


class TextFields(Form):
    """What drafting, registering and transcribing share."""

    bound = some_rows("哪些当事人达成了协议", "没有选的，协议管不着他；办完以后会提醒您告诉他。")
    facts = text_block("纠纷主要事实", TEXT_LENGTHS["facts"], needed=True)
    issues = text_block("争议事项", TEXT_LENGTHS["issues"])
    responsibility = text_block("各方责任", TEXT_LENGTHS["responsibility"], "只写谁该做什么，不写土地归谁。")
    clauses = Rows(
        FormField(ClauseForm, label="条款"), "协议内容", most=MOST_CLAUSES, unit="条", beyond=MORE_CLAUSES, least=1
    )
    place = text_line("履行地点", TEXT_LENGTHS["place"], "各条都在一处的，写在这里。")
    recorder = text_line("记录人", TEXT_LENGTHS["recorder"])

    def offer(self, case: Case) -> None:
        """The parties to choose from, those who are still in; who is willing is chosen on a fresh page."""
        self.bound.offer((party, party.name) for party in case.parties if party.participation not in OUT)

    def text(self) -> AgreementText:
        """The text as plain values; rows in which nothing was typed are left out."""
        rows = (entry.form for entry in self.clauses)
        return AgreementText(
            clauses=tuple(row.clause() for row in rows if not row.is_empty),
            bound=self.bound.chosen_keys,
            **{name: str(self[name].data or "").strip() for name in TEXT_LENGTHS},
        )


def text_values(text: AgreementText) -> dict[str, object]:
    """A text as the plain values of a step's answer."""
    return {**asdict(text), "clauses": [asdict(one) for one in text.clauses], "bound": sorted(text.bound)}


def text_rows(text: AgreementText) -> dict[str, object]:
    """A text as a fresh page shows it."""
    rows = [{**asdict(one), "amount": f"{one.amount:f}" if one.amount is not None else ""} for one in text.clauses]
    return {**asdict(text), "clauses": rows or [{}], "bound": sorted(text.bound)}


def known(case: Case, recorder: str) -> dict[str, object]:
    """What a new text begins with."""
    willing = [party.id for party in asked_parties(case, "draft")]
    return {"facts": case.facts, "bound": willing, "recorder": recorder}
