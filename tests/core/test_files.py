"""Attachments on the disk: whole or not at all, sealed under random names, and few read at once."""

from __future__ import annotations

import errno
import hashlib
import resource
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from flask import Flask

from app.core import files
from app.core.crypto import keys
from app.core.errors import Invalid, NotNow
from app.core.files import FileUnreadable, Prepared, StoredFile, keep, prepare, read
from app.core.key_ring import KeyRing
from app.core.sealed_files import seal_file
from tests.core.damage import drawn, saved

PAPER = Prepared(b"%PDF-1.7 " + b"a page " * 3_000, "application/pdf")
OTHER_PAPER = Prepared(b"%PDF-1.7 another", "application/pdf")


@contextmanager
def disk_that_takes(size: int) -> Iterator[None]:
    """No file of this process may grow beyond `size` bytes: what is longer breaks off in the middle."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@dataclass
class Row:
    """A row that stands for a file."""

    stored_as: str
    content_mac: str | None
    matter: str = "case:1"


def row_of(kept: StoredFile) -> Row:
    return Row(kept.name, kept.mac)


def test_a_file_is_kept_sealed_under_a_name_that_tells_nothing(app: Flask) -> None:
    kept = keep(PAPER, "case:1")
    assert (kept.media_type, kept.size) == ("application/pdf", len(PAPER.content))
    assert read(row_of(kept)) == PAPER.content
    (path,) = files.folder().iterdir()
    assert path.name == kept.name
    assert b"a page" not in path.read_bytes()
    assert path.read_bytes().startswith(f"jieyou-file v1 {keys().sealing_key} A256GCM\n".encode())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(files.folder().stat().st_mode) == 0o700


def test_the_same_content_is_known_again_within_its_matter_and_not_in_another(app: Flask) -> None:
    first, second, elsewhere = keep(PAPER, "case:1"), keep(PAPER, "case:1"), keep(PAPER, "case:2")
    assert first.mac == second.mac == files.mac_of(PAPER, "case:1") != elsewhere.mac
    assert len({first.name, second.name, elsewhere.name}) == 3
    assert hashlib.sha256(PAPER.content).hexdigest() not in {first.mac, elsewhere.mac, first.name}


def test_a_file_that_breaks_off_in_the_middle_leaves_nothing(app: Flask) -> None:
    with disk_that_takes(10_000), pytest.raises(OSError, match="File too large") as broken:
        keep(PAPER, "case:1")
    assert broken.value.errno == errno.EFBIG
    assert list(files.folder().iterdir()) == []
    assert read(row_of(keep(PAPER, "case:1"))) == PAPER.content


def test_a_missing_a_changed_and_a_strangely_sealed_file_are_told_apart(app: Flask) -> None:
    kept = keep(PAPER, "case:1")
    place = files.folder() / kept.name
    sealed = place.read_bytes()
    place.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(FileUnreadable, match="被人改动过"):
        read(row_of(kept))
    place.write_bytes(seal_file(KeyRing.draw(), PAPER.content, kept.name))
    with pytest.raises(FileUnreadable, match="另一份密钥"):
        read(row_of(kept))
    place.unlink()
    with pytest.raises(FileUnreadable, match="不在硬盘上"):
        read(row_of(kept))


def test_a_file_laid_under_another_name_does_not_open(app: Flask) -> None:
    first, second = keep(PAPER, "case:1"), keep(OTHER_PAPER, "case:1")
    shutil.copy(files.folder() / first.name, files.folder() / second.name)
    with pytest.raises(FileUnreadable, match="被人改动过"):
        read(row_of(second))


def test_a_row_turned_to_another_file_does_not_open_it(app: Flask) -> None:
    first, second = keep(PAPER, "case:1"), keep(OTHER_PAPER, "case:1")
    with pytest.raises(FileUnreadable, match="被人改动过"):
        read(Row(first.name, second.mac))
    with pytest.raises(FileUnreadable, match="被人改动过"):
        read(Row(first.name, first.mac, "case:2"))


def test_a_file_from_before_is_read_as_it_lies(app: Flask) -> None:
    """Named by its SHA-256, plain, with a row that has no keyed hash yet."""
    name = hashlib.sha256(PAPER.content).hexdigest()
    (files.folder() / name).write_bytes(PAPER.content)
    assert read(Row(name, None)) == PAPER.content
    (files.folder() / name).write_bytes(b"changed")
    with pytest.raises(FileUnreadable, match="被人改动过"):
        read(Row(name, None))


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"", "文件是空的"), (b"a" * 10_000_001, "最多10兆"), (b"words", "这个文件打不开")]
)
def test_what_is_no_file_to_keep_is_refused(app: Flask, content: bytes, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        prepare(content)


def test_only_so_many_are_read_at_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "PATIENCE", 0)
    with files._turn(), files._turn(), pytest.raises(NotNow, match="请过一会儿再传一次"):
        prepare(saved(drawn(), "PNG"))
    assert prepare(saved(drawn(), "PNG")).media_type == "image/jpeg"
