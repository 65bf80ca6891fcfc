"""What the rows of a copied matter say when it is over, so that a grown town has few matters that run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from app.cases.terms import CaseStatus
from app.core.clock import local
from app.deadlines.terms import DeadlineState
from app.matters.rules.sorting import sorting_end
from app.petitions.terms import ClaimStatus, Ending

Row = dict[str, Any]
Days = Mapping[tuple[str, int], date]
TOOK = timedelta(days=30)
"""From coming in to the end."""
NEVER_ACCEPTED = date(2026, 1, 31)
"""The last day of a claim nobody had accepted."""
NO_PERIOD: Row = {
    "deadline_public_id": None,
    "period_code": "",
    "unrolled_at": None,
    "due_at": None,
    "is_provisional": False,
}


def last_days(claims: Sequence[Row], supervisions: Sequence[Row]) -> Days:
    """The last day of every claim, petition and supervision, by kind and id; of a petition that of its last claim."""
    of_claims = {("claim", row["id"]): _closed_on(row) for row in claims}
    of_petitions: dict[tuple[str, int], date] = {}
    for row in claims:
        key = ("petition", row["petition_id"])
        of_petitions[key] = max(of_petitions.get(key, date.min), _closed_on(row))
    answered = {("supervision", row["id"]): _answered_on(row) for row in supervisions}
    return of_claims | of_petitions | answered


def _closed_on(claim: Row) -> date:
    day: date = claim["closed_on"] or (claim["accepted_on"] or NEVER_ACCEPTED) + TOOK
    return day


def _answered_on(supervision: Row) -> date:
    day: date = supervision["answered_on"] or supervision["received_on"] + TOOK
    return day


def end_case(row: Row) -> None:
    """A dispute is put away."""
    row |= {"status": CaseStatus.CLOSED, "ended_at": row["ended_at"] or row["registered_at"] + TOOK}


def end_claim(row: Row) -> None:
    """A claim is closed, by an opinion unless it had another end."""
    row |= {"closed_on": _closed_on(row), "ending": row["ending"] or Ending.OPINION_FINAL, "status": ClaimStatus.CLOSED}


def end_supervision(row: Row) -> None:
    """A supervision is answered."""
    row["answered_on"] = _answered_on(row)


def end_deadline(row: Row) -> None:
    """A period does not run any more."""
    if row["closed_at"] is None:
        row |= {"closed_at": row["opened_at"] + TOOK, "state": DeadlineState.CLOSED}


def end_task(row: Row) -> None:
    """A step is closed."""
    row["closed_at"] = row["closed_at"] or row["opened_at"] + TOOK


def end_process(row: Row) -> None:
    """A flow came to its end."""
    row["finished_at"] = row["finished_at"] or row["started_at"] + TOOK


def end_matter(row: Row, days: Days, template: tuple[str, int]) -> None:
    """The row of a matter says what its tables say; `template` is the kind and id of what it is a copy of."""
    ended_on = days.get(template) or row["ended_on"] or local(row["opened_at"] + TOOK).date()
    row |= {**NO_PERIOD, "ended_on": ended_on, "ends_at": sorting_end(None, row["opened_at"])}
    if row["kind"] == "case":
        row["status"] = CaseStatus.CLOSED.value
    if row["kind"] == "claim":
        row |= {"status": ClaimStatus.CLOSED.value, "outcome": row["outcome"] or Ending.OPINION_FINAL.value}


END: Mapping[str, Callable[[Row], None]] = {
    "mediation_case": end_case,
    "claim": end_claim,
    "supervision": end_supervision,
    "deadline": end_deadline,
    "task": end_task,
    "process": end_process,
}
"""How a matter ends, by table."""
