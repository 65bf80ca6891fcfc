"""Legal review: sending, answering, the head's decision after the time is over."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest
from flask import Flask

from app.accounts.models import Account
from app.cases.models import CaseMediator, CaseMediatorPart
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, NotFound, NotNow
from app.core.permissions import Role
from app.core.terms import PoolCategory
from app.core.transaction import transaction
from app.legal_review.models import Review, Verdict
from app.legal_review.queries import advisers_of, open_review, queue_of, remarks_of, reviews_of
from app.mediators.models import PoolMember
from app.processes.actions.sweep import sweep_timers
from tests.agreements.paths import Path


def second_adviser() -> int:
    """Another legal adviser of the town, with an account; the person's id."""
    with transaction():
        helper = next(one for one in db.session.query(PoolMember) if one.person.name == "秦文员")
        helper.category = PoolCategory.LEGAL_ADVISER
        account = db.session.query(Account).filter_by(person_id=helper.person_id).one()
        account.login_name, account.role, account.committee_id = "adviser-2", Role.LEGAL_ADVISER, None
        return helper.person_id


def late(path: Path) -> Path:
    """The adviser's time is over."""
    path.later(hours=25)
    sweep_timers(path.now)
    return path


def test_sending_makes_a_request_with_a_due_moment_and_gives_the_step_to_the_adviser(app: Flask) -> None:
    path = Path().drafted().sent()
    review = open_review(path.agreement.id)
    assert review is not None
    assert (review.version, review.adviser_person_id) == (1, path.adviser)
    assert review.due_at == path.now + timedelta(hours=24)
    task = path.task("legal_review")
    assert task.assignee_person_id == path.adviser
    assert task.due_at is not None
    assert task.due_at.astimezone(UTC) == review.due_at
    assert [one.case.id for one in queue_of(path.account("adviser"))] == [path.case_id]


def test_an_adviser_sees_only_what_was_laid_before_them(app: Flask) -> None:
    path = Path().drafted()
    with pytest.raises(NotFound):
        path.answer("draft", "adviser", outcome="review", adviser=path.adviser)
    assert queue_of(path.account("adviser")) == []


@pytest.mark.parametrize("adviser", ["", "999999"])
def test_a_draft_goes_to_an_adviser_of_the_list_only(app: Flask, adviser: str) -> None:
    path = Path().drafted()
    with pytest.raises(Invalid, match="请选一位法律顾问"):
        path.answer("draft", outcome="review", adviser=adviser)
    assert path.open == ["draft"]
    assert db.session.query(Review).count() == 0


def test_an_adviser_who_is_a_party_is_not_offered(app: Flask) -> None:
    path = Path().drafted()
    with transaction():
        path.case.parties[0].person_id = path.adviser
    assert advisers_of(path.case, path.now.date()) == []


def test_nothing_is_sent_before_it_is_written(app: Flask) -> None:
    path = Path().agreed()
    with pytest.raises(NotNow, match="协议还没有起草"):
        path.answer("draft", outcome="review", adviser=path.adviser)


def test_a_text_that_changed_since_the_page_is_not_sent(app: Flask) -> None:
    path = Path().drafted()
    with pytest.raises(NotNow, match="协议别人刚刚改过"):
        path.answer("draft", outcome="review", adviser=path.adviser, seen_version="7")


def test_skipping_needs_a_reason(app: Flask) -> None:
    path = Path().drafted()
    with pytest.raises(Invalid, match="要写明理由"):
        path.answer("draft", outcome="skip_review", skip_reason="  ")
    path.answer("draft", outcome="skip_review", skip_reason="数额小。")
    assert path.open == ["freeze"]


def test_a_pass_covers_the_version_that_was_read(app: Flask) -> None:
    path = Path().drafted().sent().passed()
    assert path.agreement.reviewed_version == path.agreement.version
    newest = reviews_of(path.agreement.id)[0]
    assert (newest.verdict, newest.answered_at) == (Verdict.PASSED, path.now)


def test_a_return_needs_words_and_they_stand_beside_the_clauses(app: Flask) -> None:
    path = Path().drafted().sent()
    with pytest.raises(Invalid, match="退回要写明理由"):
        path.answer("legal_review", "adviser", outcome="returned")
    path.answer("legal_review", "adviser", outcome="returned", comments={"2": "写清楚放什么不行。"})
    assert path.open == ["draft"]
    assert path.agreement.reviewed_version is None
    remark = remarks_of(path.agreement.id)[0]
    assert (remark.position, remark.text, remark.by) == (2, "写清楚放什么不行。", "法律顾问何律师")


