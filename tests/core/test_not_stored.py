"""Those who wait, and those who meet a full disk or a lost database file, are told the truth; reading goes on."""

from __future__ import annotations

import html
import io
import json
import random
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse
from wtforms import PasswordField

from app.accounts.models import SignInSession
from app.cases.models import Case
from app.core import clock, files
from app.core.access_log import AccessLog
from app.core.beside import write_beside
from app.core.db import db
from app.core.not_stored import MOVED_ON
from app.core.plain_page import SECRET
from tests import public, town
from tests.conftest import SqliteGround
from tests.core.damage import drawn, saved
from tests.core.listening import log_of
from tests.core.test_files import disk_that_takes
from tests.house.forms_of_all_rooms import declared, form_classes, step_forms
from tests.story import Story

ClientOf = Callable[[str], FlaskClient]
BUSY, FULL, CLOSED, BROKEN = "系统正忙着存别人的东西", "磁盘满了，没有存上", "数据库打不开", "数据库坏了"
HELP = "0533-0000000"


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> SqliteGround:
    """A town whose people do not wait for each other at all."""
    return SqliteGround(tmp_path_factory.mktemp("impatient"), LOCK_WAIT_SECONDS=0)


@pytest.fixture
def app(ground: SqliteGround) -> Iterator[Flask]:
    ground.reset()
    clock.clock.source = lambda: town.NOW
    with ground.app.app_context():
        yield ground.app
        db.session.remove()
        db.engine.dispose()


