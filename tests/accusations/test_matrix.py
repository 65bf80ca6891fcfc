"""For everybody outside the closed domain an accusation does not exist: role by page by object (第30条)."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accusations.models import Accusation
from app.core.access_log import AccessLog
from app.core.db import db
from app.notifications.actions.feed_link import open_feed_link
from app.notifications.models import Notice, Outbox
from app.petitions.models import Petition
from app.processes.queries.upcoming import things_ahead
from tests import public
from tests.accusations.everywhere import ROOM, Come, addresses, noted, of_the_room, said, that_came, told
from tests.accusations.sealing import (
    ACCUSED,
    ACCUSER,
    ADDRESS,
    MARK,
    PHONE,
    SECRETS,
    TEXT,
    UNIT,
    account,
    officer,
    sealed,
    sealed_by_the_desk,
    typed_as_a_petition,
)
from tests.accusations.test_hand_over import handed
from tests.accusations.test_hand_over import told as accuser_told
from tests.let_in import is_let_in
from tests.petitions.way import Way
from tests.stations import scene
from tests.story import Story
from tests.town import ACCOUNTS, NOW

pytestmark = pytest.mark.usefixtures("unprinted")
ClientOf = Callable[[str], FlaskClient]
OUTSIDE = [*{role: name for name, _, role, _ in reversed(ACCOUNTS) if name != "discipline"}.values()]
"""An account of every role outside the domain."""
NOBODY = "nobody"
"""Somebody who is not signed in."""
EVERYBODY = [*OUTSIDE, NOBODY]
ROLES = {NOBODY: "", **{name: str(role) for name, _, role, _ in ACCOUNTS}}


@pytest.fixture
def reader(app: Flask, client_of: ClientOf) -> ClientOf:
    """A client signed in under a name, or one of nobody."""
    return lambda name: app.test_client() if name == NOBODY else client_of(name)


@scene
def ordinary_work() -> None:
    """What the town does besides: a case, a claim at its office, one that waits for the leader, one just come in."""
    Story().register()
    Story().mediating_at("village")
    Way().investigating()
    Way().register().sort().decide("accepted")
    Way().register(village="赵庄")


def accusations_come() -> list[Accusation]:
    """One typed by the desk and sealed there, one that came directly and is handed over, one against an officer."""
    three_come()
    return db.session.query(Accusation).order_by(Accusation.id).all()


CAME: dict[str, Come] = {}
"""What came with the first accusation, by what that is called: also of a scene that is laid down, not played."""


@scene
def three_come() -> None:
    with noted() as come:
        first = sealed_by_the_desk(typed_as_a_petition())
        direct = sealed()
        handed(direct)
        accuser_told(direct)
        sealed(accused="纪小二", accused_unit="赵庄村")
    CAME[first.public_id] = come


def secrets_in(text: str) -> list[str]:
    numbers = db.session.scalars(sa.select(Accusation.number))
    return [word for word in (*SECRETS, *numbers, "检举控告的是", "/accusations/") if word in text]


def allowed(name: str, address: str) -> frozenset[str]:
    """The forms in which the desk says that it is an accusation ask for the accused; they hold nobody's."""
    asks = address == "/petitions/register" or address.endswith("/sort")
    return frozenset({"检举控告的是"}) if asks and name == "petition" else frozenset()


COUNTS_EVERY_DEED = {"/audit/"}
"""How many entries the trail holds, of whatever kind: signing in moves it as well."""


DRAWS_A_SECRET = "/account/second-factor"
"""Another one every time."""


def read(client: FlaskClient, pages: list[str]) -> dict[str, tuple[int, str]]:
    asked = [address for address in pages if address != DRAWS_A_SECRET]
    asked.sort(key=lambda address: ".pdf" not in address)  # a page of corrections asks of papers that were printed
    answers = {address: client.get(address) for address in asked}
    return {address: (answer.status_code, said(answer)) for address, answer in answers.items()}


def read_unlike_none(app: Flask, client: FlaskClient, name: str, come: Come) -> set[str]:
    """The addresses of rows that came at which somebody is told another thing than at those of none."""
    pairs = that_came(app, ROLES[name], come)
    answers = read(client, [*{*pairs, *pairs.values()}])
    called = re.compile("|".join([public.NOBODY, *(one for rows in come.values() for one in rows)]))
    answers = {address: (status, called.sub("", text)) for address, (status, text) in answers.items()}
    return {address for address, instead in pairs.items() if answers[address] != answers[instead]}


