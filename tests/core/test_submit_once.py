"""What a page's form says is carried out once; a double tap does nothing and says so."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask, get_flashed_messages, make_response
from flask.testing import FlaskClient
from wtforms import Form, FormField, StringField
from wtforms.validators import InputRequired

from app.cases.queries import numbers_of
from app.core.db import db
from app.core.errors import NotNow, TooMany
from app.core.rows import Rows
from app.core.submit_once import AGAIN, FRESH, UNANSWERED, Outcome, answer, attempted, press, submit, submit_leading
from app.core.transaction import ChineseForm, DoneOnce, OnceForm, transaction
from app.mediators.models import PoolMember
from app.mediators.queries.state_trail import state_trail
from app.organisations.models import Office, TownFact
from tests import public
from tests.petitions.screen import value_of
from tests.story import Story

ClientOf = Callable[[str], FlaskClient]


class Row(Form):
    """A row."""

    text = StringField()


class Words(OnceForm):
    """A form with one answer that is needed, and rows."""

    words = StringField(validators=[InputRequired("请填。")])
    rows = Rows(FormField(Row), "行", most=3, unit="行", least=1)


class Repeatable(ChineseForm):
    """A form that may be sent any number of times."""

    words = StringField()


def note(name: str) -> None:
    db.session.add(TownFact(name=name, value="here"))


def noted() -> list[str]:
    db.session.rollback()
    return [fact.name for fact in db.session.query(TownFact).order_by(TownFact.name)]


def sent(app: Flask, act: Callable[[Words], Outcome], **typed: str) -> Outcome:
    """The outcome of a request that sends this, in its own transaction as a request has it."""
    with app.test_request_context(method="POST", data=typed), transaction():
        return act(Words())


def noting(name: str) -> Callable[[Words], Outcome]:
    return lambda form: submit(form, lambda: note(name), "/there")


@pytest.mark.both
def test_the_second_sending_does_nothing_and_leads_where_the_first_did(app: Flask) -> None:
    assert sent(app, noting("first"), once="key", words="a") == Outcome("/there")
    assert sent(app, noting("second"), once="key", words="b") == Outcome("/there", is_new=False)
    assert sent(app, noting("third"), once="other", words="c") == Outcome("/there")
    assert noted() == ["first", "third"]


def test_a_second_tap_is_told_so_even_when_it_could_not_be_judged(app: Flask) -> None:
    sent(app, noting("first"), once="key", words="a")
    assert sent(app, noting("second"), once="key") == Outcome("/there", is_new=False)


def test_a_page_without_a_key_is_never_taken_for_sent(app: Flask) -> None:
    for name in ("first", "second"):
        assert sent(app, noting(name), once="", words="a").is_new
    assert noted() == ["first", "second"]


def test_what_is_missing_is_asked_first_and_a_row_button_does_nothing_else(app: Flask) -> None:
    assert sent(app, noting("no"), once="key") is UNANSWERED
    assert sent(app, noting("no"), once="key", words="a", add_row="rows") is FRESH
    with app.test_request_context(method="GET"):
        assert submit(Words(), lambda: note("no"), "/there") is FRESH
    assert noted() == []
    assert db.session.query(DoneOnce).count() == 0


@pytest.mark.parametrize(("fits", "expected"), [(True, Outcome("/there")), (False, UNANSWERED)])
def test_another_judge_stands_for_the_forms_own_rules(app: Flask, fits: bool, expected: Outcome) -> None:
    assert sent(app, lambda form: submit(form, lambda: note("x"), "/there", judge=lambda: fits), once="key") == expected


def test_a_refused_form_may_be_sent_again_under_the_same_key(app: Flask) -> None:
    def refuse() -> str:
        note("lost")
        raise NotNow("现在不行。")

    def refused(form: Words) -> Outcome:
        outcome = submit_leading(form, refuse)
        assert form.form_errors == ["现在不行。"]
        return outcome

    assert sent(app, refused, once="key", words="a") == Outcome(status=409)
    assert sent(app, noting("kept"), once="key", words="a") == Outcome("/there")
    assert noted() == ["kept"]


def test_a_refusal_that_says_when_to_come_again_says_it_in_the_answer(app: Flask) -> None:
    def wait() -> None:
        raise TooMany("请等一等。", retry_after=7)

    with app.test_request_context(method="POST"):
        outcome = attempted(Repeatable(), wait)
        assert isinstance(outcome, Outcome)
        assert answer(outcome, "", lambda: "page") == ("page", 429, {"Retry-After": "7"})


def test_a_form_without_a_key_may_be_sent_any_number_of_times(app: Flask) -> None:
    def send() -> bool:
        with app.test_request_context(method="POST", data={"once": "key"}), transaction():
            return submit(Repeatable(), lambda: None, "/there").is_new

    assert [send(), send()] == [True, True]


def test_a_button_without_questions_is_pressed_once_and_refused_on_the_page_of_errors(app: Flask) -> None:
    def refuse() -> None:
        raise NotNow("现在不行。")

    with pytest.raises(NotNow):
        sent(app, lambda form: press(form, refuse, "/there"), once="key")
    pressed = [sent(app, lambda form: press(form, lambda: note("x"), "/there"), once="key").is_new for _ in range(2)]
    assert pressed == [True, False]


@pytest.mark.parametrize(("is_new", "said"), [(True, "好了。"), (False, AGAIN)])
def test_the_answer_says_what_was_done_or_that_it_was_done_before(app: Flask, is_new: bool, said: str) -> None:
    with app.test_request_context():
        response = make_response(answer(Outcome("/there", is_new=is_new), lambda: "好了。", lambda: "page"))
        assert response.location == "/there"
        assert get_flashed_messages() == [said]


def double_tap(client: FlaskClient, page: str, address: str, **typed: str) -> str:
    """What the page says when the same form is sent twice."""
    sent = {"once": value_of(client.get(page), "once"), **typed}
    assert client.post(address, data=sent).status_code == 302
    return client.post(address, data=sent, follow_redirects=True).text


def test_an_office_is_entered_once_and_the_double_tap_is_told_so(app: Flask, client_of: ClientOf) -> None:
    before = db.session.query(Office).count()
    said = double_tap(client_of("admin"), "/bodies/offices", "/bodies/offices", kind="station", name="白塔镇林业站")
    assert AGAIN in said
    assert db.session.query(Office).count() == before + 1


def test_a_member_is_suspended_once_and_the_double_tap_is_told_so(app: Flask, client_of: ClientOf) -> None:
    member = db.session.query(PoolMember).order_by(PoolMember.id).first()
    page = f"/mediators/{public.member(member.id)}"
    said = double_tap(client_of("clerk"), page, f"{page}/state", state="suspended", reason="出门打工，先不请。")
    assert AGAIN in said
    assert len(state_trail(db.session.get(PoolMember, member.id))) == 1


def test_a_step_is_answered_once_and_the_double_tap_is_told_so(app: Flask, client_of: ClientOf) -> None:
    story = Story().register().start_at("village")
    page = f"/tasks/{public.task(story.task('accept_case').id)}"
    said = double_tap(client_of("mediator"), page, page, outcome="accepted", occurred_at="2026-11-23T08:30")
    assert AGAIN in said
    assert len(numbers_of(story.case_id)) == 1
