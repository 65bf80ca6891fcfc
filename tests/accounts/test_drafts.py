"""Drafts: what one window wrote is never overwritten or forgotten by another that has not shown it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.actions.save_draft import MOST_BYTES, MOST_DRAFTS
from app.accounts.actions.sweep import sweep_left_over
from app.accounts.models import Account, Draft, SignInSession
from app.accounts.queries import find_draft
from app.core import clock
from app.core.db import db
from tests import public
from tests.cases.test_register_page import ClientOf, filled
from tests.story import Story

__all__ = ["filled"]

PLACE = "/drafts/register"


def kept(client: FlaskClient, answers: str, writer: str, seen: str = "", made_for: str = "") -> TestResponse:
    """What a page's script sends."""
    marks = {"X-Draft-Writer": writer, "X-Draft-Seen": seen, "X-Draft-Made-For": made_for}
    return client.post(PLACE, data=answers, headers=marks, content_type="text/plain")


def payload(client: FlaskClient) -> str:
    return str(client.get(PLACE).json["payload"])


def test_a_page_replaces_what_it_wrote_itself(client_of: ClientOf) -> None:
    client = client_of("mediator")
    assert kept(client, "facts=一", "here").status_code == 200
    assert kept(client, "facts=一二", "here").status_code == 200
    assert payload(client) == "facts=一二"


def test_another_window_does_not_overwrite_what_it_was_not_shown(client_of: ClientOf) -> None:
    client = client_of("mediator")
    kept(client, "facts=很长的一段", "here")
    refused = kept(client, "facts=字", "there")
    assert refused.status_code == 409
    assert refused.json["payload"] == "facts=很长的一段", "the other window can show it"
    assert payload(client) == "facts=很长的一段"


@pytest.mark.both
def test_whoever_was_shown_it_may_go_on_and_the_first_is_then_asked(client_of: ClientOf) -> None:
    client = client_of("mediator")
    kept(client, "facts=一", "here")
    shown = client.get(PLACE).json
    assert kept(client, "facts=一二", "there", seen=shown["stamp"]).status_code == 200
    assert kept(client, "facts=一三", "here", seen=shown["stamp"]).status_code == 409
    assert payload(client) == "facts=一二"


def test_a_stamp_of_an_older_state_is_none(client_of: ClientOf) -> None:
    client = client_of("mediator")
    first = kept(client, "facts=一", "here").json["stamp"]
    second = kept(client, "facts=一", "here").json["stamp"]
    assert first != second, "the same words again are a new state"
    assert kept(client, "facts=字", "there", seen=first).status_code == 409


def test_the_page_learns_for_which_state_it_was_written(client_of: ClientOf) -> None:
    client = client_of("mediator")
    kept(client, "facts=一", "here", made_for="7/2")
    assert client.get(PLACE).json["made_for"] == "7/2"


def test_lines_of_a_draft_end_in_one_way(client_of: ClientOf) -> None:
    client = client_of("mediator")
    kept(client, "facts=甲%0D%0A乙%0D丙%0A丁", "here")
    assert payload(client) == "facts=甲%0A乙%0A丙%0A丁"


def test_a_draft_of_before_is_still_read(app: Flask, client_of: ClientOf) -> None:
    account = db.session.query(Account).filter_by(login_name="mediator").one()
    old = Draft(account_id=account.id, form_key="register", saved_at=clock.now())
    old.seal("facts=%E9%99%A2%E5%A2%99")
    db.session.add(old)
    db.session.commit()
    client = client_of("mediator")
    assert payload(client) == "facts=%E9%99%A2%E5%A2%99"
    assert kept(client, "facts=字", "here").status_code == 409


def test_a_draft_stays_sealed(app: Flask, client_of: ClientOf) -> None:
    kept(client_of("mediator"), "parties-0-id_number=11010519491231002X", "here", made_for="7")
    row = db.session.query(Draft).one()
    assert "11010519491231002X" not in row.payload_sealed
    assert "11010519491231002X" in row.payload


@pytest.mark.parametrize(
    ("marks", "stays"),
    [
        ({"draft-key": "register", "draft-writer": "here"}, False),
        ({"draft-key": "register", "draft-writer": "there"}, True),
        ({"draft-key": "register"}, True),
        ({}, True),
        ({"draft-key": "session-7", "draft-writer": "here"}, True),
    ],
)
def test_a_registration_takes_along_the_draft_of_its_own_page_alone(
    client_of: ClientOf, filled: dict[str, str], marks: dict[str, str], stays: bool
) -> None:
    client = client_of("mediator")
    kept(client, "facts=别的事", "here")
    assert client.post("/cases/register", data={**filled, **marks}).status_code == 302
    assert (payload(client) == "facts=别的事") is stays


def test_what_was_shown_goes_with_the_registration(client_of: ClientOf, filled: dict[str, str]) -> None:
    client = client_of("mediator")
    kept(client, "facts=院墙", "yesterday")
    marks = {"draft-key": "register", "draft-writer": "today", "draft-seen": client.get(PLACE).json["stamp"]}
    client.post("/cases/register", data={**filled, **marks})
    assert payload(client) == ""


