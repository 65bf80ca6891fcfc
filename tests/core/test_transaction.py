"""One transaction per request: what is answered well is kept, everything else is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from flask_wtf import FlaskForm
from sqlalchemy.exc import IntegrityError
from wtforms import FieldList, FormField, StringField
from wtforms.form import Form

from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.guard import public
from app.core.transaction import (
    DoneOnce,
    OnceForm,
    already_done,
    attempt,
    begin_writing,
    done,
    is_writing,
    transaction,
)
from app.organisations.models import TownFact
from tests.conftest import make_app
from tests.town import NOW


def note(name: str) -> None:
    db.session.add(TownFact(name=name, value="here"))


def noted() -> set[str]:
    db.session.rollback()
    return {fact.name for fact in db.session.query(TownFact)}


def write(outcome: str) -> tuple[str, int]:
    """Write a fact, then end as asked."""
    note(outcome)
    if outcome == "refused":
        raise NotNow("现在不行。")
    if outcome == "missing":
        abort(404)
    return "done", int(outcome)


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    """A small application of its own, whose one view writes and then ends well or badly."""
    app = make_app(tmp_path, f"sqlite:///{tmp_path / 'small.db'}")
    app.add_url_rule("/write/<outcome>", "write", public(write), methods=["GET", "POST"])
    with app.app_context():
        TownFact.metadata.create_all(db.engine)
        yield app.test_client()
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize("outcome", ["200", "201", "302"])
def test_a_good_answer_to_a_post_is_kept(client: FlaskClient, outcome: str) -> None:
    client.post(f"/write/{outcome}")
    assert noted() == {outcome}


@pytest.mark.parametrize(("outcome", "status"), [("422", 422), ("409", 409), ("refused", 409), ("missing", 404)])
def test_a_refusal_keeps_nothing(client: FlaskClient, outcome: str, status: int) -> None:
    assert client.post(f"/write/{outcome}").status_code == status
    assert noted() == set()


def test_a_get_keeps_nothing_whatever_it_did(client: FlaskClient) -> None:
    assert client.get("/write/200").status_code == 200
    assert noted() == set()


def test_a_row_that_is_there_already_is_a_sentence_not_a_crash(client: FlaskClient) -> None:
    client.post("/write/200")
    answer = client.post("/write/200")
    assert answer.status_code == 409
    assert "别人刚刚办了同一件事" in answer.text


def test_a_unit_of_work_is_kept_whole_or_not_at_all(app: Flask) -> None:
    with transaction():
        note("kept")

    def fail() -> None:
        with transaction():
            note("lost")
            db.session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert noted() == {"kept"}


class Row(Form):
    """One of several."""

    name = StringField()


class Rows(OnceForm):
    """A form with rows."""

    title = StringField()
    rows = FieldList(FormField(Row), min_entries=2)


def test_a_refusal_puts_its_sentences_where_they_belong(app: Flask) -> None:
    with app.test_request_context(method="POST"):
        form = Rows()
        with attempt(form) as tried:
            note("lost")
            raise Invalid("有两处要改。", {"title": "题目不对。", "rows-1-name": "第二行不对。", "no_such": "没有。"})
        assert (tried.ok, tried.status) == (False, 422)
        assert form.form_errors == ["有两处要改。", "没有。"]
        assert form.title.errors == ["题目不对。"]
        assert [list(row.form.name.errors) for row in form.rows] == [[], ["第二行不对。"]]
    assert noted() == set()


def test_a_refusal_by_the_database_is_a_sentence(app: Flask) -> None:
    with transaction():
        note("there")
    with app.test_request_context(method="POST"):
        form = FlaskForm()
        with attempt(form) as tried:
            note("there")
        assert (tried.ok, tried.status) == (False, 409)
        assert "别人刚刚办了同一件事" in form.form_errors[0]


def test_what_is_not_a_refusal_goes_on(app: Flask) -> None:
    def fail() -> None:
        with attempt(FlaskForm()):
            raise ZeroDivisionError

    with app.test_request_context(method="POST"), pytest.raises(ZeroDivisionError):
        fail()


@pytest.mark.both
def test_a_form_is_carried_out_once(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"once": "key"}):
        form = OnceForm()
        assert already_done(form) is None
        with transaction():
            done(form, "/cases/1")
        assert already_done(form) == "/cases/1"
        with pytest.raises(IntegrityError), transaction():
            done(form, "/cases/2")
    with app.test_request_context(method="POST"):
        assert already_done(OnceForm()) is None, "a page without the key is never taken for done"


def test_each_page_draws_its_own_key(app: Flask) -> None:
    with app.test_request_context():
        assert OnceForm().once.data != OnceForm().once.data
        assert len(OnceForm().once.data) >= 20


def test_a_registration_sent_twice_is_one_case(app: Flask, client_of: Callable[[str], FlaskClient]) -> None:
    note_key = DoneOnce(key="again", location="/cases/77", done_at=NOW - timedelta(minutes=1))
    with transaction():
        db.session.add(note_key)
    answer = client_of("mediator").post("/cases/register", data={"once": "again"})
    assert (answer.status_code, answer.location) == (302, "/cases/77")


@pytest.mark.both
def test_a_transaction_that_writes_ends_with_its_commit_or_rollback(app: Flask) -> None:
    for end in (db.session.commit, db.session.rollback):
        begin_writing()
        assert is_writing()
        end()
        assert not is_writing()
        assert noted() == set()
        assert not is_writing(), "one that reads holds nobody up"
