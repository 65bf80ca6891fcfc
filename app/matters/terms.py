"""Words of those who take part in a matter, of whatever kind it is."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum


class PartyKind(StrEnum):
    """A human being or an organisation."""

    NATURAL = "natural"
    LEGAL = "legal"


class Standing(StrEnum):
    """Why a party is one."""

    PRINCIPAL = "principal"
    CO_OWNER = "co_owner"
    HEIR = "heir"


STANDING_NAMES = {Standing.PRINCIPAL: "本人", Standing.CO_OWNER: "共有人", Standing.HEIR: "继承人"}


class IdentityCheck(StrEnum):
    """Whether the identity document was seen."""

    CHECKED = "checked"
    LATER = "later"


class Participation(StrEnum):
    """Whether somebody takes part of their own will (人民调解法 第17条): silence is neither a yes nor a refusal."""

    WILLING = "willing"
    UNANSWERED = "unanswered"
    REFUSED = "refused"
    LEFT = "left"


PARTICIPATION_NAMES = {
    Participation.WILLING: "愿意参加",
    Participation.UNANSWERED: "还没答复",
    Participation.REFUSED: "不愿意",
    Participation.LEFT: "已经退出",
}


class AgentKind(StrEnum):
    """Who stands beside or for somebody."""

    AGENT = "agent"
    SPECIAL_AGENT = "special_agent"
    GUARDIAN = "guardian"


AGENT_KIND_NAMES = {
    AgentKind.AGENT: "代理人（一般授权）",
    AgentKind.SPECIAL_AGENT: "代理人（特别授权）",
    AgentKind.GUARDIAN: "监护人",
}


class Power(StrEnum):
    """What a written authority lets an agent do in somebody's stead (民法典 第165条): nothing of it goes unsaid."""

    SETTLE = "settle"
    SIGN = "sign"
    STOP = "stop"
    RECEIVE = "receive"


POWER_NAMES = {
    Power.SETTLE: "答应条件、谈成",
    Power.SIGN: "签协议",
    Power.STOP: "撤回、要求终止",
    Power.RECEIVE: "代收文书",
}
SPECIAL_POWERS = frozenset({Power.SETTLE, Power.SIGN, Power.STOP})
"""Those a general authority never holds (民法典 第165、171条)."""


def joined_powers(powers: Collection[Power]) -> str:
    """Several powers as they are kept: their words with commas between."""
    return ",".join(sorted(power.value for power in powers))


def power_words(powers: Collection[Power]) -> str:
    """``签协议、代收文书``; empty when the authority was not told apart."""
    return "、".join(name for power, name in POWER_NAMES.items() if power in powers)


SIGNED_PAGE = "signed_page"
"""The material of a photograph on which a correction rests: the signed page that shows what is right."""
SIGNED_PAGE_NAME = "更正的依据（签过字的那一页）"
