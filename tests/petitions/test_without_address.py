"""While nobody but the server's own machine could open the system, papers and messages lead nowhere and say so."""

from __future__ import annotations

from typing import cast

import pytest
from flask import Flask

from app.core.pages import NO_ADDRESS, public_url
from app.notifications.actions.channels import sender
from app.notifications.pages.reach import feed_told
from app.notifications.rules import Channel, same_day
from app.petitions.papers.sheets import EvaluationForm, Receipt
from tests.petitions.reading import pages_of, words_of
from tests.petitions.test_letters import printed
from tests.petitions.test_sheets import sheet, visited
from tests.petitions.way import Way

HERE = "http://127.0.0.1:8123"


@pytest.fixture
def unset(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The system as it is opened on a machine of one's own, without an address."""
    monkeypatch.setitem(app.config, "PUBLIC_URL", HERE)
    return app


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8000",
        "http://127.3.2.1",
        "http://localhost:8000",
        "http://LOCALHOST",
        "https://jieyou.localhost",
        "http://[::1]:9",
        "http://0.0.0.0:8000",
        "http://[::]:8000",
    ],
)
def test_an_address_of_this_machine_is_none(app: Flask, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setitem(app.config, "PUBLIC_URL", address)
    assert public_url() is None


@pytest.mark.parametrize(
    "address", ["http://192.168.1.7:8000", "https://jieyou.example.cn/", "http://town-server:8000"]
)
def test_an_address_others_can_open_stands_as_it_was_set(
    app: Flask, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setitem(app.config, "PUBLIC_URL", address)
    assert public_url() == address.rstrip("/")


def test_the_receipt_sends_people_to_the_desk(unset: Flask) -> None:
    paper = cast(Receipt, sheet(visited(), "receipt"))
    pages = pages_of(paper)
    assert len(pages) == 1
    assert NO_ADDRESS in pages[0]
    assert "请带这张回执，到信访办查询和评价" in pages[0]
    assert paper.code in pages[0]
    for word in ("127.0.0.1", "扫一扫", "/petitions/follow"):
        assert word not in pages[0]


def test_the_evaluation_is_made_on_paper(unset: Flask) -> None:
    way = Way().investigating().opinion_out()
    words = words_of(cast(EvaluationForm, sheet(way, "satisfaction", way.claim_id)))
    assert NO_ADDRESS in words
    for word in ("127.0.0.1", "扫右边的码", "/petitions/follow"):
        assert word not in words


def test_a_letter_names_the_desk_instead_of_an_address(unset: Flask) -> None:
    way = Way().register().sort().decide("accepted", handling_unit="白塔镇规划建设办公室", contact="访专干0533-4110001")
    words = printed(way)
    assert f"网上查询{NO_ADDRESS}，请到白塔镇信访工作办公室当面查询" in words
    assert f"登记编号{way.petition.number}和查询码{way.petition.query_code}" in words
    assert "用满意度评价单对信访工作机构和承办单位分别评价" in words
    assert "127.0.0.1" not in words


def test_a_message_bears_no_link_and_a_calendar_link_says_who_can_open_it(unset: Flask) -> None:
    letter = same_day(Channel.EMAIL, whom="", sender=sender()).body
    assert "请登录系统办理。" in letter
    assert "127.0.0.1" not in letter
    told = feed_told("/feed/secret.ics")
    assert NO_ADDRESS in told
    assert f"{HERE}/feed/secret.ics" in told


def test_a_link_others_can_open_is_shown_plainly(app: Flask) -> None:
    assert NO_ADDRESS not in feed_told("/feed/secret.ics")
    assert "请登录系统办理：https://jieyou.example.cn" in same_day(Channel.EMAIL, whom="", sender=sender()).body
