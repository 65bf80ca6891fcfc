"""Files of a matter of any kind: several at once, with kind and day, each kept or named with its own sentence."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from app.core import files
from app.core.db import db
from app.core.files import prepare
from app.core.pictures import THUMBNAIL_SIDE
from app.core.transaction import transaction
from app.matters.models.attachments import Attachment
from tests import public
from tests.core.damage import sound_pdf
from tests.filing import filed, picture
from tests.story import Story

ClientOf = Callable[[str], FlaskClient]
SAID = {"kind": "evidence", "taken_on": "2003-05-06", "spoken_by": "王甲", "occurred_at": "2026-11-20T08:00"}


def address_of(story: Story) -> str:
    return f"/attachments/of/case/{public.case(story.case_id)}"


def send(client: FlaskClient, story: Story, sent: Sequence[tuple[str, bytes]], **more: object) -> TestResponse:
    chosen = [(io.BytesIO(content), name) for name, content in sent]
    data = {**SAID, **more, "file": chosen}
    return client.post(address_of(story), data=data, content_type="multipart/form-data")


def rows() -> list[Attachment]:
    db.session.rollback()
    return db.session.query(Attachment).order_by(Attachment.id).all()


@pytest.mark.both
def test_several_files_are_kept_at_once_with_one_kind_and_one_day(app: Flask, client_of: ClientOf) -> None:
    story, client = Story().register(), client_of("mediator")
    answer = send(client, story, [("一.jpg", picture(colour="red")), ("二.pdf", sound_pdf())])
    assert answer.status_code == 302
    assert [(one.name, one.kind, one.taken_on) for one in rows()] == [
        ("一.jpg", "evidence", date(2003, 5, 6)),
        ("二.pdf", "evidence", date(2003, 5, 6)),
    ]
    page = client.get(answer.location).text
    assert "收好了2个。" in page
    assert "2003年5月6日" in page


def test_of_several_a_bad_one_is_named_the_good_ones_are_kept_and_what_was_said_stays(
    app: Flask, client_of: ClientOf
) -> None:
    story, client = Story().register(), client_of("mediator")
    answer = send(client, story, [("好.jpg", picture()), ("坏.jpg", b"no picture"), ("空.jpg", b"")], once="o" * 16)
    assert answer.status_code == 200
    assert [one.name for one in rows()] == ["好.jpg"]
    assert "收好了1个。" in answer.text
    assert answer.text.count("“坏.jpg”：这个文件打不开") == 2, "at the top and at the field"
    assert answer.text.count("“空.jpg”：文件是空的") == 2
    for said in ('value="王甲"', 'value="2003-05-06"', 'value="2026-11-20T08:00"', "刚才选的文件没有留住"):
        assert said in answer.text
    assert 'value="evidence" checked' in answer.text
    assert "o" * 16 not in answer.text, "the rest goes under a key of its own"
    again = send(client, story, [("好.jpg", picture(colour="red"))], once="o" * 16)
    assert (again.status_code, len(rows())) == (302, 1), "the first form was carried out"


def test_when_none_can_be_kept_each_is_named_and_nothing_is_written(app: Flask, client_of: ClientOf) -> None:
    story, client = Story().register(), client_of("mediator")
    answer = send(client, story, [("坏.jpg", b"no picture"), ("空.jpg", b"")])
    assert answer.status_code == 422
    for name in ("坏.jpg", "空.jpg"):
        assert f"“{name}”：" in answer.text
    assert (rows(), list(files.folder().iterdir())) == ([], [])


def test_what_is_there_already_is_said_and_not_kept_again(app: Flask, client_of: ClientOf) -> None:
    story, client, content = Story().register(), client_of("mediator"), picture()
    answer = send(client, story, [("一.jpg", content), ("二.jpg", content)])
    assert [one.name for one in rows()] == ["一.jpg"]
    page = client.get(answer.location).text
    assert "收好了1个。“二.jpg”这一件里已经有了，没有再存一遍。" in page
    answer = send(client, story, [("三.jpg", content)])
    assert "“三.jpg”这一件里已经有了" in client.get(answer.location).text
    assert len(rows()) == 1


def test_a_file_too_many_is_named_and_those_before_it_are_kept(
    app: Flask, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    story, client = Story().register(), client_of("mediator")
    monkeypatch.setitem(app.config, "ATTACHMENTS_PER_CASE", 1)
    answer = send(client, story, [("一.jpg", picture()), ("二.jpg", picture(colour="red"))])
    assert [one.name for one in rows()] == ["一.jpg"]
    assert "“二.jpg”：这一件的附件已经放满了" in answer.text


@pytest.mark.parametrize("day", ["", "1790-01-02"])
def test_the_day_on_a_paper_may_be_left_out_or_lie_far_back(app: Flask, client_of: ClientOf, day: str) -> None:
    story, client = Story().register(), client_of("mediator")
    assert send(client, story, [("地契.jpg", picture())], taken_on=day).status_code == 302
    assert [str(one.taken_on or "") for one in rows()] == [day]
    assert ("没写日期" in client.get(f"/cases/{public.case(story.case_id)}").text) == (not day)


def test_a_day_to_come_is_refused_at_its_field(app: Flask, client_of: ClientOf) -> None:
    story, client = Story().register(), client_of("mediator")
    answer = send(client, story, [("一.jpg", picture())], taken_on="2036-01-01")
    assert (answer.status_code, rows()) == (422, [])


def test_a_photograph_has_a_small_picture_and_a_pdf_has_none(app: Flask, client_of: ClientOf) -> None:
    story, client = Story().register(), client_of("mediator")
    send(client, story, [("照片.jpg", picture(1600, 1200)), ("判决书.pdf", sound_pdf())])
    photograph, pdf = rows()
    got = client.get(f"/attachments/{photograph.public_id}/thumbnail")
    assert max(Image.open(io.BytesIO(got.data)).size) == THUMBNAIL_SIDE
    whole = client.get(f"/attachments/{photograph.public_id}")
    for name in ("Content-Type", "Cache-Control", "X-Content-Type-Options", "Content-Security-Policy"):
        assert got.headers.get(name) == whole.headers.get(name), name
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert client.get(f"/attachments/{pdf.public_id}/thumbnail").status_code == 404
    page = client.get(f"/cases/{public.case(story.case_id)}").text
    assert page.count("/thumbnail") == 1
    assert 'alt="证据材料的缩略图"' in page


def test_the_small_picture_lies_sealed_under_its_own_name(app: Flask) -> None:
    story = Story().register()
    one = filed(story.case, story.account("mediator"), story.now)
    assert one.thumbnail is not None
    lying = {path.name for path in files.folder().iterdir()}
    assert lying == {one.stored_as, one.thumbnail_as}
    for name in lying:
        assert (files.folder() / name).read_bytes().startswith(b"jieyou-file v1 ")


def test_who_may_not_open_a_file_gets_no_small_picture_of_it(app: Flask, client_of: ClientOf) -> None:
    story = Story().register()
    one = filed(story.case, story.account("mediator"), story.now, kind="identity")
    page = client_of("justice").get(f"/cases/{public.case(story.case_id)}").text
    assert "身份证明" in page
    assert f"/attachments/{one.public_id}" not in page
    may_not = {"justice": 403, "stranger": 404, "petition": 404, "discipline": 403}
    for name, status in {"mediator": 200, **may_not}.items():
        for what in ("", "/thumbnail"):
            assert client_of(name).get(f"/attachments/{one.public_id}{what}").status_code == status, name


@pytest.mark.parametrize(("width", "height"), [(4000, 3000), (2500, 1800), (2600, 900), (800, 600)])
def test_a_photographed_paper_is_never_made_smaller(app: Flask, width: int, height: int) -> None:
    kept = prepare(picture(width, height))
    assert Image.open(io.BytesIO(kept.content)).size == (width, height)


@pytest.mark.both
def test_the_same_file_in_two_matters_is_two_sealed_copies(app: Flask, client_of: ClientOf) -> None:
    first, second = Story().register(), Story().register()
    one, other = (filed(story.case, story.account("mediator"), story.now) for story in (first, second))
    assert one.content_mac != other.content_mac
    assert len(list(files.folder().iterdir())) == 4
    gone = [one.stored_as, str(one.thumbnail_as)]
    files.remove_after_commit(gone)
    db.session.rollback()
    with transaction():
        assert len(list(files.folder().iterdir())) == 4, "what was not committed takes nothing away"
        db.session.delete(one)
        files.remove_after_commit(gone)
    assert {path.name for path in files.folder().iterdir()} == {other.stored_as, other.thumbnail_as}
    assert client_of("mediator").get(f"/attachments/{other.public_id}").status_code == 200


def test_what_a_kind_does_not_take_has_no_page(app: Flask, client_of: ClientOf) -> None:
    story, client = Story().register(), client_of("mediator")
    for kind in ("claim", "supervision", "accusation", "body", "nothing", "petition", "letter"):
        assert client.get(f"/attachments/of/{kind}/{public.case(story.case_id)}").status_code == 404, kind


@pytest.mark.parametrize(("width", "height"), [(3000, 100), (100, 3000), (10, 8)])
def test_a_small_picture_is_square_whatever_the_paper(app: Flask, width: int, height: int) -> None:
    small = prepare(picture(width, height, "black")).thumbnail
    assert small is not None
    seen = Image.open(io.BytesIO(small)).convert("L")
    assert seen.size == (THUMBNAIL_SIDE, THUMBNAIL_SIDE)
    middle, corner = seen.getpixel((THUMBNAIL_SIDE // 2, THUMBNAIL_SIDE // 2)), seen.getpixel((0, 0))
    assert (middle < 60, corner > 200) == (True, True)


def test_how_much_may_be_sent_at_once_is_said(app: Flask, client_of: ClientOf) -> None:
    page = client_of("mediator").get(address_of(Story().register())).text
    assert f"合起来不超过 {app.config['MAX_CONTENT_LENGTH'] // 1_000_000} 兆" in page
