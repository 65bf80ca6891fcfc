"""What people read and type on the pages of legal review."""

from __future__ import annotations

import pytest
from flask import Flask

from app.accounts.models import Draft
from app.agreements.rules import ClauseText
from app.core.db import db
from app.legal_review.queries import open_review, reviews_of
from tests import public
from tests.agreements.paths import Path
from tests.agreements.test_pages import ClientOf, hidden, value_of, words
from tests.legal_review.test_steps import late, second_adviser

AT = "2026-11-23T08:30"


def test_a_draft_without_a_word_leads_to_the_page_to_write_it_on(app: Flask, client_of: ClientOf) -> None:
    path = Path().agreed()
    answer = client_of("mediator").get(f"/tasks/{public.task(path.task('draft').id)}", follow_redirects=True)
    assert answer.request.path == f"/agreements/{public.case(path.case_id)}/draft"


def test_the_mediator_sends_the_draft_to_an_adviser(app: Flask, client_of: ClientOf) -> None:
    path = Path().drafted()
    client = client_of("mediator")
    page = client.get(f"/tasks/{public.task(path.task('draft').id)}", follow_redirects=True)
    assert "要不要请法律顾问看" in words(page)
    assert "24小时没有答复的，由主任决定怎么办" in words(page)
    sent = {**hidden(page), "seen_version": value_of(page, "seen_version"), "outcome": "review", "occurred_at": AT}
    nobody = client.post(f"/reviews/cases/{public.case(path.case_id)}/send", data=sent)
    assert nobody.status_code == 422
    assert "请选一位法律顾问" in words(nobody)
    answer = client.post(
        f"/reviews/cases/{public.case(path.case_id)}/send",
        data={**sent, "adviser": public.person(path.adviser)},
        follow_redirects=True,
    )
    assert "送给法律顾问了" in words(answer)
    assert path.open == ["legal_review"]


def test_sending_twice_asks_once(app: Flask, client_of: ClientOf) -> None:
    path = Path().drafted()
    client = client_of("mediator")
    page = client.get(f"/reviews/cases/{public.case(path.case_id)}/send")
    sent = {**hidden(page), "outcome": "review", "adviser": public.person(path.adviser), "occurred_at": AT}
    for _ in range(2):
        assert client.post(f"/reviews/cases/{public.case(path.case_id)}/send", data=sent).status_code == 302
    assert len(reviews_of(path.agreement.id)) == 1


def test_what_came_back_is_shown_first_and_not_sent_again_as_it_was(app: Flask, client_of: ClientOf) -> None:
    path = Path().drafted().sent()
    path.answer("legal_review", "adviser", outcome="returned", comment="", comments={"1": "写明日子。"})
    client, address = client_of("mediator"), f"/reviews/cases/{public.case(path.case_id)}/send"
    page = client.get(address)
    assert words(page).index("退回：第1条——写明日子。") < words(page).index("顾问退回的就是这一版，还没有改过。")
    change = page.text.index(f'<a class="button button-main" href="/agreements/{public.case(path.case_id)}/draft">')
    assert change < page.text.index('id="text"')
    sent = {**hidden(page), "outcome": "review", "adviser": public.person(path.adviser), "occurred_at": AT}
    refused = client.post(address, data={**sent, "seen_version": value_of(page, "seen_version")})
    assert refused.status_code == 422
    assert "顾问退回以后，协议一个字没有改" in words(refused)
    assert path.open == ["draft"]
    again = {**hidden(refused), **{name: sent[name] for name in ("outcome", "adviser", "occurred_at")}}
    assert client.post(address, data={**again, "same_text": "same"}).status_code == 302
    assert path.open == ["legal_review"]


def test_a_text_that_was_changed_after_it_came_back_goes_out_unasked(app: Flask, client_of: ClientOf) -> None:
    path = Path().drafted().sent()
    path.answer("legal_review", "adviser", outcome="returned", comment="写明日子。", comments={})
    path.save(clauses=(ClauseText("王甲", "留出六十厘米通道", due_note="2026年12月31日前"),))
    client, address = client_of("mediator"), f"/reviews/cases/{public.case(path.case_id)}/send"
    page = client.get(address)
    assert "还没有改过" not in words(page)
    assert "写明日子。" in words(page)
    sent = {**hidden(page), "outcome": "review", "adviser": public.person(path.adviser), "occurred_at": AT}
    assert client.post(address, data=sent).status_code == 302


