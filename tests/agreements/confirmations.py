"""Applications for judicial confirmation, for the tests that need one."""

from __future__ import annotations

from datetime import date

from app.agreements.actions.record_confirmation import record_confirmation
from app.agreements.models import ConfirmationResult
from app.core.transaction import transaction
from tests.agreements.paths import Path

TODAY = date(2026, 11, 23)


def apply_for_confirmation(
    path: Path,
    result: ConfirmationResult = ConfirmationResult.WAITING,
    *,
    applied_on: date | None = TODAY,
    decided_on: date | None = None,
    court: str = "博山区人民法院",
    ruling_number: str | None = "（2026）鲁0304民特15号",
    is_so: bool = False,
) -> None:
    """Record where the joint application stands."""
    with transaction():
        record_confirmation(
            path.agreement,
            court=court,
            applied_on=applied_on,
            result=result,
            decided_on=decided_on,
            ruling_number=ruling_number,
            is_so=is_so,
            spoken_by="",
            actor=path.account("mediator"),
            now=path.now,
        )
