"""An office without an account works on paper: the desk types for it, and for no other."""

from __future__ import annotations

import pytest
from flask import Flask

from app.accounts.models import Account
from app.core.db import db
from app.core.errors import NotAllowed
from tests.listing import steps_waiting
from tests.petitions.way import DESK, Way


def without_accounts() -> None:
    db.session.query(Account).filter_by(login_name="handler").one().disabled_at = Way().now
    db.session.commit()


def test_the_desk_answers_for_an_office_in_which_nobody_can_sign_in(app: Flask) -> None:
    way = Way().investigating()
    without_accounts()
    assert [task.name for task in steps_waiting(way.account(DESK))] == ["investigate"]
    way.answer("investigate", DESK, outcome="ready", findings="站里交来纸质材料，手续齐全。")
    assert way.open == ["write_opinion"]


def test_the_desk_does_not_answer_for_an_office_that_can_answer_itself(app: Flask) -> None:
    way = Way().investigating()
    assert list(steps_waiting(way.account(DESK))) == []
    with pytest.raises(NotAllowed):
        way.answer("investigate", DESK, outcome="ready", findings="代录。")
    assert way.open == ["investigate"]
