"""A town from before files were sealed: each is sealed, its row follows, and nothing is unreadable at any moment."""

from __future__ import annotations

import hashlib
import random
import stat
from pathlib import Path

import pytest
from flask import Flask

from app.cli import seal_files
from app.cli.seal_files import seal_plain_files
from app.core import files
from app.core.db import db
from app.core.files import Prepared
from app.core.transaction import transaction
from app.matters.actions.attach import attach_file
from app.matters.models.attachments import Attachment
from tests import town
from tests.cli.interrupting import Interrupted, breaking_after
from tests.story import Story


def plain_files(story: Story, contents: list[bytes]) -> None:
    """Attachments of a case as they lay before: plain, named by their SHA-256."""
    for content in contents:
        name = hashlib.sha256(content).hexdigest()
        (files.folder() / name).write_bytes(content)
        with transaction():
            db.session.add(
                Attachment(
                    subject_kind="case", subject_id=story.case_id, name="照片.jpg", kind="identity",
                    media_type="image/jpeg", stored_as=name, content_mac=None, size=len(content),
                    occurred_at=town.NOW, entered_at=town.NOW, spoken_by="",
                    typed_by_id=story.account("mediator").id,
                )
            )  # fmt: skip


def contents_of(case_id: int) -> list[bytes]:
    db.session.rollback()
    rows = db.session.query(Attachment).filter_by(subject_kind="case", subject_id=case_id).order_by(Attachment.id)
    return [files.read(one) for one in rows]


def lying() -> list[Path]:
    return sorted(files.folder().iterdir())


def test_plain_files_are_sealed_and_their_plain_copies_gone(app: Flask) -> None:
    one, other = Story().register(), Story().register()
    contents = [b"photograph %d" % number for number in range(45)]
    plain_files(one, contents)
    plain_files(other, contents[:1])
    assert contents_of(one.case_id) == contents, "read as they lie"
    assert seal_plain_files() == 46
    assert contents_of(one.case_id) == contents
    assert contents_of(other.case_id) == contents[:1]
    assert len(lying()) == 46
    assert not any(b"photograph" in path.read_bytes() for path in lying())
    assert {stat.S_IMODE(path.stat().st_mode) for path in lying()} == {0o600}
    before = [path.name for path in lying()]
    assert seal_plain_files() == 0
    assert [path.name for path in lying()] == before


@pytest.mark.both
def test_a_file_that_is_missing_or_changed_stays_as_it_is_and_keeps_nothing_from_the_others(app: Flask) -> None:
    story = Story().register()
    plain_files(story, [b"one", b"two", b"three"])
    (files.folder() / hashlib.sha256(b"one").hexdigest()).unlink()
    (files.folder() / hashlib.sha256(b"two").hexdigest()).write_bytes(b"changed")
    assert seal_plain_files() == 1
    (row,) = db.session.query(Attachment).filter(Attachment.content_mac.is_not(None))
    assert files.read(row) == b"three"
    assert (files.folder() / hashlib.sha256(b"two").hexdigest()).read_bytes() == b"changed"


def test_a_plain_file_nobody_names_is_not_taken_for_a_copy(app: Flask) -> None:
    stray = files.folder() / hashlib.sha256(b"of a transaction that was rolled back").hexdigest()
    stray.write_bytes(b"of a transaction that was rolled back")
    assert seal_plain_files() == 0
    assert stray.exists()


@pytest.mark.both
def test_what_was_filed_anew_while_it_was_missing_stays_readable_twice(app: Flask) -> None:
    story = Story().register()
    plain_files(story, [b"one"])
    place = files.folder() / hashlib.sha256(b"one").hexdigest()
    place.unlink()
    with transaction():
        attach_file(
            story.case, name="again.jpg", file=Prepared(b"one", "image/jpeg"), kind="identity",
            occurred_at=town.NOW, spoken_by="", actor=story.account("mediator"), now=town.NOW,
        )  # fmt: skip
    place.write_bytes(b"one")
    seal_plain_files()
    assert contents_of(story.case_id) == [b"one", b"one"]


@pytest.mark.parametrize("seed", range(12))
def test_interrupted_at_a_random_place_it_goes_on(app: Flask, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    chance = random.Random(seed)
    monkeypatch.setattr(seal_files, "BATCH", 3)
    story = Story().register()
    contents = [b"photograph %d" % number for number in range(8)]
    plain_files(story, contents)
    for _ in range(3):
        with monkeypatch.context() as patched:
            breaks = breaking_after(chance.randrange(1, 30))
            patched.setattr(Path, "unlink", breaks(Path.unlink))
            patched.setattr(Path, "replace", breaks(Path.replace))
            patched.setattr(files, "write_whole", breaks(files.write_whole))
            patched.setattr(db.session, "commit", breaks(db.session.commit))
            try:
                seal_plain_files()
            except Interrupted:
                db.session.rollback()
        assert contents_of(story.case_id) == contents
    seal_plain_files()
    assert contents_of(story.case_id) == contents
    assert not any(b"photograph" in path.read_bytes() for path in lying())
