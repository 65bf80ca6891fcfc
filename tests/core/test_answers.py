"""What every answer has in common: methods nobody turns into others, nothing kept in a cache, nothing opened to other
sites (OWASP ASVS 5.0: 3.4, 3.5.3, 4.1.1, 13.4.4, 14.3.2)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests import public
from tests.story import Story

ClientOf = Callable[[str], FlaskClient]
OVERRIDES = ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")
NEEDED = ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'")
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.mark.parametrize("header", OVERRIDES)
def test_a_header_turns_reading_into_no_writing(client_of: ClientOf, header: str) -> None:
    client = client_of("mediator")
    assert client.get("/sign-out", headers={header: "POST"}).status_code == 405
    assert client.get("/sign-out?_method=POST").status_code == 405
    assert client.post("/text-size", data={"_method": "DELETE"}, headers={header: "DELETE"}).status_code == 302
    assert client.get("/account").status_code == 200, "still signed in"


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("address", ["/", "/sign-in", "/cases/", "/healthz", "/petitions/follow"])
def test_methods_no_page_answers_are_refused_and_echo_nothing(client_of: ClientOf, address: str, method: str) -> None:
    answer = client_of("mediator").open(address, method=method, headers={"X-Echo": "come back"})
    assert answer.status_code == 405
    assert "come back" not in answer.text


def kinds_of_answers(client: FlaskClient, admin: FlaskClient, case_id: int) -> dict[str, tuple[int, TestResponse]]:
    """One answer of every kind by its name: the status it should have, and the answer."""
    client.post("/notices/feed", data={"once": "one"})
    link = re.search(r"/feed/[\w-]+\.ics", client.get("/notices/reach").text)
    assert link is not None
    return {
        "page": (200, client.get("/account")),
        "redirect": (302, client.post("/text-size", data={"size": "large"})),
        "paper": (200, client.get(f"/cases/{public.case(case_id)}/papers/rights_notice.pdf")),
        "workbook": (200, admin.get("/mediators/roster-template.xlsx")),
        "json": (200, client.get("/drafts/register")),
        "health": (200, client.get("/healthz")),
        "calendar": (200, client.get(link[0])),
        "not allowed": (403, client.get("/accounts")),
        "not found": (404, client.get("/cases/999")),
        "no such address": (404, client.get("/nowhere")),
        "no such file": (404, client.get("/static/build/nothing.js")),
        "method": (405, client.get("/sign-out")),
        "refused": (422, client.post("/account/password", data={})),
        "too large": (413, client.post("/account/password", environ_overrides={"CONTENT_LENGTH": "70000000"})),
    }


def test_answers_of_every_kind_are_kept_by_nobody_and_opened_to_nobody(app: Flask, client_of: ClientOf) -> None:
    case_id = Story().register().case_id
    for kind, (status, answer) in kinds_of_answers(client_of("mediator"), client_of("admin"), case_id).items():
        assert answer.status_code == status, kind
        headers = answer.headers
        assert headers["Cache-Control"] == "no-store", kind
        assert headers["X-Content-Type-Options"] == "nosniff", kind
        assert headers["Referrer-Policy"] == "same-origin", kind
        policy = headers["Content-Security-Policy"]
        assert [part for part in NEEDED if part not in policy] == [], kind
        assert not [name for name, _ in headers if name.startswith("Access-Control-")], kind
        assert "Server" not in headers, kind


@pytest.mark.both
def test_answers_of_every_kind_say_what_they_are(app: Flask, client_of: ClientOf) -> None:
    case_id = Story().register().case_id
    said = kinds_of_answers(client_of("mediator"), client_of("admin"), case_id)
    kinds = {kind: answer.headers["Content-Type"] for kind, (_, answer) in said.items()}
    assert (kinds.pop("paper"), kinds.pop("workbook").split(";")[0]) == ("application/pdf", WORKBOOK)
    assert (kinds.pop("json"), kinds.pop("health")) == ("application/json", "application/json")
    assert kinds.pop("calendar").startswith("text/calendar; charset=utf-8")
    assert set(kinds.values()) == {"text/html; charset=utf-8"}


def test_what_may_be_saved_is_sent_under_a_name_of_ours(app: Flask, client_of: ClientOf) -> None:
    answer = client_of("admin").get("/mediators/roster-template.xlsx")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
