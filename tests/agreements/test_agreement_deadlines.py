"""Which periods begin with an agreement's effect, end with its promises and visits, change with the court's word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from flask import Flask

from app.agreements.actions.mark_duty import mark_duty
from app.agreements.models import Confirmation, ConfirmationResult, Duty
from app.agreements.queries import duties_of
from app.core.clock import SHANGHAI
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.transaction import transaction
from app.deadlines.actions.sweep import sweep_deadlines
from app.deadlines.models import Deadline
from app.deadlines.terms import DeadlineState
from tests.agreements.confirmations import apply_for_confirmation
from tests.agreements.paths import CLAUSES, Path
from tests.deadlines.things import deeds

TODAY = date(2026, 11, 23)
WAITING, CONFIRMED, REJECTED = (ConfirmationResult.WAITING, ConfirmationResult.CONFIRMED, ConfirmationResult.REFUSED)


def all_of(path: Path, code: str) -> list[Deadline]:
    """Every period of this code, the oldest first."""
    db.session.expire_all()
    found = db.session.query(Deadline).filter_by(subject_kind="case", subject_id=path.case_id, code=code)
    return found.order_by(Deadline.id).all()


def states(path: Path, code: str) -> list[DeadlineState]:
    return [one.state for one in all_of(path, code)]


def codes(path: Path) -> list[str]:
    db.session.expire_all()
    return sorted(path.periods)


def part(duty: Duty) -> str:
    return f"duty-{duty.id}"


def mark(path: Path, place: int, state: str, on: date | None = TODAY) -> None:
    with transaction():
        duty = duties_of(path.agreement.id)[place]
        mark_duty(duty, state=state, on=on, note="", actor=path.account("mediator"), now=path.now)


def test_with_its_effect_begin_the_application_both_visits_and_a_limitation_for_every_promise_with_a_day(
    app: Flask,
) -> None:
    path = Path().sealed()
    assert codes(path) == ["M5", "M7", "M7", "M8a", "M8b", "M9b", "M9b"]
    assert (path.period("M5").unrolled_on, path.period("M5").due_on) == (date(2026, 12, 23), date(2026, 12, 23))
    assert path.period("M8a").due_on == date(2026, 11, 30)
    assert path.period("M8b").due_on == date(2026, 12, 23)
    first, _, third = duties_of(path.agreement.id)
    claims = {one.part: one for one in all_of(path, "M9b")}
    assert {key: one.starts_on for key, one in claims.items()} == {
        part(first): date(2027, 1, 20),
        part(third): date(2027, 1, 31),
    }
    assert claims[part(first)].unrolled_on == date(2030, 1, 20)
    assert (claims[part(third)].unrolled_on, claims[part(third)].is_provisional) == (date(2030, 1, 31), True)


def test_the_month_of_mediation_and_the_review_are_over_by_then(app: Flask) -> None:
    path = Path().sealed()
    assert states(path, "M2") == states(path, "L1") == [DeadlineState.MET]


def test_promises_kept_on_the_spot_begin_no_limitation(app: Flask) -> None:
    path = Path().agreed(form="oral")
    values = {**path.text_values(), "agreed_on": TODAY, "performed": "yes"}
    path.answer("register_oral", **values)
    assert codes(path) == ["M5", "M8a", "M8b"]


def test_an_oral_agreement_counts_from_the_day_it_was_reached(app: Flask) -> None:
    path = Path().agreed(form="oral")
    early = {"agreed_on": date(2026, 11, 21), "performed": "no", "is_so": True}
    path.answer("register_oral", **{**path.text_values(), **early})
    assert path.period("M5").starts_on == date(2026, 11, 21)
    assert path.period("M5").due_on == date(2026, 12, 21)
    assert codes(path) == ["M5", "M7", "M7", "M8a", "M8b", "M9b", "M9b"]


def test_a_promise_that_was_kept_ends_its_own_limitation_alone(app: Flask) -> None:
    path = Path().sealed()
    first, _, third = duties_of(path.agreement.id)
    mark(path, 0, "done")
    assert [one.part for one in all_of(path, "M9b") if one.is_running] == [part(third)]
    met = next(one for one in all_of(path, "M9b") if one.part == part(first))
    assert (met.state, met.done_on) == (DeadlineState.MET, TODAY)


@pytest.mark.parametrize("state", ["open", "not_done"])
def test_a_promise_that_was_not_kept_after_all_runs_on(app: Flask, state: str) -> None:
    path = Path().sealed()
    before = {one.part: one.due_on for one in all_of(path, "M9b")}
    mark(path, 0, "done")
    mark(path, 0, state, None if state == "open" else TODAY)
    assert {one.part: one.due_on for one in all_of(path, "M9b") if one.is_running} == before
    assert states(path, "M9b") == [DeadlineState.OPEN, DeadlineState.OPEN]


def test_a_promise_marked_not_done_keeps_its_limitation(app: Flask) -> None:
    path = Path().sealed()
    mark(path, 0, "not_done")
    assert codes(path) == ["M5", "M7", "M7", "M8a", "M8b", "M9b", "M9b"]


def test_a_promise_without_a_day_has_no_limitation_whatever_becomes_of_it(app: Flask) -> None:
    path = Path().sealed()
    before = codes(path)
    for state in ("done", "not_done", "done"):
        mark(path, 1, state)
        assert codes(path) == before


def fulfilled(path: Path) -> Path:
    """Every promise kept: the visit is next."""
    duties = [{"id": one.id, "state": "done", "on": TODAY, "note": ""} for one in duties_of(path.agreement.id)]
    path.answer("fulfil", outcome="performed", duties=duties)
    return path


def visit(path: Path, outcome: str) -> Path:
    values = {"method": "phone", "satisfied": path.everyone("satisfied"), "situation": "都好。"}
    path.answer("return_visit", outcome=outcome, **values)
    return path


def test_the_first_visit_meets_the_first_period_and_the_second_the_second(app: Flask) -> None:
    path = fulfilled(Path().sealed())
    assert codes(path) == ["M5", "M8a", "M8b"]
    visit(path.later(days=7), "again")
    assert codes(path) == ["M5", "M8b"]
    assert all_of(path, "M8a")[0].done_on == date(2026, 11, 30)
    visit(fulfilled(path).later(days=20), "done")
    assert codes(path) == ["M5"]
    assert states(path, "M8b") == [DeadlineState.MET]


def test_an_archived_file_waits_for_no_visit_and_the_parties_windows_run_on(app: Flask) -> None:
    path = Path().sealed()
    mark(path, 0, "not_done")
    mark(path, 1, "done")
    mark(path, 2, "done")
    path.answer("fulfil", outcome="not_performed")
    while path.open != ["archive"]:
        visit(path, "done")
    assert codes(path) == ["M5", "M7", "M8b", "M9b"]
    path.answer("archive", "head", complete="yes", retention="long", missing="")
    assert codes(path) == ["M5", "M9b"]
    assert states(path, "M8b") == [DeadlineState.CLOSED]


def test_an_application_for_confirmation_meets_the_window_and_changes_no_limitation(app: Flask) -> None:
    path = Path().sealed()
    apply_for_confirmation(path)
    assert codes(path) == ["M7", "M7", "M8a", "M8b", "M9b", "M9b"]
    assert states(path, "M5") == [DeadlineState.MET]
    assert all_of(path, "M5")[0].done_on == TODAY
    assert [one["result"] for one in deeds("agreement:confirmation_recorded")] == ["waiting"]


@pytest.mark.both
def test_a_confirmation_turns_what_is_not_kept_from_a_claim_into_an_enforcement(app: Flask) -> None:
    path = Path().sealed()
    mark(path, 0, "done")
    apply_for_confirmation(path)
    path.later(days=9)
    apply_for_confirmation(path, CONFIRMED, decided_on=date(2026, 12, 2))
    _, _, third = duties_of(path.agreement.id)
    assert codes(path) == ["M7", "M8a", "M8b", "M9"]
    enforce = path.period("M9")
    assert (enforce.part, enforce.starts_on) == (part(third), date(2027, 1, 31))
    assert enforce.unrolled_on == date(2029, 1, 31)
    assert states(path, "M9b") == [DeadlineState.MET, DeadlineState.CLOSED]
    assert db.session.query(Confirmation).count() == 1


@pytest.mark.parametrize("state", ["open", "not_done"])
def test_a_promise_that_turns_out_not_kept_after_the_confirmation_is_enforced_and_not_sued_upon(
    app: Flask, state: str
) -> None:
    path = Path().sealed()
    mark(path, 0, "done")
    apply_for_confirmation(path, CONFIRMED, decided_on=TODAY)
    mark(path, 0, state, None if state == "open" else TODAY)
    assert codes(path) == ["M7", "M7", "M8a", "M8b", "M9", "M9"]
    first = duties_of(path.agreement.id)[0]
    assert path.period("M9", part(first)).unrolled_on == date(2029, 1, 20)


@pytest.mark.both
def test_an_enforcement_ends_with_its_promise_and_runs_on_when_that_was_wrong(app: Flask) -> None:
    path = Path().sealed()
    apply_for_confirmation(path, CONFIRMED, decided_on=TODAY)
    assert codes(path) == ["M7", "M7", "M8a", "M8b", "M9", "M9"]
    mark(path, 0, "done")
    assert codes(path) == ["M7", "M8a", "M8b", "M9"]
    mark(path, 0, "not_done")
    assert codes(path) == ["M7", "M7", "M8a", "M8b", "M9", "M9"]
    assert states(path, "M9b") == [DeadlineState.CLOSED, DeadlineState.CLOSED]


def test_an_application_the_court_rejects_leaves_the_way_to_sue(app: Flask) -> None:
    path = Path().sealed()
    apply_for_confirmation(path)
    apply_for_confirmation(path, REJECTED, decided_on=TODAY)
    assert codes(path) == ["M7", "M7", "M8a", "M8b", "M9b", "M9b"]
    assert all_of(path, "M9") == []
    with pytest.raises(NotNow, match="已经有结果"):
        apply_for_confirmation(path, CONFIRMED, decided_on=TODAY)


def test_an_application_made_in_time_and_typed_after_the_end_counts_as_made_in_time(app: Flask) -> None:
    path = Path().sealed()
    later = datetime(2026, 12, 24, 9, 0, tzinfo=SHANGHAI)
    sweep_deadlines(later)
    assert states(path, "M5") == [DeadlineState.LAPSED]
    path.now = later
    apply_for_confirmation(path, applied_on=date(2026, 12, 20))
    assert states(path, "M5") == [DeadlineState.MET]
    assert all_of(path, "M5")[0].done_on == date(2026, 12, 20)


def test_a_window_closes_by_itself_and_lets_nothing_else_go(app: Flask) -> None:
    path = Path().sealed()
    sweep_deadlines(path.period("M5").due_at)
    assert codes(path) == ["M7", "M7", "M8a", "M8b", "M9b", "M9b"]
    window = all_of(path, "M5")[0]
    assert (window.state, window.lapsed_at, window.closed_at) == (DeadlineState.LAPSED, window.due_at, window.due_at)
    assert states(path, "M8b") == [DeadlineState.LAPSED]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"applied_on": None}, "applied_on"),
        ({"applied_on": TODAY - timedelta(days=1)}, "applied_on"),
        ({"applied_on": TODAY + timedelta(days=1)}, "applied_on"),
        ({"result": CONFIRMED}, "decided_on"),
        ({"result": CONFIRMED, "decided_on": TODAY + timedelta(days=1)}, "decided_on"),
        ({"result": CONFIRMED, "decided_on": TODAY - timedelta(days=1)}, "decided_on"),
        ({"court": "  "}, "court"),
    ],
)
def test_days_that_cannot_be_are_refused_at_their_field_and_change_nothing(
    app: Flask, values: dict[str, object], field: str
) -> None:
    path = Path().sealed()
    with pytest.raises(Invalid) as refused:
        apply_for_confirmation(path, **values)
    assert list(refused.value.fields) == [field]
    assert codes(path) == ["M5", "M7", "M7", "M8a", "M8b", "M9b", "M9b"]
    assert db.session.query(Confirmation).count() == 0


def test_an_agreement_that_is_not_in_force_is_not_confirmed(app: Flask) -> None:
    path = Path().signed()
    with pytest.raises(NotNow, match="还没有生效"):
        apply_for_confirmation(path)


def test_a_promise_for_a_far_day_still_comes_into_force(app: Flask) -> None:
    """The calendar ends in 2100; an agreement may not fail because its limitation would end after that."""
    far = replace(CLAUSES[0], due_on=date(2099, 12, 31))
    path = Path().drafted().save(clauses=(far, *CLAUSES[1:]))
    path.sent().passed().answer("freeze", outcome="frozen")
    path.answer("sign", outcome="signed", signatures=path.signatures()).answer("seal", "head", sealed_on=TODAY)
    assert path.period("M5").due_on == date(2026, 12, 23)
