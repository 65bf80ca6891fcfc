"""Entries: written with what they tell, once, never changed, and all that a page reads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.audit.models import AuditEntry
from app.cases.actions.at_any_step import ACTIONS
from app.core.db import db
from app.core.transaction import transaction
from app.matters.actions.correct import Change, keep_changes
from app.matters.actions.link import link_matters
from app.matters.actions.tell import forget_rows, tell_all
from app.matters.models.attachments import Attachment
from app.matters.models.entries import Entry
from app.matters.pages.history import LINES, History
from app.matters.queries.links import end_named
from app.matters.rules.told import Audience
from app.petitions.models.records import ExtensionRequest
from app.petitions.pages.petition_history import history_of
from app.petitions.queries import claims_of
from app.processes.registry import Submission
from tests import public
from tests.filing import filed
from tests.matters.test_page_costs import statements
from tests.petitions.way import DESK, HANDLER, Way
from tests.story import Story
from tests.trail import trail_fault


def entries(kind: str = "case") -> list[Entry]:
    return db.session.query(Entry).filter_by(subject_kind=kind).order_by(Entry.id).all()


def words(kind: str = "case") -> list[str]:
    return [one.word for one in entries(kind)]


@pytest.mark.both
def test_what_is_done_is_told_in_its_own_transaction_and_vouched_for(app: Flask) -> None:
    story = Story().register().start_at("village").accept().consent()
    assert words() == ["registered", "step:choose_start", "step:accept_case", "step:record_consents"]
    first, last = entries()[0], entries()[-1]
    assert (first.title, first.spoken_by, first.outcome) == ("登记", "王甲", "")
    assert (last.title, last.outcome, last.acting_for_id) == ("问各方愿不愿意调", "双方都同意调（当面）", None)
    assert last.typed_by_id == story.account("mediator").id
    assert {one.row_kind for one in entries()} == {"mediation_case", "task"}
    assert trail_fault(db.session.connection()) is None


@pytest.mark.both
def test_what_is_undone_was_never_told(app: Flask) -> None:
    story = Story().register()
    before = words()
    keep_changes(
        story.case, [Change("facts", "旧的", "新的")], reason="写错了", actor=story.account("mediator"), now=story.now
    )
    assert words() == [*before, "corrected"]
    db.session.rollback()
    assert words() == before
    story.start_at("village")
    assert words() == [*before, "step:choose_start"]


def test_a_second_telling_adds_nothing_and_a_lost_one_is_told_again_as_it_was(app: Flask) -> None:
    Story().mediating_at("village").sit()
    assert tell_all() == 0
    told = [(one.word, one.title, one.outcome, one.text, one.occurred_at, one.spoken_by) for one in entries()]
    with transaction():
        for one in entries():
            db.session.delete(one)
    assert tell_all() == len(told)
    again = [(one.word, one.title, one.outcome, one.text, one.occurred_at, one.spoken_by) for one in entries()]
    assert again == told, "there is one way to say a thing"


def test_an_entry_stays_as_it_was_when_its_row_is_put_right(app: Flask) -> None:
    Way().investigating().extension(10)
    with transaction():
        db.session.query(ExtensionRequest).one().days = 20
    assert [one.title for one in entries("claim") if one.word == "extension"] == ["报延期10日"]
    story = Story().register()
    with transaction():
        change = Change("facts", "旧的事实", "新的事实")
        keep_changes(story.case, [change], reason="写错了", actor=story.account("mediator"), now=story.now)
    first, *_, last = entries()
    assert (first.word, first.text) == ("registered", "")
    assert (last.title, last.text) == ("更正纠纷简要情况", "原来：旧的事实；原因：写错了")


def test_what_was_entered_later_stands_where_it_happened(app: Flask) -> None:
    story = Story().mediating_at("village").later(hours=2).sit().later(hours=1)
    values, before = {"receiver": "白塔派出所", "reason": "要动手。"}, story.now - timedelta(hours=2)
    with transaction():
        told = Submission(values, before, "", story.account("mediator"), story.now)
        ACTIONS["report_police"].carry_out(story.case, told)
    lines = History({("case", story.case_id): ""}).lines(1)
    assert [one.title for one in lines][:2] == ["第1次调解", "报派出所"]
    assert lines[1].entered > lines[0].entered


@pytest.mark.parametrize(("wanting", "words"), [((0,), "王甲要求终止"), ((0, 1), "王甲、王乙要求终止")])
def test_who_asked_for_the_end_is_told_of_everybody(app: Flask, wanting: Sequence[int], words: str) -> None:
    story = Story().mediating_at("village")
    asks = {str(party.id): "yes" if place in wanting else "no" for place, party in enumerate(story.case.parties)}
    with transaction():
        told = Submission({"asks": asks, "reason": "不想再调了。"}, story.now, "", story.account("mediator"), story.now)
        ACTIONS["stop"].carry_out(story.case, told)
    last = entries()[-1]
    assert (last.title, last.outcome, last.text) == ("终止调解", words, "不想再调了。")
    story.answer(
        "tell_routes", ended_because="other", reason="说法变了。", told=story.everyone("posted"), told_on=story.today
    )
    assert [one.text for one in entries() if one.word == "ended"] == ["不想再调了。"]
    assert tell_all() == 0


def test_an_office_reads_nothing_that_is_the_desks_alone(app: Flask) -> None:
    way = Way().investigating().action("major_report", reported_to="区委", method="phone", text="可能去省里。")
    assert [one.audience for one in entries("petition")] == [Audience.EVERYONE, Audience.DESK]
    for by, count in ((DESK, 2), (HANDLER, 1)):
        history = history_of(way.petition, claims_of(way.petition, way.account(by)), sees_all=by == DESK)
        of_petition = [one for one in history.lines(1, 100) if one.title in ("收到，登记", "报告重大紧急情况")]
        assert len(of_petition) == count
        assert history.count() == len(history.lines(1, 100))


def test_lines_of_several_claims_bear_their_numbers(app: Flask) -> None:
    way = Way().register(claims=("请镇里核实翻建手续。", "请把路灯修好。")).sort()
    titles = [one.title for one in history_of(way.petition, way.petition.claims, sees_all=True).lines(1)]
    assert "第1项：定性质、定途径" in titles
    assert "收到，登记" in titles


FEW, MANY = 5, 500


@pytest.mark.both
@pytest.mark.parametrize("kind", ["case", "claim"])
def test_a_page_asks_as_often_with_500_entries_as_with_5(client_of: Callable[[str], FlaskClient], kind: str) -> None:
    if kind == "case":
        story = Story().mediating_at("village")
        address, client, subject_id = f"/cases/{public.case(story.case_id)}", client_of("mediator"), story.case_id
    else:
        way = Way().register().sort().decide("accepted")
        address, client, subject_id = f"/petitions/{way.petition.public_id}", client_of(DESK), way.claim.id
    _add(kind, subject_id, FEW)
    few = statements(client, address)
    _add(kind, subject_id, MANY)
    assert statements(client, address) == few
    assert client.get(address).text.count('<p class="timeline-title">') == LINES


def _add(kind: str, subject_id: int, many: int) -> None:
    first = entries(kind)[0]
    taken = db.session.query(Entry).count()
    with transaction():
        db.session.add_all(
            Entry(
                subject_kind=kind,
                subject_id=subject_id,
                word="many",
                title=f"第{number}条",
                occurred_at=first.occurred_at + timedelta(minutes=number),
                entered_at=first.entered_at,
                typed_by_id=first.typed_by_id,
                row_kind="many",
                row_id=number,
            )
            for number in range(taken, taken + many)
        )


def test_a_later_start_tells_files_alone_and_brings_back_nothing_that_was_taken_away(app: Flask) -> None:
    one, other = Way().register(), Way().register()
    clerk = one.account(DESK)
    with transaction():
        link_matters(end_named("petition", one.petition.public_id, clerk), other.petition.number, reason="同一条路。",
                     actor=clerk, now=one.now)  # fmt: skip
    filed(other.petition, clerk, one.now, kind="letter")
    with transaction():
        forget_rows(AuditEntry, [row.row_id for row in entries("petition") if row.word == "linked"])
        forget_rows(Attachment, [row.id for row in db.session.query(Attachment)])
    assert tell_all(only=Attachment) == 1
    assert "linked" not in words("petition")
    assert "filed" in words("petition")


def test_files_handed_in_together_are_one_line(app: Flask) -> None:
    story = Story().mediating_at("village")
    for colour in ("white", "gray", "black"):
        filed(story.case, story.account("mediator"), story.now, kind="evidence", colour=colour)
    filed(story.case, story.account("mediator"), story.now, kind="identity", colour="red")
    filed(story.case, story.account("mediator"), story.now + timedelta(minutes=5), kind="evidence", colour="blue")
    told = [row.text for row in db.session.query(Entry).filter_by(word="filed").order_by(Entry.id)]
    assert told == ["证据材料", "身份证明", "证据材料"]
    assert tell_all() == 0
