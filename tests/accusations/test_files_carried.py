"""Files of a petition that turns out to be an accusation go with it into the closed room, and nothing stays behind."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accusations.models import Accusation, AccusationAttachment
from app.cli.kept_files import kept_files
from app.core import files
from app.core.access_log import AccessLog
from app.core.db import db
from app.core.sealed_files import key_of
from app.core.transaction import begin_writing, transaction
from app.matters.models.attachments import Attachment
from app.petitions.actions.letters import draft_letter
from app.petitions.actions.seal_claim import seal_claim
from app.petitions.terms import LetterKind
from tests import public
from tests.accusations.sealing import (
    ACCUSED,
    ACCUSER,
    MARK,
    TEXT,
    UNIT,
    sealed,
    sealed_by_the_desk,
    typed_as_a_petition,
)
from tests.accusations.test_sealing import cells
from tests.filing import filed, picture
from tests.petitions.way import Way
from tests.trail import trail_fault

ClientOf = Callable[[str], FlaskClient]
NAME = f"检举{ACCUSED}的信.jpg"


def with_files(way: Way) -> Way:
    """Its letter and the face of an identity card are filed before somebody sees what it is."""
    clerk = way.account("petition")
    filed(way.petition, clerk, way.now, kind="letter", name=NAME, colour="red", taken_on=date(2026, 11, 3))
    filed(way.petition, clerk, way.now, kind="identity", name=f"{ACCUSER}.jpg", colour="blue")
    return way


def lying() -> set[str]:
    return {path.name for path in files.folder().iterdir()}


@pytest.mark.both
def test_every_file_of_a_sealed_petition_is_carried_and_none_stays(app: Flask) -> None:
    way = with_files(typed_as_a_petition())
    before = lying()
    row = sealed_by_the_desk(way)
    assert db.session.query(Attachment).count() == 0
    carried = db.session.query(AccusationAttachment).order_by(AccusationAttachment.id).all()
    assert [one.accusation_id for one in carried] == [row.id, row.id]
    assert [one.words for one in carried] == [
        {"name": NAME, "material": "信件原件", "taken_on": "2026年11月3日", "spoken_by": "王甲"},
        {"name": f"{ACCUSER}.jpg", "material": "身份证明", "taken_on": "", "spoken_by": "王甲"},
    ]
    assert [files.read(one) for one in carried] == [picture(colour="red"), picture(colour="blue")]
    assert lying() == {one.stored_as for one in carried}
    assert not lying() & before, "small pictures and the old names are gone"
    words = (ACCUSER, ACCUSED, MARK, TEXT, NAME, "信件原件", "2026-11-03", "2026年11月3日")
    assert [cell for cell in cells() if any(word in cell[1] for word in words)] == []
    assert trail_fault(db.session.connection()) is None


@pytest.mark.both
def test_files_of_a_petition_whose_other_claims_stay_go_too(app: Flask) -> None:
    way = with_files(typed_as_a_petition(claims=(TEXT, "路灯坏了三个月，请修。")))
    petition_id = way.petition.id
    sealed_by_the_desk(way, story="路灯坏了。")
    assert db.session.query(Attachment).filter_by(subject_kind="petition", subject_id=petition_id).count() == 0
    assert db.session.query(AccusationAttachment).count() == 2


def test_files_of_the_drafts_that_go_are_carried_too(app: Flask) -> None:
    way = typed_as_a_petition()
    clerk = way.account("petition")
    with transaction():
        letter = draft_letter(
            LetterKind.ACCEPTANCE,
            {"reason": "属于镇里。", "contact": "信访办"},
            about=way.claim,
            actor=clerk,
            now=way.now,
        )
    filed(letter, clerk, way.now, kind="other", name="草稿.jpg")
    sealed_by_the_desk(way)
    (one,) = db.session.query(AccusationAttachment)
    assert (one.words["name"], one.words["material"]) == ("草稿.jpg", "其他")
    assert db.session.query(Attachment).count() == 0


def test_files_of_other_petitions_stay_where_they_are(app: Flask) -> None:
    other = with_files(Way().register())
    sealed_by_the_desk(with_files(typed_as_a_petition()))
    assert {one.subject_id for one in db.session.query(Attachment)} == {other.petition.id}
    for one in db.session.query(Attachment):
        assert files.read(one)
        assert one.thumbnail is not None
        assert files.read(one.thumbnail)


@pytest.mark.both
def test_nothing_leaves_the_disk_when_the_sealing_is_not_kept(app: Flask) -> None:
    way = with_files(typed_as_a_petition())
    before, claim, clerk = lying(), way.claim, way.account("petition")
    begin_writing()
    seal_claim(claim, accused=ACCUSED, accused_unit=UNIT, actor=clerk, now=way.now)
    db.session.rollback()
    assert lying() >= before
    assert [files.read(one) for one in db.session.query(Attachment).order_by(Attachment.id)] == [
        picture(colour="red"),
        picture(colour="blue"),
    ]


def test_a_file_that_cannot_be_opened_hinders_no_sealing_and_is_named_inside(app: Flask, client_of: ClientOf) -> None:
    way = with_files(typed_as_a_petition())
    first = db.session.query(Attachment).order_by(Attachment.id).first()
    assert first is not None
    (files.folder() / first.stored_as).unlink()
    row = sealed_by_the_desk(way)
    assert [one.words["name"] for one in db.session.query(AccusationAttachment)] == [f"{ACCUSER}.jpg"]
    assert row.content["lost_files"] == [f"信件原件（{NAME}）"]
    page = client_of("discipline").get(f"/accusations/{row.public_id}").text
    assert f"没有带过来的：信件原件（{NAME}）" in page


def test_the_officer_opens_them_and_every_look_is_kept(app: Flask, client_of: ClientOf) -> None:
    row = sealed_by_the_desk(with_files(typed_as_a_petition()))
    client = client_of("discipline")
    page = client.get(f"/accusations/{row.public_id}").text
    assert NAME in page
    assert "2026年11月3日" in page
    one = db.session.query(AccusationAttachment).order_by(AccusationAttachment.id).first()
    assert one is not None
    address = f"/accusations/{row.public_id}/attachments/{one.public_id}"
    assert f'"{address}"' in page
    answer = client.get(address)
    assert (answer.status_code, answer.data) == (200, picture(colour="red"))
    assert answer.headers["Content-Disposition"] == f"attachment; filename={one.public_id}.jpg"
    looks = db.session.query(AccessLog).filter_by(subject_kind="accusation", deed="downloaded").all()
    assert [look.subject_id for look in looks] == [row.id]


@pytest.mark.parametrize("login", ["petition", "leader", "handler", "mediator", "justice", "admin", "secretary"])
def test_for_everybody_else_there_is_no_such_file(app: Flask, client_of: ClientOf, login: str) -> None:
    way = with_files(typed_as_a_petition())
    old = [(one.public_id, one.id) for one in db.session.query(Attachment)]
    petition = way.petition.public_id
    row = sealed_by_the_desk(way)
    client = client_of(login)
    one = db.session.query(AccusationAttachment).first()
    assert one is not None
    pairs = {f"/accusations/{row.public_id}/attachments/{one.public_id}": "/accusations/nothing/attachments/nothing"}
    for public_id, _ in old:
        pairs[f"/attachments/{public_id}"] = f"/attachments/{public.NOBODY}"
        pairs[f"/attachments/{public_id}/thumbnail"] = f"/attachments/{public.NOBODY}/thumbnail"
    pairs[f"/attachments/of/petition/{petition}"] = f"/attachments/of/petition/{public.NOBODY}"
    for address, nothing in pairs.items():
        assert client.get(address).status_code == client.get(nothing).status_code >= 400, address


def test_a_file_of_one_accusation_is_none_of_another(app: Flask, client_of: ClientOf) -> None:
    sealed_by_the_desk(with_files(typed_as_a_petition()))
    other = sealed()
    one = db.session.query(AccusationAttachment).first()
    assert one is not None
    assert client_of("discipline").get(f"/accusations/{other.public_id}/attachments/{one.public_id}").status_code == 404


def test_an_accused_officer_opens_none(app: Flask, client_of: ClientOf) -> None:
    way = with_files(typed_as_a_petition())
    officer_name = way.account("discipline").display_name
    row = sealed_by_the_desk(way, accused=officer_name)
    one = db.session.query(AccusationAttachment).first()
    assert one is not None
    assert client_of("discipline").get(f"/accusations/{row.public_id}/attachments/{one.public_id}").status_code == 404


@pytest.mark.both
def test_backups_and_checks_know_them_without_a_word_about_whose_they_are(app: Flask) -> None:
    row = sealed_by_the_desk(with_files(typed_as_a_petition()))
    assert db.session.query(Accusation).count() == 1
    with db.engine.connect() as connection:
        found = list(kept_files(connection))
    assert [one.matter for one in found] == [f"accusation:{row.id}"] * 2
    assert [one.words for one in found] == ["密封保存的附件（编号 1）", "密封保存的附件（编号 2）"]
    assert all(key_of((files.folder() / one.stored_as).read_bytes()) for one in found)
    assert sa.inspect(db.engine).has_table("accusation_attachment")
    assert io.BytesIO(files.read(found[0])).read(2) == b"\xff\xd8"