@contextmanager
def somebody_writing(ground: SqliteGround) -> Iterator[None]:
    """Another one holds the writing transaction."""
    other = sqlite3.connect(ground.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.rollback()
        other.close()


@contextmanager
def full_database() -> Iterator[None]:
    """The database may not grow by a page, and the page that takes the looks is full."""

    def limit(connection: sqlite3.Connection, _record: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}")

    db.session.remove()
    sa.event.listen(db.engine, "connect", limit)
    db.engine.dispose()
    look = {"account_id": 1, "subject_kind": "case", "subject_id": 1, "deed": "looked", "at": town.NOW}
    while write_beside(sa.insert(AccessLog), [look]):
        pass
    try:
        yield
    finally:
        sa.event.remove(db.engine, "connect", limit)
        db.session.remove()
        db.engine.dispose()


def carried(page: TestResponse) -> dict[str, str]:
    """What a page carries along."""
    found = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', page.text, re.DOTALL)
    return {html.unescape(name): html.unescape(value) for name, value in found}


def registration() -> dict[str, str]:
    village = db.session.scalar(sa.text("SELECT public_id FROM village WHERE name = '小海眼'"))
    db.session.rollback()
    return {
        "once": "one-key",
        "source": "application",
        "village_id": str(village),
        "dispute_type": "neighbours",
        "parties-0-side": "1",
        "parties-0-kind": "natural",
        "parties-0-standing": "principal",
        "parties-0-name": "赵一",
        "parties-1-side": "2",
        "parties-1-kind": "natural",
        "parties-1-standing": "principal",
        "parties-1-name": "孙二",
        "facts": "雨水管<正>对\n东墙。" + "长" * 4_000,
        "claims": "改移落水管",
        "shared": "village",
        "occurred_at": "2026-11-23T08:00",
    }


def test_who_waited_in_vain_is_told_so_and_sends_the_same_again(
    app: Flask, ground: SqliteGround, client_of: ClientOf
) -> None:
    client, sent = client_of("mediator"), registration()
    with somebody_writing(ground):
        answer = client.post("/cases/register", data=sent)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert BUSY in answer.text
    assert MOVED_ON not in answer.text
    again = carried(answer)
    assert again == sent
    assert client.post("/cases/register", data=again).status_code == 302
    assert db.session.query(Case).count() == 1


@pytest.mark.parametrize("address", ["/notices/read", "/text-size", "/sign-out", "/notices/feed/revoke", "/nowhere"])
def test_a_deed_without_a_form_of_its_own_says_it_too(
    app: Flask, ground: SqliteGround, client_of: ClientOf, address: str
) -> None:
    client = client_of("mediator")
    with somebody_writing(ground):
        answer = client.post(address)
    assert (answer.status_code, BUSY in answer.text) == ((404, False) if address == "/nowhere" else (503, True))


def test_signing_in_while_others_write_stays_on_its_page(app: Flask, ground: SqliteGround) -> None:
    with somebody_writing(ground):
        answer = app.test_client().post("/sign-in", data={"login_name": "mediator", "password": town.PASSWORD})
    assert answer.status_code == 503
    assert BUSY in answer.text
    assert 'value="mediator"' in answer.text


def test_a_password_is_never_carried_along(app: Flask, ground: SqliteGround, client_of: ClientOf) -> None:
    client = client_of("mediator")
    with somebody_writing(ground):
        answer = client.post("/account/password", data={"old": "very secret", "new": "other", "again": "other"})
    assert (answer.status_code, carried(answer)) == (503, {})
    assert "secret" not in answer.text
    assert "没有存上" in answer.text


def test_a_correction_is_carried_along(app: Flask, ground: SqliteGround, client_of: ClientOf) -> None:
    story, client = Story().register(), client_of("mediator")
    address = f"/cases/{public.case(story.case_id)}/correct"
    sent = {"facts": "落水管正对东墙。", "claims": "改移落水管", "reason": "记错了一处", "dispute_type": "neighbours"}
    with somebody_writing(ground):
        answer = client.post(address, data=sent)
    assert (answer.status_code, carried(answer)) == (503, sent)


def test_every_form_with_a_password_or_a_code_is_known_by_a_field_no_other_form_has(app: Flask) -> None:
    with app.test_request_context():
        fields = [{name.rpartition(".")[2]: one.field_class for name, one in declared(form)} for form in form_classes()]
        fields += [{one.name: type(one) for one in form} for form in step_forms()]
    assert any(PasswordField in form.values() for form in fields)
    for form in fields:
        is_secret = PasswordField in form.values() or bool({"one_time_code", "confirmation_code"} & form.keys())
        assert is_secret == bool(SECRET & form.keys()), form


def test_a_photograph_cannot_be_carried_and_is_asked_for_again(
    app: Flask, ground: SqliteGround, client_of: ClientOf
) -> None:
    story, client = Story().register(), client_of("mediator")
    sent = {"kind": "evidence", "spoken_by": "王甲", "file": (io.BytesIO(saved(drawn(), "PNG")), "a.png")}
    with somebody_writing(ground):
        answer = client.post(f"/attachments/of/case/{public.case(story.case_id)}", data=sent)
    assert (answer.status_code, BUSY in answer.text) == (503, True)
    assert carried(answer) == {"kind": "evidence", "spoken_by": "王甲"}
    assert "重新选" in answer.text


def test_whoever_reads_waits_for_nobody_and_the_look_is_not_lost(
    app: Flask, ground: SqliteGround, client_of: ClientOf
) -> None:
    story, client = Story().register(), client_of("mediator")
    account_id = db.session.scalar(sa.text("SELECT id FROM account WHERE login_name = 'mediator'"))
    with somebody_writing(ground), log_of(app) as lines:
        answer = client.get(f"/cases/{public.case(story.case_id)}")
    assert (answer.status_code, "王甲" in answer.text) == (200, True)
    assert f"a look could not be kept: {account_id} looked case {story.case_id}" in "".join(lines)
    assert "王甲" not in "".join(lines)


def test_a_session_that_cannot_be_noted_as_seen_goes_on(app: Flask, ground: SqliteGround, client_of: ClientOf) -> None:
    client = client_of("mediator")
    long_ago = town.NOW.replace(hour=0)
    db.session.execute(sa.update(SignInSession).values(seen_at=long_ago))
    db.session.commit()
    with somebody_writing(ground):
        assert client.get("/").status_code == 200
    assert db.session.scalar(sa.select(SignInSession.seen_at)) == long_ago
    db.session.rollback()
    assert client.get("/").status_code == 200
    assert db.session.scalar(sa.select(SignInSession.seen_at)) == town.NOW


def test_on_a_full_disk_reading_goes_on_and_writing_says_so(
    app: Flask, ground: SqliteGround, client_of: ClientOf
) -> None:
    story, client, sent = Story().register(), client_of("mediator"), registration()
    with full_database(), log_of(app) as lines:
        for address in ("/", "/cases/", f"/cases/{public.case(story.case_id)}", "/mediators/"):
            assert client.get(address).status_code == 200, address
        answer = client.post("/cases/register", data=sent)
        health = client.get("/healthz")
    assert answer.status_code == 507
    assert FULL in answer.text
    assert HELP in answer.text
    assert "改移落水管" in answer.text
    assert "别人刚刚" not in answer.text
    assert (health.status_code, health.json) == (503, {"status": "disk full"})
    assert len([line for line in lines if "storage fault: disk full" in line]) >= 1
    assert client.post("/cases/register", data=sent).status_code == 302, "space was made"
    assert client.get("/healthz").status_code == 200


def test_what_is_found_out_at_the_commit_is_said_too(app: Flask, ground: SqliteGround, client_of: ClientOf) -> None:
    client = client_of("mediator")
    with full_database():
        answer = client.post("/drafts/register", data="facts=" + "a" * 100_000)
    assert (answer.status_code, FULL in answer.text) == (507, True)


def test_a_photograph_a_full_disk_does_not_take_leaves_nothing_behind(
    app: Flask, ground: SqliteGround, client_of: ClientOf
) -> None:
    story, client = Story().register(), client_of("mediator")
    noise = Image.frombytes("RGB", (2_000, 1_500), random.Random(1).randbytes(9_000_000))
    sent = saved(noise, "JPEG", quality=10)
    most = 700_000
    assert len(sent) < most < len(files.prepare(sent).content)
    with disk_that_takes(most):
        answer = client.post(
            f"/attachments/of/case/{public.case(story.case_id)}",
            data={"kind": "evidence", "file": (io.BytesIO(sent), "a.jpg")},
        )
    assert (answer.status_code, FULL in answer.text) == (507, True)
    assert list(files.folder().iterdir()) == []


def test_health_fails_when_no_file_can_be_written(app: Flask, ground: SqliteGround) -> None:
    with disk_that_takes(1_000):
        answer = app.test_client().get("/healthz")
    assert (answer.status_code, answer.json) == (503, {"status": "disk full"})


def test_health_is_no_worse_while_others_write(app: Flask, ground: SqliteGround) -> None:
    with somebody_writing(ground):
        assert app.test_client().get("/healthz").json == {"status": "ok"}


def test_a_database_file_that_was_moved_away_is_missed_and_no_empty_one_is_made(
    app: Flask, ground: SqliteGround, client_of: ClientOf
) -> None:
    client, away = client_of("mediator"), ground.file.with_name("away.db")
    assert client.get("/cases/").status_code == 200
    db.session.remove()
    shutil.copy(ground.file, away)
    ground.file.unlink()
    for answer in (client.get("/cases/"), client.post("/notices/read"), client.get("/sign-in")):
        assert (answer.status_code, CLOSED in answer.text, HELP in answer.text) == (503, True, True)
    assert client.get("/healthz").json == {"status": "database cannot be written"}
    assert not ground.file.exists()
    shutil.copy(away, ground.file)
    assert client.get("/cases/").status_code == 200


def test_a_database_file_that_is_none_is_told(app: Flask, ground: SqliteGround, client_of: ClientOf) -> None:
    client = client_of("mediator")
    db.session.remove()
    db.engine.dispose()
    for left in ground.file.parent.glob("test.db-*"):
        left.unlink()
    ground.file.write_bytes(b"nothing but words " * 1_000)
    answer = client.get("/cases/")
    assert (answer.status_code, BROKEN in answer.text) == (503, True)
    assert client.get("/healthz").json == {"status": "database is damaged"}


def test_the_log_names_the_fault_once_and_no_statement(app: Flask, ground: SqliteGround, client_of: ClientOf) -> None:
    client = client_of("mediator")
    with somebody_writing(ground), log_of(app) as lines:
        for _ in range(5):
            client.post("/notices/read")
    assert [json.loads(line)["message"] for line in lines][:1] == ["storage fault: busy (OperationalError)"]
    assert len(lines) <= 5
    assert not any(word in "".join(lines) for word in ("BEGIN", "SELECT", "UPDATE", "PRAGMA"))
