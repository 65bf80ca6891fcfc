"""A promise that is not kept stands beside the light of its case, and in nobody's count of what is late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from app.agreements.actions.enter_performance import enter_performance
from app.agreements.actions.mark_duty import mark_duty
from app.agreements.queries import duties_of
from app.agreements.queries.promises import is_unkept, unkept_cases
from app.agreements.rules.part_performance import Entered
from app.agreements.terms import EntryKind, ProofWay
from app.core.clock import SHANGHAI
from app.core.transaction import transaction
from app.deadlines.actions.sweep import sweep_deadlines
from app.deadlines.queries import Wanted, running
from app.deadlines.rules import Light
from tests.agreements.paths import Path
from tests.petitions.screen import ClientOf, words

pytestmark = pytest.mark.usefixtures("app")
AFTER = datetime(2027, 1, 21, 9, 0, tzinfo=SHANGHAI)
"""The morning after the first promise of the neighbours."""


@pytest.mark.both
def test_a_case_is_marked_from_the_day_after_until_the_promise_is_kept() -> None:
    path = Path().sealed()
    keys = {path.case_id}
    assert unkept_cases(keys, date(2027, 1, 20)) == {}
    assert unkept_cases(keys, AFTER.date()) == {path.case_id: "当事人没履行"}
    assert unkept_cases(set(), AFTER.date()) == {}
    path.now = AFTER
    sweep_deadlines(path.now)
    path.answer("promise_due", outcome="kept", on=AFTER.date())
    assert unkept_cases(keys, AFTER.date()) == {}


@pytest.mark.parametrize("is_swept", [True, False], ids=["the clock has looked", "it has not looked yet"])
def test_today_the_list_and_the_case_say_so_and_nothing_is_late(
    client_of: ClientOf, at: Callable[[datetime], None], is_swept: bool
) -> None:
    path = Path().sealed()
    at(AFTER)
    if is_swept:
        sweep_deadlines(AFTER)
    mediator = client_of("mediator")
    for address in ("/", "/cases/", f"/cases/{path.case.public_id}"):
        assert "当事人没履行" in words(mediator.get(address)), address
    if not is_swept:
        wanted = Wanted(light=Light.OVERDUE, code="M7")
        assert running(path.account("mediator"), wanted, now=AFTER, soon_at=AFTER)[1] == 0
        assert "◆当事人没履行" in words(mediator.get("/deadlines/?code=M7"))
    assert path.case.title.replace(" ", "") not in words(mediator.get("/cases/?light=overdue&code=M7"))


def test_what_is_seen_not_done_before_its_day_is_not_unkept_and_without_a_day_it_is() -> None:
    path = Path().sealed()
    first, undated, _ = duties_of(path.agreement.id)
    actor, seen_on = path.account("mediator"), path.now.date()
    with transaction():
        mark_duty(first, state="not_done", on=seen_on, note="还没动工。", actor=actor, now=path.now)
    assert unkept_cases({path.case_id}, seen_on) == {}
    assert [is_unkept(one, seen_on) for one in duties_of(path.agreement.id)] == [False] * 3
    with transaction():
        mark_duty(undated, state="not_done", on=seen_on, note="又堆上了。", actor=actor, now=path.now)
    assert unkept_cases({path.case_id}, seen_on) == {path.case_id: "当事人没履行"}


def test_a_new_day_named_after_it_was_not_kept_is_waited_for() -> None:
    path = Path().sealed()
    path.now = AFTER
    sweep_deadlines(AFTER)
    path.answer("promise_due", outcome="not_kept", part="no", note="没动工。")
    actor, until = path.account("mediator"), date(2027, 3, 1)
    entry = {"occurred_at": AFTER, "entered_at": AFTER, "spoken_by": "", "typed_by_id": actor.id}
    named = Entered(EntryKind.NEW_DAY, AFTER.date(), until=until, way=ProofWay.SIGNED, has_paper=True)
    with transaction():
        first = duties_of(path.agreement.id)[0]
        enter_performance(first, named, entry=entry, paper_at="附在卷后", actor=actor, now=AFTER)
    assert unkept_cases({path.case_id}, AFTER.date()) == {}
    assert path.open == ["fulfil"]


def test_a_day_put_off_takes_the_mark_away_until_it_is_over(at: Callable[[datetime], None]) -> None:
    path = Path().sealed()
    path.now = AFTER
    sweep_deadlines(AFTER)
    until = date(2027, 3, 1)
    path.answer("promise_due", outcome="new_day", until=until, note="过完年给。")
    assert unkept_cases({path.case_id}, AFTER.date()) == {}
    assert unkept_cases({path.case_id}, until) != {}, "the third promise, of the end of January"
    assert unkept_cases({path.case_id}, until + timedelta(days=1)) != {}
