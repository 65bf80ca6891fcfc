"""The registration page as its user meets it: faults are said in Chinese, what was typed stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Draft
from app.cases.models import Case, Party
from app.core.db import db
from app.organisations.models import Village
from tests.petitions.screen import chosen

ClientOf = Callable[[str], FlaskClient]


@pytest.fixture
def filled(app: Flask) -> dict[str, str]:
    """A registration that is right."""
    village = db.session.query(Village).filter_by(name="小海眼").one()
    return {
        "once": "one-key",
        "source": "application",
        "village_id": village.public_id,
        "dispute_type": "neighbours",
        "parties-0-side": "1",
        "parties-0-kind": "natural",
        "parties-0-standing": "principal",
        "parties-0-name": "赵一",
        "parties-1-side": "2",
        "parties-1-kind": "natural",
        "parties-1-standing": "principal",
        "parties-1-name": "孙二",
        "facts": "雨水管正对东墙。",
        "claims": "改移落水管",
        "shared": "village",
        "occurred_at": "2026-11-23T08:00",
    }


def test_a_right_form_registers_and_leads_to_the_case(client_of: ClientOf, filled: dict[str, str]) -> None:
    client = client_of("mediator")
    answer = client.post("/cases/register", data=filled, follow_redirects=True)
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    assert "赵一 — 孙二" in page
    assert "选定从哪一级开始" in page
    assert db.session.query(Case).count() == 1


def test_a_double_tap_registers_once(client_of: ClientOf, filled: dict[str, str]) -> None:
    client = client_of("mediator")
    first, second = (client.post("/cases/register", data=filled) for _ in range(2))
    assert first.location == second.location
    assert db.session.query(Case).count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"parties-1-side": "1"}, "至少要有两方当事人"),
        ({"parties-0-name": ""}, "这一项要填"),
        ({"parties-0-id_number": "110105194912310021"}, "最后一位跟前面对不上"),
        ({"parties-1-name": "赵一"}, "在两方都出现了"),
        ({"parties-0-id_number": "11010519491231002X", "parties-1-id_number": "11010519491231002x"}, "在两方都出现了"),
        ({"facts": "长" * 10_000}, "最多写5000个字"),
        ({"facts": ""}, "这一项要填"),
        ({"occurred_at": "2026-11-24T08:00"}, "还没有到"),
        ({"occurred_at": "去年"}, "看不出是什么时候"),
        ({"parties-0-born_on": "2026-02-30"}, "看不出是哪一天"),
        ({"parties-0-born_on": "2030-02-01"}, "还没有到"),
        ({"parties-0-born_on": "2015-02-01"}, "监护人"),
        ({"parties-0-name": "王\ue000"}, "打印"),
        ({"source": "referral"}, "哪个单位送来的"),
        ({"dispute_type": ""}, "请选一项"),
        ({"parties-0-kind": "legal"}, "法定代表人"),
        ({"parties-0-agent_kind": "agent"}, "代理人或监护人的姓名"),
        ({"parties-0-agent_kind": "agent", "parties-0-agent_name": "李", "parties-0-agent_id_number": "1"}, "身份证号"),
    ],
)
def test_bad_input_is_a_sentence_and_loses_nothing(
    client_of: ClientOf, filled: dict[str, str], changes: dict[str, str], sentence: str
) -> None:
    answer = client_of("mediator").post("/cases/register", data={**filled, **changes})
    page = answer.get_data(as_text=True)
    assert answer.status_code in (409, 422)
    assert sentence in page
    assert "error-summary" in page
    assert 'value="孙二"' in page or "parties-1-name" in changes
    assert "改移落水管" in page
    assert db.session.query(Case).count() == 0
    assert db.session.query(Party).count() == 0


def test_another_party_can_be_added_without_script(client_of: ClientOf, filled: dict[str, str]) -> None:
    answer = client_of("mediator").post("/cases/register", data={**filled, "add_row": "parties"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert 'name="parties-2-name"' in page
    assert 'value="孙二"' in page


@pytest.mark.both
def test_a_village_mediator_registers_only_for_the_own_village(client_of: ClientOf, filled: dict[str, str]) -> None:
    other = db.session.query(Village).filter_by(name="赵庄").one()
    answer = client_of("mediator").post("/cases/register", data={**filled, "village_id": other.public_id})
    assert answer.status_code == 422
    assert db.session.query(Case).count() == 0


def test_another_villages_case_is_a_404(client_of: ClientOf, filled: dict[str, str]) -> None:
    place = client_of("mediator").post("/cases/register", data=filled).location
    assert client_of("mediator").get(place).status_code == 200
    for stranger in ("stranger", "admin", "adviser", "town-mediator"):
        assert client_of(stranger).get(place).status_code in (403, 404)
    assert client_of("justice").get(place).status_code == 200


def test_a_case_is_found_by_two_characters_initials_and_number(client_of: ClientOf, filled: dict[str, str]) -> None:
    client = client_of("mediator")
    client.post("/cases/register", data={**filled, "parties-0-name": "单小解"})
    for words in ("小解", "单小解", "sxj", "dxj", "孙二"):
        assert "单小解" in client.get("/cases/", query_string={"words": words}).get_data(as_text=True), words
    assert "没有找到" in client.get("/cases/", query_string={"words": "李四"}).get_data(as_text=True)


@pytest.mark.both
def test_a_kept_draft_goes_with_the_registration(client_of: ClientOf, filled: dict[str, str]) -> None:
    client = client_of("mediator")
    client.post("/drafts/register", data="facts=half", content_type="text/plain")
    assert db.session.query(Draft).count() == 1
    client.post("/cases/register", data={**filled, "draft-key": "register"})
    assert db.session.query(Draft).count() == 0


@pytest.mark.parametrize(
    ("left_out", "said"), [("side", "当事人3 哪一方：请选一项。"), ("kind", "当事人3 个人还是单位：请选一项。")]
)
def test_nobody_is_put_on_a_side_unasked(client_of: ClientOf, filled: dict[str, str], left_out: str, said: str) -> None:
    third = {"side": "3", "kind": "natural", "standing": "principal", "name": "方丙"}
    del third[left_out]
    typed = {**filled, **{f"parties-2-{name}": value for name, value in third.items()}}
    page = client_of("mediator").post("/cases/register", data=typed)
    assert page.status_code == 422
    assert said in page.text
    assert 'value="方丙"' in page.text
    assert db.session.query(Case).count() == 0


def test_a_fresh_page_proposes_the_two_sides_and_an_added_row_nothing(
    client_of: ClientOf, filled: dict[str, str]
) -> None:
    client = client_of("mediator")
    fresh = client.get("/cases/register")
    assert [chosen(fresh, f"parties-{place}-{name}") for place in (0, 1) for name in ("side", "kind")] == [
        "1",
        "natural",
        "2",
        "natural",
    ]
    more = client.post("/cases/register", data={**filled, "add_row": "parties"})
    assert [chosen(more, f"parties-2-{name}") for name in ("side", "kind")] == ["", ""]
    assert chosen(more, "parties-2-standing") == "principal"


def test_a_further_side_says_which_one(client_of: ClientOf, filled: dict[str, str]) -> None:
    page = client_of("mediator").post("/cases/register", data={**filled, "parties-1-side": "more"})
    assert page.status_code == 422
    assert "请在下面写是第几方" in page.text


def test_a_question_that_was_not_answered_is_asked_again(client_of: ClientOf, filled: dict[str, str]) -> None:
    for name in ("source", "shared", "parties-0-standing"):
        typed = {key: value for key, value in filled.items() if key != name}
        page = client_of("mediator").post("/cases/register", data=typed)
        assert (page.status_code, "请选一项。" in page.text) == (422, True), name


def test_there_may_be_as_many_sides_as_the_dispute_has(client_of: ClientOf, filled: dict[str, str]) -> None:
    more = {
        **filled,
        "parties-2-side": "more",
        "parties-2-side_number": "5",
        "parties-2-kind": "natural",
        "parties-2-standing": "principal",
        "parties-2-name": "李五",
    }
    page = client_of("mediator").post("/cases/register", data=more, follow_redirects=True).get_data(as_text=True)
    assert "赵一 — 孙二 — 李五" in page
    assert "戊方" in page
