"""Petitions with six accusations among them, sealed at sorting, read to everybody like as many without (第30条).

Twenty-four read in their lists by those who handle them; forty, read everywhere by everybody, in the campaign.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accusations.models import Accusation
from app.core import clock
from app.core.db import db
from app.notifications.actions.digest import sweep_digest
from app.notifications.actions.feed_link import open_feed_link
from app.notifications.models import Notice, Outbox
from app.notifications.rules import Channel
from app.petitions.models import Petition
from app.petitions.models.records import Letter
from app.processes.queries.upcoming import things_ahead
from tests.accusations.everywhere import addresses, said
from tests.accusations.sealing import ACCUSER, MARK, account
from tests.accusations.test_matrix import DRAWS_A_SECRET, EVERYBODY, OUTSIDE, ROLES
from tests.accusations.two_towns import FEWER, FORTY, Town, drawn_alike
from tests.conftest import Ground
from tests.let_in import is_let_in
from tests.notifications.outside import reached
from tests.public import NOBODY as NO_ROW

pytestmark = pytest.mark.usefixtures("unprinted")
COUNTS_EVERY_ENTRY = "/audit/"
"""How many entries the trail holds, of whatever kind; signing in and every look move it as well."""
TRAIL_HEAD = re.compile(r"操作记录到第\d+条，校验码 [\w ]+")
"""The same number and the digest of the newest entry, at the foot of a morning's letter."""
BEFORE_IDS = re.compile(r"/\d+(?:/|\.pdf$|$)")
"""An address from before rows had public ids: it says one sentence, whatever the number is."""
WORDS = (ACCUSER, "鱼塘", MARK, "王", "办第", "2026-", "5678", "G19", "qsm")
LISTS = {
    "/petitions/": ("page=2", "sort=newest", "light=overdue", "class=appeal", "status=sorting", "channel=letter"),
    "/deadlines/": ("page=2", "code=D2", "code=R1", "light=soon"),
    "/statistics/petitions": ("from=2026-11-23&to=2026-12-10", "from=2027-01-01&to=2027-12-31"),
    "/statistics/petitions/list": ("page=2", "unit=petitions", "by=channel&value=letter", "by=village&value=none"),
    "/cases/": ("page=2",),
    "/search": (),
    "/": ("page=2",),
    "/head": ("page=2",),
    "/notices": ("page=2",),
}
ClientOf = Callable[[str], FlaskClient]
Read = dict[tuple[str, str], object]
"""What somebody is told, by who and what was asked."""


def narrowed(app: Flask, role: str) -> list[str]:
    """Every list the role may open, narrowed and searched in every way of `LISTS` and `WORDS`, page after page."""
    doors = app.url_map.bind("localhost")
    open_to = [place for place in LISTS if is_let_in(app, str(doors.match(place)[0]), role)]
    asked = [f"{place}?{how}" for place in open_to for how in LISTS[place]]
    return asked + [f"{place}?words={word}" for place in open_to if place.count("/") < 3 for word in WORDS]


def follow_pages(client: FlaskClient, address: str) -> Iterator[tuple[str, str]]:
    """A list and the pages after it, as their links lead on."""
    seen: list[str] = []
    while address and address not in seen and len(seen) < 10:
        seen.append(address)
        text = said(client.get(address))
        yield address, text
        onward = re.search(r'href="([^"]+)"[^>]*>下一页', text)
        address = onward[1].replace("&amp;", "&") if onward else ""


def every_page(app: Flask, client: FlaskClient, name: str) -> Read:
    """Every address, with the newest rows at its places."""
    pages = [one for one in addresses(app, ROLES[name]) if one not in (DRAWS_A_SECRET, COUNTS_EVERY_ENTRY)]
    answers = {BEFORE_IDS.sub("/№/", address): (address, client.get(address)) for address in pages}
    return {(name, place): (answer.status_code, said(answer, asked)) for place, (asked, answer) in answers.items()}


def every_list(app: Flask, client: FlaskClient, name: str) -> Read:
    """Every list, count and search somebody may open."""
    found = (follow_pages(client, address) for address in narrowed(app, ROLES[name]))
    return {(name, place): text for pages in found for place, text in pages}


