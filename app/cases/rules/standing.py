"""What may still be done to a dispute as it stands.  Pure: statuses in, a sentence that says what to do or None out."""

from __future__ import annotations

from app.cases.terms import CaseStatus

WITHOUT_END = frozenset({CaseStatus.DIVIDED, CaseStatus.VOIDED})
"""Over without coming to an end of the diagram."""
OVER = frozenset({CaseStatus.CLOSED, CaseStatus.ENDED}) | WITHOUT_END
DIVIDED = "各户都单独成案了，请打开那一户的案件来办。"
VOIDED = "这件登记已经作废，不能再办；请打开留下来的那一件接着办。"
IN_FORCE = frozenset({CaseStatus.IN_FORCE, CaseStatus.CLOSED})
SITTING = frozenset(CaseStatus) - OVER - {CaseStatus.ENDING, CaseStatus.IN_FORCE}
"""At any step before effect the parties may sit together, and a sitting that was held may be entered."""


def over_fault(status: CaseStatus) -> str | None:
    """Why nothing is changed any more: the case is over."""
    if status in WITHOUT_END:
        return VOIDED if status is CaseStatus.VOIDED else DIVIDED
    return "案件已经办完，不能再改。" if status in OVER else None


def voiding_fault(status: CaseStatus) -> str | None:
    """Why a registration cannot be voided as wrong or double; None until a committee decided whether to accept it.

    What a committee accepted has its number, its month and perhaps the parties' words: that is no slip of the pen.
    """
    if status in (CaseStatus.REGISTERED, CaseStatus.VOIDED):
        return VOIDED if status is CaseStatus.VOIDED else None
    return "受理以后不能再作废登记：写错的用“更正”，编号错的用“编号作废”；当事人不要调了的用“撤回申请”或者“终止调解”。"


def printing_fault(status: CaseStatus) -> str | None:
    """Why no paper is printed: the registration is void, and a paper would say that there is such a matter."""
    return "这件登记已经作废，不再打印文书。" if status is CaseStatus.VOIDED else None


def stopping_fault(status: CaseStatus) -> str | None:
    """Why mediation cannot be stopped or withdrawn from; None before effect.

    A party may stop it at any time; what is in force binds, and is sued upon.
    Source: 人民调解法 第23条第2项, 第31、32条.
    """
    if status in IN_FORCE:
        return "协议已经生效，不能再终止调解；不履行的可以向人民法院起诉（人民调解法第三十二条）。"
    if status in WITHOUT_END:
        return VOIDED if status is CaseStatus.VOIDED else DIVIDED
    return "调解已经终止了。" if status in (CaseStatus.ENDING, CaseStatus.ENDED) else None


def splitting_fault(status: CaseStatus) -> str | None:
    """Why no household gets a dispute of its own out of this one: an agreement binds, or mediation ended.

    Source: 人民调解法 第29、31条 (an agreement binds who made it).
    """
    if status is CaseStatus.IN_FORCE:
        return "协议已经生效，签了的照协议办；没有签的户要调的，请另外登记一件，再归到这个系列案。"
    return over_fault(status) or stopping_fault(status)


def choosing_fault(status: CaseStatus) -> str | None:
    """Why nobody is chosen or objected to any more: mediation is behind the case.  Source: 人民调解法 第19、23条."""
    if stopping_fault(status) is None:
        return None
    return "这件的调解已经结束，不再记要谁调、不要谁调；当事人有意见的，请告诉司法所。"


def filing_fault(status: CaseStatus) -> str | None:
    """Why nothing is added to the file: it was put away.  What comes after the end of mediation is still filed.

    Source: 人民调解法 第27条.
    """
    if status is CaseStatus.VOIDED:
        return "这件登记已经作废，材料请存到留下来的那一件。"
    if status is CaseStatus.CLOSED:
        return "案件已经归档，不能再添材料；归档以后才收到的，请跟司法所说明，另附在卷后。"
    return None


def sitting_fault(status: CaseStatus) -> str | None:
    """Why no sitting is recorded: an agreement is in force, or mediation is over."""
    return None if status in SITTING else "协议已经生效，或者调解已经结束，不能再记调解。"


def result_fault(outcome: str, *, sittings: int) -> str | None:
    """Why mediation has no result yet: nobody sat together; other mediators may come in before anybody did.

    Source: 人民调解法 第27条 (mediation is recorded).
    """
    if outcome == "change_mediators" or sittings:
        return None
    return "还没有调解记录。请先记一次调解，再定结果。"


def court_fault(*, from_court: bool) -> str | None:
    """Why no court is answered; where one handed the matter over, it may be told of it after the end too.

    Source: 特邀调解规定 第27条.
    """
    return None if from_court else "这件不是法院转来的，不用回复法院。"
