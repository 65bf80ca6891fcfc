"""A period that begins (or is moved) when its last days are near says nothing about that; its lapse always rings."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from app.core.clock import SHANGHAI
from app.core.db import db
from app.deadlines.actions.sweep import sweep_deadlines
from app.deadlines.terms import Stage
from app.notifications.models import Notice
from tests.deadlines.things import Things, again, begin
from tests.story import Story
from tests.town import NOW


def test_a_short_period_does_not_ring_the_moment_it_begins(things: Things) -> None:
    row = begin("R1", date(2026, 11, 20))
    assert row.rung is Stage.SOON
    assert sweep_deadlines(NOW + timedelta(minutes=1)) == 0
    assert sweep_deadlines(datetime(2026, 11, 25, 8, tzinfo=SHANGHAI)) == 1
    assert things.rings == [(1, Stage.TODAY)]


@pytest.mark.both
def test_one_entered_after_its_end_rings_its_lapse_at_once(things: Things) -> None:
    row = begin("R1", date(2026, 11, 2))
    assert sweep_deadlines(NOW) == 1
    assert things.rings == [(1, Stage.LAPSED)]
    assert again(row.id).lapsed_at == NOW


@pytest.mark.usefixtures("app")
def test_registering_a_case_sends_no_notice() -> None:
    Story().register().start_at("village").accept()
    sweep_deadlines(NOW + timedelta(minutes=1))
    assert db.session.query(Notice).count() == 0
