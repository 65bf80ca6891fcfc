"""Guessing query codes is slowed, whoever has the right one is not shut out, and no number tells that it exists."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.core.brake import Tally
from app.core.db import db
from tests.petitions.screen import words
from tests.petitions.way import Way
from tests.town import NOW

PAGE = "/petitions/follow"
HOME, ELSEWHERE = "192.168.1.20", "203.0.113.9"
WAIT = "查询码试错的次数太多了，请等"
TOKEN = re.compile(r'content="[\w.-]{60,}"|name="(csrf_token|once)"[^>]*>|value="[^"]*"|id="once"[^>]*')


def ask(client: FlaskClient, number: str, code: str, source: str = ELSEWHERE) -> TestResponse:
    return client.post(PAGE, data={"number": number, "code": code}, environ_base={"REMOTE_ADDR": source})


def guess(app: Flask, number: str, times: int, source: str = ELSEWHERE) -> list[int]:
    return [ask(app.test_client(), number, "AAAAAAAAAA", source).status_code for _ in range(times)]


def right(client: FlaskClient, way: Way, source: str = HOME) -> TestResponse:
    return ask(client, way.petition.number, way.petition.query_code, source)


def test_after_six_wrong_codes_from_one_place_even_the_right_one_waits_a_minute(
    app: Flask, at: Callable[[datetime], None]
) -> None:
    way = Way().register()
    assert guess(app, way.petition.number, 7) == [404] * 6 + [429]
    page = right(app.test_client(), way, ELSEWHERE)
    assert (page.status_code, page.headers["Retry-After"]) == (429, "60")
    assert f"{WAIT}1分钟再查" in words(page)
    assert way.petition.number in page.text, "what was typed stays"
    assert right(app.test_client(), way).status_code == 200, "at home it is open"
    at(NOW + timedelta(seconds=61))
    assert right(app.test_client(), way, ELSEWHERE).status_code == 200


def test_one_place_that_tries_many_numbers_is_braked(app: Flask) -> None:
    way = Way().register()
    assert [guess(app, f"2026-{n:06d}", 1) for n in range(20)] == [[404]] * 20
    assert right(app.test_client(), way, ELSEWHERE).status_code == 429
    assert right(app.test_client(), way).status_code == 200


def test_an_attack_from_everywhere_does_not_shut_out_the_petitioners_own_telephone(
    app: Flask, at: Callable[[datetime], None]
) -> None:
    way, telephone = Way().register(), app.test_client()
    assert right(telephone, way).status_code == 200
    for n in range(8):
        guess(app, way.petition.number, 5, f"198.51.100.{n}")
    assert right(app.test_client(), way).status_code == 429, "a new telephone waits"
    assert right(telephone, way).status_code == 200
    at(NOW + timedelta(minutes=5, seconds=1))
    assert right(app.test_client(), way).status_code == 200, "and never longer than five minutes"


def test_a_known_telephone_cannot_guess_without_end(app: Flask) -> None:
    way, telephone = Way().register(), app.test_client()
    right(telephone, way)
    statuses = [ask(telephone, way.petition.number, "AAAAAAAAAA").status_code for _ in range(11)]
    assert statuses == [404] * 10 + [429]


def test_an_evaluation_with_guessed_codes_is_braked_too(app: Flask) -> None:
    way = Way().register()
    sent = {"claim_id": way.claim.public_id, f"claim-{way.claim.public_id}-number": way.petition.number}
    sent |= {f"claim-{way.claim.public_id}-code": "AAAAAAAAAA"}
    answers = [app.test_client().post("/petitions/follow/evaluate", data=sent) for _ in range(7)]
    assert [one.status_code for one in answers] == [404] * 6 + [429]
    assert WAIT in words(answers[-1])


def test_a_number_that_nobody_has_answers_like_one_that_somebody_has(app: Flask) -> None:
    """The same words, the same status, and the same statements, so that no clock tells either."""
    way, said = Way().register(), {}
    guess(app, "2026-000001", 1, "192.168.1.99")
    for number, source in ((way.petition.number, HOME), ("2026-000000", ELSEWHERE)):
        statements: list[str] = []

        def listen(_c: object, _k: object, statement: str, *_rest: object, kept: list[str] = statements) -> None:
            kept.append(re.sub(r"\d+|SET .* WHERE", "", statement))

        sa.event.listen(db.engine, "before_cursor_execute", listen)
        pages = [ask(app.test_client(), number, "AAAAAAAAAA", source) for _ in range(7)]
        sa.event.remove(db.engine, "before_cursor_execute", listen)
        said[source] = [(one.status_code, TOKEN.sub("", one.text)) for one in pages], statements
    assert said[HOME] == said[ELSEWHERE]


@pytest.mark.both
def test_the_tallies_name_neither_number_nor_place(app: Flask) -> None:
    way = Way().register()
    guess(app, way.petition.number, 1)
    assert db.session.query(Tally).count() == 3
    kept = {text for row in db.session.query(Tally) for text in (row.key, row.about)}
    assert not {way.petition.number, ELSEWHERE} & kept
