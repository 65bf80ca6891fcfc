"""Every page in every state: axe finds nothing and nothing scrolls sideways; phone, office, huge type."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from app.accounts.models import Account
from app.core import clock
from app.core.db import db
from app.core.guard import is_public, permission_of
from app.core.permissions import may
from app.papers.models.print_log import PrintedPage
from tests import public
from tests.journeys import looks
from tests.journeys.desk import Desk
from tests.journeys.scenes import BEHIND_A_CODE, NOT_PAGES, SETS
from tests.journeys.site import Site

LOOKERS = ("clerk", "head", "adviser", "admin", "justice", "petition", "leader", "discipline")


def pages_of(app: Flask) -> list[Rule]:
    return [
        rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and rule.endpoint not in NOT_PAGES
    ]


def endpoint_of(app: Flask, url: str) -> str:
    return str(app.url_map.bind("").match(urlsplit(url).path)[0])


def looker_at(app: Flask, rule: Rule) -> str | None:
    """Whose page it is; None for a page that anybody may see."""
    view = app.view_functions[rule.endpoint]
    if is_public(view):
        return None
    permission = permission_of(view)
    assert permission is not None, rule.endpoint
    with app.app_context():
        people = {name: db.session.query(Account).filter_by(login_name=name).one() for name in LOOKERS}
        return next(name for name, account in people.items() if may(account, permission))


def test_every_page_belongs_to_a_scene(site: Site) -> None:
    shown = frozenset().union(*(one.endpoints for one in SETS.values()))
    forgotten = {rule.endpoint for rule in pages_of(site.app) if rule.arguments} - shown
    assert forgotten == set()


@pytest.mark.parametrize("name", SETS)
def test_a_case_looks_right_in_every_state(site: Site, name: str) -> None:
    desks: dict[str, Desk] = {}
    seen, found = set(), []
    with site.app.app_context():
        life = SETS[name].begin()
        for views in SETS[name].play(life):
            db.session.rollback()
            clock.clock.source = lambda: life.now
            for who, address in views:
                desk = _at(site, desks, who, address)
                seen.add(endpoint_of(site.app, desk.page.url))
                found += [f"{desk.page.url} {fault}" for fault in looks.faults(desk.page)]
    assert found == []
    assert SETS[name].endpoints <= seen


def _at(site: Site, desks: dict[str, Desk], who: str, address: str) -> Desk:
    """Somebody's desk with this page on it; after a long while people sign in again."""
    if who not in desks or "/sign-in" in desks[who].open(address).page.url:
        desks[who] = site.desk(who, at=address)
    return desks[who]


def test_pages_of_their_own_look_right(site: Site) -> None:
    desks: dict[str, Desk] = {}
    found = []
    for rule in pages_of(site.app):
        if rule.arguments or rule.endpoint in BEHIND_A_CODE:
            continue
        who = looker_at(site.app, rule)
        desk = _at(site, desks, who, rule.rule) if who else Desk(site.context().new_page()).open(rule.rule)
        assert endpoint_of(site.app, desk.page.url) == rule.endpoint
        found += [f"{rule.rule} {fault}" for fault in looks.faults(desk.page)]
    assert found == []


def test_refusals_look_right(site: Site) -> None:
    desk, found = site.desk("mediator"), []
    for address, button in (("/cases/register", "登记"), ("/account", "改密码"), (f"/cases/{public.NOBODY}", "")):
        desk.open(address)
        if button:
            desk.press(button)
            assert desk.faults
        found += [f"{address} {fault}" for fault in looks.faults(desk.page)]
    assert found == []


def test_a_fault_would_be_found(site: Site) -> None:
    desk = site.desk("mediator")
    desk.main.evaluate("one => { one.append(document.createElement('input')); one.style.minWidth = '2000px'; }")
    found = " ".join(looks.faults(desk.page))
    assert "label" in found
    assert "scrolls sideways" in found


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        ("document.querySelector('main label[for]').removeAttribute('for')", "label"),
        ("document.querySelector('main button.primary, main button').textContent = ''", "button-name"),
    ],
    ids=["a lost label", "a button without words"],
)
def test_a_fault_on_a_page_that_was_looked_at_before_is_found_too(site: Site, spoil: str, rule: str) -> None:
    desk = site.desk("mediator", at="/account")
    assert looks.faults(desk.page) == []
    desk.page.evaluate(spoil)
    assert rule in " ".join(looks.faults(desk.page))


def test_a_paper_that_is_found_by_its_mark_looks_right(site: Site) -> None:
    with site.app.app_context():
        life = SETS["preparing"].begin().register()
        desk = site.desk("mediator")
        paper = f"{site.address}/cases/{public.case(life.case_id)}/papers/acceptance_register.pdf"
        assert desk.page.request.get(paper).ok
        db.session.rollback()
        mark = db.session.scalars(select(PrintedPage.shown).order_by(PrintedPage.print_id.desc())).first()
    for typed in (mark, "ABCDEFGH"):
        desk.open(f"/papers/check?mark={typed}")
        assert looks.faults(desk.page) == []
    desk.open(f"/papers/check?mark={mark}")
    assert "打印过几次" in desk.main.inner_text()