def test_a_refused_form_keeps_its_draft_and_nobody_drops_another_persons(
    client_of: ClientOf, filled: dict[str, str]
) -> None:
    client, marks = client_of("mediator"), {"draft-key": "register", "draft-writer": "here"}
    kept(client, "facts=院墙", "here")
    assert client.post("/cases/register", data={**filled, **marks, "facts": ""}).status_code == 422
    assert payload(client) == "facts=院墙"
    assert client_of("town-mediator").post("/cases/register", data={**filled, **marks}).status_code == 302
    account = db.session.query(Account).filter_by(login_name="mediator").one()
    assert find_draft(account.id, "register") is not None


def test_a_sitting_that_was_recorded_leaves_no_draft_for_the_next(app: Flask, client_of: ClientOf) -> None:
    story = Story().mediating_at("village")
    client, key = client_of("mediator"), f"session-{story.case_id}"
    client.post(f"/drafts/{key}", data="sitting-place=村里", headers={"X-Draft-Writer": "here"})
    told = {"place": "村里", "present": "双方", "statements": "各说各的。", "result": "没谈拢。"}
    typed = {f"sitting-{name}": text for name, text in {**told, "occurred_at": "2026-11-23T08:30"}.items()}
    marks = {"draft-key": key, "draft-writer": "here"}
    assert client.post(f"/cases/{public.case(story.case_id)}/sessions", data={**typed, **marks}).status_code == 302
    assert client.get(f"/drafts/{key}").json["payload"] == ""


def full(login_name: str, count: int, letters: int) -> None:
    """So many drafts of so many letters as they are kept."""
    account = db.session.query(Account).filter_by(login_name=login_name).one()
    for number in range(count):
        row = Draft(account_id=account.id, form_key=f"old-{number}", payload_sealed="x" * letters)
        row.saved_at = clock.now()
        db.session.add(row)
    db.session.commit()


@pytest.mark.parametrize(("count", "letters"), [(MOST_DRAFTS, 1), (1, MOST_BYTES), (4, MOST_BYTES // 4)])
def test_whoever_keeps_too_much_is_told_so_and_loses_nothing(client_of: ClientOf, count: int, letters: int) -> None:
    full("mediator", count, letters)
    answer = kept(client_of("mediator"), "facts=院墙", "here")
    assert answer.status_code == 422
    assert "草稿太多" in answer.json["sentence"]
    assert "先别关" in answer.json["sentence"]
    assert db.session.query(Draft).count() == count
    assert kept(client_of("head"), "facts=院墙", "here").status_code == 200, "everybody has a measure of his own"


def test_one_below_the_measure_is_kept_and_may_be_written_on(client_of: ClientOf) -> None:
    full("mediator", MOST_DRAFTS - 1, 1)
    client = client_of("mediator")
    assert kept(client, "facts=一", "here").status_code == 200
    assert kept(client, "facts=一二三四五六七八九十", "here").status_code == 200
    assert payload(client) == "facts=一二三四五六七八九十"


def test_over_the_measure_a_draft_may_still_grow_shorter(client_of: ClientOf) -> None:
    client = client_of("mediator")
    assert kept(client, f"facts={'墙' * 500}", "here").status_code == 200
    full("mediator", MOST_DRAFTS, 1)
    assert kept(client, "facts=墙", "here").status_code == 200
    assert kept(client, f"facts={'墙' * 600}", "here").status_code == 422
    assert payload(client) == "facts=墙"


def test_a_draft_nobody_came_back_to_is_cleared_after_ninety_days(app: Flask, client_of: ClientOf) -> None:
    client = client_of("mediator")
    kept(client, "facts=院墙", "here")
    assert sweep_left_over(clock.now() + timedelta(days=90)), "the session ended earlier"
    assert not sweep_left_over(clock.now() + timedelta(days=90))
    assert db.session.query(Draft).count() == 1
    assert sweep_left_over(clock.now() + timedelta(days=90, seconds=1))
    assert db.session.query(Draft).count() == 0
    assert not sweep_left_over(clock.now() + timedelta(days=91)), "a second time there is nothing to do"


@pytest.mark.both
def test_the_sweep_ends_sessions_that_are_over_and_no_others(app: Flask, client_of: ClientOf) -> None:
    client_of("mediator")
    client_of("head")
    used = db.session.get(SignInSession, "test-head")
    assert used is not None
    used.seen_at = clock.now() + timedelta(hours=1)
    db.session.commit()
    assert sweep_left_over(clock.now() + timedelta(hours=12, seconds=1))
    assert [row.key for row in db.session.query(SignInSession)] == ["test-head"]


def test_a_closed_accounts_drafts_go_with_it(client_of: ClientOf) -> None:
    kept(client_of("mediator"), "facts=院墙", "here")
    kept(client_of("head"), "facts=院墙", "here")
    account = db.session.query(Account).filter_by(login_name="mediator").one()
    assert client_of("admin").post(f"/accounts/{account.public_id}/disable").status_code == 302
    assert [row.account_id for row in db.session.query(Draft)] != [account.id]
    assert db.session.query(Draft).count() == 1
    assert db.session.query(SignInSession).filter_by(account_id=account.id).count() == 0
