"""Put right the days from which periods of a dispute count; old and new both stay, and the periods follow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from app.cases.actions.case_deadlines import begin_again, begins_again_with
from app.cases.actions.freeze_papers import freeze_register
from app.cases.models import Case
from app.cases.rules import start_day_fault
from app.core.clock import local
from app.core.errors import Invalid
from app.core.pages import chinese_date
from app.matters.actions.correct import Change, keep_changes
from app.processes.registry import Submission

DAY_NAMES = {
    "applied_on": "来申请的日子",
    "court_received_on": "签收法院材料的日子",
    "rights_known_on": "知道权利受侵害的日子",
    "is_land_contract": "是不是农村土地承包经营纠纷",
}
"""What each of them is called in the history."""
ON_NO_PAPER = frozenset(DAY_NAMES) - {"applied_on"}
NOT_BEFORE = "申请的日子不能晚于登记的那天，请核对。"
NOT_FROM_COURT = "这件不是法院转来的，这一项请空着。"


def put_days_right(case: Case, submission: Submission) -> None:
    """The days from which the periods count; what is left empty stays as it is.

    Only the periods a changed day concerns begin anew, and none that a committee or the parties have met already.
    Raises `Invalid` for a day to come, before the calendar begins or after the registration, and when nothing differs.
    """
    given = _given(case, submission)
    changed = {name: value for name, value in given.items() if _of(case, name) != value}
    if not changed:
        raise Invalid("跟原来一样，没有改。", {"rights_known_on": "要改哪一项就填哪一项。"})
    changes = [Change(name, _words(_of(case, name)), _words(value)) for name, value in changed.items()]
    reason, actor, now = submission.text("reason"), submission.actor, submission.now
    keep_changes(case, changes, reason=reason, actor=actor, now=now)
    codes = begins_again_with(case, changed)
    for name, value in changed.items():
        _set(case, name, value)
    begin_again(case, codes, actor=actor, now=now)
    if "applied_on" in changed:
        freeze_register(case, actor=actor, now=now)


def _given(case: Case, submission: Submission) -> Mapping[str, date | bool]:
    today = local(submission.now).date()
    days = {name: submission.values.get(name) for name in ("applied_on", "court_received_on", "rights_known_on")}
    given = {name: day for name, day in days.items() if isinstance(day, date)}
    faults = {name: fault for name, day in given.items() if (fault := start_day_fault(day, today))}
    if case.court_file is None and "court_received_on" in given:
        faults["court_received_on"] = NOT_FROM_COURT
    if "applied_on" in given and given["applied_on"] > local(case.registered_at).date():
        faults["applied_on"] = NOT_BEFORE
    if faults:
        raise Invalid("有的日子不对，填过的都在。", faults)
    land = submission.text("is_land_contract")
    return {**given, **({"is_land_contract": land == "yes"} if land else {})}


def _of(case: Case, name: str) -> date | bool | None:
    value: date | bool | None = local(case.applied_at).date() if name == "applied_on" else getattr(case, name)
    return value


def _set(case: Case, name: str, value: date | bool) -> None:
    """The hour at which somebody came stays what it was, as far as it was before it was typed."""
    if name == "applied_on" and isinstance(value, date):
        came = local(case.applied_at)
        case.applied_at = min(datetime.combine(value, came.time(), came.tzinfo), case.registered_at)
    else:
        setattr(case, name, value)


def _words(value: date | bool | None) -> str:
    if isinstance(value, bool):
        return "是" if value else "不是"
    return chinese_date(value) if value else ""
