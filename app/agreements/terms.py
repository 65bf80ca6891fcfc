"""The words of a promise that its rules and its tables share: what limits it, what became of it, how that is proven."""

from __future__ import annotations

from enum import StrEnum


class Limitation(StrEnum):
    """How long the claim of a clause lives, as the parties and the mediator say when it is written."""

    OWN = "own"
    INSTALMENT = "instalment"
    """An instalment of the same debt as the clause before (民法典 第189条)."""
    NONE = "none"
    """Stopping an infringement, clearing an obstacle or a danger; support (民法典 第196条)."""


LIMITATION_NAMES = {
    Limitation.OWN: "单独的一件",
    Limitation.INSTALMENT: "和上一条是同一笔钱，分期给",
    Limitation.NONE: "停止侵害、排除妨碍、消除危险，或者赡养费、抚养费、扶养费（没有诉讼时效）",
}


class EntryKind(StrEnum):
    """What became of a promise on a day, beside being kept."""

    PAYMENT = "payment"
    DEMAND = "demand"
    ACKNOWLEDGEMENT = "acknowledgement"
    NEW_DAY = "new_day"


ENTRY_NAMES = {
    EntryKind.PAYMENT: "给了一部分，或者做了一部分",
    EntryKind.DEMAND: "应一方要求催告",
    EntryKind.ACKNOWLEDGEMENT: "承认还没做，答应做",
    EntryKind.NEW_DAY: "双方另约了日子",
}


class ProofWay(StrEnum):
    """What shows it."""

    RECEIPT = "receipt"
    TRANSFER = "transfer"
    PAYEE = "payee"
    SIGNED = "signed"
    POST = "post"
    MESSAGE = "message"


PROOF_NAMES = {
    ProofWay.RECEIPT: "收条",
    ProofWay.TRANSFER: "转账单",
    ProofWay.PAYEE: "收款人说收到了",
    ProofWay.SIGNED: "对方签了字的纸",
    ProofWay.POST: "邮寄回执",
    ProofWay.MESSAGE: "短信、微信截图",
}
OF_PAYMENT = frozenset({ProofWay.RECEIPT, ProofWay.TRANSFER, ProofWay.PAYEE})
"""The others show a demand, an acknowledgement or a new day."""
