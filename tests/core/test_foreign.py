"""Whatever the reader of a foreign file raises becomes one sentence; our own refusals keep theirs."""

from __future__ import annotations

import struct
import zlib

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import text

from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.core.foreign import reading_foreign_file, watchers
from app.core.transaction import is_writing, transaction

SENTENCE = "这个文件打不开。"


class PanicException(BaseException):
    """As a library in Rust raises it: no `Exception`."""


@pytest.mark.parametrize(
    "raised",
    [
        ValueError,
        IndexError,
        EOFError,
        NotImplementedError,
        RecursionError,
        MemoryError,
        SyntaxError,
        struct.error,
        zlib.error,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        PanicException,
    ],
)
def test_whatever_a_reader_raises_is_the_sentence(raised: type[BaseException]) -> None:
    with pytest.raises(Invalid, match=SENTENCE), reading_foreign_file(SENTENCE):
        raise raised


@pytest.mark.parametrize("raised", [NotNow("请等一下。"), KeyboardInterrupt(), SystemExit(1)])
def test_a_refusal_of_our_own_and_the_wish_to_stop_go_through(raised: BaseException) -> None:
    with pytest.raises(type(raised)) as told, reading_foreign_file(SENTENCE):
        raise raised
    assert told.value is raised


def test_what_can_be_read_is_left_alone() -> None:
    with reading_foreign_file(SENTENCE):
        read = 1
    assert read == 1


@pytest.mark.both
def test_reading_inside_a_writing_transaction_fails_every_test(app: Flask) -> None:
    assert not is_writing()
    with reading_foreign_file(SENTENCE):
        db.session.scalar(text("SELECT 1"))
    assert not is_writing(), "reading the database holds nobody up"
    with transaction():
        assert is_writing()
        with pytest.raises(AssertionError, match="others wait"), reading_foreign_file(SENTENCE):
            raise ValueError
    assert not is_writing()


def test_who_watches_is_asked_before_anything_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise AssertionError("too early")

    monkeypatch.setattr("app.core.foreign.watchers", [*watchers, refuse])
    with pytest.raises(AssertionError, match="too early"), reading_foreign_file(SENTENCE):
        raise ValueError
