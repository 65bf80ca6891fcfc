"""Petition statistics: what is counted, the bounds of a period, and that a number is the list behind it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accounts.models import Account
from app.core import clock
from app.statistics.queries import ALL, listed, listed_petitions
from app.statistics.queries.petition_counts import KINDS, Numbers, narrowing_of, numbers
from app.statistics.rules import Period, this_year
from tests import public
from tests.statistics.half_year import HALF, day_after, half_year, on, scored

ClientOf = Callable[[str], FlaskClient]
AccountOf = Callable[[str], Account]
ADDRESS = "/statistics/petitions?from=2026-03-01&to=2026-06-30"


def words(answer: TestResponse) -> str:
    """The page's text as people read it."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", answer.get_data(as_text=True)))


def counted(found: Numbers) -> dict[str, dict[str, int]]:
    """Claims by kind and value, without the zeros."""
    return {
        table.by: {line.value: line.counted.claims for line in table.lines if line.counted.claims}
        for table in found.tables
    }


def numbers_of(account: AccountOf, period: Period) -> Numbers:
    return numbers(account("petition"), period, clock.today())


def test_claims_are_counted_by_every_kind(app: Flask, account: AccountOf) -> None:
    ways = half_year()
    found = counted(numbers_of(account, HALF))
    small, chao = (ways[name].petition.village.public_id for name in ("answered", "late_notice"))
    assert found["class"] == {"appeal": 9, "suggestion": 1, "none": 3}
    assert found["route"] == {"petition": 8, "litigation": 1, "none": 4}
    assert found["channel"] == {"visit": 1, "network": 1, "phone": 2, "letter": 9}
    assert found["village"] == {small: 10, chao: 1, "none": 2}
    assert found["repeat"] == {"first": 11, "repeated": 2}
    assert found["origin"] == {"direct": 12, "assigned": 1}
    ended = {"settled": 1, "withdrawn": 1, "answered_simply": 1, "returned": 1, "joined": 1}
    assert found["ending"] == {**ended, "none": 8}
    assert found["desk"] == {"content": 1, "none": 12}
    assert found["unit"] == {"not": 1, "none": 12}


def test_what_was_done_in_time_and_what_late(app: Flask, account: AccountOf) -> None:
    half_year()
    found = counted(numbers_of(account, HALF))
    assert found["notice"] == {"on_time": 5, "late": 5, "none": 3}
    assert found["finish"] == {"on_time": 4, "late": 2, "none": 7}


@pytest.mark.parametrize(("days", "kept"), [(0, "on_time"), (1, "late")])
def test_a_notice_is_late_from_the_first_day_on(app: Flask, account: AccountOf, days: int, kept: str) -> None:
    way = on(3, 2).register().sort().decide("accepted")
    way.on(day_after(way, "D2", days)).letter_out()
    assert counted(numbers_of(account, HALF))["notice"] == {kept: 1}


@pytest.mark.parametrize(("days", "kept"), [(0, "open"), (1, "late")])
def test_what_is_not_done_is_late_when_its_last_day_has_passed(
    app: Flask, account: AccountOf, days: int, kept: str
) -> None:
    way = on(3, 2).register()
    found = numbers(account("petition"), HALF, day_after(way, "D2", days))
    assert counted(found)["notice"] == {kept: 1}


def test_a_withdrawal_after_the_last_day_does_not_hide_that_it_was_late(app: Flask, account: AccountOf) -> None:
    way = on(3, 2).investigating()
    way.on(day_after(way, "D5"))
    way.withdraw()
    assert counted(numbers_of(account, HALF))["finish"] == {"late": 1}


def test_a_simple_matter_taken_to_the_ordinary_procedure_is_judged_by_its_sixty_days(
    app: Flask, account: AccountOf
) -> None:
    way = on(3, 9).register().sort().decide("simple", told_how="phone")
    way.on(day_after(way, "D12b", -1))
    way.answer("answer_simply", outcome="convert", why="complex", reason="要调查。")
    assert counted(numbers(account("petition"), HALF, way.today + timedelta(days=20)))["finish"] == {"open": 1}
    assert counted(numbers_of(account, HALF))["finish"] == {"late": 1}
    way.letter_out().later(days=20)
    way.withdraw()
    assert counted(numbers_of(account, HALF))["finish"] == {"none": 1}


def test_first_and_last_day_belong_to_the_period_and_their_neighbours_do_not(app: Flask, account: AccountOf) -> None:
    ways = half_year()
    account_, today = account("petition"), clock.today()
    wanted = narrowing_of(ALL, ALL, HALF, today)
    ids = {claim.id for claim in listed(account_, wanted, page=1, size=50)[0]}
    assert {ways["answered"].claim_id, ways["two"].claim_id} <= ids
    assert ids & {ways["before"].claim_id, ways["after"].claim_id} == set()
    one_day = Period(date(2026, 6, 30), date(2026, 6, 30))
    total = numbers(account_, one_day, today).total.counted
    assert (total.petitions, total.claims) == (1, 2)


def test_the_sum_of_every_table_is_the_total(app: Flask, account: AccountOf) -> None:
    half_year()
    found = numbers_of(account, HALF)
    assert (found.total.counted.petitions, found.total.counted.claims) == (12, 13)
    assert {table.by: sum(line.counted.claims for line in table.lines) for table in found.tables} == dict.fromkeys(
        KINDS, 13
    )
    letters = {
        table.by: sum(line.counted.petitions for line in table.lines)
        for table in found.tables
        if table.kind.counts_petitions
    }
    assert letters == dict.fromkeys(("channel", "village", "repeat", "origin"), 12)


