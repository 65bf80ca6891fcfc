"""今天 says what somebody else answered last, where it waits for me; my own answers are no news."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from tests.agreements.paths import Path
from tests.petitions.screen import words

ClientOf = Callable[[str], FlaskClient]


def test_the_mediator_reads_what_the_adviser_said(app: Flask, client_of: ClientOf) -> None:
    path = Path().drafted().sent()
    path.later(hours=1).answer("legal_review", "adviser", outcome="returned", comment="", comments={"1": "写明日子。"})
    page = client_of("mediator").get("/")
    assert "顾问退回：第1条：写明日子。" in words(page)
    assert "<strong>顾问退回</strong>" in page.text


def test_what_i_answered_myself_is_no_news(app: Flask, client_of: ClientOf) -> None:
    Path().drafted()
    assert "谈成了" not in words(client_of("mediator").get("/"))


def test_a_long_word_is_cut_on_the_list_and_whole_on_the_page(app: Flask, client_of: ClientOf) -> None:
    path, long = Path().drafted().sent(), "重写" * 100
    path.later(hours=1).answer("legal_review", "adviser", outcome="returned", comment=long, comments={})
    client = client_of("mediator")
    assert long not in words(client.get("/"))
    assert "…" in words(client.get("/"))
    assert long in words(client.get(f"/cases/{path.case.public_id}"))
