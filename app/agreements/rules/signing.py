"""Who signs an agreement, on which day, in which order, and when it is in force.  Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from app.core.normalise import same_name
from app.core.terms import DisputeType


def must_sign_on_paper(dispute_type: DisputeType) -> bool:
    """Papers on marriage, adoption and inheritance take no electronic signature (电子签名法 第3条; T9)."""
    return dispute_type is DisputeType.MARRIAGE_FAMILY


def signing_day_fault(signed_on: date, *, not_before: date | None, on: date) -> str | None:
    """Why a signature cannot bear this day, or None: not before the text was fixed, not in the future."""
    if signed_on > on:
        return "签字的日子还没有到，请填实际签字的那一天。"
    if not_before is not None and signed_on < not_before:
        return f"不能早于定稿的日子（{not_before.month}月{not_before.day}日）；定稿以前签的不算。"
    return None


def sealing_day_fault(sealed_on: date, *, not_before: date, on: date) -> str | None:
    """Why the seal cannot bear this day, or None: never on blanks, so not before the whole text stood on the paper."""
    if sealed_on > on:
        return "盖章的日子还没有到，请填实际盖章的那一天。"
    if sealed_on < not_before:
        return f"不能早于定稿、写好的日子（{not_before.month}月{not_before.day}日）；空白的、没写全的纸不能盖章。"
    return None


def early_seal(sealed_on: date, *, last_signed_on: date) -> str:
    """What is said of a seal that came before the last signature, as villages do; empty when it came after.

    It is no fault: the paper is in force on the last of all (人民调解法 第29条; T5).
    """
    if sealed_on >= last_signed_on:
        return ""
    signed, sealed = last_signed_on, sealed_on
    return f"章是{sealed.month}月{sealed.day}日先盖的，最后一个人{signed.month}月{signed.day}日才签字"


def effect_days(
    party_days: Mapping[int, date], mediator_days: Sequence[date], sealed_on: date
) -> tuple[dict[int, date], date]:
    """The day an agreement takes effect for every bound party, and for all of them.

    The last of the party's own signature, the mediators' and the seal.  Source: 人民调解法 第29条; T5.
    """
    shared = max([sealed_on, *mediator_days])
    days = {party: max(shared, signed_on) for party, signed_on in party_days.items()}
    return days, max([shared, *days.values()])


def agent_faults(
    agent_name: str, *, party_name: str | None, mandated: Collection[str], representative: str
) -> dict[str, str]:
    """Why somebody cannot sign in another's stead, by field; empty when he can.

    `party_name` is None for a mediator, who signs in person; `mandated` are the party's agents with special authority
    and its guardians; `representative` is an organisation's legal representative, empty for a human being.
    Source: 人民调解法 第29条; 民法典 第23、61、165条.
    """
    if party_name is None:
        return {"method": "调解员要本人签字，不能由别人代签。"}
    if not agent_name.strip():
        return {"agent_name": "写上代签的人是谁。"}
    if any(same_name(agent_name, name) for name in (*mandated, representative) if name):
        return {}
    return {
        "agent_name": f"{agent_name}没有{party_name}的特别授权，也不是监护人，不能代签；"
        "户主也不能替家里的成年人签。请本人来签，或者补授权委托书，在当事人信息里登记好。"
    }


def fingerprint_faults(
    witness: str, *, was_read_aloud: bool, must_be_read: bool, parties: Collection[str], panel: Collection[str]
) -> dict[str, str]:
    """What is wrong with a fingerprint, by field: not read to who cannot read, a witness of the table itself.

    A fingerprint suffices (人民调解法 第29条); a witness is advised, and never a bar.
    """
    faults = {}
    if must_be_read and not was_read_aloud:
        faults["was_read_aloud"] = "他不识字或者看不清，要先把协议念给本人听，再打勾。"
    if any(same_name(witness, name) for name in parties):
        faults["witness"] = "当事人不能当见证人，请找别人见证。"
    if any(same_name(witness, name) for name in panel):
        faults["witness"] = "调解员不能当见证人，请找别人见证。"
    return faults


def signed_fault(missing: Sequence[str], *, mediators: int) -> str | None:
    """Why a paper is not wholly signed: somebody has not, or no mediator is among those who sign.

    Source: 人民调解法 第29条.
    """
    if missing:
        return f"还没有签字的：{'、'.join(missing)}。等人都签了再记“都签了”，可以先记下已经签的。"
    return None if mediators else "还没有调解员签字，盖不了章（人民调解法第二十九条）。"


OTHER_SIGNED = "签字的调解员不是他的，先在案件页上用“换调解员”改过来。"


def original_fault(missing: Sequence[str], *, mediators: int) -> str | None:
    """Why an original signed by hand is not complete.  Source: 人民调解法 第13、29条."""
    if missing:
        return f"原件上还没有签字的：{'、'.join(missing)}。要各方和调解员都签了，才能送去盖章。{OTHER_SIGNED}"
    return None if mediators else "还没有能代表盖章的委员会签字的调解员，请在案件页上用“换调解员”定好签字的人。"
