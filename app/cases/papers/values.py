"""What the papers of a case say, as plain values: no tables, no web.

Field lists follow the forms of 司发通 (2010) 239号; whatever is None is printed as a line to write on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import ClassVar

from app.core.copies import OURS
from app.core.terms import DisputeType
from app.papers.rules.paper import Paper
from app.papers.rules.people import Fact, named


class Source(StrEnum):
    """How a case came to the committee (人民调解法 第17、18条)."""

    APPLICATION = "当事人申请"
    INITIATIVE = "主动调解"
    ENTRUSTED = "委托移送"


@dataclass(frozen=True, kw_only=True)
class AcceptanceRegister(Paper):
    """人民调解受理登记表: what is taken on, from whom, and when."""

    template: ClassVar[str] = "print/acceptance_register.html"
    title: ClassVar[str] = "人民调解受理登记表"

    dispute_type: str
    source: Source
    source_detail: str | None = None
    received_on: date | None = None
    accepted_on: date | None = None
    summary: str
    claims: tuple[str, ...] = ()
    remarks: str | None = None
    registrar: str | None = None
    other_numbers: tuple[Fact, ...] = ()

    @property
    def officers(self) -> tuple[tuple[str, str | None], ...]:
        """Who signs for the committee."""
        return (("登记人", self.registrar),)

    @property
    def sources(self) -> tuple[tuple[bool, str], ...]:
        """Every source with whether it is ticked."""
        return tuple((source is self.source, source.value) for source in Source)


@dataclass(frozen=True, kw_only=True)
class RightsNotice(Paper):
    """权利义务告知书: told before mediating (人民调解工作若干规定 第30条; 人民调解法 第3、4、23、24、26、29–33条)."""

    template: ClassVar[str] = "print/rights_notice.html"
    title: ClassVar[str] = "人民调解权利义务告知书"

    dispute_name: str
    dispute_type: DisputeType
    mediators: tuple[str, ...] = ()
    told_by: str | None = None
    told_on: date | None = None

    @property
    def officers(self) -> tuple[tuple[str, str | None], ...]:
        """Who signs for the committee."""
        return (("告知人", self.told_by),)

    @property
    def routes(self) -> tuple[str, ...]:
        """The other legal routes for this kind of dispute."""
        return other_routes(self.dispute_type)


@dataclass(frozen=True, kw_only=True)
class TransferLetter(Paper):
    """移交函: one committee hands a case to another, with the parties' consent and a slip to return."""

    template: ClassVar[str] = "print/transfer_letter.html"
    title: ClassVar[str] = "移交函"
    receiver: str
    dispute_name: str
    dispute_type: str
    summary: str
    state: str
    consent: str
    reason: str
    attachments: tuple[str, ...] = ()
    reply_working_days: int = 3
    contact: str | None = field(default=None, metadata=OURS)
    phone: str | None = field(default=None, metadata=OURS)


class Ending(StrEnum):
    """Why there is no (further) mediation; each has its own title."""

    TERMINATED = "terminated"
    NOT_REACHED = "not_reached"
    NOT_ACCEPTED = "not_accepted"


ENDING_TITLES = {
    Ending.TERMINATED: "终止调解告知书",
    Ending.NOT_REACHED: "调解不成告知书",
    Ending.NOT_ACCEPTED: "不予受理告知书",
}


@dataclass(frozen=True, kw_only=True)
class TerminationNotice(Paper):
    """终止调解告知书, and 不予受理告知书: mediation ends or does not begin; the other routes are told (第26条)."""

    template: ClassVar[str] = "print/termination_notice.html"
    title: ClassVar[str] = "终止调解告知书"

    ending: Ending
    dispute_name: str
    dispute_type: DisputeType
    reason: str
    basis: str | None = None
    applied_on: date | None = None
    accepted_on: date | None = None
    ended_on: date | None = None
    undisputed_facts: tuple[str, ...] = ()
    mediators: tuple[str, ...] = ()

    @property
    def officers(self) -> tuple[tuple[str, str | None], ...]:
        """Who signs for the committee; before acceptance there is no mediator yet."""
        return named("经办人" if self.ending is Ending.NOT_ACCEPTED else "人民调解员", self.mediators)

    @property
    def heading(self) -> str:
        """The title that fits how it ended."""
        return ENDING_TITLES[self.ending]

    @property
    def routes(self) -> tuple[str, ...]:
        """The other legal routes for this kind of dispute."""
        return other_routes(self.dispute_type)


_COURT = "依法向有管辖权的人民法院提起诉讼（有仲裁协议的，依照仲裁协议申请仲裁）"
_LAND = (
    "土地所有权、使用权归属的争议，协商不成的，由人民政府处理；个人之间、个人与单位之间的争议，可以向乡级人民政府或者"
    "县级以上人民政府申请处理；对处理决定不服的，自接到处理决定通知之日起三十日内依法申请行政复议或者向人民法院起诉"
    "（《土地管理法》第十四条、《行政复议法》第二十三条）；争议解决前，任何一方不得改变土地利用现状"
)
_ROUTES: dict[DisputeType, tuple[str, ...]] = {
    DisputeType.HOUSING_HOMESTEAD: (_LAND, "相邻关系、占用补偿、损害赔偿等民事争议，" + _COURT),
    DisputeType.FOREST_LAND: (
        _LAND,
        "农村土地承包经营纠纷，可以向农村土地承包仲裁委员会申请仲裁，申请仲裁的时效期间为二年，也可以直接向人民法院起诉"
        "（《农村土地承包经营纠纷调解仲裁法》第四条、第十八条）",
    ),
    DisputeType.LABOUR: (
        "自人民调解委员会收到调解申请之日起十五日内未达成协议的，可以向劳动争议仲裁委员会申请仲裁，"
        "申请仲裁的时效期间为一年，从知道或者应当知道权利被侵害之日起计算"
        "（《劳动争议调解仲裁法》第十四条、第二十七条）",
        "对仲裁裁决不服的，依法向人民法院起诉",
        "拖欠劳动报酬等情形，可以向劳动保障监察机构投诉",
    ),
    DisputeType.LAND_REQUISITION: (
        "对征收决定、补偿决定或者补偿安置协议的履行不服的，依法申请行政复议或者提起行政诉讼",
        "其他民事争议，" + _COURT,
    ),
    DisputeType.POLLUTION: ("请求生态环境主管部门依法处理", _COURT),
    DisputeType.CONSUMER: ("向市场监督管理部门或者消费者协会投诉", _COURT),
    DisputeType.MEDICAL: (
        "申请医疗纠纷人民调解委员会调解，或者向卫生健康主管部门申请行政调解（《医疗纠纷预防和处理条例》第二十二条）",
        _COURT,
    ),
    DisputeType.TRAFFIC: (
        "请求公安机关交通管理部门调解（《道路交通安全法》第七十四条）",
        _COURT,
    ),
    DisputeType.INTELLECTUAL_PROPERTY: ("请求主管知识产权的行政机关依法处理", _COURT),
    DisputeType.MARRIAGE_FAMILY: (
        _COURT,
        "受到家庭暴力的，可以向公安机关报案、向人民法院申请人身安全保护令（《反家庭暴力法》第十三条、第二十三条）",
    ),
}


def other_routes(dispute_type: DisputeType) -> tuple[str, ...]:
    """The legal routes beside mediation that a committee must tell (人民调解法 第26条), without end punctuation."""
    return _ROUTES.get(dispute_type, (_COURT,))
