"""A list of matters: page by page by what it follows, each row once, at the same cost however many there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.models import Account
from app.cases.kind import CASE
from app.cases.queries.listing import Search
from app.cases.queries.sight import owners_of, seen_by
from app.core.db import db
from app.core.transaction import transaction
from app.deadlines.rules import Light
from app.matters.models import Matter
from app.matters.queries import listing
from app.matters.queries.listing import Listed, Place, Wanted, listed
from app.petitions.kind import CLAIM
from tests import public
from tests.listing import found
from tests.petitions.way import DESK, Way
from tests.story import Story
from tests.town import NOW

AccountOf = Callable[[str], Account]
ClientOf = Callable[[str], FlaskClient]
FIRST_PAGE = Search()


@pytest.fixture
def five(app: Flask) -> list[int]:
    """Five disputes, the newest first; three of them were registered at one moment."""
    moments = [NOW, NOW, NOW, NOW - timedelta(days=1), NOW - timedelta(days=2)]
    ids = [Story(at).register(applied_at=at - timedelta(hours=2)).case_id for at in moments]
    return [*reversed(ids[:3]), *ids[3:]]


def page(actor: Account, wanted: Wanted = FIRST_PAGE, *, size: int = 2, **beside: Place | None) -> Listed:
    return listed(CASE, actor, wanted, now=NOW, soon_at=NOW, size=size, **beside)


def ids(of: Listed) -> list[int]:
    return [row.subject_id for row in of.rows]


@pytest.mark.both
@pytest.mark.parametrize("login_name", ["mediator", "justice"])
@pytest.mark.parametrize("wanted", [Search(), Search(order=listing.BY_END)], ids=["newest", "by end"])
def test_pages_follow_each_other_forth_and_back_and_leave_nothing_out(
    five: list[int], account: AccountOf, login_name: str, wanted: Wanted
) -> None:
    actor = account(login_name)
    pages = [page(actor, wanted)]
    while pages[-1].after is not None:
        pages.append(page(actor, wanted, after=pages[-1].after))
    assert [len(one.rows) for one in pages] == [2, 2, 1]
    forth = [ids(one) for one in pages]
    assert sorted(key for rows in forth for key in rows) == sorted(five)
    assert wanted.order or [key for rows in forth for key in rows] == five
    assert pages[0].before is None
    back = [pages[-1]]
    while back[-1].before is not None:
        back.append(page(actor, wanted, before=back[-1].before))
    assert [ids(one) for one in reversed(back)] == forth
    assert {one.total for one in pages} == {5}


def test_what_ends_first_comes_first_and_what_has_no_end_last_the_newest_of_those_first(
    app: Flask, account: AccountOf
) -> None:
    undated = []
    for days in (9, 5):
        story = Story(NOW - timedelta(days=days)).register(applied_at=NOW - timedelta(days=days, hours=2))
        story.start_at("village").accept()
        story.answer("record_consents", consent=story.everyone("refused"), method=story.everyone("in_person"))
        undated.append(story.case_id)
    late = Story(NOW - timedelta(days=7)).register(applied_at=NOW - timedelta(days=7, hours=2)).case_id
    fresh = Story(NOW).register().case_id
    assert ids(page(account("mediator"), Search(order=listing.BY_END), size=9)) == [late, fresh, *reversed(undated)]


def test_a_page_goes_on_behind_a_row_that_is_gone(five: list[int], account: AccountOf) -> None:
    first = page(account("mediator"))
    assert first.after is not None
    gone = replace(first.after, public_id="2" * 12)
    assert ids(page(account("mediator"), after=gone)) == five[3:], "of those of the same moment none is repeated"


def test_a_count_stops_where_nobody_counts_any_more(
    five: list[int], account: AccountOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_COUNTED", 3)
    for login_name in ("mediator", "justice"):
        shown = page(account(login_name))
        assert (shown.total, shown.has_more) == (3, True)
    assert page(account("stranger")).total == 0


def test_the_page_says_that_there_are_more(
    five: list[int], client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MOST_COUNTED", 3)
    assert "共 3 件以上" in client_of("mediator").get("/cases/").text


def test_the_addresses_of_the_pages_beside_lead_to_them(
    five: list[int], client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.matters.pages.matter_list.PAGE", 2)
    client, seen, address = client_of("mediator"), [], "/cases/?words=王甲"
    for number in (1, 2, 3):
        text = client.get(address).text
        assert f"第 {number} 页，共 3 页" in text
        seen.append(text.count('class="why-link"'))
        address = text.partition("下一页")[0].rpartition('href="')[2].partition('"')[0].replace("&amp;", "&")
    assert seen == [2, 2, 1]
    assert "上一页" in text
    assert "下一页" not in text


@pytest.mark.parametrize(
    "after", ["", "x", "-" + "2" * 12, "20261123T010203.0-34", "99991399T999999.9-" + "2" * 12, "1" * 40]
)
def test_a_place_that_is_none_is_the_first_page(five: list[int], client_of: ClientOf, after: str) -> None:
    answer = client_of("mediator").get("/cases/", query_string={"after": after, "back": after, "page": "3"})
    assert answer.status_code == 200
    assert answer.text.count('class="why-link"') == len(five)
    assert "第 3 页" not in answer.text


def test_a_place_is_written_and_read() -> None:
    place = Place(datetime(2026, 11, 23, 1, 2, 3, 456789, tzinfo=UTC), "abcdefghjkmn")
    assert Place.read(str(place)) == place


@pytest.mark.both
def test_who_sees_a_matter_in_two_ways_finds_it_once(app: Flask, account: AccountOf) -> None:
    story = Story().mediating_at("village")
    mediator = account("mediator")
    owners = set(owners_of(mediator) or ())
    assert len(owners & seen_by(story.case)) > 1
    assert found(CASE, mediator) == [story.case_id]
    assert page(mediator).total == 1


@pytest.mark.both
@pytest.mark.parametrize(
    ("wanted", "is_there"),
    [
        (Search(light=Light.OK), True),
        (Search(light=Light.OVERDUE), False),
        (Search(village="h1h1h1h1h1h1"), False),
        (Search(words="王甲 邻居"), True),
        (Search(words="王甲 李四"), False),
        (Search(words="通道"), True),
        (Search(words="补偿3000"), True),
        (Search(words="%"), False),
        (Search(words="王甲 — 王乙"), True),
        (Search(words="— ？"), False),
        (Search(words="".join(chr(0x3300 + one) for one in range(60))), False),
        (Search(words="2026 1"), True),
        (Search(words="2026 2"), False),
    ],
)
def test_a_list_is_narrowed_alike_for_whoever_sees_all_and_who_sees_some(
    app: Flask, account: AccountOf, wanted: Wanted, is_there: bool
) -> None:
    story = Story().register().start_at("village").accept()
    if wanted.village:
        wanted = replace(wanted, village=public.village(story.case.village_id + 1))
    for login_name in ("mediator", "justice"):
        assert (ids(page(account(login_name), wanted)) == [story.case_id]) is is_there, login_name


def test_a_claim_has_its_row_in_the_list_of_the_desk_and_of_the_office_that_handles_it(
    app: Flask, account: AccountOf
) -> None:
    way = Way().investigating()
    assert found(CLAIM, account(DESK)) == [way.claim_id]
    assert found(CLAIM, account("mediator")) == []
    with transaction():
        way.claim.handling_office_id = None
    assert found(CLAIM, account("handler")) == []
    assert db.session.query(Matter).filter_by(kind="claim").count() == 1
