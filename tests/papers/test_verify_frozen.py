"""`flask audit verify` and the start after an upgrade, as far as they are about frozen papers."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from app.accusations.models import HandOver
from app.agreements.papers.fixed_paper import WRITTEN
from app.agreements.papers.values import WrittenAgreement
from app.audit.actions.adopt import adopt_tables
from app.cases.actions.correct_party import correct_party
from app.cli.freeze_papers import freeze_standing_papers
from app.core.append_only import lifted
from app.core.db import db
from app.core.terms import DISPUTE_TYPE_NAMES
from app.core.transaction import transaction
from app.papers.actions.verify_frozen import frozen_faults, never_frozen
from app.papers.models.frozen import FrozenPaper
from app.papers.queries.frozen import frozen
from tests import public
from tests.accusations import sealing
from tests.accusations.test_hand_over import handed
from tests.agreements.paths import Path
from tests.papers.test_freezing import NEIGHBOURS, rewrite
from tests.petitions.way import Way
from tests.town import NOW

TAMPERED = {
    "UPDATE participant SET name = '别人' WHERE name = '王甲'": "登记的当事人跟留存的不一样了",
    "UPDATE clause SET amount = 4000 WHERE amount IS NOT NULL": "登记的协议内容跟留存的不一样了",
    "UPDATE agreement SET facts = '别的事实', recorder = '别人'": "登记的纠纷主要事实、记录人跟留存的不一样了",
    "UPDATE handling SET number = '（2026）小海眼人调字第0099号'": "登记的编号跟留存的不一样了",
}


def thaw() -> None:
    """Take every frozen value away, as a database of before has none."""
    db.session.rollback()
    with db.engine.begin() as connection, lifted(connection):
        connection.execute(text("DELETE FROM frozen_paper"))
        connection.execute(text("UPDATE accusation_hand_over SET paper_sealed = NULL"))
    db.session.expire_all()


def faults() -> list[str]:
    found = list(frozen_faults())
    db.session.rollback()
    return found


@pytest.mark.both
@pytest.mark.parametrize("statement", TAMPERED)
def test_rows_that_differ_from_a_frozen_paper_are_found(app: Flask, statement: str) -> None:
    Path().sealed()
    assert faults() == []
    rewrite(statement)
    found = [one for one in faults() if "人民调解协议书" in one]
    assert len(found) == 1
    assert TAMPERED[statement] in found[0]
    assert not any(name in found[0] for name in (*NEIGHBOURS, "别人"))
    assert re.match(r"（2026）小海眼人调字第00\d\d号的《人民调解协议书》：", found[0])


def test_the_command_says_it_and_refuses(app: Flask) -> None:
    Path().sealed()
    with transaction():
        adopt_tables(NOW)
    runner = app.test_cli_runner()
    assert runner.invoke(args=["audit", "verify"]).exit_code == 0
    rewrite("UPDATE participant SET address = '别处' WHERE name = '王甲'")
    said = runner.invoke(args=["audit", "verify"])
    assert said.exit_code != 0
    assert "✗ （2026）小海眼人调字第0001号的《人民调解协议书》：登记的当事人跟留存的不一样了" in said.output


def test_what_people_put_right_and_words_that_are_renamed_are_no_finding(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path().mediating_at("village")
    with transaction():
        correct_party(
            path.case, path.case.parties[0], {"name": "王佳"}, reason="错", actor=path.account("mediator"), now=NOW
        )
    monkeypatch.setitem(DISPUTE_TYPE_NAMES, path.case.dispute_type, "另一个叫法")
    assert faults() == []


def test_a_text_that_was_taken_back_is_no_finding(app: Flask) -> None:
    path = Path().frozen()
    path.answer("sign", outcome="reopen", reason="金额要改。")
    path.save(facts="后来谈的另一段事实。")
    assert faults() == []


@pytest.mark.both
def test_a_letter_whose_row_was_changed_after_its_seal_is_found(app: Flask) -> None:
    Way().register().sort().decide("accepted").letter_out()
    rewrite("UPDATE petition_letter SET sealed_on = '2026-11-01', served_on = '2026-11-02'")
    found = faults()
    assert any("的《公文》：登记的盖章日期跟留存的不一样了" in one for one in found)
    assert any("的《送达回证》：登记的送达日期跟留存的不一样了" in one for one in found)


@pytest.mark.both
def test_a_frozen_value_that_was_exchanged_is_found(app: Flask) -> None:
    Path().frozen()
    first, second = db.session.query(FrozenPaper).order_by(FrozenPaper.id).limit(2)
    exchanged = f"UPDATE frozen_paper SET value_sealed = '{second.value_sealed}' WHERE id = {first.id}"
    db.session.rollback()
    rewrite(exchanged)
    (found,) = faults()
    assert found.endswith("（第 1 次留存）打不开，或者被人换过。")


def test_a_paper_this_program_does_not_know_is_said_and_stops_nothing(app: Flask) -> None:
    Path().frozen()
    with db.engine.begin() as connection, lifted(connection):
        connection.execute(text("UPDATE frozen_paper SET paper = 'from_the_future' WHERE paper = 'rights_notice'"))
    (found,) = faults()
    assert "这个版本的程序不认得" in found


@pytest.mark.both
def test_a_start_freezes_what_stood_before_there_were_frozen_papers(app: Flask) -> None:
    path = Path().sealed()
    Way().register().sort().decide("accepted").letter_out().assigned()
    handed(sealing.sealed())
    kept, count = frozen(WrittenAgreement, path.agreement.id), db.session.query(FrozenPaper.paper).distinct().count()
    thaw()
    assert f"{path.case.number}的《人民调解协议书》没有留存定下来时的内容。" in list(never_frozen())
    assert freeze_standing_papers(now=NOW) == []
    assert frozen(WrittenAgreement, path.agreement.id) == kept
    assert db.session.query(FrozenPaper.paper).distinct().count() == count
    assert {one.frozen_by_id for one in db.session.query(FrozenPaper)} == {None}
    assert db.session.query(HandOver).one().paper_sealed is not None
    assert [*faults(), *never_frozen()] == []


@pytest.mark.both
def test_a_text_that_was_touched_before_is_named_and_stops_nothing(app: Flask) -> None:
    path, other = Path().frozen(), Path()
    other.frozen()
    thaw()
    rewrite(f"UPDATE agreement SET facts = '别的事实' WHERE id = {path.agreement.id}")
    assert freeze_standing_papers(now=NOW) == [f"{path.case.number}的《人民调解协议书》没能留存。"]
    assert frozen(WrittenAgreement, path.agreement.id) is None
    assert frozen(WrittenAgreement, other.agreement.id) is not None
    assert list(never_frozen()) == [f"{path.case.number}的《人民调解协议书》没有留存定下来时的内容。"]


@pytest.mark.usefixtures("unprinted")
def test_what_was_neither_frozen_nor_left_alone_is_not_printed(
    app: Flask, client_of: Callable[[str], FlaskClient]
) -> None:
    path = Path().frozen()
    thaw()
    rewrite("UPDATE agreement SET facts = '别的事实'")
    answer = client_of("mediator").get(f"/agreements/{public.case(path.case_id)}/paper.pdf")
    assert answer.status_code == 409
    assert "定稿时的内容又没有留存" in answer.text
    assert WRITTEN.is_trusted(path.agreement.id) is False
