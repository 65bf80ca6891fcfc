"""Whatever a request holds, a page finds texts where texts belong and ids that a table can hold."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import Account
from app.cases.models import Case
from app.core.db import db
from tests import public
from tests.story import Story
from tests.town import PASSWORD

NINES = "9" * 5000
ClientOf = Callable[[str], FlaskClient]


def a_file(content: bytes = b"text") -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), "name.txt"


def words(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("name", "address", "field"),
    [("mediator", "/account/password", "old"), ("mediator", "/notices/reach", "email"), ("admin", "/accounts", "once")],
)
def test_a_file_in_place_of_a_text_is_not_there(client_of: ClientOf, name: str, address: str, field: str) -> None:
    answer = client_of(name).post(address, data={field: a_file()}, content_type="multipart/form-data")
    assert answer.status_code in (302, 422)


def test_a_body_of_json_is_an_empty_form(client_of: ClientOf) -> None:
    answer = client_of("mediator").post("/account/password", json={"old": ["a"], "new": {"b": 1}})
    assert answer.status_code == 422
    assert "请填现在的密码。" in words(answer)


def test_invisible_characters_do_not_reach_the_tables(client_of: ClientOf) -> None:
    Story().register()
    case = db.session.query(Case).one()
    party = case.parties[0].id
    data = {"name": "王\x00甲\x07", "reason": "当时名字写错了一个字", "ethnicity": "汉族", "side": "1"}
    answer = client_of("head").post(f"/cases/{public.case(case.id)}/parties/{public.party(party)}/correct", data=data)
    assert answer.status_code == 302, words(answer)
    db.session.rollback()
    assert db.session.query(Case).one().parties[0].name == "王甲"


def test_an_address_with_a_nul_leads_nowhere(client_of: ClientOf) -> None:
    assert client_of("mediator").get("/drafts/a%00b").status_code == 404


@pytest.mark.parametrize("number", [NINES, "99999999999", "4294967296", "-1", "²"])
def test_an_id_no_table_can_hold_leads_nowhere(client_of: ClientOf, number: str) -> None:
    assert client_of("mediator").get(f"/cases/{public.case(number)}").status_code == 404


@pytest.mark.parametrize("village", [NINES, "²", "-1", "1.5", "一"])
def test_a_village_that_is_none_does_not_narrow(client_of: ClientOf, village: str) -> None:
    Story().register()
    answer = client_of("justice").get("/cases/", query_string={"village": village, "page": village})
    assert answer.status_code == 200
    assert "王甲" in words(answer)


def test_a_blank_in_place_of_a_choice_is_no_choice(client_of: ClientOf) -> None:
    data = {
        "petitioners-0-name": "王乙",
        "petitioners-0-gender": "\u3000",
        "claims-0-request": "请修路。",
        "story": "路坏了。",
    }
    answer = client_of("petition").post("/petitions/register", data=data)
    assert answer.status_code == 422


def test_bytes_that_are_no_text_do_not_stop_a_search(app: Flask) -> None:
    with app.test_request_context("/", environ_overrides={"QUERY_STRING": "words=\xff\xfe&page=2%80"}):
        assert request.args["words"] == "\ufffd\ufffd"
        assert request.args["page"] == "2\ufffd"


@pytest.mark.parametrize("back", ["/\r\nX: y", "//example.org", "/a\nb", "\\\\example.org", "/\x00//example.org"])
def test_going_back_stays_on_this_site(client_of: ClientOf, back: str) -> None:
    answer = client_of("mediator").post("/text-size", data={"size": "large", "back": back})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"


def test_a_line_end_in_the_way_on_does_not_stop_signing_in(app: Flask, account: Callable[[str], Account]) -> None:
    data = {"login_name": account("mediator").login_name, "password": PASSWORD, "next": "/cases/\nX: y"}
    answer = app.test_client().post("/sign-in", data=data)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
