"""What is printed is kept: in what way, by whom, under which marks; and a mark leads back to its paper."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import DatabaseError
from werkzeug.test import TestResponse

from app.core import beside
from app.core.access_log import AccessLog
from app.core.db import db
from app.core.key_ring import KeyRing
from app.core.transaction import transaction
from app.papers.models.print_log import PrintedPage, PrintLog
from app.papers.queries.check import NOT_KEPT, UNKNOWN
from app.papers.rules.mark import NO_MARK, PREFIX
from app.papers.rules.way import Print, Way, way_of
from app.petitions.actions.seal_claim import seal_claim
from tests import public
from tests.accusations.sealing import sealed
from tests.accusations.test_hand_over import handed
from tests.agreements.paths import Path
from tests.petitions.reading import newest_letter
from tests.petitions.way import DESK, LEADER
from tests.petitions.way import Way as Petitioned
from tests.story import Story

ClientOf = Callable[[str], FlaskClient]
A, B = "a" * 64, "b" * 64


def prints() -> list[PrintLog]:
    db.session.rollback()
    return list(db.session.scalars(sa.select(PrintLog).order_by(PrintLog.id)))


def marks() -> list[PrintedPage]:
    return list(db.session.scalars(sa.select(PrintedPage).order_by(PrintedPage.print_id, PrintedPage.page)))


def words(answer: TestResponse) -> str:
    return re.sub(r"<[^>]*>|\s", "", answer.text)


def checked(client: FlaskClient, mark: str) -> TestResponse:
    return client.get("/papers/check", query_string={"mark": mark})


def agreement_of(path: Path) -> str:
    return f"/agreements/{public.case(path.case_id)}/paper.pdf"


def old_mark(path: Path) -> str:
    """What the code of a paper printed before said."""
    agreement = path.agreement
    return f"{path.case.number} 人民调解协议书 第{agreement.version}版 sha256:{agreement.frozen_hash}"


def test_the_first_print_is_the_original_and_the_next_says_that_it_is_the_second() -> None:
    assert way_of(1, A, []) == (Way.ORIGINAL, 1)
    once = [Print(1, A, Way.ORIGINAL)]
    assert way_of(1, A, once) == (Way.COPY, 2)
    assert way_of(1, A, [*once, Print(1, A, Way.COPY)]) == (Way.COPY, 3)


def test_a_new_version_begins_anew_and_other_words_of_the_same_are_a_reprint() -> None:
    once = [Print(1, A, Way.ORIGINAL)]
    assert way_of(2, B, once) == (Way.ORIGINAL, 1)
    assert way_of(1, B, once) == (Way.REPRINT, 1)
    assert way_of(1, B, [*once, Print(1, B, Way.REPRINT)]) == (Way.REPRINT, 2)
    assert way_of(None, B, [Print(None, A, Way.ORIGINAL)]) == (Way.REPRINT, 1)


@pytest.mark.parametrize("way", [Way.DRAFT, Way.READING])
def test_drafts_and_copies_to_read_take_nothing_from_the_original(way: Way) -> None:
    assert way_of(1, A, [Print(1, A, way)]) == (Way.ORIGINAL, 1)


@pytest.mark.both
def test_every_print_is_kept_with_the_marks_of_its_pages(app: Flask, client_of: ClientOf, unprinted: None) -> None:
    path = Path().drafted()
    client = client_of("mediator")
    draft = client.get(agreement_of(path))
    path.sent().passed().answer("freeze", outcome="frozen")
    first, second = client.get(agreement_of(path)), client.get(agreement_of(path))
    client_of("justice").get(agreement_of(path))
    kept = prints()
    assert [one.way for one in kept] == [Way.DRAFT, Way.ORIGINAL, Way.COPY, Way.READING]
    assert [one.number for one in kept] == [1, 1, 2, 1]
    assert {(one.subject_kind, one.subject_id, one.title) for one in kept} == {("case", path.case_id, "人民调解协议书")}
    assert kept[1].digest == kept[2].digest != path.agreement.frozen_hash
    assert "草稿，未定稿，不作签字用" in draft.text
    assert "原件，一式三份　" in first.text
    assert "原件，一式三份，第2次打印" in second.text
    assert f"校验 {kept[1].digest[:4]} {kept[1].digest[4:8]}" in second.text
    found = marks()
    assert [one.print_id for one in found] == [one.id for one in kept[:3]], "a copy to read bears no mark"
    assert found[0].code != found[1].code == found[2].code


def test_a_draft_is_told_to_hold_for_nothing_however_often_it_was_printed(
    app: Flask, client_of: ClientOf, unprinted: None
) -> None:
    path, client = Path().drafted(), client_of("mediator")
    for _ in range(2):
        client.get(agreement_of(path))
    said = words(checked(client, marks()[0].shown))
    assert "这是草稿，不能当正式的用。" in said
    assert "都作数" not in said
    path.sent().passed().answer("freeze", outcome="frozen")
    assert "这是草稿，这份文书后来有了正式的，不能当正式的用。" in words(checked(client, marks()[0].shown))
    client.get(agreement_of(path))
    assert "都作数" in words(checked(client, marks()[-1].shown))


def test_a_second_version_bears_another_mark_and_the_first_is_told_to_be_overtaken(
    app: Flask, client_of: ClientOf, unprinted: None
) -> None:
    path, client = Path().frozen(), client_of("mediator")
    client.get(agreement_of(path))
    first = marks()[0]
    assert "这是现在作准的一版" in words(checked(client, first.shown))
    path.answer("sign", outcome="reopen", reason="要改一处")
    assert "退回去改了，或者没有签成" in words(checked(client, first.shown))
    path.save(facts="改过的事实。")
    path.sent().passed().answer("freeze", outcome="frozen")
    client.get(agreement_of(path))
    second = marks()[-1]
    assert second.code != first.code
    assert prints()[-1].way is Way.ORIGINAL
    assert f"现在是第{path.agreement.version}版" in words(checked(client, first.shown))
    assert "这是现在作准的一版" in words(checked(client, second.shown))


@pytest.mark.both
def test_a_mark_is_found_typed_scanned_and_after_the_keys_were_exchanged(
    app: Flask, client_of: ClientOf, unprinted: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, client = Path().signed(), client_of("mediator")
    client.get(agreement_of(path))
    (mark,) = marks()
    for asked in (mark.shown, f"标记 {mark.shown.lower()}", f"{mark.shown[:4]} {mark.shown[4:]}", PREFIX + mark.code):
        answer = words(checked(client, asked))
        for said in (re.sub(r"\s", "", path.case.title), "第1页，共1页", "第1版", "原件", "吴桂兰"):
            assert said in answer
    old = app.config["KEY_RING"]
    exchanged = KeyRing({"f00d": KeyRing.draw().index}, old.index, old.cookie_secret)
    assert exchanged.fields.keys().isdisjoint(old.fields)
    monkeypatch.setitem(app.config, "KEY_RING", KeyRing(old.fields | exchanged.fields, old.index, old.cookie_secret))
    client.get(agreement_of(path))
    assert marks()[-1].code == mark.code
    assert checked(client, mark.shown).status_code == 200


def test_whoever_may_not_see_the_matter_reads_what_is_read_of_an_unknown_mark(
    app: Flask, client_of: ClientOf, unprinted: None
) -> None:
    path = Path().signed()
    client_of("mediator").get(agreement_of(path))
    mark, stranger = marks()[0], client_of("stranger")
    answers = [checked(stranger, one) for one in (mark.shown, PREFIX + mark.code, "ABCDEFGH", old_mark(path))]
    assert {one.status_code for one in answers} == {404}
    assert all(UNKNOWN in one.text for one in answers)
    assert db.session.query(AccessLog).filter_by(deed="checked").count() == 0


@pytest.mark.parametrize("name", ["discipline", "admin"])
def test_whoever_sees_no_matters_has_no_such_page(app: Flask, client_of: ClientOf, name: str) -> None:
    assert client_of(name).get("/papers/check").status_code == 403


def test_a_mark_of_another_town_is_unknown_and_what_is_none_is_told_so(app: Flask, client_of: ClientOf) -> None:
    client = client_of("mediator")
    assert UNKNOWN in checked(client, f"{PREFIX}{'AB23' * 6}XY").text
    for none in ("你好", "ABCDEFG", "ABCDEFG0", "ABCDEFGHJ", "X" * 500):
        answer = checked(client, none)
        assert (answer.status_code, NO_MARK in answer.text) == (422, True), none


def test_the_code_of_an_earlier_paper_is_read_too(app: Flask, client_of: ClientOf) -> None:
    path, client = Path().signed(), client_of("mediator")
    good = words(checked(client, old_mark(path)))
    assert "校验对得上" in good
    assert path.case.number in good
    forged = old_mark(path)[:-64] + "0" * 64
    assert "现在是第1版" in words(checked(client, forged))
    register = f"{path.case.number} 人民调解受理登记表 sha256:{'0' * 64}"
    assert NOT_KEPT in checked(client, register).text


def test_a_form_printed_since_is_compared_with_the_code_of_an_earlier_one(
    app: Flask, client_of: ClientOf, unprinted: None
) -> None:
    from app.cases.papers.print_papers import acceptance_register

    story, client = Story().mediating_at("village"), client_of("mediator")
    client.get(f"/cases/{public.case(story.case_id)}/papers/acceptance_register.pdf?move={public.NOBODY}")
    assert prints()[0].paper == f"acceptance_register:{story.case.handling.id}", (
        "what else an address says is no part of it"
    )
    printed = acceptance_register(story.case).fingerprint
    assert "校验对得上" in words(checked(client, f"{story.case.number} 人民调解受理登记表 sha256:{printed}"))


def test_the_list_of_papers_says_how_often_each_was_printed(app: Flask, client_of: ClientOf, unprinted: None) -> None:
    path, client = Path().signed(), client_of("mediator")
    page = f"/cases/{public.case(path.case_id)}"
    assert "打印过" not in client.get(page).text
    client_of("justice").get(agreement_of(path))
    assert "打印过" not in client.get(page).text
    client.get(agreement_of(path))
    client.get(agreement_of(path))
    assert re.findall("打印过[^<]*", client.get(page).text) == ["打印过2次，最近2026年11月23日 09:00，吴桂兰"]


def test_sheets_and_letters_of_a_petition_are_kept_each_by_itself(
    app: Flask, client_of: ClientOf, unprinted: None
) -> None:
    way, client = Petitioned().register().sort().decide("accepted").letter_out(), client_of(DESK)
    page = client.get(f"/petitions/{public.petition(way.petition.id)}")
    addresses = re.findall(r'href="(/petitions/[^"]*\.pdf[^"]*)"', page.text)
    for address in addresses:
        assert client.get(address.replace("&amp;", "&")).status_code == 200
    assert len({one.paper for one in prints()}) == len(addresses)
    assert len({one.code for one in marks()}) == len(addresses)
    page = client.get(f"/petitions/{public.petition(way.petition.id)}")
    assert len(re.findall("打印过1次", page.text)) == len(addresses)
    for mark in marks():
        title = db.session.get_one(PrintLog, mark.print_id).title
        assert checked(client, mark.shown).status_code == 200
        seen = checked(client_of(LEADER), mark.shown).status_code
        assert seen == (404 if title == "信访回执" else 200), "the receipt is the desk's alone"
        assert checked(client_of("handler"), mark.shown).status_code == 404, "no claim of this office's"
    for number in (way.petition.number, way.claim.number, newest_letter(way).number):
        assert checked(client, f"{number} 文书 sha256:{'0' * 64}").status_code == 200
        assert checked(client_of("handler"), f"{number} 文书 sha256:{'0' * 64}").status_code == 404


def test_the_papers_of_a_petition_that_left_for_the_closed_room_are_nobodys(
    app: Flask, client_of: ClientOf, unprinted: None
) -> None:
    way, client = Petitioned().register(), client_of(DESK)
    gone = way.petition.id
    client.get(f"/petitions/{public.petition(gone)}/sheets/receipt.pdf")
    with transaction():
        seal_claim(way.claim, accused="某人", accused_unit="", actor=way.account(DESK), now=way.now)
    assert checked(client, marks()[0].shown).status_code == 404
    again = Petitioned()
    again.now = way.now.replace(minute=way.now.minute + 1)
    again.register()
    assert checked(client, marks()[0].shown).status_code == 404
    assert "打印过" not in client.get(f"/petitions/{public.petition(again.petition.id)}").text


def test_a_paper_of_an_accusation_stands_in_no_print_log(app: Flask, client_of: ClientOf, unprinted: None) -> None:
    row = sealed()
    address = f"/accusations/{row.public_id}/hand-over/{handed(row).public_id}.pdf"
    answer = client_of("discipline").get(address)
    assert answer.status_code == 200
    assert "标记" not in answer.text
    assert prints() == []


@pytest.mark.only("sqlite")
def test_a_print_that_cannot_be_kept_is_printed_all_the_same(
    app: Flask, client_of: ClientOf, unprinted: None, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path().signed()
    client, address, paper = client_of("mediator"), agreement_of(path), path.agreement.id
    monkeypatch.setattr(beside, "PATIENCE", 0)
    db.session.rollback()
    with closing(sqlite3.connect(str(db.engine.url.database))) as writing:
        writing.execute("BEGIN IMMEDIATE")
        assert client.get(address).status_code == 200
        writing.rollback()
    assert prints() == []
    assert f"printed agreement:{paper} of case {path.case_id}" in caplog.text
    client.get(address)
    assert [one.way for one in prints()] == [Way.ORIGINAL], "nobody counts what was not kept"


@pytest.mark.both
@pytest.mark.parametrize("change", ["DELETE FROM print_log", "UPDATE print_log SET way = 'draft'"])
def test_the_log_only_grows(app: Flask, client_of: ClientOf, unprinted: None, change: str) -> None:
    path = Path().signed()
    client_of("mediator").get(agreement_of(path))
    with pytest.raises(DatabaseError, match="only grows"):
        db.session.execute(sa.text(change))
    db.session.rollback()
    assert len(prints()) == 1
