"""Change whether a member of the pool may be asked: suspend, remove, restore; and when they are away."""

from __future__ import annotations

from datetime import date, datetime

from app.audit.actions.record import record
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor
from app.mediators.models import PoolMember, PoolState


def set_state(
    member: PoolMember,
    *,
    state: PoolState,
    reason: str,
    away_from: date | None,
    away_until: date | None,
    actor: Actor,
    now: datetime,
) -> None:
    """Set state and days of absence together; the reason stands with the state and in the trail.

    Suspension and removal keep the person out of new cases (人民调解法 第15条); what was done stays.  Raises `Invalid`
    when a reason is missing or the days are the wrong way round, `NotNow` when nothing would change.
    """
    faults = {}
    if state is not member.state and not reason.strip():
        faults["reason"] = "请写为什么。暂停和移出的原因，本人有权知道。"
    if away_from and away_until and away_until < away_from:
        faults["away_until"] = "回来的日子不能早于离开的日子。"
    if faults:
        raise Invalid("还有地方要改。", faults)
    before = (member.state, member.away_from, member.away_until)
    if before == (state, away_from, away_until):
        raise NotNow("跟原来一样，没有改。")
    if state is not member.state:
        member.state, member.state_reason = state, reason.strip()[:200]
    member.away_from, member.away_until = away_from, away_until
    detail = {"from": before[0].value, "to": state.value, "away_from": away_from, "away_until": away_until}
    record("mediator:state_set", member, actor, now=now, detail={**detail, "reason": reason.strip()[:200]})
