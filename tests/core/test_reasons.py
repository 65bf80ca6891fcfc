"""A reason for looking at another's numbers says something, wherever it is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.audit.models import AuditEntry
from app.core.db import db
from app.core.errors import Invalid
from app.core.reasons import TOO_SHORT, needed_reason, reason_fault
from app.mediators.models import PoolMember
from tests import public
from tests.petitions.way import DESK, Way
from tests.story import Story

APP = Path(__file__).resolve().parents[2] / "app"
NO_REASONS = ("", "  ", "看", "打电话", "。。。。。。", "看看看看看看", "1234567", "aaaaAAAA", "看 一 看", "……？！——")


@pytest.mark.parametrize("text", NO_REASONS)
def test_what_says_nothing_is_no_reason(text: str) -> None:
    assert reason_fault(text) == TOO_SHORT
    with pytest.raises(Invalid, match="至少4个字") as refused:
        needed_reason(text)
    assert set(refused.value.fields) == {"reason"}


@pytest.mark.parametrize("text", ["核对证件", " 约他来调解室。 ", "call him back", "填司法确认申请书"])
def test_a_few_words_are_a_reason(text: str) -> None:
    assert reason_fault(text) is None
    assert needed_reason(text) == text.strip()


def test_every_look_at_numbers_that_is_recorded_asks_for_it() -> None:
    shown = re.compile(r'record\(\s*"\w+:(?:unmasked|\w+_shown)"')
    looks = {str(file.relative_to(APP)): file.read_text() for file in APP.rglob("*.py")}
    asking = {name for name, text in looks.items() if shown.search(text)}
    assert asking == {"cases/actions/unmask.py", "petitions/actions/unmask.py", "mediators/actions/show_phone.py"}
    assert [name for name in asking if "needed_reason(" not in looks[name]] == []


def test_each_page_refuses_at_its_field_keeps_what_was_typed_and_shows_nothing(
    app: Flask, client_of: Callable[[str], FlaskClient]
) -> None:
    story, way = Story().register(), Way().register()
    party, person = story.case.parties[0], way.petition.petitioners[0]
    member = db.session.query(PoolMember).first()
    assert member is not None
    pages = (
        ("mediator", f"/cases/{public.case(story.case_id)}/parties/{public.party(party.id)}/unmask", "13812345678"),
        (
            DESK,
            f"/petitions/{public.petition(way.petition.id)}/petitioners/{public.petitioner(person.id)}/unmask",
            "13812345678",
        ),
        ("mediator", f"/mediators/{public.member(member.id)}/phone", "13800000000"),
    )
    before = db.session.query(AuditEntry).count()
    for name, address, number in pages:
        answer = client_of(name).post(address, data={"reason": "看看看看", "once": "a"})
        assert answer.status_code == 422, address
        assert TOO_SHORT in answer.text
        assert 'value="看看看看"' in answer.text
        assert number not in answer.text
    assert db.session.query(AuditEntry).count() == before
    for name, address, number in pages:
        answer = client_of(name).post(address, data={"reason": "约他来调解室", "once": "b"})
        assert number in answer.text, address
