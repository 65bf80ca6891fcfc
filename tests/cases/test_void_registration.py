"""登记错了、重了，作废: until acceptance a registration is voided, and nothing is said of the citizen (X10)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import downgrade, stamp

from app.audit.models import AuditEntry
from app.cases.actions.at_any_step import ACTIONS
from app.cases.models.records import Termination
from app.cases.queries.alike import disputes_like
from app.cases.terms import CaseStatus
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, NotNow
from app.core.transaction import transaction
from app.deadlines.actions.sweep import sweep_deadlines
from app.deadlines.models import Deadline
from app.deadlines.terms import DeadlineState
from app.matters.actions.rebuild import differences
from app.matters.models.voided import VoidedMatter
from app.processes.actions.sweep import sweep_timers
from app.processes.models import Process, Task, Timer
from app.processes.registry import Submission
from tests import public
from tests.petitions.screen import hidden
from tests.petitions.way import Way
from tests.story import Story
from tests.trail import trail_fault

ClientOf = Callable[[str], FlaskClient]
DOUBLE = {"why": "double", "other": "王甲 王乙", "reason": "一分钟里登记了两次。"}


def void(story: Story, by: str = "mediator", **values: object) -> Story:
    """Void the registration, as a mistake unless something else is said."""
    given = {"why": "mistake", "reason": "点错了，没有这件事。", **values}
    with transaction():
        said = Submission(given, story.now, "", story.account(by), story.now)
        ACTIONS["void_registration"].carry_out(story.case, said)
    return story


def page_of(story: Story) -> str:
    return f"/cases/{public.case(story.case_id)}"


@pytest.mark.both
def test_a_wrong_registration_ends_everything_and_says_nothing_of_anybody(app: Flask) -> None:
    story = void(Story().register())
    case = story.case
    assert (case.status, case.ended_at, case.number) == (CaseStatus.VOIDED, story.now, "")
    assert (story.open, story.periods) == ([], [])
    assert {one.state for one in db.session.query(Deadline).filter_by(subject_kind="case")} == {DeadlineState.CLOSED}
    assert db.session.query(Process).filter_by(finished_at=None).count() == 0
    assert db.session.query(Timer).filter_by(gone_at=None).count() == 0
    assert db.session.query(Termination).count() == 0
    (row,) = db.session.query(VoidedMatter)
    assert (row.reason, row.instead_id, row.typed_by_id) == ("点错了，没有这件事。", None, story.account("mediator").id)
    assert db.session.query(AuditEntry).filter_by(deed="case:voided").count() == 1
    assert list(differences()) == []
    with db.engine.connect() as connection:
        assert trail_fault(connection) is None


@pytest.mark.both
def test_a_void_registration_never_rings_again(app: Flask) -> None:
    story = void(Story().register()).later(days=90)
    assert (sweep_timers(story.now), sweep_deadlines(story.now)) == (0, 0)


def test_the_step_chosen_before_acceptance_may_stand_anywhere_on_the_ladder(app: Flask) -> None:
    story = void(Story().register().start_at("village"))
    assert (story.case.status, story.open) == (CaseStatus.VOIDED, [])
    assert {task.outcome for task in db.session.query(Task).filter_by(name="accept_case")} == {"gone"}


@pytest.mark.both
def test_a_double_one_names_the_one_that_stays_and_both_pages_say_so(app: Flask, client_of: ClientOf) -> None:
    stays, double = Story().register(), Story().register()
    void(double, **DOUBLE)
    (row,) = db.session.query(VoidedMatter)
    assert (row.instead_kind, row.instead_id) == ("case", stays.case_id)
    client = client_of("mediator")
    page = client.get(page_of(double)).text
    assert "已作废：重了。原因：一分钟里登记了两次。" in page
    assert f'href="{page_of(stays)}"' in page
    assert "这件登记过不止一次，重的已作废：" in client.get(page_of(stays)).text
    assert f'href="{page_of(double)}"' in client.get(page_of(stays)).text
    alike = disputes_like([(1, "王甲"), (2, "王乙")], stays.account("mediator"))
    assert [case.id for case in alike.seen] == [stays.case_id]
    assert stays.open == ["choose_start"]


def test_the_one_that_stays_may_be_named_by_its_number(app: Flask) -> None:
    stays = Story().register().start_at("village").accept()
    double = void(Story().register(), **{**DOUBLE, "other": "小海眼0001号"})
    assert db.session.query(VoidedMatter).one().instead_id == stays.case_id
    assert double.case.status is CaseStatus.VOIDED


@pytest.mark.parametrize("other", ["", "李四 赵六", "（2026）小海眼人调字第9999号", "——"])
def test_one_that_is_not_there_is_asked_for_at_its_field(app: Flask, other: str) -> None:
    Story().register()
    double = Story().register()
    with pytest.raises(Invalid, match="没有找到这一件，或者它不归您看") as refused:
        void(double, **{**DOUBLE, "other": other})
    assert list(refused.value.fields) == ["other"]
    assert (double.case.status, double.open) == (CaseStatus.REGISTERED, ["choose_start"])
    assert db.session.query(VoidedMatter).count() == 0


def test_one_out_of_sight_reads_like_none_and_one_of_two_must_be_told_apart(app: Flask) -> None:
    Story().register(by="stranger", village="赵庄")
    alone = Story().register()
    with pytest.raises(Invalid, match="没有找到这一件，或者它不归您看"):
        void(alone, **DOUBLE)
    Story().register()
    Story().register()
    with pytest.raises(Invalid, match="找到不止一件"):
        void(alone, **DOUBLE)


def test_two_doubles_cannot_both_be_voided_for_each_other(app: Flask) -> None:
    first, second = Story().register(), Story().register()
    void(first, **DOUBLE)
    with pytest.raises(Invalid, match="没有找到这一件"):
        void(second, **DOUBLE)
    assert second.case.status is CaseStatus.REGISTERED


def test_a_second_time_is_refused(app: Flask) -> None:
    story = void(Story().register())
    with pytest.raises(NotNow, match="已经作废"):
        void(story)
    assert db.session.query(VoidedMatter).count() == 1


def test_what_was_accepted_is_refused_with_what_to_do_instead(app: Flask) -> None:
    story = Story().register().start_at("village").accept()
    with pytest.raises(NotNow, match=r"“更正”.*“编号作废”.*“撤回申请”"):
        void(story)
    assert story.case.number
    assert story.open


def test_a_reason_is_wanted(app: Flask) -> None:
    story = Story().register()
    with pytest.raises(Invalid) as refused:
        void(story, reason="  ")
    assert list(refused.value.fields) == ["reason"]
    assert (story.case.status, story.open) == (CaseStatus.REGISTERED, ["choose_start"])


def test_who_registered_it_or_the_head_voids_it_and_nobody_else(app: Flask) -> None:
    typed_by_head = Story().register(by="head")
    with pytest.raises(NotAllowed, match="登记的人或者本调委会主任"):
        void(typed_by_head, by="mediator")
    for stranger in ("stranger", "stranger-head", "town-head"):
        with pytest.raises(NotAllowed):
            void(typed_by_head, by=stranger)
    void(Story().register(by="mediator"), by="head")
    void(typed_by_head, by="head")


def test_nothing_more_is_offered_or_done_and_no_paper_is_printed(app: Flask, client_of: ClientOf) -> None:
    story, client = void(Story().register()), client_of("mediator")
    page = client.get(page_of(story)).text
    assert "登记错了或重了，已作废" in page
    assert "登记作废" in page
    assert "/deeds/" not in page
    assert "/papers/" not in page
    refused = client.get(f"{page_of(story)}/papers/acceptance_register.pdf")
    assert (refused.status_code, "不再打印文书" in refused.text) == (409, True)
    late = client.get(f"{page_of(story)}/deeds/withdraw")
    assert late.status_code == 409


def test_it_leaves_what_waits_and_is_still_found(app: Flask, client_of: ClientOf) -> None:
    story, client = void(Story().register()), client_of("mediator")
    assert page_of(story) not in client.get("/").text
    found = client.get("/search?words=王甲").text
    assert page_of(story) in found
    assert "已作废" in client.get("/cases/?words=王甲").text


def test_the_page_asks_keeps_what_was_typed_and_is_done_once(app: Flask, client_of: ClientOf) -> None:
    Story().register()
    story, client = Story().register(), client_of("mediator")
    address = f"{page_of(story)}/deeds/void_registration"
    assert address in client.get(page_of(story)).text
    form = {**hidden(client.get(address)), "occurred_at": "2026-11-23T09:00"}
    wrong = client.post(address, data={**form, "why": "double", "other": "没有这人", "reason": "重了。"})
    assert wrong.status_code == 422
    assert "重了。" in wrong.text
    right = {**form, **DOUBLE}
    assert [client.post(address, data=right).status_code for _ in range(2)] == [302, 302]
    assert db.session.query(VoidedMatter).count() == 1


def test_a_petition_whose_dispute_was_voided_may_be_led_to_mediation_again(app: Flask) -> None:
    way = Way().investigating()
    way.dispute()
    first = way.claim.dispute_id
    assert first is not None
    void(Story(way.now, first), by="town-head")
    way.dispute()
    assert way.claim.dispute_id not in (None, first)


@pytest.mark.both
def test_a_version_that_knows_no_void_registration_is_not_gone_back_to(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    void(Story().register())
    stamp()
    db.session.remove()
    with pytest.raises(SystemExit):
        downgrade(revision="0021")
    assert "void registration" in caplog.text
    assert db.session.query(VoidedMatter).count() == 1
