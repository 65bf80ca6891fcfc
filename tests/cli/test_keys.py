"""The field key is exchanged: everything is sealed anew, nothing is ever unreadable, and old backups keep their key."""

from __future__ import annotations

import fcntl
import os
import random
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select, text

from app.accounts.actions.save_draft import Typed, save_draft
from app.accounts.models import Account
from app.accusations.models import HandOver
from app.cases.models import Case
from app.cases.papers.values import AcceptanceRegister
from app.cli import exchange_keys
from app.core import files
from app.core.db import db
from app.core.files import Prepared
from app.core.key_check import CHECKED, NAMED, KeyRingName, belongs
from app.core.key_ring import KeyRing
from app.core.sealed_columns import sealed_columns
from app.core.transaction import transaction
from app.matters.actions.attach import attach_file
from app.matters.models.attachments import Attachment
from app.notifications.models import Reach
from app.organisations.models import Person
from app.papers.queries.frozen import frozen
from tests import town
from tests.accusations import sealing
from tests.accusations.test_hand_over import handed
from tests.cli.interrupting import Interrupted, breaking_after
from tests.petitions.way import Way
from tests.story import Story

Run = Callable[..., Result]
PROJECT = Path(__file__).resolve().parents[2]
ATTACHMENTS = 5


def fill() -> None:
    """Sealed values of every kind that people make, and a few files."""
    story = Story().register().start_at("village").accept()
    Way().register()
    handed(sealing.sealed())
    with transaction():
        someone = db.session.scalars(select(Account)).first()
        assert someone is not None
        reach = Reach(account_id=someone.id)
        reach.seal_email("somebody@example.cn")
        db.session.add(reach)
        for key in ("register", "sit", "draft/一"):
            save_draft(someone.id, key, Typed(f"said={key}"), seen="", now=town.NOW)
        for number in range(ATTACHMENTS):
            attach_file(
                story.case, name=f"{number}.jpg", file=Prepared(b"photograph %d" % number, "image/jpeg"),
                kind="identity", occurred_at=town.NOW, spoken_by="", actor=story.account("mediator"), now=town.NOW,
            )  # fmt: skip


@pytest.fixture
def filled(app: Flask) -> Iterator[Flask]:
    """The small town with something sealed of every kind; its ring is put back afterwards."""
    place = Path(app.config["KEY_FILE"])
    before = app.config["KEY_RING"]
    fill()
    yield app
    for left in place.parent.glob("keys*.json"):
        left.unlink()
    before.keep(place)
    app.config["KEY_RING"] = before
    forget(app)


@pytest.fixture
def run(filled: Flask) -> Run:
    db.session.remove()
    return lambda *words: filled.test_cli_runner().invoke(args=[str(word) for word in words])


def forget(app: Flask) -> None:
    for known in (CHECKED, NAMED):
        app.extensions.pop(known, None)


def begin_anew(app: Flask) -> None:
    """As the next process begins: with the ring that lies on the disk."""
    db.session.rollback()
    ring = KeyRing.read(Path(app.config["KEY_FILE"]))
    assert ring is not None
    app.config["KEY_RING"] = ring
    forget(app)


def keys_in_use(app: Flask) -> set[str]:
    """The ids of the keys everything hangs on, after each value and each file was opened with the ring of the disk."""
    ring = KeyRing.read(Path(app.config["KEY_FILE"]))
    assert ring is not None
    found = set()
    with db.engine.connect() as connection:
        assert belongs(connection, ring)
        for one in sealed_columns():
            for row in one.all_rows(connection):
                assert one.opens(ring, row), one.name
                found.add(row[one.column.name].split(".")[1])
    app.config["KEY_RING"] = ring
    db.session.rollback()
    kept = db.session.scalars(select(Attachment).order_by(Attachment.id)).all()
    assert [files.read(one) for one in kept] == [b"photograph %d" % number for number in range(ATTACHMENTS)]
    db.session.rollback()
    return found


def everything_sealed(app: Flask) -> str:
    with db.engine.connect() as connection:
        tokens = [row[one.column.name] for one in sealed_columns() for row in one.all_rows(connection)]
    return "\n".join([*tokens, *(path.read_bytes()[:80].decode("latin-1") for path in files.folder().iterdir())])