def test_a_comment_on_no_clause_is_refused(app: Flask) -> None:
    path = Path().drafted().sent()
    with pytest.raises(Invalid, match="协议里没有这一条"):
        path.answer("legal_review", "adviser", outcome="returned", comments={"9": "？"})


def test_only_the_adviser_who_was_asked_answers(app: Flask) -> None:
    path = Path().drafted().sent()
    with pytest.raises(NotAllowed):
        path.answer("legal_review", "head", outcome="passed")
    second_adviser()
    with pytest.raises(NotFound):
        path.answer("legal_review", "adviser-2", outcome="passed")
    assert path.open == ["legal_review"]


def test_after_a_day_without_an_answer_the_head_decides(app: Flask) -> None:
    path = late(Path().drafted().sent())
    assert path.open == ["decide_review"]
    with pytest.raises(NotAllowed):
        path.answer("decide_review", "mediator", outcome="passed", reason="等不及。")
    with pytest.raises(Invalid, match="请写明理由"):
        path.answer("decide_review", "head", outcome="passed", reason="")
    path.answer("decide_review", "head", outcome="passed", reason="数额小，双方催得急。")
    assert path.open == ["freeze"]
    assert "主任决定定稿：数额小" in path.agreement.review_waived_reason
    assert open_review(path.agreement.id) is None


def test_the_head_returns_a_text(app: Flask) -> None:
    path = late(Path().drafted().sent())
    path.answer("decide_review", "head", outcome="returned", reason="第二条先改清楚。")
    assert path.open == ["draft"]
    remark = remarks_of(path.agreement.id)[0]
    assert (remark.by, remark.text) == ("主任", "第二条先改清楚。"), "the adviser said nothing of the kind"


def test_a_substitute_gets_a_new_request_and_a_new_day(app: Flask) -> None:
    substitute = second_adviser()
    path = late(Path().drafted().sent())
    with pytest.raises(Invalid, match="请选一位法律顾问"):
        path.answer("decide_review", "head", outcome="substitute", substitute=str(path.adviser), reason="没回音。")
    path.answer("decide_review", "head", outcome="substitute", substitute=str(substitute), reason="没回音。")
    assert path.open == ["legal_review"]
    assert path.task("legal_review").assignee_person_id == substitute
    waiting = open_review(path.agreement.id)
    assert waiting is not None
    assert waiting.due_at == path.now + timedelta(hours=24)
    assert [one.verdict for one in reviews_of(path.agreement.id)] == [None, Verdict.SUBSTITUTED]
    path.answer("legal_review", "adviser-2", outcome="passed")
    assert path.open == ["freeze"]


def test_a_substitute_can_be_late_too(app: Flask) -> None:
    substitute = second_adviser()
    path = late(Path().drafted().sent())
    path.answer("decide_review", "head", outcome="substitute", substitute=str(substitute), reason="没回音。")
    assert late(path).open == ["decide_review"]


def test_two_cases_keep_their_reviews_apart(app: Flask) -> None:
    first, second = Path().drafted().sent(), Path().drafted().sent()
    first.answer("legal_review", "adviser", outcome="returned", comment="第一件要改。")
    assert remarks_of(second.agreement.id) == []
    assert [one.case.id for one in queue_of(first.account("adviser"))] == [second.case_id]


def test_nobody_reviews_what_they_mediated(app: Flask) -> None:
    path = Path().register().start_at("village").accept().consent().tell_rights()
    path.choose_mediators(others={"何律师": "invited"}).sit()
    path.answer("mediate", outcome="agreed", form="written", partial="no")
    path.save()
    assert path.adviser not in {one.id for one in advisers_of(path.case, path.today)}
    with pytest.raises(Invalid, match="请选一位法律顾问"):
        path.sent()


def test_an_adviser_who_came_to_work_on_the_case_meanwhile_does_not_answer(app: Flask) -> None:
    path = Path().drafted().sent()
    with transaction():
        member = next(one for one in db.session.query(PoolMember) if one.person_id == path.adviser)
        db.session.add(
            CaseMediator(
                case_id=path.case_id,
                pool_member_id=member.id,
                part=CaseMediatorPart.INVITED,
                committee_id=path.case.committee_id,
                chosen_by="committee",
                since_on=path.today,
            )
        )
    with pytest.raises(NotNow, match="不能又审它的协议"):
        path.passed()