def test_skipping_without_a_reason_is_a_sentence(app: Flask, client_of: ClientOf) -> None:
    path = Path().drafted()
    page = client_of("mediator").get(f"/reviews/cases/{public.case(path.case_id)}/send")
    answer = client_of("mediator").post(
        f"/reviews/cases/{public.case(path.case_id)}/send",
        data={**hidden(page), "outcome": "skip_review", "occurred_at": AT},
    )
    assert answer.status_code == 422
    assert "不送法律顾问看，要写明理由" in words(answer)


@pytest.mark.both
def test_the_adviser_finds_facts_beside_clauses_and_comments_on_one(app: Flask, client_of: ClientOf) -> None:
    clauses = (ClauseText("王甲", "通道归王甲所有", due_note="长期"),)
    path = Path().agreed().save(clauses=clauses).sent()
    client = client_of("adviser")
    queue = client.get("/reviews/")
    assert "王甲—王乙" in words(queue)
    assert f'href="/reviews/cases/{public.case(path.case_id)}"' in queue.get_data(as_text=True)
    page = client.get(f"/tasks/{public.task(path.task('legal_review').id)}", follow_redirects=True)
    assert "因翻建留通道发生争执" in words(page)
    assert "对第1条的意见" in words(page)
    assert "像是在定土地归谁" in words(page)
    sent = {**hidden(page), "seen_version": "1", "outcome": "returned", "occurred_at": AT}
    empty = client.post(f"/reviews/cases/{public.case(path.case_id)}", data=sent)
    assert empty.status_code == 422
    assert "退回要写明理由" in words(empty)
    answer = client.post(
        f"/reviews/cases/{public.case(path.case_id)}",
        data={**sent, "clause_1": "只能约定使用，不能定归属。"},
        follow_redirects=True,
    )
    assert "答复好了" in words(answer)
    assert "现在没有等您看的协议" in words(answer)
    draft = client_of("mediator").get(f"/agreements/{public.case(path.case_id)}/draft")
    assert "法律顾问何律师：只能约定使用，不能定归属。" in words(draft)


def test_an_answer_to_an_older_text_is_refused_and_kept_on_the_page(app: Flask, client_of: ClientOf) -> None:
    path = Path().drafted().sent()
    client = client_of("adviser")
    page = client.get(f"/reviews/cases/{public.case(path.case_id)}")
    sent = {**hidden(page), "seen_version": "0", "outcome": "passed", "comment": "没有问题", "occurred_at": AT}
    answer = client.post(f"/reviews/cases/{public.case(path.case_id)}", data=sent)
    assert answer.status_code == 409
    assert "您看的是旧的一版" in words(answer)
    assert "没有问题" in words(answer)


def test_an_adviser_opens_no_case_that_was_not_laid_before_them(app: Flask, client_of: ClientOf) -> None:
    path = Path().drafted()
    assert client_of("adviser").get(f"/reviews/cases/{public.case(path.case_id)}").status_code == 404
    assert client_of("mediator").get("/reviews/").status_code == 403


@pytest.mark.both
def test_the_head_chooses_a_substitute(app: Flask, client_of: ClientOf) -> None:
    substitute = second_adviser()
    path = Path().drafted().sent()
    waiting = client_of("head").get(f"/reviews/cases/{public.case(path.case_id)}/decide", follow_redirects=True)
    assert "这一步已经办过了，或者还没有到" in words(waiting)
    late(path)
    page = client_of("head").get(f"/tasks/{public.task(path.task('decide_review').id)}", follow_redirects=True)
    assert "何律师，应在2026年11月24日09:00前答复，还没有答复" in words(page)
    sent = {**hidden(page), "outcome": "substitute", "substitute": public.person(substitute), "occurred_at": AT}
    silent = client_of("head").post(f"/reviews/cases/{public.case(path.case_id)}/decide", data=sent)
    assert silent.status_code == 422
    answer = client_of("head").post(
        f"/reviews/cases/{public.case(path.case_id)}/decide", data={**sent, "reason": "没有回音。"}
    )
    assert answer.status_code == 302
    review = open_review(path.agreement.id)
    assert review is not None
    assert review.adviser_person_id == substitute


def test_an_answered_review_leaves_no_draft_behind(app: Flask, client_of: ClientOf) -> None:
    path = Path().drafted().sent()
    client = client_of("adviser")
    key = f"review-{public.case(path.case_id)}"
    client.post(f"/drafts/{key}", data="comment=好", content_type="text/plain")
    assert db.session.query(Draft).filter_by(form_key=key).count() == 1
    page = client.get(f"/reviews/cases/{public.case(path.case_id)}")
    sent = {**hidden(page), "seen_version": "1", "outcome": "passed", "occurred_at": AT, "draft-key": key}
    assert client.post(f"/reviews/cases/{public.case(path.case_id)}", data=sent).status_code == 302
    assert db.session.query(Draft).filter_by(form_key=key).count() == 0
