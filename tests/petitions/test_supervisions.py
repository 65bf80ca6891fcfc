"""A supervision (督办): it has one answer on its way, and none from before it was received."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.core.errors import Invalid, NotNow
from app.core.transaction import transaction
from app.petitions.actions.letters import Service, seal_letter, sign_off_letter
from app.petitions.actions.standalone_letters import serve_standalone_letter
from app.petitions.actions.supervise import answer_supervision, register_supervision
from app.petitions.models.records import Supervision
from app.petitions.terms import ServiceMethod
from tests.petitions.refusing import refused
from tests.petitions.way import DESK, LEADER, Way, told_by

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
        sign_off_letter(letter, at=way.now - timedelta(days=9), actor=way.account(LEADER), now=way.now)
        seal_letter(letter, on=way.today - timedelta(days=9), copies=2, actor=way.account(DESK), now=way.now)
    early = Service(ServiceMethod.MAIL, way.today - timedelta(days=8))
    with refused(Invalid, "收到督办", field="delivered_on"), transaction():
        serve_standalone_letter(letter, early, actor=way.account(DESK), now=way.now)
