"""The words of a dispute that its rules and its tables share: where it stands, what a party answers."""

from __future__ import annotations

from enum import StrEnum

from app.matters.terms import SIGNED_PAGE, SIGNED_PAGE_NAME


class CaseStatus(StrEnum):
    """Where a case stands, as a list shows it; a projection of its flow."""

    REGISTERED = "registered"
    PREPARING = "preparing"
    MEDIATING = "mediating"
    DECIDING = "deciding"
    TRANSFERRING = "transferring"
    AGREEING = "agreeing"
    ENDING = "ending"
    IN_FORCE = "in_force"
    CLOSED = "closed"
    ENDED = "ended"
    DIVIDED = "divided"
    VOIDED = "voided"


STATUS_NAMES = {
    CaseStatus.REGISTERED: "已登记，等受理",
    CaseStatus.PREPARING: "已受理，正在准备调解",
    CaseStatus.MEDIATING: "正在调解",
    CaseStatus.DECIDING: "没调成，等定下一步谁接",
    CaseStatus.TRANSFERRING: "已发移交函，等对方答复",
    CaseStatus.AGREEING: "正在办协议",
    CaseStatus.ENDING: "要书面告知结果",
    CaseStatus.IN_FORCE: "协议已生效，督促履行",
    CaseStatus.CLOSED: "已归档",
    CaseStatus.ENDED: "已终止",
    CaseStatus.DIVIDED: "各户单独成案，这件到此为止",
    CaseStatus.VOIDED: "登记错了或重了，已作废",
}


class CaseLetterKind(StrEnum):
    """What a committee sends about a dispute: to another committee, or to each party."""

    TRANSFER = "transfer"
    ENDING = "ending"
    LEAVING = "leaving"
    """That mediation is over for this party, and goes on among the others."""


class ConsentState(StrEnum):
    """Only a clear refusal bars mediation (人民调解法 第17条)."""

    AGREED = "agreed"
    PENDING = "pending"
    REFUSED = "refused"


CONSENT_NAMES = {ConsentState.AGREED: "同意", ConsentState.PENDING: "还没答复", ConsentState.REFUSED: "明确拒绝"}
MATERIALS = {
    "evidence": "证据材料",
    "identity": "身份证明",
    "authority": "授权委托书",
    "original": "手写协议原件",
    SIGNED_PAGE: SIGNED_PAGE_NAME,
    "other": "其他",
}
"""What a file of a dispute may be."""