@pytest.mark.parametrize("name", EVERYBODY)
def test_every_page_of_everybody_reads_as_if_no_accusation_had_come(app: Flask, reader: ClientOf, name: str) -> None:
    ordinary_work()
    client, pages = reader(name), addresses(app, ROLES[name])
    before = read(client, pages)
    assert len(pages) > 80
    assert name == NOBODY or sum(status == 200 for status, _ in before.values()) > 10
    first, *_ = accusations_come()
    come = CAME[first.public_id]
    after = read(client, pages)
    assert {address for address in before if after[address] != before[address]} - COUNTS_EVERY_DEED == set()
    assert {"petition", "participant", "claim", "task", "deadline", "accusation"} <= {*come}
    assert read_unlike_none(app, client, name, come) == set()
    found = {address: set(secrets_in(text)) - allowed(name, address) for address, (_, text) in after.items()}
    assert {address: words for address, words in found.items() if words} == {}


@pytest.mark.parametrize(("name", "checks_tokens"), [*((name, True) for name in EVERYBODY), ("petition", False)])
def test_every_address_of_the_room_answers_like_one_that_does_not_exist(
    app: Flask, reader: ClientOf, monkeypatch: pytest.MonkeyPatch, name: str, checks_tokens: bool
) -> None:
    accusations_come()
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", checks_tokens)
    client = reader(name)
    client.get("/nothing-here")
    room, unknown = of_the_room(app), "/nothing-here/1"
    for method in ("GET", "POST", "HEAD", "OPTIONS", "DELETE"):
        other = client.open(unknown, method=method)
        expected = told(other, unknown)
        for address in room:
            answer = client.open(address, method=method)
            assert answer.status_code == 404, (method, address)
            assert told(answer, address) == expected, (method, address)
            assert ("Set-Cookie" in answer.headers) == ("Set-Cookie" in other.headers), (method, address)
            assert secrets_in(answer.text.replace(address, "")) == []


@pytest.mark.parametrize("name", EVERYBODY)
def test_the_first_knock_of_a_browser_is_answered_alike_too(app: Flask, reader: ClientOf, name: str) -> None:
    first = reader(name).get(f"{ROOM}/")
    other = reader(name).get("/nothing-here/")
    assert told(first, f"{ROOM}/") == told(other, "/nothing-here/")
    assert len(first.headers.getlist("Set-Cookie")) == len(other.headers.getlist("Set-Cookie"))


@pytest.mark.parametrize("path", [f"/{ROOM}/", f"/{ROOM}//register", f"///{ROOM}/1"])
def test_slashes_too_many_lead_nowhere(app: Flask, reader: ClientOf, path: str) -> None:
    unknown = path.replace(ROOM[1:], "nothing-here")
    for name in ("petition", NOBODY):
        client = reader(name)
        client.get("/nothing-here")
        answer, other = (client.get("/", environ_overrides={"PATH_INFO": asked}) for asked in (path, unknown))
        assert answer.status_code == 404
        assert told(answer, path.lstrip("/")) == told(other, unknown.lstrip("/"))


@pytest.mark.both
def test_nothing_is_written_by_knocking(app: Flask, reader: ClientOf) -> None:
    row, *_ = accusations_come()
    before = db.session.query(AccessLog).count(), db.session.query(Accusation).count()
    client = reader("petition")
    data = {"channel": "走访", "received_on": "2026-11-20", "accused": "某人", "text": "某事", "once": "key"}
    client.post(f"{ROOM}/register", data=data)
    client.post(f"{ROOM}/{row.public_id}/tell", data={"told_how": "phone", "told_on": "2026-11-23"})
    db.session.rollback()
    assert (db.session.query(AccessLog).count(), db.session.query(Accusation).count()) == before
    assert row.told_on is None


