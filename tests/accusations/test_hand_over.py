"""密封移交, the receipt, and the notice to the accuser: rules, numbers, clocks, trail."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from app.accounts.models import Account
from app.accusations.actions.hand_over import Envelope, hand_over, keep_receipt
from app.accusations.actions.intake import Accuser
from app.accusations.actions.tell_accuser import may_tell, tell_accuser
from app.accusations.models import Accusation, AccusationStatus, HandOver, HandOverSeries
from app.audit.models import AuditEntry
from app.audit.queries import entries_of
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.numbering import NumberSeries
from app.core.transaction import transaction
from app.deadlines.models import Deadline
from app.deadlines.terms import DeadlineState
from tests.accusations.sealing import SECRETS, account, sealed, written
from tests.petitions.way import Way
from tests.town import NOW
from tests.trail import trail_fault

AccountOf = Callable[[str], Account]
TODAY = date(2026, 11, 23)
ENVELOPE = Envelope(receiver="博山区纪委监委", handed_on=TODAY, pages=5, carrier="纪干事")


def handed(row: Accusation, **changes: object) -> HandOver:
    with transaction():
        done = hand_over(row, replace(ENVELOPE, **changes), actor=account("discipline"), now=NOW)
    return db.session.query(HandOver).filter_by(number=done.number).one()


def received(row: HandOver, *, on: date | None = TODAY, by: str = "区纪委收发室") -> None:
    with transaction():
        keep_receipt(row, received_by=by, receipt_on=on, actor=account("discipline"), now=NOW)


def told(row: Accusation, *, on: date | None = TODAY, how: str = "written") -> None:
    with transaction():
        tell_accuser(row, how=how, on=on, actor=account("discipline"), now=NOW)


def test_a_hand_over_gets_a_number_and_moves_the_accusation_on(app: Flask) -> None:
    row = sealed()
    done = handed(row)
    assert (done.number, done.receiver, done.pages) == ("白信检〔2026〕1号", "博山区纪委监委", 5)
    assert row.status is AccusationStatus.HANDED_OVER


@pytest.mark.both
def test_the_numbers_run_without_a_gap_and_apart_from_the_petition_letters(app: Flask) -> None:
    assert [handed(sealed()).number for _ in range(2)] == ["白信检〔2026〕1号", "白信检〔2026〕2号"]
    with pytest.raises(Invalid):
        handed(sealed(), receiver="孙被告")
    assert handed(sealed()).number == "白信检〔2026〕3号"
    Way().accepted()
    assert [(row.word, row.year, row.last) for row in db.session.query(NumberSeries)] == [("petition_letter", 2026, 1)]
    assert [(row.word, row.year, row.last) for row in db.session.query(HandOverSeries)] == [("hand_over", 2026, 3)]


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"receiver": "孙被告"}, "receiver", "不能移交给被检举的人"),
        ({"receiver": "小海眼社区居委会"}, "receiver", "不能移交给被检举的单位"),
        ({"receiver": "赵庄村委会"}, "receiver", "不能移交给村、社区"),
        ({"carrier": "孙被告"}, "carrier", "不能由被检举的人送"),
        ({"carrier": ""}, "carrier", "请写谁送去的"),
        ({"handed_on": date(2026, 11, 19)}, "handed_on", "不能早于收到的日子"),
        ({"handed_on": date(2026, 11, 24)}, "handed_on", "还没有到"),
        ({"handed_on": None}, "handed_on", "请填日子"),
        ({"pages": 0}, "pages", "至少1页"),
        ({"pages": None}, "pages", "至少1页"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_handed_over(
    app: Flask, changes: dict[str, object], field: str, words: str
) -> None:
    row = sealed()
    with pytest.raises(Invalid) as refused:
        handed(row, **changes)
    assert list(refused.value.fields) == [field]
    assert words in refused.value.fields[field]
    assert db.session.query(HandOver).count() == 0
    assert db.session.query(HandOverSeries).count() == 0


def test_the_town_government_does_not_receive_what_accuses_its_own_office(app: Flask) -> None:
    row = sealed(accused="规站长", accused_unit="规划建设办公室")
    with pytest.raises(Invalid) as refused:
        handed(row, receiver="白塔镇人民政府")
    assert "不能移交给镇政府" in refused.value.fields["receiver"]
    assert handed(sealed(), receiver="白塔镇人民政府").receiver == "白塔镇人民政府"


def test_the_same_receiver_first_owes_the_receipt(app: Flask) -> None:
    row = sealed()
    first = handed(row)
    with pytest.raises(NotNow) as refused:
        handed(row)
    assert "还没有回执" in refused.value.sentence
    received(first)
    assert handed(row).number == "白信检〔2026〕2号"


def test_the_receipt_closes_a_hand_over_once(app: Flask) -> None:
    row = sealed()
    done = handed(row)
    received(done)
    assert (done.received_by, done.receipt_on, row.status) == ("区纪委收发室", TODAY, AccusationStatus.ANSWERED)
    with pytest.raises(NotNow):
        received(done)


@pytest.mark.both
def test_while_one_receipt_is_missing_it_is_not_answered(app: Flask) -> None:
    row = sealed()
    first = handed(row)
    handed(row, receiver="淄博市纪委监委")
    received(first)
    assert row.status is AccusationStatus.HANDED_OVER


@pytest.mark.parametrize(
    ("given", "field"),
    [({"on": date(2026, 11, 22)}, "receipt_on"), ({"on": None}, "receipt_on"), ({"by": " "}, "received_by")],
)
def test_a_receipt_has_a_name_and_a_day_after_the_hand_over(app: Flask, given: dict[str, object], field: str) -> None:
    done = handed(sealed())
    with pytest.raises(Invalid) as refused:
        received(done, **given)
    assert list(refused.value.fields) == [field]


def test_telling_the_accuser_meets_the_fifteen_days(app: Flask) -> None:
    row = sealed()
    assert may_tell(row)
    told(row)
    (period,) = db.session.query(Deadline).filter_by(subject_kind="accusation", subject_id=row.id)
    assert (period.state, period.done_on, row.told_on) == (DeadlineState.MET, TODAY, TODAY)
    assert not may_tell(row)
    with pytest.raises(NotNow):
        told(row)


def test_an_anonymous_accuser_is_not_told(app: Flask) -> None:
    row = sealed(accusers=(Accuser(name="匿名"),))
    assert not may_tell(row)
    with pytest.raises(NotNow):
        told(row)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"on": date(2026, 11, 19)}, "told_on"),
        ({"on": TODAY + timedelta(days=1)}, "told_on"),
        ({"on": None}, "told_on"),
        ({"how": "by_pigeon"}, "told_how"),
    ],
)
def test_a_notice_has_a_way_and_a_day(app: Flask, given: dict[str, object], field: str) -> None:
    row = sealed()
    with pytest.raises(Invalid) as refused:
        told(row, **given)
    assert list(refused.value.fields) == [field]
    assert may_tell(row)


def test_the_trail_tells_who_did_it_and_neither_names_nor_text(app: Flask) -> None:
    row = sealed()
    received(handed(row))
    told(row)
    entries = entries_of("accusation", row.id)
    assert [entry.deed for entry in entries] == [
        "accusation:sealed",
        "accusation:handed_over",
        "accusation:receipt_kept",
        "accusation:accuser_told",
    ]
    assert {entry.account_id for entry in entries} == {account("discipline").id}
    words = [word for word in SECRETS if word not in ("白信检", "密2026-")]
    said = [f"{entry.detail}{entry.spoken_by}" for entry in db.session.query(AuditEntry)]
    assert [text for text in said if any(word in text for word in words)] == []
    assert json.loads(entries[1].detail) == {"number": "白信检〔2026〕1号", "pages": 5}
    assert trail_fault(db.session.connection()) is None


def test_an_id_number_is_not_needed_to_be_told(app: Flask) -> None:
    assert may_tell(sealed(accusers=(replace(written().accusers[0], id_number=""),)))
