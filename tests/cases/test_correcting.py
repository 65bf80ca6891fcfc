"""What was registered of a dispute is put right with a trace, until its text is fixed (X4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.cases.actions.correct_facts import LONGEST, Facts, correct_facts
from app.cases.actions.follow_flow import advice
from app.cases.models import Case, Source
from app.cases.papers.fixed_papers import paper_for
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, NotNow
from app.core.terms import DisputeType
from app.core.transaction import transaction
from app.deadlines.queries import running_of
from app.matters.actions.rebuild import differences
from app.matters.queries.corrections import corrections_of
from app.organisations.models import Village
from app.processes.queries import open_tasks_of
from tests import public
from tests.agreements.paths import Path
from tests.petitions.screen import chosen, value_of, words
from tests.rights.matters import moved
from tests.story import Story

ClientOf = Callable[[str], FlaskClient]
WHY = "听错了"


def facts_of(case: Case, **changes: object) -> Facts:
    now = Facts(case.dispute_type, case.source, case.referred_by, case.shared, case.facts, case.claims)
    return replace(now, **changes)


def correct(story: Story, by: str = "mediator", reason: str = WHY, **changes: object) -> None:
    with transaction():
        told = facts_of(story.case, **changes)
        correct_facts(story.case, told, reason=reason, actor=story.account(by), now=story.now)


def kept(story: Story) -> dict[str, tuple[str, str]]:
    return {row.field: (row.old, row.new) for row in corrections_of("case", story.case_id)}


@pytest.mark.both
def test_type_source_relation_and_words_are_put_right_and_everything_follows(app: Flask) -> None:
    story = Story().mediating_at("village")
    correct(
        story,
        dispute_type=DisputeType.NEIGHBOURS,
        source=Source.REFERRAL,
        referred_by="白塔派出所",
        shared="village",
        facts="写对了。",
        claims="修墙",
    )
    case = story.case
    assert (case.dispute_type, case.source, case.shared, case.facts) == (
        DisputeType.NEIGHBOURS,
        Source.REFERRAL,
        "village",
        "写对了。",
    )
    assert set(kept(story)) == {"dispute_type", "source", "referred_by", "shared", "facts", "claims"}
    assert kept(story)["dispute_type"] == ("房屋宅基地", "邻里")
    assert case.title == "王甲 — 王乙　邻里"
    assert story.task("mediate").title == case.title
    register = paper_for(story.account("mediator"), case, "acceptance_register", letter_id=0, now=story.now)
    assert "邻里" in str(register)
    assert list(differences()) == []


@pytest.mark.both
def test_periods_follow_the_type_and_the_source(app: Flask) -> None:
    story = Story().register(rights_known_on=date(2026, 11, 1))
    assert sorted(story.periods) == ["M1"]
    correct(story, dispute_type=DisputeType.LABOUR)
    assert sorted(story.periods) == ["M1", "W1", "W2"]
    assert story.period("W1").starts_on == story.period("M1").starts_on
    assert story.period("W2").starts_on == date(2026, 11, 1)
    correct(story, source=Source.INITIATIVE)
    assert sorted(story.periods) == ["W2"]
    correct(story, source=Source.APPLICATION, dispute_type=DisputeType.NEIGHBOURS)
    assert sorted(story.periods) == ["M1"]
    correct(story, facts="写对了。")
    assert sorted(story.periods) == ["M1"]


def test_the_advice_where_to_begin_follows_the_type(app: Flask) -> None:
    story = Story().register()
    before = advice(story.case, "choose_start")
    correct(story, dispute_type=DisputeType.LABOUR)
    registered = Story().register(dispute_type=DisputeType.LABOUR)
    assert advice(story.case, "choose_start") == advice(registered.case, "choose_start") != before


def test_a_period_whose_time_is_over_does_not_begin_with_a_correction(app: Flask) -> None:
    story = Story().register(source=Source.INITIATIVE).start_at("village").accept()
    correct(story, source=Source.APPLICATION, dispute_type=DisputeType.LABOUR)
    assert sorted(story.periods) == ["M2", "W1"], "it was accepted long ago"
    agreed = Path().agreed()
    correct(agreed, dispute_type=DisputeType.LABOUR)
    assert agreed.periods == [], "the parties agreed already"


@pytest.mark.parametrize(("field", "longest"), LONGEST.items())
def test_a_correction_is_never_cut(app: Flask, field: str, longest: int) -> None:
    story = Story().mediating_at("village")
    with pytest.raises(Invalid) as refused:
        correct(story, **{field: "字" * (longest + 1)})
    assert "多了1个字" in refused.value.fields[field]
    correct(story, **{field: "字" * longest})
    assert getattr(story.case, field) == "字" * longest


def test_nothing_new_no_reason_an_empty_text_and_a_referral_by_nobody_are_refused(app: Flask) -> None:
    story = Story().register()
    for changes, field in (({}, ""), ({"facts": ""}, "facts"), ({"source": Source.REFERRAL}, "referred_by")):
        with pytest.raises(Invalid) as refused:
            correct(story, **changes)
        assert not field or field in refused.value.fields
    with pytest.raises(Invalid) as refused:
        correct(story, reason=" ", facts="写对了。")
    assert "reason" in refused.value.fields
    assert kept(story) == {}


def test_only_who_handles_it_and_only_before_the_text_is_fixed(app: Flask) -> None:
    with pytest.raises(NotAllowed, match="现在由白塔镇调解中心办"):
        correct(moved(), by="head", facts="改了。")
    path = Path().frozen()
    told, actor = facts_of(path.case, facts="改了。"), path.account("mediator")
    with pytest.raises(NotNow):
        correct_facts(path.case, told, reason=WHY, actor=actor, now=path.now)


def test_the_page_begins_with_what_stands_there_and_keeps_what_was_typed(client_of: ClientOf) -> None:
    story, client = Story().register(), client_of("mediator")
    address = f"/cases/{public.case(story.case_id)}/correct"
    page = client.get(address)
    assert (chosen(page, "dispute_type"), chosen(page, "shared")) == ("housing_homestead", "clan")
    typed = {
        "dispute_type": "neighbours",
        "source": "application",
        "shared": "clan",
        "facts": "写对了。",
        "claims": "修墙",
    }
    again = client.post(address, data=typed)
    assert again.status_code == 422
    assert chosen(again, "dispute_type") == "neighbours"
    assert value_of(again, "reason") == ""
    assert client.post(address, data={**typed, "reason": WHY}, follow_redirects=True).status_code == 200
    told = words(client.get(f"/cases/{public.case(story.case_id)}"))
    assert "更正纠纷类型" in told
    assert f"原来：房屋宅基地；原因：{WHY}" in told
    assert db.session.get_one(Case, story.case_id).title.endswith("邻里")


@pytest.mark.both
def test_the_town_puts_the_village_right_and_steps_and_periods_follow(client_of: ClientOf) -> None:
    story, client = Story().register("clerk"), client_of("clerk")
    address = f"/cases/{public.case(story.case_id)}/correct"
    other = db.session.query(Village).filter_by(name="赵庄").one()
    typed = {
        "dispute_type": story.case.dispute_type.value, "source": "application", "shared": "clan",
        "facts": story.case.facts, "claims": story.case.claims, "reason": WHY, "village_id": other.public_id,
    }  # fmt: skip
    assert client.post(address, data=typed).status_code == 302
    assert (story.case.village_id, story.case.region) == (other.id, other.region)
    assert {one.region for one in running_of("case", story.case_id)} == {other.region}
    assert {one.region for one in open_tasks_of("case", story.case_id)} == {other.region}
    assert kept(story)["village"][1] == other.full_name
    assert list(differences()) == []


def test_a_village_that_took_over_another_ones_dispute_still_puts_the_rest_right(app: Flask) -> None:
    story = Story().register()
    other = db.session.query(Village).filter_by(name="赵庄").one()
    with transaction():
        story.case.village_id = other.id
    correct(story, claims="修墙", village_id=other.id)
    assert story.case.claims == "修墙"


def test_a_village_puts_no_dispute_of_its_own_elsewhere(app: Flask) -> None:
    story = Story().register()
    other = db.session.query(Village).filter_by(name="赵庄").one()
    with pytest.raises(Invalid) as refused:
        correct(story, village_id=other.id)
    assert list(refused.value.fields) == ["village_id"]
