"""Class and route of a claim: the table proposes with its article, a person decides; what is joined goes along."""

from __future__ import annotations

from itertools import pairwise

import pytest

from app.core.errors import Invalid
from app.petitions.actions.follow import followed
from app.petitions.actions.sort import QUESTIONS, propose_route
from app.petitions.queries import claim_numbered
from app.petitions.terms import ClaimStatus, MatterClass, Route
from tests.petitions.refusing import refused
from tests.petitions.way import Way


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("asked", "matter_class", "route", "article"),
    [
        ("misconduct", "accusation", "none", "第三十条"),
        ("proposal", "suggestion", "none", "第二十九条"),
        ("in_court", "appeal", "litigation", "第三十一条第一项"),
        ("contract_arbitration", "appeal", "arbitration", "第三十一条第二项"),
        ("party_matter", "appeal", "party", "第三十一条第三项"),
        ("administrative_act", "appeal", "administrative", "第三十一条第四项"),
        ("wants_enforcement", "appeal", "duty", "第三十一条第五项"),
        ("", "appeal", "petition", "第三十一条第六项"),
    ],
)
def test_each_question_leads_to_its_article(asked: str, matter_class: str, route: str, article: str) -> None:
    decided = propose_route(Way().register().claim, {asked: True})
    assert (decided.results["matter_class"], decided.results["route"]) == (matter_class, route)
    assert article in decided.why


@pytest.mark.usefixtures("app")
def test_the_questions_are_asked_in_the_order_of_the_articles_that_follow_from_them() -> None:
    claim, names = Way().register().claim, list(QUESTIONS)
    for place, first in enumerate(names):
        later = dict.fromkeys(names[place:], True)
        assert propose_route(claim, later).results == propose_route(claim, {first: True}).results


@pytest.mark.usefixtures("app")
def test_a_person_decides_whatever_was_proposed() -> None:
    way = Way().register().sort(route="duty")
    assert (way.claim.matter_class, way.claim.route) == (MatterClass.APPEAL, Route.DUTY)
    assert (way.claim.status, way.open) == (ClaimStatus.DECIDING, ["decide_claim"])
    assert way.claim.sorting_reason == "照第三十一条。"


@pytest.mark.usefixtures("app")
def test_a_suggestion_has_no_route() -> None:
    way = Way().register()
    way.answer("sort_claim", outcome="new", matter_class="suggestion", route="petition", reason="只提建议。")
    assert (way.claim.matter_class, way.claim.route) == (MatterClass.SUGGESTION, None)


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "matter_class"),
        ({"matter_class": "accusation"}, "matter_class"),
        ({"matter_class": "appeal"}, "route"),
        ({"matter_class": "appeal", "route": "none"}, "route"),
    ],
)
def test_class_and_route_have_to_be_said(given: dict[str, object], field: str) -> None:
    way = Way().register()
    with refused(Invalid, "请选", field=field):
        way.answer("sort_claim", outcome="new", reason="照规定。", **given)


@pytest.mark.usefixtures("app")
def test_claims_of_one_letter_go_each_their_own_way() -> None:
    way = Way().register(claims=("核实翻建手续。", "修小海眼的路灯。", "查处占道经营。"))
    second, third = way.second_claim(), way.second_claim(3)
    way.sort()
    second.sort("suggestion")
    third.sort(route="duty")
    assert [one.route for one in way.petition.claims] == [Route.PETITION, None, Route.DUTY]
    assert [one.number.rpartition("-")[2] for one in way.petition.claims] == ["1", "2", "3"]


@pytest.mark.usefixtures("app")
def test_a_further_claim_is_split_off_with_its_own_flow_and_clock() -> None:
    way = Way().register().sort()
    way.action("add_claim", request="顺便请修路灯。")
    other = way.second_claim()
    assert (other.open, other.periods, other.claim.request) == (["sort_claim"], ["D2"], "顺便请修路灯。")
    assert way.open == ["decide_claim"]
    with refused(Invalid, "请写明诉求"):
        way.action("add_claim", request=" ")


# Joining (并案)


@pytest.mark.usefixtures("app")
def test_what_was_joined_goes_along_when_the_first_is_joined_to_another() -> None:
    ways = [Way().register() for _ in range(3)]
    for one, other in pairwise(ways):
        one.answer("sort_claim", outcome="joined", joined_to=other.claim.number, reason="同一件事。")
    assert [one.claim.joined_to_id for one in ways[:2]] == [ways[2].claim_id] * 2
    assert "正在看该怎么办" in followed(ways[0].petition)[0].state


@pytest.mark.usefixtures("app")
def test_a_matter_whose_opinion_is_out_takes_no_other_in() -> None:
    first = Way().investigating().opinion_out()
    again = Way(first.now).register()
    with refused(Invalid, "处理意见书已经送达", field="joined_to"):
        again.answer("sort_claim", outcome="joined", joined_to=first.claim.number, reason="同一件。")


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("number", ["2026-483920-99999999999999999999", "2026-483920-10000", "2026-483920-"])
def test_a_number_no_claim_can_have_is_none(number: str) -> None:
    Way().register()
    assert claim_numbered(number) is None
