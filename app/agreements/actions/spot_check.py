"""An agreement is asked about by telephone, by somebody else than who mediated or typed it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from app.agreements.models import Agreement
from app.agreements.models.spot_checks import SpotAnswer, SpotCall, SpotCheck, SpotReason
from app.agreements.queries.spot_checks import asked_in, check_of, must_not_have_worked_on
from app.agreements.rules.spot_checking import call_faults, check_result
from app.audit.actions.record import record
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.permissions import Actor
from app.processes.registry import Submission

FINISHED = "这一件已经核实完了。"


def open_spot_check(agreement: Agreement, reason: SpotReason, *, actor: Actor, now: datetime) -> SpotCheck:
    """It is to be asked about before it counts; one that is on the list already stays there once."""
    check = check_of(agreement)
    if check is None:
        check = SpotCheck(agreement_id=agreement.id, reason=reason, opened_at=now)
        db.session.add(check)
        record("agreement:spot_check_opened", agreement, actor, now=now, detail={"reason": reason})
    check.reason = reason
    db.session.flush()
    return check


def make_calls(check: SpotCheck, answers: Mapping[int, str], submission: Submission) -> None:
    """Keep what everybody said, and what it came to; open again while somebody was not reached.

    The submission holds ``note`` and ``is_last``.  Raises `NotAllowed` for who mediated or typed the case, `NotNow`
    when it is finished, `Invalid` with a sentence at each field.
    """
    must_not_have_worked_on(check.agreement.case, submission.actor)
    if check.finished_at is not None:
        raise NotNow(FINISHED)
    asked, note = [party.id for party in asked_in(check)], submission.text("note")
    faults = call_faults(asked, answers, note=note)
    if faults:
        raise Invalid("有几处要改一下，填过的都在。", faults)
    for party in asked:
        said = SpotAnswer(answers[party])
        db.session.add(SpotCall(spot_check_id=check.id, party_id=party, answer=said, note=note, **submission.entry))
    result = check_result([answers[party] for party in asked], is_last=submission.values.get("is_last") is True)
    if result is not None:
        check.result, check.finished_at = SpotAnswer(result), submission.now
    db.session.flush()
    detail = {"check": check.id, "answers": {str(party): answers[party] for party in asked}, "result": result}
    record("agreement:spot_checked", check.agreement, submission.actor, now=submission.now, detail=detail)
