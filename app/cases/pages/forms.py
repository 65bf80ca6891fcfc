"""What several case pages ask: fields of text and of choice, a party's side, its agent or guardian."""

from __future__ import annotations

from wtforms import Form, RadioField
from wtforms.validators import NumberRange, Optional, ValidationError

from app.cases.actions.intake import AgentIntake
from app.core.date_fields import evidence_day
from app.core.fields import WholeNumber, document_choice, none_or_one_of, one_of, person_name, text_line, ticks
from app.core.identity_documents import DocumentKind
from app.matters.terms import AGENT_KIND_NAMES, POWER_NAMES, AgentKind, Power

SIDES = {"1": "甲方（申请人一方）", "2": "乙方", "3": "丙方", "more": "第四方或更多"}
FURTHER = "more"
MOST_SIDES = 10
DETAILS = "细节可以写进调查记录。"
"""Where a text that is too long may go."""


def number_typed(text: str | None) -> str:
    """An identity number as it was typed, without blanks and with a capital X."""
    return "".join((text or "").split()).upper()


class SideFields(Form):
    """On which side a party stands."""

    side = one_of("哪一方", SIDES)
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

    agent_kind = none_or_one_of("有没有代理人或监护人", {"": "没有", **AGENT_KIND_NAMES}, "")
    agent_name = person_name("代理人或监护人姓名")
    agent_relation = text_line("跟当事人的关系", 40)
    agent_powers = ticks("委托书上写了能代办什么", POWER_NAMES, "照委托书勾；监护人和没有委托书的不用勾。")
    agent_authorised_on = evidence_day("委托书上的日期")
    agent_document = document_choice("代理人的证件种类")
    agent_id_number = text_line("代理人身份证号", 24, "不是身份证的，在上面选种类。")
    agent_phone = text_line("代理人电话", 30)

    def agent(self) -> AgentIntake | None:
        """Who was told, as plain values; None when nobody."""
        if not self.agent_kind.data:
            return None
        return AgentIntake(
            kind=AgentKind(self.agent_kind.data),
            name=(self.agent_name.data or "").strip(),
            relation=self.agent_relation.data or "",
            id_number=number_typed(self.agent_id_number.data),
            phone=self.agent_phone.data or "",
            document_kind=DocumentKind(self.agent_document.data),
            powers=frozenset(Power(one) for one in self.agent_powers.data or ()),
            authorised_on=self.agent_authorised_on.data,
        )
