"""Accusations change no number, stand in no list and leave in no file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Flask
from flask.testing import FlaskClient

from app.accusations.actions.intake import AccusationIntake, Accuser
from app.accusations.actions.seal import seal_accusation
from app.core.transaction import transaction
from app.petitions.actions.seal_claim import seal_claim
from app.petitions.terms import Urgency
from tests.petitions.way import Way
from tests.statistics.half_year import half_year, on
from tests.statistics.test_counts import words

ClientOf = Callable[[str], FlaskClient]
PERIOD = "from=2026-01-01&to=2026-12-31"
PLACES = ("head", f"petitions?{PERIOD}", f"petitions/list?{PERIOD}", f"petitions/list?{PERIOD}&by=village&value=none")


@dataclass(frozen=True)
class Seen:
    """All a leader can see of the numbers."""

    pages: tuple[str, ...]
    file: bytes


def seen(client: FlaskClient) -> Seen:
    pages = tuple(words(client.get(f"/statistics/{place}")) for place in PLACES)
    file = client.post(f"/statistics/petitions/export?{PERIOD}", data={"kind": "csv"}).get_data()
    return Seen(pages, file)


def accuse(way: Way) -> None:
    """Somebody accuses in writing; the desk seals it at once."""
    intake = AccusationIntake(
        channel="书信",
        received_on=way.today,
        accusers=(Accuser(name="举报人"),),
        text="钱主任收了工程队的钱。",
        accused="钱主任",
        accused_unit="白塔镇规划建设办公室",
    )
    with transaction():
        seal_accusation(intake, actor=way.account("petition"), now=way.now)


def test_an_accusation_changes_nothing(app: Flask, client_of: ClientOf) -> None:
    half_year()
    client = client_of("leader")
    before = seen(client)
    accuse(Way().on(date(2026, 11, 2)))
    after = seen(client)
    assert after == before
    assert "钱主任" not in "".join(after.pages) + after.file.decode()


def test_a_claim_that_turns_out_to_be_one_leaves_no_number_behind(app: Flask, client_of: ClientOf) -> None:
    half_year()
    client = client_of("leader")
    before = seen(client)
    way = on(4, 1).register(claims=("查钱主任收钱。",), urgency=Urgency.MAJOR, village=None)
    assert seen(client) != before
    with transaction():
        seal_claim(way.claim, accused="钱主任", accused_unit="", actor=way.account("petition"), now=way.now)
    assert seen(client) == before


def test_the_period_of_an_accusation_is_nobodys_overdue(app: Flask, client_of: ClientOf) -> None:
    accuse(on(3, 2))
    way = Way()
    assert way.today - date(2026, 3, 2) > timedelta(days=15)
    said = words(client_of("leader").get("/head"))
    assert "没有超期的" in said
    assert "检举" not in said
