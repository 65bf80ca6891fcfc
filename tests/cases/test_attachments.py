"""Filing photographs and papers with a case, through its page."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.core import files
from app.core.db import db
from app.core.transaction import is_writing, transaction
from app.core.uploads import MOST_AT_ONCE
from app.matters.models.attachments import Attachment
from tests import public
from tests.core.damage import drawn, saved, sound_pdf
from tests.story import Story

ClientOf = Callable[[str], FlaskClient]
INPUTS = Path(__file__).resolve().parents[1] / "data" / "inputs"
KEPT = {"p1-exif-rotated-gps.jpg", "p4-png-named.jpg", "p5-cmyk-scan.jpg", "p6.webp"}
REFUSED = {
    "p2-iphone.heic": "兼容性最佳",
    "p3-heic-named.jpg": "兼容性最佳",
    "p9-truncated.jpg": "这个文件打不开",
    "p10-giant-1bit-scan.png": "像素太多（14000×14000）",
}


def attachments() -> list[Attachment]:
    db.session.rollback()
    return list(db.session.scalars(select(Attachment)))


def file_it(client: FlaskClient, case_id: int, content: bytes, name: str = "照片.jpg", **more: object) -> TestResponse:
    sent = {"kind": "evidence", "spoken_by": "王甲", "occurred_at": "2026-11-20T08:00", **more}
    sent["file"] = (io.BytesIO(content), name)
    return client.post(f"/attachments/of/case/{public.case(case_id)}", data=sent, content_type="multipart/form-data")


def test_every_file_of_the_inputs_has_a_right_answer(app: Flask) -> None:
    assert {path.name for path in INPUTS.glob("p*")} == KEPT | REFUSED.keys()


@pytest.mark.parametrize("name", sorted(KEPT))
def test_a_photograph_of_any_make_is_kept_as_a_jpeg(app: Flask, client_of: ClientOf, name: str) -> None:
    story, client = Story().register(), client_of("mediator")
    assert file_it(client, story.case_id, (INPUTS / name).read_bytes(), name).status_code == 302
    (kept,) = attachments()
    assert (kept.name, kept.media_type) == (name, "image/jpeg")
    got = client.get(f"/attachments/{public.attachment(kept.id)}")
    assert (got.status_code, got.mimetype, len(got.data)) == (200, "image/jpeg", kept.size)
    assert b"Exif" not in got.data


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_cannot_be_kept_is_refused_at_its_field_and_what_was_typed_stays(
    app: Flask, client_of: ClientOf, name: str
) -> None:
    story = Story().register()
    answer = file_it(client_of("mediator"), story.case_id, (INPUTS / name).read_bytes(), name)
    assert answer.status_code == 422
    assert answer.text.count(REFUSED[name]) >= 2, "at the top and at the field"
    assert "王甲" in answer.text
    assert attachments() == []
    assert list(files.folder().iterdir()) == []


def test_a_pdf_is_kept_as_it_is_and_one_that_is_none_is_not(app: Flask, client_of: ClientOf) -> None:
    story, client, content = Story().register(), client_of("mediator"), sound_pdf()
    assert file_it(client, story.case_id, content, "判决书.pdf").status_code == 302
    assert files.read(attachments()[0]) == content
    answer = file_it(client, story.case_id, b"%PDF-<html><script>alert(1)</script>", "照片.jpg")
    assert (answer.status_code, "这个 PDF 打不开" in answer.text) == (422, True)


def test_the_same_content_twice_is_kept_once(app: Flask, client_of: ClientOf) -> None:
    story, client, content = Story().register(), client_of("mediator"), saved(drawn(), "PNG")
    for name in ("一.png", "二.png"):
        assert file_it(client, story.case_id, content, name).status_code == 302
    assert [one.name for one in attachments()] == ["一.png"]
    assert len(list(files.folder().iterdir())) == 2, "the photograph and its small picture"


def test_a_file_that_is_missing_or_spoilt_is_told_to_whoever_opens_it(app: Flask, client_of: ClientOf) -> None:
    story, client = Story().register(), client_of("mediator")
    file_it(client, story.case_id, saved(drawn(), "PNG"))
    (kept,) = attachments()
    address, place = (
        f"/attachments/{public.attachment(kept.id)}",
        files.folder() / kept.stored_as,
    )
    place.write_bytes(b"spoilt")
    answer = client.get(address)
    assert (answer.status_code, "坏了，或者被人改动过" in answer.text) == (503, True)
    place.unlink()
    answer = client.get(address)
    assert (answer.status_code, "不在硬盘上了" in answer.text) == (503, True)
    assert "填的内容要改一改" not in answer.text
    assert client.get(f"/cases/{public.case(story.case_id)}").status_code == 200, "the case itself opens"


def test_no_file_at_all_is_asked_for(app: Flask, client_of: ClientOf) -> None:
    story, client = Story().register(), client_of("mediator")
    assert "请先选一个文件" in file_it(client, story.case_id, b"", "").text
    assert "文件是空的" in file_it(client, story.case_id, b"").text


def test_too_many_files_in_one_go_are_refused_unread(app: Flask, client_of: ClientOf) -> None:
    story = Story().register()
    many = [(io.BytesIO(b"no picture"), f"{number}.jpg") for number in range(MOST_AT_ONCE + 1)]
    sent = {"kind": "evidence", "occurred_at": "2026-11-20T08:00", "file": many}
    answer = client_of("mediator").post(f"/attachments/of/case/{public.case(story.case_id)}", data=sent)
    assert (answer.status_code, f"一次最多传{MOST_AT_ONCE}个文件" in answer.text) == (422, True)


def test_a_case_that_is_not_ones_own_takes_nothing(app: Flask, client_of: ClientOf) -> None:
    story = Story().register()
    assert file_it(client_of("stranger"), story.case_id, saved(drawn(), "PNG")).status_code == 404
    assert attachments() == []


def test_nothing_is_read_while_others_wait(app: Flask) -> None:
    assert not is_writing()
    with transaction():
        assert is_writing()
        for content in (saved(drawn(), "PNG"), sound_pdf()):
            with pytest.raises(AssertionError, match="while others wait"):
                files.prepare(content)
    assert not is_writing()
    assert files.prepare(saved(drawn(), "PNG")).media_type == "image/jpeg"
