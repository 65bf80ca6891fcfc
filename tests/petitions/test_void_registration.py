"""登记错了、重了，作废: a petition is voided until something of it is decided, and nothing is said of anybody (X10)."""

from __future__ import annotations

import pytest
from flask import Flask

from app.accusations.models import Accusation
from app.audit.models import AuditEntry
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.deadlines.actions.sweep import sweep_deadlines
from app.deadlines.models import Deadline
from app.matters.actions.rebuild import differences
from app.matters.models.voided import VoidedMatter
from app.petitions.models import Petition
from app.petitions.models.records import Withdrawal
from app.petitions.queries import earlier_petitions
from app.petitions.terms import ClaimStatus, Ending
from app.processes.actions.sweep import sweep_timers
from app.processes.models import Process
from app.statistics.queries import ALL, counts
from app.statistics.rules import this_year
from tests import public
from tests.accusations.sealing import MARK, sealed_by_the_desk, typed_as_a_petition
from tests.accusations.test_sealing import cells
from tests.petitions.screen import ClientOf, hidden
from tests.petitions.way import Way
from tests.trail import trail_fault


def void(way: Way, **values: object) -> Way:
    """Void the registration, as a mistake unless something else is said."""
    return way.action("void_registration", **{"why": "mistake", "reason": "点错了，没有这封信。", **values})


def double(way: Way, other: str) -> Way:
    """Void it as a second registration of another one."""
    return void(way, why="double", other=other, reason="一封信登记了两次。")


def page_of(way: Way) -> str:
    return f"/petitions/{public.petition(way.petition.id)}"


@pytest.mark.both
def test_every_claim_ends_and_nobody_withdrew_or_was_refused(app: Flask) -> None:
    way = Way().register(claims=("修路。", "装路灯。"))
    other = way.second_claim()
    other.sort()
    void(way)
    for one in (way, other):
        assert (one.claim.ending, one.claim.closed_on) == (Ending.VOIDED, local(way.now).date())
        assert (one.claim.status, one.claim.decision) == (ClaimStatus.CLOSED, None)
        assert (one.open, one.periods) == ([], [])
    assert db.session.query(VoidedMatter).count() == 2
    assert db.session.query(Withdrawal).count() == 0
    assert db.session.query(Deadline).filter_by(closed_at=None).count() == 0
    assert db.session.query(Process).filter_by(finished_at=None).count() == 0
    assert db.session.query(AuditEntry).filter_by(deed="claim:voided").count() == 2
    later = way.later(days=200).now
    assert (sweep_timers(later), sweep_deadlines(later)) == (0, 0)
    assert list(differences()) == []
    with db.engine.connect() as connection:
        assert trail_fault(connection) is None


@pytest.mark.both
def test_it_is_counted_nowhere_and_still_found(app: Flask, client_of: ClientOf) -> None:
    Way().register()
    way = Way().register()
    before = counts(way.account("leader"), ALL, this_year(way.today), way.today)[ALL]
    void(way)
    after = counts(way.account("leader"), ALL, this_year(way.today), way.today)[ALL]
    assert (before.claims, after.claims, after.petitions) == (2, 1, 1)
    desk = client_of("petition")
    assert way.claim.number not in desk.get("/").text
    assert "登记错了或重了，已作废" in desk.get(page_of(way)).text
    assert page_of(way) in desk.get(f"/search?words={way.petition.number}").text


@pytest.mark.both
@pytest.mark.parametrize("tail", ["", "-1"])
def test_of_a_double_one_both_pages_name_the_other(app: Flask, client_of: ClientOf, tail: str) -> None:
    stays, second = Way().register(), Way().register()
    double(second, f"{stays.petition.number}{tail}")
    desk = client_of("petition")
    voided, kept = desk.get(page_of(second)).text, desk.get(page_of(stays)).text
    assert "已作废：重了。原因：一封信登记了两次。" in voided
    assert f'href="{page_of(stays)}' in voided
    assert "这件登记过不止一次，重的已作废：" in kept
    assert f'href="{page_of(second)}' in kept
    assert stays.open == ["sort_claim"]


