"""A supervision (督办): it has one answer on its way, and none from before it was received."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.core.errors import Invalid, NotNow
from app.core.transaction import transaction
from app.deadlines.queries import running_named
from app.petitions.actions.supervise import answer_supervision, register_supervision
from app.petitions.models.records import Supervision
from tests.letters.letter_way import LetterWay
from tests.petitions.refusing import refused
from tests.petitions.way import Way, told_by

pytestmark = pytest.mark.usefixtures("app")


def supervised(way: Way) -> Supervision:
    told = told_by(way, received_on=way.today, from_body="博山区信访局", text="抓紧办。")
    with transaction():
        return register_supervision(told)


def test_a_supervision_has_one_answer_on_its_way() -> None:
    way = Way().register()
    row = supervised(way)
    with transaction():
        answer_supervision(row, told_by(way, text="正在查。"))
    with refused(NotNow, "已经拟了一份"), transaction():
        answer_supervision(row, told_by(way, text="查清了。"))


def test_a_supervision_is_not_answered_before_it_was_received() -> None:
    way = Way().register()
    row = supervised(way)
    with transaction():
        letter = answer_supervision(row, told_by(way, text="查清了。"))
    answer = LetterWay(way.now, letter.id).happened(way.today - timedelta(days=9)).signed_off().sealed()
    with refused(Invalid, "收到督办", field="delivered_on"):
        answer.delivered(way.today - timedelta(days=8), method="mail")


def test_an_answer_to_a_supervision_shows_its_thirty_days_and_ends_them() -> None:
    way = Way().register()
    row = supervised(way)
    with transaction():
        letter = answer_supervision(row, told_by(way, text="查清了。"))
    answer = LetterWay(way.now, letter.id)
    period = running_named("supervision", row.id, "D14")
    assert period is not None
    assert (answer.task("sign_off").deadline_id, answer.task("sign_off").matter_kind) == (period.id, "supervision")
    answer.out()
    assert row.answered_on == way.today
    assert running_named("supervision", row.id, "D14") is None