def files_of(app: Flask, client: FlaskClient, name: str) -> Read:
    """What leaves as a file: exports, the calendar feed, and what lies ahead."""
    read: Read = {(name, "ahead"): things_ahead(account(name), clock.now())}
    link = open_feed_link(account(name), now=clock.now())
    db.session.commit()
    read[name, "feed"] = app.test_client().get(f"/feed/{link}.ics").text
    for kind in ("xlsx", "csv"):
        told = client.post("/statistics/petitions/export", data={"kind": kind, "once": kind})
        read[name, kind] = told.status_code, re.sub(r"<dcterms:\w+[^>]*>[^<]*</dcterms:\w+>", "", said(told))
    asked = {"channel": "letter", "petitioners-0-name": ACCUSER, "petitioners-0-phone": "13987654321", "once": "same"}
    registering = client.post("/petitions/register", data=asked)
    read[name, "same person"] = registering.status_code, said(registering)
    return read


def told_meanwhile() -> Read:
    """Every notice of everybody outside and every letter that went out in the morning, but for the trail's head."""
    inside = account("discipline").id
    notices = db.session.query(Notice).filter(Notice.account_id != inside).order_by(Notice.account_id, Notice.id)
    letters = db.session.query(Outbox).filter(Outbox.account_id != inside).order_by(Outbox.account_id, Outbox.id)
    return {
        ("notices", ""): [(one.account_id, one.text, one.created_at) for one in notices],
        ("outbox", ""): [(one.account_id, one.subject, TRAIL_HEAD.sub("", one.body)) for one in letters],
    }


def from_the_desk() -> Read:
    """Numbers of letters and register numbers with what their public page says."""
    letters = [one.number for one in db.session.query(Letter).order_by(Letter.id)]
    codes = [(one.number, one.query_code, one.is_repeat) for one in db.session.query(Petition).order_by(Petition.id)]
    return {("desk", "letters"): letters, ("desk", "codes"): codes}


@dataclass(frozen=True)
class Readers:
    """Who reads, whether all there is or the lists alone, and how many petitions came."""

    names: Sequence[str]
    everywhere: bool
    petitions: int

    def read(self, app: Flask, client_of: ClientOf) -> Read:
        """All that they are told."""
        read: Read = {}
        for name in self.names:
            client = client_of(name) if name in OUTSIDE else app.test_client()
            read |= every_page(app, client, name) if self.everywhere else {}
            read |= every_list(app, client, name)
            read |= files_of(app, client, name) if name in OUTSIDE else {}
        return read


def of_the_town(app: Flask, client_of: ClientOf, readers: Readers, *, has_accusations: bool) -> Read:
    """Build one of the two towns; all that is told in it outside the closed room."""
    with drawn_alike() as draw:
        Town(draw, readers.petitions, has_accusations=has_accusations).fill()
        for name in OUTSIDE:
            reached(name, Channel.EMAIL)
        sweep_digest(clock.now())
        runner = app.test_cli_runner()
        commands = (["deadline", "list"], ["deadline", "list", "--json"], ["matter", "rebuild", "--check"])
        shell: Read = {("shell", " ".join(command)): runner.invoke(args=command).output for command in commands}
        return {**told_meanwhile(), **from_the_desk(), **shell, **readers.read(app, client_of)}


@pytest.mark.parametrize(
    "readers",
    [
        pytest.param(Readers(("petition", "leader", "handler"), everywhere=False, petitions=FEWER), id="lists"),
        pytest.param(Readers(EVERYBODY, everywhere=True, petitions=FORTY), id="everywhere", marks=pytest.mark.campaign),
    ],
)
def test_a_town_with_six_accusations_reads_like_one_without(
    app: Flask, database: str, grounds: dict[str, Ground], client_of: ClientOf, readers: Readers
) -> None:
    without = of_the_town(app, client_of, readers, has_accusations=False)
    assert db.session.query(Petition).count() == readers.petitions
    db.session.remove()
    grounds[database].reset()
    among = of_the_town(app, client_of, readers, has_accusations=True)
    assert (db.session.query(Petition).count(), db.session.query(Accusation).count()) == (readers.petitions, 6)
    assert not without.keys() - among.keys()
    assert {asked: (told, among[asked]) for asked, told in without.items() if among[asked] != told} == {}
    rows = re.compile("|".join(one.public_id for one in db.session.query(Accusation)))
    for name, address in among.keys() - without.keys():  # who guesses what an accusation is called is told as of none
        assert rows.search(address), address
        assert among[name, address] == among[name, rows.sub(NO_ROW, address)], address
