"""A petitioner follows the matter with number and random code, in plain words, and evaluates it (第21条)."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime

from app.audit.actions.record import record
from app.core import pages
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid, NotFound
from app.core.pages import chinese_date
from app.deadlines.queries import running_of
from app.petitions.models import Claim, Petition
from app.petitions.models.records import Satisfaction
from app.petitions.queries import petition_numbered, query_code_of, satisfaction_of
from app.petitions.terms import ENDING_NAMES, ClaimStatus, Ending, Score

NOT_FOUND = "编号或者查询码不对。请照回执上的填；回执丢了，带身份证到镇信访办问。"
PLAIN = {
    ClaimStatus.SORTING: "已经登记，镇里正在看该怎么办。",
    ClaimStatus.DECIDING: "已经登记，镇里正在决定怎么办理，会书面告诉您。",
    ClaimStatus.OBJECTING: "镇里认为不归镇里管，正在跟转来的机关核实。",
    ClaimStatus.TELLING: "已经定了怎么办，告知书正在送给您。",
    ClaimStatus.SIMPLE: "正在简易办理，很快答复您。",
    ClaimStatus.HANDLING: "已经受理，正在调查办理。",
    ClaimStatus.ISSUING: "已经调查完，正在出具文书。",
    ClaimStatus.REVIEWABLE: "意见书已经送给您。不服的，可以在期限里向上一级政府请求复查、复核。",
    ClaimStatus.IN_REVIEW: "上级正在复查、复核。",
    ClaimStatus.CLOSED: "已经办结。",
}
SHOWN = frozenset({"D2", "D3", "D5", "D7", "D9", "D8", "D10", "D12b"})
EVALUATED = frozenset(Ending) - {Ending.JOINED, Ending.VOIDED}


@dataclass(frozen=True)
class Followed:
    """One claim as its petitioner sees it."""

    claim_id: int
    public_id: str
    request: str
    state: str
    until: str
    unit: str
    may_evaluate: bool


def find_petition(number: str, code: str) -> Petition:
    """The petition with this number and code.  Raises `NotFound`, as soon for a wrong number as for a wrong code.

    One with somebody who must not be reached at home is followed by nobody: the receipt may lie there.
    """
    given = code.strip().upper().replace("-", "").replace(" ", "")
    is_right = hmac.compare_digest(query_code_of(number).encode(), given.encode())
    petition = petition_numbered(number) if is_right else None
    if petition is None or petition.is_guarded:
        raise NotFound(NOT_FOUND)
    return petition


def followed(petition: Petition) -> list[Followed]:
    """Every claim in plain words."""
    return [_followed(claim) for claim in petition.claims]


def _followed(claim: Claim) -> Followed:
    shown = claim.joined_to or claim
    running = [one for one in running_of("claim", shown.id) if one.code in SHOWN]
    until = f"最晚{chinese_date(running[0].due_on)}" if running else ""
    state = PLAIN[shown.status]
    if shown.ending is not None:
        state = f"已经办结：{ENDING_NAMES[shown.ending]}。"
    unit = shown.handling_office.name if shown.handling_office else pages.setting_text("TOWN_NAME")
    is_free = claim.ending in EVALUATED or claim.delivered_on is not None
    may_evaluate = is_free and satisfaction_of(claim.id) is None
    return Followed(claim.id, claim.public_id, claim.request, state, until, unit, may_evaluate)


def evaluate(petition: Petition, claim_id: int, *, desk: str, unit: str, comment: str, now: datetime) -> Satisfaction:
    """The petitioner's own word, once, when the claim is answered; nobody of the staff has this way.

    Raises `Invalid` for a missing score, another's claim, a claim not answered yet, or a second time.
    """
    claim = next((one for one in petition.claims if one.id == claim_id), None)
    if claim is None or not _followed(claim).may_evaluate:
        raise Invalid("这一项现在不能评价：还没有办完，或者已经评价过了。")
    if desk not in set(Score) or unit not in set(Score):
        raise Invalid("请给信访办和承办单位各选一项。")
    row = Satisfaction(
        claim_id=claim.id, desk=Score(desk), unit=Score(unit), comment=comment.strip()[:500], given_at=now
    )
    db.session.add(row)
    db.session.flush()
    record("claim:evaluated", claim, None, now=now, detail={"on": local(now).date()})
    return row