def test_everything_is_sealed_with_the_new_key_and_the_old_one_is_put_aside(filled: Flask, run: Run) -> None:
    before = KeyRing.read(Path(filled.config["KEY_FILE"]))
    assert before is not None
    done = run("keys", "rotate")
    assert done.exit_code == 0, done.output
    ring = KeyRing.read(Path(filled.config["KEY_FILE"]))
    assert ring is not None
    assert not set(ring.fields) & set(before.fields)
    assert (ring.index, ring.cookie_secret) == (before.index, before.cookie_secret)
    assert keys_in_use(filled) == set(ring.fields)
    register, hand_over = frozen(AcceptanceRegister, 1), db.session.query(HandOver).one()
    assert register is not None
    assert register.number == db.session.query(Case).one().number
    assert hand_over.number in hand_over.paper_text
    db.session.rollback()
    assert before.sealing_key not in everything_sealed(filled)
    (aside,) = Path(filled.config["KEY_FILE"]).parent.glob("keys-*.json")
    assert KeyRing.read(aside) == before
    assert stat.S_IMODE(aside.stat().st_mode) == 0o600
    for words in (aside.name, "再把这个文件销毁", "请马上做一份新的备份"):
        assert words in done.output
    assert not any(key.hex() in done.output for key in (*ring.fields.values(), *before.fields.values()))


def test_the_old_key_file_put_back_is_told_for_what_it_is(filled: Flask, run: Run) -> None:
    before = filled.config["KEY_RING"]
    assert run("keys", "rotate").exit_code == 0
    with db.engine.connect() as connection:
        assert not belongs(connection, before)
        assert belongs(connection, filled.config["KEY_RING"])


def test_cookies_are_drawn_anew_only_when_it_is_said(filled: Flask, run: Run) -> None:
    before = filled.config["KEY_RING"]
    assert run("keys", "rotate", "--cookies").exit_code == 0
    assert filled.config["KEY_RING"].cookie_secret != before.cookie_secret


def test_people_are_still_found_by_their_numbers(filled: Flask, run: Run) -> None:
    index = db.session.scalars(select(Person.phone_index).where(Person.phone_index.is_not(None))).all()
    assert run("keys", "rotate").exit_code == 0
    db.session.rollback()
    assert db.session.scalars(select(Person.phone_index).where(Person.phone_index.is_not(None))).all() == index
    assert index[0] == filled.config["KEY_RING"].blind_index("13800000000", "phone")


def test_check_says_what_hangs_on_each_key(filled: Flask, run: Run) -> None:
    said = run("keys", "check")
    assert said.exit_code == 0, said.output
    name = filled.config["KEY_RING"].sealing_key
    assert f"{name}\t现在用它加密" in said.output
    assert f"{ATTACHMENTS} 个附件" in said.output
    assert run("keys", "rotate").exit_code == 0
    assert f"：{name}（以前的备份要用）" in run("keys", "check").output


@pytest.mark.both
def test_a_value_that_opens_with_no_key_stays_and_keeps_the_old_key(filled: Flask, run: Run) -> None:
    before = filled.config["KEY_RING"].sealing_key
    with transaction():
        one, other = db.session.scalars(select(Person).order_by(Person.id).limit(2))
        broken = one.phone_sealed = other.phone_sealed
        number = one.id
    refused = run("keys", "rotate")
    assert refused.exit_code == 1
    assert "有 1 条" in refused.output
    db.session.rollback()
    ring = KeyRing.read(Path(filled.config["KEY_FILE"]))
    assert ring is not None
    assert before in ring.fields
    kept = db.session.get(Person, number)
    assert kept is not None
    assert kept.phone_sealed == broken
    assert kept.name not in refused.output


def test_a_file_that_lies_with_another_server_keeps_the_old_key_until_it_is_here(filled: Flask, run: Run) -> None:
    before = filled.config["KEY_RING"]
    place = next(files.folder().iterdir())
    there = place.read_bytes()
    place.unlink()
    refused = run("keys", "rotate")
    assert (refused.exit_code, "有 1 个附件的文件不在这台机器上" in refused.output) == (1, True)
    place.write_bytes(there)
    assert before.sealing_key in keys_of_the_disk(filled).fields
    keys_in_use(filled)
    assert run("keys", "rotate").exit_code == 0
    assert keys_in_use(filled) == set(keys_of_the_disk(filled).fields)
    place.unlink()
    assert run("keys", "rotate").exit_code == 1
    assert run("keys", "rotate", "--lost").exit_code == 0
    assert len(keys_of_the_disk(filled).fields) == 1


