"""What was changed about a member's state, as a timeline shows it."""

from __future__ import annotations

import json

from app.accounts.queries import names_of
from app.audit.models import AuditEntry
from app.audit.queries import entries_of
from app.core.pages import chinese_moment
from app.core.timeline import TimelineEntry
from app.mediators.models import POOL_STATE_NAMES, PoolMember, PoolState


def state_trail(member: PoolMember) -> list[TimelineEntry]:
    """Every change of state or absence, newest first, with who made it and why."""
    entries = [entry for entry in entries_of("pool_member", member.id) if entry.deed == "mediator:state_set"]
    names = names_of({entry.account_id for entry in entries if entry.account_id})
    return [_shown(entry, names.get(entry.account_id or 0, "")) for entry in reversed(entries)]


def _shown(entry: AuditEntry, typed_by: str) -> TimelineEntry:
    detail = json.loads(entry.detail)
    before, after = (POOL_STATE_NAMES[PoolState(detail[name])] for name in ("from", "to"))
    away = "到".join(str(detail[name] or "不定") for name in ("away_from", "away_until"))
    return TimelineEntry(
        occurred=chinese_moment(entry.occurred_at),
        title=f"{before}改为{after}" if before != after else "改外出的日子",
        text="　".join(
            text
            for text in (detail["reason"], f"外出：{away}" if detail["away_from"] or detail["away_until"] else "")
            if text
        ),
        typed_by=typed_by,
    )
