"""What a new kind of matter gets without asking for it; runs in a copy of the project that has the room of repairs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from app.repairs.actions import register_repair
from app.repairs.models import Repair
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Account
from app.audit.queries import entries_of
from app.core.db import db
from app.core.transaction import transaction
from app.matters.actions.erase import erase_matter
from app.matters.actions.rebuild import differences
from app.matters.models import Matter
from app.matters.models.attachments import Attachment
from app.matters.models.corrections import Correction
from app.matters.models.entries import Entry
from app.notifications.models import Notice, NoticeKind
from app.processes.actions.answer import answer_task
from app.processes.queries import open_tasks_of
from tests.filing import filed
from tests.story import Story
from tests.town import NOW
from tests.trail import trail_fault

ClientOf = Callable[[str], FlaskClient]
SHUT = ("stranger", "clerk", "petition", "leader", "discipline", "admin", "adviser")
"""Other committees, and roles without the right."""


def account(name: str) -> Account:
    return db.session.query(Account).filter_by(login_name=name).one()


def reported(title: str = "路灯不亮了", by: str = "孙大爷") -> Repair:
    with transaction():
        return register_repair(title, by, account("mediator"), NOW)


def answer(repair: Repair, outcome: str) -> None:
    (task,) = open_tasks_of("repair", repair.id)
    with transaction():
        answer_task(task.id, page_version=task.row_version, values={"outcome": outcome}, occurred_at=NOW, spoken_by="",
                    actor=account("mediator"), now=NOW)  # fmt: skip


@pytest.mark.both
def test_list_light_search_page_and_timeline(client_of: ClientOf) -> None:
    repair, client = reported(), client_of("mediator")
    reported("水管漏了", "钱大妈")
    row = db.session.query(Matter).filter_by(kind="repair", subject_id=repair.id).one()
    assert (row.title, row.period_code, row.public_id) == ("路灯不亮了", "Z1", repair.public_id)
    listed = client.get("/repairs/").text
    assert "路灯不亮了" in listed
    assert "还有" in listed
    for words, there in (("路灯", True), ("孙大爷", True), (repair.number, True), ("铁路", False)):
        assert ("路灯不亮了" in client.get(f"/repairs/?words={words}").text) is there
        assert ("路灯不亮了" in client.get(f"/search?words={words}").text) is there
    assert "去看" in client.get("/").text
    answer(repair, "broken")
    page = client.get(f"/repairs/{repair.public_id}").text
    assert "正在修" in page
    assert page.index("去看") > page.index("经过")
    assert db.session.query(Entry).filter_by(subject_kind="repair", subject_id=repair.id).count() == 2
    answer(repair, "mended")
    assert db.session.get_one(Repair, repair.id).ended_on is not None
    assert db.session.get_one(Matter, row.id).period_code == ""
    assert list(differences()) == []
    assert trail_fault(db.session.connection()) is None


@pytest.mark.both
def test_correction_and_files(client_of: ClientOf) -> None:
    repair, client = reported(), client_of("mediator")
    put_right = {"title": "路灯和电线杆坏了", "reason": "听错了。"}
    assert client.post(f"/repairs/{repair.public_id}", data=put_right).status_code == 302
    (row,) = db.session.query(Correction).all()
    assert (row.old, row.new) == ("路灯不亮了", "路灯和电线杆坏了")
    assert "更正：路灯和电线杆坏了" in client.get(f"/repairs/{repair.public_id}").text
    assert "电线杆" in client.get("/repairs/?words=电线杆").text
    assert client.post(f"/repairs/{repair.public_id}", data=put_right).status_code == 422
    kept = filed(repair, account("mediator"), NOW, kind="photo")
    assert kept.public_id in client.get(f"/repairs/{repair.public_id}").text
    assert client.get(f"/attachments/{kept.public_id}").status_code == 200
    assert client_of("stranger").get(f"/attachments/{kept.public_id}").status_code == 404


@pytest.mark.both
def test_ties_to_matters_of_its_own_and_of_another_kind(client_of: ClientOf) -> None:
    repair, other, story = reported(), reported("水管漏了", "钱大妈"), Story().register().start_at("village").accept()
    client = client_of("mediator")
    for number in (other.number, story.case.number):
        told = {"number": number, "reason": "在一条路上。"}
        assert client.post(f"/links/of/repair/{repair.public_id}", data=told).status_code == 302
    page = client.get(f"/repairs/{repair.public_id}").text
    assert "水管漏了" in page
    assert f"/cases/{story.case.public_id}" in page
    assert repair.public_id in client.get(f"/cases/{story.case.public_id}").text
    for outcome in ("broken", "mended"):
        answer(other, outcome)
    (notice,) = db.session.query(Notice).filter_by(kind=NoticeKind.LINK).all()
    assert (notice.subject_kind, notice.subject_id) == ("repair", repair.id)


@pytest.mark.both
def test_nobody_else_meets_it_anywhere(client_of: ClientOf) -> None:
    repair = reported()
    for who in SHUT:
        client = client_of(who)
        assert client.get(f"/repairs/{repair.public_id}").status_code in (403, 404), who
        assert client.post(f"/repairs/{repair.public_id}", data={"title": "x", "reason": "y"}).status_code in (403, 404)
        assert client.get(f"/attachments/of/repair/{repair.public_id}").status_code in (403, 404)
        for address in ("/", "/repairs/", "/search?words=路灯", "/deadlines/", f"/search?words={repair.number}"):
            assert "不亮了" not in client.get(address).text, (who, address)
    assert db.session.get_one(Repair, repair.id).title == "路灯不亮了"


@pytest.mark.both
def test_erasing_asks_its_tables_too(app: Flask) -> None:
    repair, other = reported(), reported("水管漏了", "钱大妈")
    filed(repair, account("mediator"), NOW, kind="photo")
    for outcome in ("broken", "mended"):
        answer(repair, outcome)
    with transaction():
        counted = erase_matter("repair", repair.id, reason="保管期限满了。", now=NOW + timedelta(days=1))
    assert set(counted) >= {"repair", "task", "process", "deadline", "entry", "attachment"}
    assert [one.id for one in db.session.query(Repair)] == [other.id]
    assert db.session.query(Attachment).count() == 0
    assert "repair:erased" in [entry.deed for entry in entries_of("repair", repair.id)]
    assert list(differences()) == []
    assert trail_fault(db.session.connection()) is None