@pytest.mark.parametrize("number", ["", "2026-000000", "itself", "乱写"])
def test_one_that_is_not_there_is_asked_for_at_its_field(app: Flask, number: str) -> None:
    way = Way().register()
    with pytest.raises(Invalid, match="没有这个编号的信访件") as refused:
        double(way, way.petition.number if number == "itself" else number)
    assert list(refused.value.fields) == ["other"]
    assert (way.claim.ending, way.open) == (None, ["sort_claim"])


def test_void_ones_name_no_void_one_and_a_second_time_is_refused(app: Flask) -> None:
    stays, second = Way().register(), Way().register()
    double(second, stays.petition.number)
    with pytest.raises(Invalid):
        double(stays, second.petition.number)
    with pytest.raises(NotNow, match="已经作废"):
        void(second)


def test_what_was_decided_or_joined_to_is_refused_with_what_to_do_instead(app: Flask) -> None:
    decided = Way().register(claims=("修路。", "装路灯。"))
    decided.second_claim().sort().decide("simple", told_how="phone")
    with pytest.raises(NotNow, match=r"“更正”.*“并案”.*“信访人书面撤回”"):
        void(decided)
    first, again = Way().register(), Way().register()
    again.answer("sort_claim", outcome="joined", joined_to=first.claim.number, reason="同一件事。")
    with pytest.raises(NotNow, match="并到了这一件"):
        void(first)
    assert first.open == ["sort_claim"]


def test_a_later_one_repeats_the_one_that_stays(app: Flask) -> None:
    stays, second = Way().register(), Way().register()
    later = Way().register(repeats_id=second.petition.id)
    double(second, stays.petition.number)
    assert later.petition.repeats_id == stays.petition.id
    assert list(earlier_petitions(later.petition)) == [stays.petition]
    void(stays)
    assert later.petition.is_repeat is False


def test_no_sheet_is_printed_and_nothing_more_is_offered(app: Flask, client_of: ClientOf) -> None:
    way, desk = void(Way().register()), client_of("petition")
    page = desk.get(page_of(way)).text
    assert "登记作废" in page
    assert "还没录入" not in page
    assert "/deeds/withdraw" not in page
    assert "/sheets/" not in page
    refused = desk.get(f"{page_of(way)}/sheets/receipt.pdf")
    assert (refused.status_code, "不再打印文书" in refused.text) == (409, True)


def test_the_page_asks_and_is_done_once(app: Flask, client_of: ClientOf) -> None:
    way, desk = Way().register(), client_of("petition")
    address = f"/petitions/claims/{way.claim.public_id}/deeds/void_registration"
    assert address in desk.get(page_of(way)).text
    form = {**hidden(desk.get(address)), "occurred_at": "2026-11-23T09:00", "why": "mistake", "reason": "点错了。"}
    assert [desk.post(address, data=form).status_code for _ in range(2)] == [302, 302]
    assert db.session.query(VoidedMatter).count() == 1


@pytest.mark.both
def test_what_turns_out_to_be_an_accusation_takes_its_void_double_along(app: Flask) -> None:
    stays, second = typed_as_a_petition(), typed_as_a_petition()
    double(second, stays.petition.number)
    joined, void_of_joined = typed_as_a_petition(), typed_as_a_petition()
    double(void_of_joined, joined.petition.number)
    joined.answer("sort_claim", outcome="joined", joined_to=stays.claim.number, reason="同一件事。")
    sealed_by_the_desk(stays)
    assert db.session.query(Accusation).count() == 4
    assert (db.session.query(Petition).count(), db.session.query(VoidedMatter).count()) == (0, 0)
    assert [cell for cell in cells() if MARK in cell[1]] == []
    assert trail_fault(db.session.connection()) is None