def test_an_officer_of_the_accused_s_name_reads_nothing_of_it(app: Flask, reader: ClientOf) -> None:
    officer("second", "孙被告")
    ordinary_work()
    client, pages = reader("second"), addresses(app, ROLES["discipline"])
    before, home = read(client, pages), said(client.get(f"{ROOM}/"))
    with noted() as come:
        way = typed_as_a_petition()
        rows = [sealed_by_the_desk(way), sealed(), sealed(accused="镇有权、孙被告（主任）")]
        letter = handed(rows[1])
    assert read(client, pages) == before
    assert read_unlike_none(app, client, "discipline", come) == set()
    assert said(client.get(f"{ROOM}/")) == home
    missing = told(client.get(f"{ROOM}/{public.NOBODY}"), f"{ROOM}/{public.NOBODY}")
    for row in rows:
        given = f"/hand-over/{letter.public_id}"
        for tail in ("", "/tell", "/hand-over", f"{given}/receipt", f"{given}.pdf"):
            address = f"{ROOM}/{row.public_id}{tail}"
            assert told(client.get(address), address) == missing, address
            assert client.post(address).status_code in (404, 405), address
    seen = read(reader("discipline"), [f"{ROOM}/{row.public_id}" for row in rows])
    assert sum(status == 200 for status, _ in seen.values()) == 3


@pytest.mark.both
def test_what_lies_ahead_of_everybody_and_their_calendar_feed_is_silent(app: Flask) -> None:
    ordinary_work()
    before = {name: things_ahead(account(name), NOW) for name in OUTSIDE}
    accusations_come()
    assert {name: things_ahead(account(name), NOW) for name in OUTSIDE} == before
    link = open_feed_link(account("petition"), now=NOW)
    own = open_feed_link(account("discipline"), now=NOW)
    db.session.commit()
    client = app.test_client()
    assert secrets_in(client.get(f"/feed/{link}.ics").text) == []
    feed = client.get(f"/feed/{own}.ics").text
    assert feed.count("BEGIN:VEVENT") == 2
    assert secrets_in(feed) == []


@pytest.mark.both
def test_no_notice_and_no_message_goes_to_anybody_else(app: Flask) -> None:
    accusations_come()
    inside = account("discipline").id
    assert {one.account_id for one in db.session.query(Notice).filter_by(subject_kind="accusation")} == {inside}
    texts = [one.text for one in db.session.query(Notice).filter(Notice.account_id != inside)]
    assert [text for text in texts if secrets_in(text)] == []
    assert db.session.query(Outbox).count() == 0


def test_the_command_line_lists_neither_its_periods_nor_how_many_there_are(app: Flask) -> None:
    ordinary_work()
    runner = app.test_cli_runner()
    commands = (["deadline", "list"], ["deadline", "list", "--json"], ["deadline", "list", "--code", "D2"])
    before = [runner.invoke(args=command).output for command in commands]
    accusations_come()
    after = [runner.invoke(args=command).output for command in commands]
    assert after == before
    assert "D2" in after[0]


@pytest.mark.both
def test_a_moved_calendar_tells_the_administrator_of_no_period_of_the_room(app: Flask, reader: ClientOf) -> None:
    data = {"day": "2026-12-07", "kind": "holiday", "name": "镇庆", "reason": "市政府通知"}
    row = sealed()
    client = reader("admin")
    preview = client.post("/deadlines/calendar/day", data={**data, "once": "one"})
    assert preview.status_code == 200
    assert "没有期限会变。" in preview.text
    assert row.number not in preview.text
    done = client.post(
        "/deadlines/calendar/day", data={**data, "once": "two", "confirmed": "yes"}, follow_redirects=True
    )
    assert "有0个期限变了日子" in done.text
    page = reader("discipline").get(f"{ROOM}/{row.public_id}").text
    assert "2026年12月8日" in page
    assert row.number in reader("discipline").get("/notices").text


@pytest.mark.parametrize("name", ["petition", "leader"])
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_what_is_exported_is_the_same_as_before(app: Flask, reader: ClientOf, name: str, kind: str) -> None:
    ordinary_work()
    client = reader(name)
    before = client.post("/statistics/petitions/export", data={"kind": kind})
    assert before.status_code == 200
    accusations_come()
    after = client.post("/statistics/petitions/export", data={"kind": kind})
    strip = re.compile(r"<dcterms:\w+[^>]*>[^<]*</dcterms:\w+>")
    assert strip.sub("", said(after)) == strip.sub("", said(before))
    assert secrets_in(said(after)) == []


SEARCHED = (ACCUSER, ACCUSED, "鱼塘", MARK, "密2026")


def searches(app: Flask, role: str) -> list[str]:
    """Every list asked for every word; one that is shut to the role, for the first."""
    doors = app.url_map.bind("localhost")
    lists = {
        place: is_let_in(app, str(doors.match(place)[0]), role) for place in ("/petitions/", "/cases/", "/mediators/")
    }
    return [f"{place}?words={word}" for place, is_open in lists.items() for word in SEARCHED[: None if is_open else 1]]


