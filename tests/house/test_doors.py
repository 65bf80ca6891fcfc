"""Every view says who may enter, and nobody else does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.core.guard import is_hidden, is_public, permission_of
from app.core.permissions import ROLE_NAMES, ROLE_PERMISSIONS, Permission, Role, may
from tests.petitions.way import Way
from tests.public import unknown
from tests.story import Story
from tests.town import ACCOUNTS

ROLES = {role: name for name, _, role, _ in reversed(ACCOUNTS)}
PUBLIC = {
    "healthz",
    "accounts.sign_in",
    "accounts.sign_in_now",
    "accounts.sign_in_code",
    "accounts.sign_in_code_now",
    "accounts.text_size",
    "notifications.feed",
    "petitions.follow",
    "petitions.evaluate",
}


HIDDEN = "accusations."
"""The room whose doors do not exist for whoever may not enter."""


@dataclass(frozen=True)
class Door:
    """One way in: an endpoint by one method."""

    endpoint: str
    method: str
    address: str


def doors(app: Flask) -> Iterator[Door]:
    """Every endpoint by every method, with what no row has in place of what its address asks for."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield Door(rule.endpoint, method, _filled(app, rule))


def _filled(app: Flask, rule: Rule) -> str:
    with app.test_request_context():
        return app.url_map.bind("localhost").build(
            rule.endpoint, {name: unknown(rule, name) for name in rule.arguments}
        )


def test_every_view_says_who_may_enter(app: Flask) -> None:
    silent = [
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint != "static" and not is_public(view) and permission_of(view) is None
    ]
    assert silent == [], "wear @requires(...) or @public"


def test_no_view_says_two_things(app: Flask) -> None:
    for endpoint, view in app.view_functions.items():
        assert not (is_public(view) and permission_of(view)), endpoint


def test_only_these_views_are_public(app: Flask) -> None:
    assert {endpoint for endpoint, view in app.view_functions.items() if is_public(view)} == PUBLIC


def test_a_stranger_is_led_to_the_sign_in_page(app: Flask) -> None:
    client = app.test_client()
    for door in doors(app):
        if door.endpoint not in PUBLIC and not door.endpoint.startswith(HIDDEN):
            answer = client.open(door.address, method=door.method)
            assert answer.status_code == 302, door
            assert answer.location.startswith("/sign-in"), door


def test_all_doors_of_the_hidden_room_and_no_others_are_hidden(app: Flask) -> None:
    hidden = {endpoint for endpoint, view in app.view_functions.items() if is_hidden(view)}
    assert hidden == {endpoint for endpoint in app.view_functions if endpoint.startswith(HIDDEN)}
    assert {door.endpoint for door in doors(app)} >= hidden


def test_a_hidden_door_answers_a_stranger_like_an_address_that_does_not_exist(app: Flask) -> None:
    client = app.test_client()
    for door in doors(app):
        if door.endpoint.startswith(HIDDEN):
            answer = client.open(door.address, method=door.method)
            assert (answer.status_code, answer.location) == (404, None), door


@pytest.mark.parametrize("role", list(Role))
def test_a_role_without_the_permission_is_refused(
    app: Flask, client_of: Callable[[str], FlaskClient], account: Callable[[str], object], role: Role
) -> None:
    client, actor = client_of(ROLES[role]), account(ROLES[role])
    refused = 0
    for door in doors(app):
        permission = permission_of(app.view_functions[door.endpoint])
        if permission is not None and not may(actor, permission):
            wanted = 404 if door.endpoint.startswith(HIDDEN) else 403
            assert client.open(door.address, method=door.method).status_code == wanted, door
            refused += 1
    assert refused > 0


def test_every_role_has_a_name_and_permissions() -> None:
    assert set(ROLE_NAMES) == set(ROLE_PERMISSIONS) == set(Role)


def test_every_permission_belongs_to_some_role() -> None:
    assert set(Permission) == set().union(*ROLE_PERMISSIONS.values())


@pytest.mark.parametrize("permission", ["case:see", "case:register", "case:unmask", "case:print"])
def test_the_administrator_does_not_look_into_cases(permission: str) -> None:
    assert Permission(permission) not in ROLE_PERMISSIONS[Role.ADMINISTRATOR]


@pytest.mark.parametrize("name", ["mediator", "petition", "discipline", "admin"])
def test_asking_for_the_head_alone_is_reading(app: Flask, client_of: Callable[[str], FlaskClient], name: str) -> None:
    """Whatever answers GET answers HEAD with the same status; a page that is also sent to takes it for no sending."""
    Story().register()
    Way().register()
    client, read = client_of(name), 0
    for door in doors(app):
        if door.method == "GET" and ".pdf" not in door.address:
            asked = client.get(door.address).status_code
            assert client.head(door.address).status_code == asked, door
            read += asked == 200
    assert read > 10


def test_no_view_asks_whether_it_is_read_by_one_method_of_two() -> None:
    asked = re.compile(r"""request\.method\s*[!=]=\s*["']GET["']""")
    sources = (Path(__file__).resolve().parents[2] / "app").rglob("*.py")
    assert [path.name for path in sources if asked.search(path.read_text(encoding="utf-8"))] == []
