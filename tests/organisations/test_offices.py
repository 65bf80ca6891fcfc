"""The administrator enters the town's offices: one of each kind that is single, one for every village."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Account
from app.audit.models import AuditEntry
from app.core.db import db
from app.core.errors import Invalid
from app.organisations.actions.add_office import add_office, add_village_offices
from app.organisations.actions.correct_office import correct_office
from app.organisations.models import Office, OfficeKind, Village
from app.organisations.queries import handling_offices, offices
from tests import public
from tests.town import NOW

ClientOf = Callable[[str], FlaskClient]
PAGE = "/bodies/offices"


def admin() -> Account:
    return db.session.query(Account).filter_by(login_name="admin").one()


def office_named(name: str) -> Office:
    return db.session.query(Office).filter_by(name=name).one()


def trail(deed: str) -> list[AuditEntry]:
    return db.session.query(AuditEntry).filter_by(deed=deed).order_by(AuditEntry.id).all()


def test_a_station_is_entered_and_may_handle_work(app: Flask) -> None:
    office = add_office(OfficeKind.STATION, " 白塔镇应急管理办公室 ", phone="0533-0000000", actor=admin(), now=NOW)
    assert (office.name, office.phone, office.village_id) == ("白塔镇应急管理办公室", "0533-0000000", None)
    assert office in handling_offices()
    assert trail("office:added")[0].account_id == admin().id


@pytest.mark.parametrize(
    ("kind", "there"),
    [
        (OfficeKind.GOVERNMENT, "白塔镇人民政府"),
        (OfficeKind.DESK, "白塔镇信访工作办公室"),
        (OfficeKind.DISCIPLINE, "白塔镇纪律检查委员会"),
    ],
)
def test_government_desk_and_discipline_are_one_each(app: Flask, kind: OfficeKind, there: str) -> None:
    with pytest.raises(Invalid, match="只有一个") as refused:
        add_office(kind, "另一个单位", actor=admin(), now=NOW)
    assert there in refused.value.fields["kind"]
    assert len(offices()) == 5


def test_a_village_office_names_its_village_and_a_village_has_one(app: Flask) -> None:
    with pytest.raises(Invalid) as nowhere:
        add_office(OfficeKind.VILLAGE, "赵庄村村民委员会", actor=admin(), now=NOW)
    assert "要选是哪个村" in nowhere.value.fields["village_id"]
    served = office_named("小海眼社区居民委员会").village_id
    with pytest.raises(Invalid) as second:
        add_office(OfficeKind.VILLAGE, "小海眼社区第二居委会", village_id=served, actor=admin(), now=NOW)
    assert "已经建了小海眼社区居民委员会" in second.value.fields["village_id"]


@pytest.mark.both
def test_every_village_without_an_office_gets_one(app: Flask) -> None:
    made = add_village_offices(actor=admin(), now=NOW)
    assert [office.name for office in made] == ["赵庄村村民委员会"]
    assert add_village_offices(actor=admin(), now=NOW) == []
    served = db.session.query(Office.village_id).filter(Office.village_id.is_not(None)).count()
    assert served == db.session.query(Village).count()


def test_offices_stand_from_the_government_down_to_the_villages(app: Flask) -> None:
    add_village_offices(actor=admin(), now=NOW)
    assert [office.kind.value for office in offices()] == [
        "government", "desk", "station", "discipline", "village", "village",
    ]  # fmt: skip


def test_a_name_is_put_right_and_the_trail_keeps_the_old_one(app: Flask) -> None:
    station = office_named("白塔镇规划建设办公室")
    correct_office(station, name="白塔镇自然资源和规划建设办公室", phone="", actor=admin(), now=NOW)
    assert "白塔镇规划建设办公室" in trail("office:corrected")[0].detail
    with pytest.raises(Invalid) as taken:
        correct_office(station, name="白塔镇人民政府", phone="", actor=admin(), now=NOW)
    assert "已经有白塔镇人民政府了" in taken.value.fields["name"]


def test_the_administrator_finds_the_offices_from_more(client_of: ClientOf) -> None:
    client = client_of("admin")
    assert f'href="{PAGE}"' in client.get("/more").text
    page = client.get(PAGE).text
    for words in ("白塔镇人民政府", "信访办", "小海眼社区居民委员会", "还有1个村没有承办单位", "给每个村建承办单位"):
        assert words in page
    assert f'href="{PAGE}"' not in client_of("mediator").get("/more").text
    assert client_of("petition").get(PAGE).status_code == 403


def test_an_office_is_entered_on_the_page_once(client_of: ClientOf) -> None:
    client = client_of("admin")
    typed = {"kind": "station", "name": "白塔镇农业农村办公室", "phone": "0533-0000001", "once": "first"}
    assert client.post(PAGE, data=typed).location == PAGE
    assert client.post(PAGE, data=typed).status_code == 302, "a second tap does nothing"
    assert "白塔镇农业农村办公室建好了" in client.get(PAGE).text
    assert db.session.query(Office).filter_by(name="白塔镇农业农村办公室").count() == 1


def test_the_button_for_all_villages_leaves_none_without(client_of: ClientOf) -> None:
    client = client_of("admin")
    client.post(f"{PAGE}/villages")
    page = client.get(PAGE).text
    assert "给1个村建好了承办单位" in page
    assert "赵庄村村民委员会" in page
    assert "给每个村建承办单位" not in page
    client.post(f"{PAGE}/villages")
    assert "每个村都已经有承办单位了" in client.get(PAGE).text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": "desk"}, "信访办只有一个，已经建了白塔镇信访工作办公室"),
        ({"kind": "village"}, "村（社区）的单位要选是哪个村"),
        ({"kind": ""}, "请选一项"),
        ({"name": ""}, "这一项要填"),
        ({"name": "白塔镇人民政府"}, "已经有白塔镇人民政府了"),
        ({"name": "办" * 81}, "最多写80个字，现在写了81个字"),
        ({"phone": "打给老李"}, "电话只写数字和横线"),
    ],
)
def test_a_wrong_office_is_refused_and_the_typing_kept(
    client_of: ClientOf, changes: dict[str, str], sentence: str
) -> None:
    typed = {"kind": "station", "name": "白塔镇农业农村办公室", "phone": "0533-0000001", **changes}
    answer = client_of("admin").post(PAGE, data=typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'value="{typed["name"]}"' in answer.text
    assert f'value="{typed["phone"]}"' in answer.text
    assert db.session.query(Office).count() == 5


def test_an_office_is_put_right_on_its_page(client_of: ClientOf) -> None:
    client, office = client_of("admin"), office_named("白塔镇规划建设办公室")
    page = f"{PAGE}/{office.public_id}"
    assert 'value="白塔镇规划建设办公室"' in client.get(page).text
    refused = client.post(page, data={"name": "白塔镇人民政府", "phone": "0533-0000002"})
    assert refused.status_code == 422
    assert "已经有白塔镇人民政府了" in refused.text
    assert 'value="0533-0000002"' in refused.text
    assert client.post(page, data={"name": "白塔镇规划办公室", "phone": "0533-0000002"}).location == PAGE
    assert "白塔镇规划办公室" in client.get(PAGE).text
    assert client.get(f"{PAGE}/{public.NOBODY}").status_code == 404
