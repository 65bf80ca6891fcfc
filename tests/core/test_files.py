"""Attachments on the disk: whole or not at all, named by their content, and few read at once."""

from __future__ import annotations

import errno
import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask

from app.core import files
from app.core.errors import Invalid, NotNow
from app.core.files import Prepared, keep, prepare, read
from tests.core.damage import drawn, saved

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
PAPER = Prepared(b"%PDF-1.7 " + b"a page " * 3_000, "application/pdf")


@contextmanager
def disk_that_takes(size: int) -> Iterator[None]:
    """No file of this process may grow beyond `size` bytes: what is longer breaks off in the middle."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_file_is_kept_under_the_hash_of_its_content(app: Flask) -> None:
    kept = keep(PAPER)
    assert (kept.sha256, kept.media_type, kept.size) == (PAPER.sha256, "application/pdf", len(PAPER.content))
    assert read(kept.sha256) == PAPER.content
    assert keep(PAPER) == kept
    assert [path.name for path in files.folder().iterdir()] == [kept.sha256]


def test_a_file_that_breaks_off_in_the_middle_leaves_nothing(app: Flask) -> None:
    with disk_that_takes(10_000), pytest.raises(OSError, match="File too large") as broken:
        keep(PAPER)
    assert broken.value.errno == errno.EFBIG
    assert list(files.folder().iterdir()) == []
    assert read(keep(PAPER).sha256) == PAPER.content


def test_a_file_that_was_changed_or_is_missing_is_told(app: Flask) -> None:
    kept = keep(PAPER)
    (files.folder() / kept.sha256).write_bytes(b"changed")
    with pytest.raises(Invalid, match="找不到，或者被改动过"):
        read(kept.sha256)


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
