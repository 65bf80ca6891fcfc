"""A backup is locked unless one says aloud that it is not; the ordinary `age` programs understand it."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import text

from app.cli import age_passphrase
from app.cli.age_passphrase import CHUNK, FIRST_LINE, Damaged, WrongPassphrase, lock, unlock
from app.cli.backup_lock import Lock
from app.core.db import db
from app.core.transaction import transaction
from tests import postgres

Run = Callable[..., Result]
PASSPHRASE = "井台边那棵老槐树是哪年栽的"
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK]


@pytest.fixture(autouse=True)
def _cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cost of guessing is not what is tried here."""
    monkeypatch.setattr(age_passphrase, "WORK_FACTOR", 10)


@pytest.fixture
def run(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Run:
    if postgres.program_folder():
        monkeypatch.setenv("PATH", f"{postgres.program_folder()}{os.pathsep}{os.environ['PATH']}")
    with transaction():
        db.session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        db.session.execute(text("INSERT INTO alembic_version VALUES ('0001')"))
    db.session.remove()
    return lambda *words: app.test_cli_runner().invoke(args=[str(word) for word in words])


@pytest.fixture
def spoken(tmp_path: Path) -> Path:
    """A file with the passphrase."""
    path = tmp_path / "passphrase.txt"
    path.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    return path


def locked(content: bytes, passphrase: str = PASSPHRASE) -> bytes:
    target = io.BytesIO()
    lock(io.BytesIO(content), target, passphrase)
    return target.getvalue()


def unlocked(content: bytes, passphrase: str = PASSPHRASE) -> bytes:
    target = io.BytesIO()
    unlock(io.BytesIO(content), target, passphrase)
    return target.getvalue()


@pytest.mark.parametrize("size", SIZES)
def test_what_is_locked_here_the_library_opens_and_the_other_way_round(size: int) -> None:
    content = os.urandom(size)
    assert pyrage.passphrase.decrypt(locked(content), PASSPHRASE) == content
    assert unlocked(locked(content)) == content


@pytest.mark.parametrize("size", [3 * CHUNK, pytest.param(0, marks=pytest.mark.campaign)])
def test_what_the_library_locked_opens_here(size: int) -> None:
    """The library measures the machine and locks as dearly as it may, and opening costs the same."""
    content = bytes(size)
    assert unlocked(pyrage.passphrase.encrypt(content, PASSPHRASE)) == content


def test_another_passphrase_opens_nothing() -> None:
    with pytest.raises(WrongPassphrase):
        unlocked(locked(b"rows"), "井台边那棵老槐树是哪年栽")


def test_a_changed_or_missing_byte_is_found_wherever_it_is() -> None:
    whole = locked(os.urandom(CHUNK + 10))
    head = whole.index(b"--- ")
    for place in (3, 30, head - 5, head + 10, head + 60, len(whole) - CHUNK, len(whole) - 1):
        changed = bytearray(whole)
        changed[place] ^= 1
        with pytest.raises((Damaged, WrongPassphrase)):
            unlocked(bytes(changed))
    for end in (0, 10, head, head + 48, len(whole) - 26, len(whole) - 1):
        with pytest.raises((Damaged, WrongPassphrase)):
            unlocked(whole[:end])
    with pytest.raises(Damaged):
        unlocked(whole + b"x")


def test_a_cost_beyond_measure_is_not_tried() -> None:
    with pytest.raises(Damaged):
        unlocked(locked(b"rows").replace(b" 10\n", b" 30\n", 1))


def test_a_locked_backup_is_made_with_a_passphrase_and_verified(run: Run, tmp_path: Path, spoken: Path) -> None:
    made = run("backup", tmp_path / "one.age", "--passphrase-file", spoken)
    assert made.exit_code == 0, made.output
    assert "要用口令才打得开" in made.output
    content = (tmp_path / "one.age").read_bytes()
    assert content.startswith(FIRST_LINE)
    assert stat.S_IMODE((tmp_path / "one.age").stat().st_mode) == 0o600
    assert "周有福".encode() not in content
    assert pyrage.passphrase.decrypt(content, PASSPHRASE).startswith(b"PK")
    checked = run("verify-backup", tmp_path / "one.age", "--passphrase-file", spoken)
    assert checked.exit_code == 0, checked.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.age", spoken.name]


def test_a_wrong_passphrase_a_short_one_and_a_torn_file_are_sentences(run: Run, tmp_path: Path, spoken: Path) -> None:
    run("backup", tmp_path / "one.age", "--passphrase-file", spoken)
    other = tmp_path / "other.txt"
    other.write_text("完全是另外的一句话呀呀呀", encoding="utf-8")
    refused = run("verify-backup", tmp_path / "one.age", "--passphrase-file", other)
    assert (refused.exit_code, "口令不对" in refused.output) == (1, True)
    (tmp_path / "torn.age").write_bytes((tmp_path / "one.age").read_bytes()[:-1000])
    refused = run("verify-backup", tmp_path / "torn.age", "--passphrase-file", spoken)
    assert (refused.exit_code, "请换一份备份" in refused.output) == (1, True)
    other.write_text("123456", encoding="utf-8")
    refused = run("backup", tmp_path / "two.age", "--passphrase-file", other)
    assert (refused.exit_code, "口令太短" in refused.output) == (1, True)
    assert not (tmp_path / "two.age").exists()


def test_without_a_word_about_locking_nothing_is_written(run: Run, tmp_path: Path) -> None:
    refused = run("backup", tmp_path / "one.age")
    assert refused.exit_code == 1
    for way in ("--passphrase-file", "new-backup-key", "--plain"):
        assert way in refused.output
    assert list(tmp_path.iterdir()) == []


def test_a_pair_of_backup_keys_locks_and_opens(
    app: Flask, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = run("keys", "new-backup-key").output
    public = next(line for line in said.splitlines() if "JIEYOU_BACKUP_RECIPIENTS=" in line).split("=")[1]
    (tmp_path / "paper.txt").write_text(next(line for line in said.splitlines() if "AGE-SECRET-KEY" in line))
    monkeypatch.setitem(app.config, "BACKUP_RECIPIENTS", f"{pyrage.x25519.Identity.generate().to_public()}, {public}")
    made = run("backup", tmp_path / "one.age")
    assert "要用备份密钥才打得开（给了 2 把）" in made.output
    checked = run("verify-backup", tmp_path / "one.age", "--identity", tmp_path / "paper.txt")
    assert checked.exit_code == 0, checked.output
    (tmp_path / "other.txt").write_text(f"# another\n{pyrage.x25519.Identity.generate()}\n")
    refused = run("verify-backup", tmp_path / "one.age", "--identity", tmp_path / "other.txt")
    assert (refused.exit_code, "不是给这把密钥做的" in refused.output) == (1, True)
    (tmp_path / "other.txt").write_text("AGE-SECRET-KEY-1 is what I forgot")
    refused = run("verify-backup", tmp_path / "one.age", "--identity", tmp_path / "other.txt")
    assert (refused.exit_code, "一个字一个字核对" in refused.output) == (1, True)
    torn = bytearray((tmp_path / "one.age").read_bytes())
    torn[-5] ^= 1
    (tmp_path / "torn.age").write_bytes(torn)
    refused = run("verify-backup", tmp_path / "torn.age", "--identity", tmp_path / "paper.txt")
    assert (refused.exit_code, "坏了，或者没有写完" in refused.output) == (1, True)


def test_a_recipient_that_is_none_is_told(
    app: Flask, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "BACKUP_RECIPIENTS", "age1wrong")
    refused = run("backup", tmp_path / "one.age")
    assert (refused.exit_code, "“age1wrong”不是备份密钥" in refused.output) == (1, True)


class Full:
    """A disk that takes nothing more."""

    def write(self, content: bytes) -> int:
        raise OSError(28, "No space left on device", "disk")


@pytest.mark.parametrize("how", ["passphrase", "recipient"])
def test_a_full_disk_is_told_for_what_it_is(how: str) -> None:
    recipient = pyrage.x25519.Identity.generate().to_public()
    chosen = Lock(passphrase=PASSPHRASE) if how == "passphrase" else Lock((recipient,))
    with pytest.raises(OSError, match="No space left") as broken:
        chosen.write(io.BytesIO(bytes(100_000)), Full())
    assert broken.value.errno == 28