@pytest.mark.both
def test_every_number_is_the_length_of_its_list(app: Flask, account: AccountOf) -> None:
    half_year()
    desk, today = account("petition"), clock.today()
    for table in numbers_of(account, HALF).tables:
        for line in table.lines:
            wanted = narrowing_of(table.by, line.value, HALF, today)
            claims, total = listed(desk, wanted, page=1, size=50)
            assert len(claims) == total == line.counted.claims, (table.by, line.name)
            petitions, many = listed_petitions(desk, wanted, page=1, size=50)
            assert len(petitions) == many == line.counted.petitions, (table.by, line.name)


def test_against_the_period_before_the_change_is_in_words(app: Flask, account: AccountOf) -> None:
    on(2, 28).register()
    on(2, 27).register()
    on(3, 1).register()
    found = numbers(account("petition"), Period(date(2026, 3, 1), date(2026, 3, 2)), clock.today())
    assert (found.before, found.total.change) == (Period(date(2026, 2, 27), date(2026, 2, 28)), "少1项")
    changes = {line.value: line.change for table in found.tables if table.by == "channel" for line in table.lines}
    assert (changes["letter"], changes["visit"]) == ("少1项", "一样")


def test_villages_stand_in_their_fixed_order(app: Flask, account: AccountOf) -> None:
    on(3, 2).register(village="赵庄")
    found = next(table for table in numbers_of(account, HALF).tables if table.by == "village")
    assert [line.name for line in found.lines] == ["小海眼社区", "赵庄村", "不在各村、社区"]


def test_every_number_of_the_page_leads_to_exactly_what_it_counts(app: Flask, client_of: ClientOf) -> None:
    half_year()
    client = client_of("leader")
    page = client.get(ADDRESS).get_data(as_text=True)
    links = re.findall(r'<a href="(/statistics/petitions/list\?[^"]*)"><span[^>]*>[^<]*</span>(\d+)(件|项)</a>', page)
    assert len(links) > 60
    for address, count, unit in links:
        shown = client.get(html.unescape(address))
        assert shown.status_code == 200, address
        assert f"共{count}{unit}" in words(shown), address
        rows = re.findall(r'<th scope="row"', shown.get_data(as_text=True))
        assert len(rows) == int(count), address


def test_the_page_says_what_it_counts(app: Flask, client_of: ClientOf) -> None:
    half_year()
    said = words(client_of("petition").get(ADDRESS))
    assert "2026年3月1日到2026年6月30日收到的：12件，13项" in said
    assert "“项”就是诉求的项数" in said
    assert "和上期比" in said


@pytest.mark.both
def test_without_days_it_is_this_calendar_year(app: Flask, client_of: ClientOf) -> None:
    said = words(client_of("petition").get("/statistics/petitions"))
    assert "2026年1月1日到2026年12月31日收到的：0件，0项" in said


@pytest.mark.parametrize("place", ["petitions", "petitions/list"])
def test_days_nobody_understands_are_said_in_a_sentence(app: Flask, client_of: ClientOf, place: str) -> None:
    shown = client_of("petition").get(f"/statistics/{place}?from=2026-13-01&to=x")
    assert shown.status_code == 200
    assert "日子看不明白，先看今年的" in words(shown)


@pytest.mark.parametrize(
    "asked",
    [
        "by=secret&value=x",
        "by=channel&value=pigeon",
        "by=village&value=999",
        f"by=village&value={public.NOBODY}",
        "by=class",
    ],
)
def test_a_number_that_is_not_counted_is_not_found(app: Flask, client_of: ClientOf, asked: str) -> None:
    assert client_of("petition").get(f"/statistics/petitions/list?{asked}").status_code == 404


def test_a_long_list_has_pages(app: Flask, client_of: ClientOf) -> None:
    for _ in range(2):
        on(5, 6).register(claims=tuple(f"第{place}项。" for place in range(1, 13)))
    client = client_of("petition")
    first, second = (client.get(f"/statistics/petitions/list?page={page}") for page in (1, 2))
    rows = [len(re.findall(r'<th scope="row"', page.get_data(as_text=True))) for page in (first, second)]
    assert rows == [20, 4]
    assert "第1页，共2页" in words(first)


def test_the_more_page_leads_here_for_those_who_may_count(app: Flask, client_of: ClientOf) -> None:
    assert "信访统计" in words(client_of("leader").get("/more"))
    assert "信访统计" not in words(client_of("handler").get("/more"))


@pytest.mark.parametrize("name", ["handler", "mediator", "discipline", "admin", "justice"])
def test_others_do_not_count(app: Flask, client_of: ClientOf, name: str) -> None:
    client = client_of(name)
    for place in ("head", "petitions", "petitions/list"):
        assert client.get(f"/statistics/{place}").status_code == 403
    assert client.post("/statistics/petitions/export", data={"kind": "csv"}).status_code == 403


def test_a_petitioner_who_evaluates_moves_one_number(app: Flask, account: AccountOf) -> None:
    way = on(3, 2).investigating().opinion_out()
    year = this_year(clock.today())
    before = counted(numbers_of(account, year))
    assert before["desk"] == {"none": 1}
    scored(way, "mostly", "content")
    after = counted(numbers_of(account, year))
    assert (after["desk"], after["unit"]) == ({"mostly": 1}, {"content": 1})
