"""Into the closed domain: what is kept, who hears of it, what is left behind in the room it came from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from app.accounts.models import Account
from app.accusations.actions.intake import Accuser
from app.accusations.actions.seal import seal_accusation
from app.accusations.actions.tell import nobody_takes
from app.accusations.models import Accusation
from app.accusations.queries import get_accusation, listed
from app.audit.actions.erase import ERASED
from app.audit.models import AuditEntry
from app.core.clock import local
from app.core.db import Model, db
from app.core.errors import Invalid, NotFound, NotNow
from app.core.transaction import transaction
from app.deadlines.actions.sweep import sweep_deadlines
from app.deadlines.models import Deadline
from app.deadlines.queries import running_of
from app.deadlines.terms import DeadlineState
from app.notifications.models import Notice
from app.petitions.actions.enter_national import enter_national
from app.petitions.models import Claim, Petition
from app.petitions.models.records import Letter, MajorReport
from app.petitions.pages.petition_history import history_of
from app.petitions.queries import letters_of
from app.petitions.terms import Origin, Urgency
from app.processes.models import Process, Task
from app.processes.queries import open_tasks_of
from app.processes.registry import Submission
from tests.accusations.sealing import (
    ACCUSED,
    ACCUSER,
    ADDRESS,
    ID_NUMBER,
    MARK,
    PHONE,
    TEXT,
    officer,
    sealed,
    sealed_by_the_desk,
    typed_as_a_petition,
    written,
)
from tests.petitions.way import Way
from tests.town import NOW
from tests.trail import trail_fault

AccountOf = Callable[[str], Account]


def cells(*, without: frozenset[str] = frozenset()) -> Iterator[tuple[str, str]]:
    """Every text in every table."""
    for table in Model.metadata.sorted_tables:
        if table.name not in without:
            for row in db.session.execute(sa.select(table)):
                yield from ((table.name, value) for value in row if isinstance(value, str))


def told(login_name: str, find: AccountOf) -> list[str]:
    rows = db.session.query(Notice).filter_by(account_id=find(login_name).id).order_by(Notice.id)
    return [row.text for row in rows]


def test_the_officer_reads_all_that_was_said(app: Flask, account: AccountOf) -> None:
    row = sealed()
    found = get_accusation(row.id, for_=account("discipline"))
    content = found.content
    assert (content["text"], content["accused"], content["channel"]) == (TEXT, ACCUSED, "走访")
    known = {"name": ACCUSER, "document_kind": "id_card", "id_number": ID_NUMBER, "phone": PHONE, "address": ADDRESS}
    assert content["accusers"] == [known]
    assert found.number.startswith("密2026-")


def test_nothing_that_tells_who_or_what_stands_open_in_any_table(app: Flask) -> None:
    sealed()
    words = (ACCUSER, ACCUSED, MARK, PHONE, ID_NUMBER, ADDRESS)
    assert [cell for cell in cells() if any(word in cell[1] for word in words)] == []


def test_the_officers_are_told_without_a_name_and_nobody_else_is(app: Flask, account: AccountOf) -> None:
    row = sealed()
    assert told("discipline", account) == [f"收到一件密封的检举控告（{row.number}），请登录办理。"]
    assert db.session.query(Notice).filter(Notice.account_id != account("discipline").id).count() == 0


@pytest.mark.parametrize("accused", ["纪小二", "孙被告、纪小二（副书记）"])
def test_an_officer_of_the_accused_s_name_neither_hears_of_it_nor_finds_it(
    app: Flask, account: AccountOf, accused: str
) -> None:
    suspect = officer("second", "纪小二")
    row = sealed(accused=accused)
    assert told("second", account) == []
    assert len(told("discipline", account)) == 1
    assert listed(suspect, page=1, size=20) == ([], 0)
    with pytest.raises(NotFound) as refused:
        get_accusation(row.id, for_=suspect)
    with pytest.raises(NotFound) as unknown:
        get_accusation(9_999, for_=account("discipline"))
    assert refused.value.sentence == unknown.value.sentence
    assert listed(account("discipline"), page=1, size=20)[1] == 1


def test_when_a_whole_office_is_accused_its_officers_are_outside_and_the_desk_is_told_where_to_go(
    app: Flask, account: AccountOf
) -> None:
    unit = "白塔镇纪律检查委员会"
    row = sealed(accused="不知道姓名的干部", accused_unit=unit)
    assert told("discipline", account) == []
    assert listed(account("discipline"), page=1, size=20)[1] == 0
    sentence = nobody_takes(accused="不知道姓名的干部", accused_unit=unit)
    assert sentence == "镇里没有可以办这一件的纪检干部，请把原件密封，直接送博山区纪委监委。"
    assert nobody_takes(accused=ACCUSED, accused_unit="小海眼社区") == ""
    assert get_accusation(row.id, for_=officer("upper", "区干部", office=None)).id == row.id


@pytest.mark.parametrize("login_name", ["petition", "leader", "handler", "village-handler", "admin", "justice", "head"])
def test_everybody_else_finds_nothing(app: Flask, account: AccountOf, login_name: str) -> None:
    row = sealed()
    with pytest.raises(NotFound):
        get_accusation(row.id, for_=account(login_name))
    assert listed(account(login_name), page=1, size=20) == ([], 0)


def test_the_fifteen_days_run_inside_the_domain(app: Flask, account: AccountOf) -> None:
    (running,) = running_of("accusation", sealed().id)
    assert (running.code, running.starts_on, running.due_on) == ("D2", date(2026, 11, 20), date(2026, 12, 7))
    assert (running.unrolled_on, running.committee_id, running.region) == (date(2026, 12, 5), None, "closed")


@pytest.mark.both
def test_its_rings_reach_the_officers_alone(app: Flask, account: AccountOf) -> None:
    row = sealed()
    (running,) = running_of("accusation", row.id)
    before = set(db.session.scalars(sa.select(Notice.id)))
    assert sweep_deadlines(running.due_at) > 0
    fresh = db.session.query(Notice).filter(Notice.id.not_in(before)).all()
    assert {one.account_id for one in fresh} == {account("discipline").id}
    assert all(row.number in one.text and ACCUSER not in one.text for one in fresh)


@pytest.mark.parametrize("accuser", [Accuser(name="匿名"), Accuser(name=ACCUSER), Accuser(name="匿名", phone=PHONE)])
def test_whoever_cannot_be_reached_need_not_be_told(app: Flask, accuser: Accuser) -> None:
    row = sealed(accusers=(accuser,))
    (period,) = db.session.query(Deadline).filter_by(subject_kind="accusation", subject_id=row.id)
    assert (period.state, running_of("accusation", row.id)) == (DeadlineState.CLOSED, [])


def test_the_trail_says_who_sealed_it_and_no_word_of_it(app: Flask, account: AccountOf) -> None:
    row = sealed(by="petition")
    (entry,) = db.session.query(AuditEntry).filter_by(subject_kind="accusation", subject_id=row.id)
    assert (entry.deed, entry.account_id) == ("accusation:sealed", account("petition").id)
    assert (entry.spoken_by, json.loads(entry.detail)) == ("", {})


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " "}, "text"),
        ({"accused": ""}, "accused"),
        ({"accusers": ()}, "accusers"),
        ({"received_on": date(2026, 11, 24)}, "received_on"),
        ({"received_on": date(1999, 1, 1)}, "received_on"),
    ],
)
def test_what_is_missing_is_said_at_its_field(
    app: Flask, account: AccountOf, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused, transaction():
        seal_accusation(written(**changes), actor=account("discipline"), now=NOW)
    assert list(refused.value.fields) == [field]
    assert db.session.query(Accusation).count() == 0


@pytest.mark.both
def test_a_petition_that_was_nothing_else_leaves_no_row_behind(app: Flask) -> None:
    way = typed_as_a_petition(urgency=Urgency.MAJOR)
    way.action("major_report", reported_to="镇党委", method="phone", text=f"紧急，{MARK}")
    later = Way().register(repeats_id=way.petition.id)
    sealed_by_the_desk(way)
    claim_id = way.claim_id
    assert db.session.query(Claim).filter_by(id=claim_id).count() == 0
    for kind in (Process, Task, Deadline, Notice):
        assert db.session.query(kind).filter_by(subject_kind="claim", subject_id=claim_id).count() == 0
    assert db.session.query(MajorReport).count() == 0
    assert later.petition.is_repeat is False
    left = [cell for cell in cells() if MARK in cell[1] or ACCUSER in cell[1]]
    assert left == []


def test_the_register_numbers_of_petitions_are_drawn_so_that_none_is_missing(app: Flask) -> None:
    ways = [typed_as_a_petition(), Way().register(), Way().register()]
    numbers = [way.petition.number for way in ways]
    sealed_by_the_desk(ways[0])
    assert all(number[:5] == "2026-" and len(number) == 11 for number in numbers)
    assert sorted(numbers) != [f"{numbers[0][:5]}{int(numbers[0][5:]) + n}" for n in range(3)]


def test_of_several_claims_the_others_stay_close_ranks_and_keep_silent(app: Flask) -> None:
    way = typed_as_a_petition(claims=(TEXT, "请修村口的路。", "请装路灯。"), story=f"路坏了三年。{MARK}。")
    road, lamp = way.second_claim(2), way.second_claim(3)
    number = way.petition.number
    row = sealed_by_the_desk(way, story="路坏了三年。")
    assert f"路坏了三年。{MARK}。" in row.content["text"]
    assert TEXT in row.content["text"]
    petition = road.petition
    assert [one.number for one in petition.claims] == [f"{number}-1", f"{number}-2"]
    assert (petition.story, petition.title) == ("路坏了三年。", f"{ACCUSER}：请修村口的路。")
    for other in (road, lamp):
        assert {task.number for task in open_tasks_of("claim", other.claim_id)} == {other.claim.number}
        assert other.open == ["sort_claim"]
    left = [cell for cell in cells() if MARK in cell[1]]
    assert left == []


def test_when_nobody_says_what_of_the_story_stays_the_other_requests_stand_alone(app: Flask) -> None:
    way = typed_as_a_petition(claims=("请修村口的路。", TEXT))
    accusation = way.second_claim(2)
    sealed_by_the_desk(accusation)
    assert way.petition.story == "请修村口的路。"
    assert [cell for cell in cells() if MARK in cell[1]] == []


def test_a_claim_that_was_joined_to_it_goes_the_same_way(app: Flask) -> None:
    way = typed_as_a_petition()
    again = typed_as_a_petition()
    again.answer("sort_claim", outcome="joined", joined_to=way.claim.number, reason="同一件事。")
    sealed_by_the_desk(way)
    assert db.session.query(Accusation).count() == 2
    assert db.session.query(Petition).count() == 0
    assert [cell for cell in cells() if MARK in cell[1]] == []


def transferred() -> Way:
    """The same accusation, transferred to the town and objected to; the transferring body did not agree."""
    way = typed_as_a_petition(
        origin=Origin.TRANSFERRED, transferred_by="博山区信访局", transferred_on=local(NOW).date()
    )
    return way.sort().decide("objection", competent_body="区住建局")


def test_what_was_decided_already_stays_where_it_is(app: Flask) -> None:
    with pytest.raises(NotNow):
        sealed_by_the_desk(typed_as_a_petition().sort().decide("accepted"))
    assert db.session.query(Accusation).count() == 0


@pytest.mark.both
def test_a_draft_about_it_goes_and_a_numbered_letter_keeps_it(app: Flask) -> None:
    drafted = transferred().objection_answered("not_agreed")
    sealed_by_the_desk(drafted)
    assert db.session.query(Letter).count() == 0
    numbered = transferred()
    numbered.signed_off().sealed().objection_answered("not_agreed")
    with pytest.raises(NotNow):
        sealed_by_the_desk(numbered)
    assert letters_of(numbered.claim_id)[0].number == "白信访〔2026〕1号"


def test_a_later_petition_does_not_inherit_the_trail_of_one_that_left(app: Flask, account: AccountOf) -> None:
    way = typed_as_a_petition()
    with transaction():
        told_then = Submission({"national_number": "G1"}, way.now, ACCUSER, account("petition"), way.now)
        enter_national(way.petition, told_then)
    sealed_by_the_desk(way)
    fresh = Way().later(hours=1).register()
    lines = history_of(fresh.petition, fresh.petition.claims, sees_all=True).lines(1)
    assert [line.title for line in lines if line.spoken_by == ACCUSER] == []


def said_in_the_trail() -> list[str]:
    return [f"{entry.spoken_by} {entry.detail}" for entry in db.session.query(AuditEntry)]


def test_even_the_trail_forgets_who_accused_and_still_holds(app: Flask) -> None:
    """What is opened with the keys says nothing any more; that something was registered, and by whom, stays."""
    way = typed_as_a_petition()
    assert any(ACCUSER in said for said in said_in_the_trail())
    number = way.petition.number
    sealed_by_the_desk(way)
    assert not any(mark in said for said in said_in_the_trail() for mark in (ACCUSER, MARK, number))
    registered = db.session.query(AuditEntry).filter_by(deed="petition:registered").one()
    assert (registered.key_sealed, registered.account_id) == (None, way.account("petition").id)
    assert trail_fault(db.session.connection()) is None


@pytest.mark.both
def test_of_a_petition_that_stays_only_the_claim_is_forgotten(app: Flask) -> None:
    way = typed_as_a_petition(claims=(TEXT, "请修村口的路。"))
    claim_id = way.claim_id
    sealed_by_the_desk(way)
    about = db.session.query(AuditEntry).filter_by(subject_kind="claim", subject_id=claim_id).all()
    assert {entry.key_sealed is None for entry in about if entry.deed != ERASED} <= {True}
    assert [entry.deed for entry in about if entry.deed == ERASED] == [ERASED]
    assert db.session.query(AuditEntry).filter_by(deed="petition:registered").one().key_sealed is not None
    assert trail_fault(db.session.connection()) is None
