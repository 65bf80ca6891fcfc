"""The light of a matter: that of its earliest running period, by name, reckoned when it is read."""

from __future__ import annotations

from datetime import datetime

from app.core.clock import local
from app.deadlines.queries.calendar_source import period_rule
from app.deadlines.queries.reckoned import is_timed
from app.deadlines.queries.shown import ShownLight, shown_ends, shown_light
from app.deadlines.rules import Ends
from app.matters.models import Matter


def light_of_matter(row: Matter | None, *, now: datetime) -> ShownLight:
    """The light of the earliest running period of a matter; no green one where none runs, or there is no row."""
    if row is None or row.unrolled_at is None or row.due_at is None or row.deadline_public_id is None:
        return shown_light(None, now=now)
    days = local(row.unrolled_at).date(), local(row.due_at).date()
    ends = Ends(*days, row.unrolled_at, row.due_at, is_timed(row.period_code))
    name = period_rule(row.period_code).title
    return shown_ends(
        row.period_code, ends, row.deadline_public_id, is_provisional=row.is_provisional, now=now, name=name
    )
