"""What people type where they search (X11): every line of the table finds, and finds nothing out of sight."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core.db import db
from app.core.transaction import transaction
from app.matters.actions.rebuild import differences
from app.petitions.actions.intake import PetitionerIntake
from tests import public
from tests.petitions.way import DESK, Way
from tests.story import Story, homestead

ClientOf = Callable[[str], FlaskClient]
FACTS = "屋檐雨水浇坏了香椿树。"


def story_of_zhou() -> Story:
    first, second = homestead(0).parties
    parties = (
        replace(first, name="周桂兰", phone="138 1234-5678", id_number="11010519491231002X"),
        replace(second, name="李志强", phone="0533-4181234"),
    )
    return Story().register(parties=parties, facts=FACTS).start_at("village").accept()


def found(client: FlaskClient, words: str) -> str:
    return client.get("/search", query_string={"words": words}).text


def links(page: str) -> int:
    return page.partition("<main")[2].count('<li><a href="')


@pytest.mark.both
def test_a_dispute_is_found_by_everything_people_type(client_of: ClientOf) -> None:
    story = story_of_zhou()
    client, address = client_of("mediator"), f"/cases/{public.case(story.case_id)}"
    number = story.case.number
    typed = [
        *("周桂", "桂兰", "zgl", "ZGL", "0001", "1号", "第1号", number, number.replace("（", "(").replace("）", ")")),
        *("周桂兰 李志强", "zgl lzq", "zhou", "zhouguilan", "ZhouGuiLan", "周桂蘭", "zhou lizhiqiang"),
        *("13812345678", "138-1234-5678", "+86 138 1234 5678", "5678", "05334181234", "1234", "11010519491231002x"),
        *("香椿", "雨水 周桂兰", "宅基地", "小海眼", "小海眼 香椿 5678"),
    ]
    missed = [words for words in typed if f'href="{address}"' not in found(client, words)]
    assert missed == []


@pytest.mark.parametrize(
    "words",
    ["5679", "13812345679", "zhang", "zhouguilin", "guilanzhou", "张三", "香椿 张三", "110105194912310021", "—"],
)
def test_and_by_nothing_else(client_of: ClientOf, words: str) -> None:
    story_of_zhou()
    page = found(client_of("mediator"), words)
    assert links(page) == 0
    assert "请问司法所" in page


def test_a_petition_is_found_by_the_number_its_own_list_shows_and_by_people(client_of: ClientOf) -> None:
    person = PetitionerIntake("王淑芬", phone="13800138000", address="小海眼社区9号")
    way = Way().register(petitioners=(person,), story="路灯坏了半年，晚上看不见。")
    client, address = client_of(DESK), f"/petitions/{way.petition.public_id}"
    typed = [
        way.claim.number,
        way.petition.number.replace("-", "—"),
        "wsf",
        "wangshufen",
        "8000",
        "路灯",
        "小海眼 王淑芬",
    ]
    missed = [words for words in typed if address not in found(client, words)]
    assert missed == []
    assert address not in found(client, "8001")


def test_the_pool_is_found_by_name_sound_village_category_and_skill(client_of: ClientOf) -> None:
    client = client_of("mediator")
    for words in ("周有福", "zhou", "zhouyoufu", "zyf", "小海眼", "周有福 小海眼"):
        assert "周有福" in found(client, words), words
    assert "周有福" not in found(client, "zhao")


def test_nothing_out_of_sight_is_found_and_each_sees_the_own_rooms(client_of: ClientOf) -> None:
    story_of_zhou()
    Way().register()
    stranger = found(client_of("stranger"), "5678")
    assert links(stranger) == 0
    assert "镇里可能有同一件，请问司法所" in stranger
    leader = found(client_of("leader"), "5678")
    assert ">信访<" in leader
    assert ">案件<" not in leader
    assert links(found(client_of("discipline"), "5678")) == 0


def test_without_words_nothing_is_looked_for(client_of: ClientOf) -> None:
    story_of_zhou()
    for address in ("/search", "/search?words=", "/search?words=%20"):
        page = client_of("mediator").get(address).text
        assert links(page) == 0
        assert "没有找到" not in page


def test_a_number_that_changes_is_found_by_the_new_one_alone(app: Flask, client_of: ClientOf) -> None:
    story = story_of_zhou()
    with transaction():
        party = story.case.parties[0]
        party.seal_identity(id_number=None, phone="13999998888")
        party.name = "周桂兰"
        db.session.flush()
    client = client_of("mediator")
    assert links(client.get("/search?words=8888").text) == 1
    assert links(client.get("/search?words=5678").text) == 0
    assert list(differences()) == []


def test_today_leads_to_the_search(client_of: ClientOf) -> None:
    assert 'action="/search"' in client_of("mediator").get("/").text