def keys_of_the_disk(app: Flask) -> KeyRing:
    ring = KeyRing.read(Path(app.config["KEY_FILE"]))
    assert ring is not None
    return ring


@pytest.mark.only("sqlite")
def test_beside_a_running_server_nothing_is_touched(filled: Flask, run: Run) -> None:
    before = Path(filled.config["KEY_FILE"]).read_bytes()
    with (Path(filled.config["DATA_FOLDER"]) / "server.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused = run("keys", "rotate")
    assert refused.exit_code == 1
    assert "先停下" in refused.output
    assert Path(filled.config["KEY_FILE"]).read_bytes() == before


@pytest.mark.only("postgresql")
def test_beside_servers_on_one_database_nothing_is_touched(filled: Flask, run: Run) -> None:
    before = Path(filled.config["KEY_FILE"]).read_bytes()
    with db.engine.connect() as server:
        server.execute(text("SELECT pg_advisory_lock_shared(5206812)"))
        refused = run("keys", "rotate")
    assert refused.exit_code == 1
    assert "先" in refused.output
    assert Path(filled.config["KEY_FILE"]).read_bytes() == before


@pytest.mark.parametrize("times", [10, pytest.param(50, marks=pytest.mark.campaign)])
def test_interrupted_at_random_places_nothing_is_unreadable(
    filled: Flask, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    chance = random.Random(2026)
    monkeypatch.setattr(exchange_keys, "BATCH", 4)
    interrupted = finished = 0
    while interrupted < times:
        with monkeypatch.context() as patched:
            breaks = breaking_after(chance.randrange(1, 130))
            patched.setattr(Path, "replace", breaks(Path.replace))
            patched.setattr(Path, "unlink", breaks(Path.unlink))
            patched.setattr(os, "fsync", breaks(os.fsync))
            patched.setattr(os, "link", breaks(os.link))
            patched.setattr(db.session, "commit", breaks(db.session.commit))
            try:
                exchange_keys.exchange_keys(now=town.NOW, new_cookies=False, say=lambda _line: None)
                finished += 1
            except Interrupted:
                interrupted += 1
        begin_anew(filled)
        assert keys_in_use(filled) <= set(filled.config["KEY_RING"].fields)
    assert finished >= 1, "some runs must come to their end for the others to begin anew"
    exchange_keys.exchange_keys(now=town.NOW, new_cookies=False, say=lambda _line: None)
    assert keys_in_use(filled) == set(filled.config["KEY_RING"].fields)
    assert len(filled.config["KEY_RING"].fields) == 1
    folder = Path(filled.config["KEY_FILE"]).parent
    assert list(folder.glob("keys.json.*")) == [], "no key lies about"
    assert [path for path in files.folder().iterdir() if path.suffix] == []


KILLED = """
import os, signal, sys
from app import create_app
from app.core import clock
from app.cli.exchange_keys import exchange_keys
left, fsync = [int(sys.argv[1])], os.fsync
def killing(handle):
    left[0] -= 1
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    fsync(handle)
app = create_app()
with app.app_context():
    os.fsync = killing
    exchange_keys(now=clock.now(), new_cookies=False, say=print)
"""


SOME_PLACES = (1, *(pytest.param(place, marks=pytest.mark.campaign) for place in (3, 6)), 14)


@pytest.mark.parametrize("place", SOME_PLACES)
def test_killed_outright_it_goes_on(filled: Flask, run: Run, place: int) -> None:
    """By SIGKILL, in a process of its own, at the so-manyeth time something is brought onto the disk."""
    environment = {
        **os.environ,
        "JIEYOU_DATA_FOLDER": str(filled.config["DATA_FOLDER"]),
        "JIEYOU_DATABASE_URL": str(filled.config["SQLALCHEMY_DATABASE_URI"]),
    }
    db.session.remove()
    db.engine.dispose()
    command = [sys.executable, "-c", KILLED, str(place)]
    killed = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    assert killed.returncode == -9, killed.stderr
    begin_anew(filled)
    assert keys_in_use(filled) <= set(filled.config["KEY_RING"].fields)
    assert run("keys", "rotate").exit_code == 0
    assert keys_in_use(filled) == set(filled.config["KEY_RING"].fields)
    assert db.session.scalar(select(KeyRingName.sealing_key)) == filled.config["KEY_RING"].sealing_key