@pytest.mark.both
def test_whoever_searches_finds_nothing(app: Flask, reader: ClientOf) -> None:
    ordinary_work()
    pages = {name: searches(app, ROLES[name]) for name in OUTSIDE}
    before = {name: read(reader(name), pages[name]) for name in OUTSIDE}
    accusations_come()
    assert {name: read(reader(name), pages[name]) for name in OUTSIDE} == before


def test_the_accuser_s_own_number_and_code_lead_nowhere_any_more(app: Flask, reader: ClientOf) -> None:
    way = typed_as_a_petition()
    number, code = way.petition.number, way.petition.query_code
    client = reader(NOBODY)
    known = client.post("/petitions/follow", data={"number": number, "code": code})
    assert known.status_code == 200
    sealed_by_the_desk(way)
    gone = client.post("/petitions/follow", data={"number": number, "code": code})
    wrong = client.post("/petitions/follow", data={"number": "2026-111111", "code": code})
    assert (gone.status_code, said(gone, number)) == (wrong.status_code, said(wrong, "2026-111111"))
    assert secrets_in(gone.text) == []


REGISTERED = {
    "channel": "letter",
    "origin": "direct",
    "received_on": "2026-11-23",
    "village_id": "0",
    "petitioners-0-name": ACCUSER,
    "petitioners-0-phone": PHONE,
    "petitioners-0-address": ADDRESS,
    "signatures": "1",
    "story": TEXT,
    "claims-0-request": TEXT,
    "urgency": "ordinary",
    "accusation": "no",
    "once": "register",
    "draft-key": "petition-register",
    "draft-writer": "here",
}
SORTED = {"outcome": "new", "matter_class": "accusation", "accused": ACCUSED, "accused_unit": UNIT, "once": "sort"}


def test_the_clerk_who_typed_it_and_sealed_it_has_no_way_back(app: Flask, reader: ClientOf) -> None:
    ordinary_work()
    client, pages = reader("petition"), addresses(app, ROLES["petition"])
    before = read(client, pages)
    client.post("/drafts/petition-register", data=f"story={TEXT}", headers={"X-Draft-Writer": "here"})
    with noted() as come:
        sent = client.post("/petitions/register", data=REGISTERED)
    assert sent.location, sent.text
    where = sent.location
    petition = db.session.query(Petition).order_by(Petition.id.desc()).first()
    assert urlsplit(where).path == f"/petitions/{petition.public_id}"
    sorting = f"/petitions/claims/{petition.claims[0].public_id}/sort"
    page = client.get(sorting).text
    version = re.search(r'name="page_version"[^>]* value="(\d+)"', page)
    assert version is not None
    data = {**SORTED, "page_version": version[1], "occurred_at": "2026-11-23T09:00"}
    with noted() as sealed_away:
        sealing = client.post(sorting, data=data)
    assert sealing.location == "/petitions/"
    landed = client.get(sealing.location)
    assert "已密封" in landed.text
    assert secrets_in(landed.text) == []
    assert client.post(sorting, data=data).location == "/petitions/"
    client.get("/petitions/")
    assert read(client, pages) == before
    assert {"petition", "participant", "claim", "task", "deadline"} <= {*come}
    assert {"accusation", "deadline"} <= {*sealed_away}
    for rows in (come, sealed_away):
        assert read_unlike_none(app, client, "petition", rows) == set()
    assert db.session.query(Accusation).count() == 1


def test_the_clerk_who_says_at_once_what_it_is_has_no_way_back_either(app: Flask, reader: ClientOf) -> None:
    ordinary_work()
    client, pages = reader("petition"), addresses(app, ROLES["petition"])
    before = read(client, pages)
    client.post("/drafts/petition-register", data=f"story={TEXT}")
    data = {**REGISTERED, "accusation": "yes", "accused": ACCUSED, "accused_unit": UNIT}
    with noted() as come:
        answer = client.post("/petitions/register", data=data)
    assert answer.location == "/petitions/"
    landed = client.get(answer.location)
    assert "已密封" in landed.text
    assert secrets_in(landed.text) == []
    assert read(client, pages) == before
    assert {"accusation", "deadline"} <= {*come}
    assert read_unlike_none(app, client, "petition", come) == set()
    assert db.session.query(Petition).count() == 3
    assert db.session.query(Accusation).one().content["accused"] == ACCUSED
