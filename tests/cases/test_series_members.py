"""A household's dispute is put into a series or taken out again, and one that was wholly divided is over."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask

from app.cases.actions.intake import PartyIntake
from app.cases.models.series import HouseholdCase
from app.cases.queries.series import households_of
from app.cases.terms import CaseStatus
from app.core.db import db
from app.core.errors import Invalid, NotNow
from app.deadlines.queries import running_of
from app.matters.actions.rebuild import differences
from app.matters.models import Matter
from tests import public
from tests.agreements.paths import Path
from tests.cases.series import VILLAGERS, ClientOf, act, divide, many
from tests.story import Story
from tests.together import at_once


def test_what_was_registered_apart_is_put_together_and_taken_out_again(client_of: ClientOf) -> None:
    story, other = many(), Story()
    other.register(
        parties=(PartyIntake(side=1, name="孙己"), PartyIntake(side=2, name="白塔砖厂")),
        dispute_type=story.case.dispute_type,
    ).start_at("village").accept()
    number = other.case.number
    act(story, other.case_id, "put_into_series", other=story.case.number, side="1", reason="同一个砖厂。")
    assert [one.names for one in households_of(story.case_id)] == ["孙己"]
    assert other.case.number == number
    client = client_of("mediator")
    assert "孙己" in client.get(f"/cases/{public.case(story.case_id)}").text
    with pytest.raises(NotNow, match="已经在一个系列案里"):
        act(story, other.case_id, "put_into_series", other=story.case.number, side="1", reason="再来一次。")
    act(story, other.case_id, "take_out_of_series", reason="不是同一件事。")
    assert households_of(story.case_id) == []
    assert db.session.query(Matter).filter(Matter.parent_id.is_not(None)).count() == 0
    with pytest.raises(NotNow, match="已经不在系列案里"):
        act(story, other.case_id, "take_out_of_series", reason="再来一次。")
    act(story, other.case_id, "put_into_series", other=story.case.number, side="1", reason="还是同一件。")
    assert db.session.query(HouseholdCase).count() == 2
    told = client.get(f"/cases/{public.case(other.case_id)}").text
    assert told.count("归在系列案里，是其中一户") == 2
    assert "从系列案里拿出来" in told
    assert "从系列案里拿出一户" in client.get(f"/cases/{public.case(story.case_id)}").text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"other": "孙己 白塔砖厂"}, "这就是这一件自己"),
        ({"other": "没有这个人 也没有那个人"}, "没有找到这一件"),
        ({"other": "王甲 白塔砖厂", "side": "3"}, "请选这一户在哪一方"),
    ],
)
def test_what_cannot_be_put_together(app: Flask, typed: dict[str, str], sentence: str) -> None:
    story, other = many(), Story()
    other.register(parties=(PartyIntake(side=1, name="孙己"), PartyIntake(side=2, name="白塔砖厂")))
    with pytest.raises(Invalid) as refused:
        act(story, other.case_id, "put_into_series", **({"side": "1", "reason": "同一件事。"} | typed))
    assert sentence in " ".join([refused.value.sentence, *refused.value.fields.values()])
    assert households_of(story.case_id) == []


@pytest.mark.both
def test_the_common_one_is_over_once_everybody_of_a_side_has_their_own(client_of: ClientOf) -> None:
    story = many()
    divide(story, "王甲", "李丙")
    with pytest.raises(NotNow, match="还有人没有单独成案"):
        act(story, story.case_id, "finish_divided", by="mediator", reason="都分了。")
    divide(story, "赵丁")
    act(story, story.case_id, "finish_divided", reason="都分了。")
    assert story.case.status is CaseStatus.DIVIDED
    assert running_of("case", story.case_id) == []
    page = client_of("mediator").get(f"/cases/{public.case(story.case_id)}").text
    assert "各户单独成案，这件到此为止" in page
    assert "各户都单独成案，这件到此为止" in page
    assert "终止调解告知书" not in page
    for name in ("stop", "withdraw", "put_into_series", "finish_divided"):
        with pytest.raises(NotNow, match="各户都单独成案了"):
            act(story, story.case_id, name, reason="再来。", other="x", side="1", asks={})
    assert [one.case.status for one in households_of(story.case_id)] == [CaseStatus.REGISTERED] * 3
    assert list(differences()) == []


@pytest.mark.both
def test_after_the_signature_nobody_is_divided_off_and_the_promise_is_kept_in_view(app: Flask) -> None:
    path = Path().signed()
    with pytest.raises(NotNow, match="协议已经定稿"):
        divide(path, path.case.parties[0].name)
    path.answer("seal", "head", sealed_on=path.today)
    with pytest.raises(NotNow, match="协议已经生效，签了的照协议办"):
        divide(path, path.case.parties[0].name)
    with pytest.raises(NotNow, match="协议已经生效"):
        act(path, path.case_id, "finish_divided", reason="都分了。")
    other = Story(path.now)
    other.register(parties=(PartyIntake(side=1, name="孙己"), PartyIntake(side=2, name="白塔砖厂")))
    act(other, other.case_id, "put_into_series", other=path.case.number, side="1", reason="没有签的一户。")
    assert [one.names for one in households_of(path.case_id)] == ["孙己"]


def test_a_household_registered_by_mistake_is_voided_and_may_be_divided_off_again(app: Flask) -> None:
    story = many()
    (made,) = divide(story, "李丙")
    act(story, made.id, "void_registration", why="mistake", reason="按错了。")
    assert households_of(story.case_id) == []
    (again,) = divide(story, "李丙")
    assert again.id != made.id


def test_who_was_put_in_by_hand_is_not_divided_off_again(app: Flask) -> None:
    story, other = many(), Story()
    other.register(parties=(PartyIntake(side=1, name="李丙"), PartyIntake(side=2, name="白塔砖厂")))
    act(story, other.case_id, "put_into_series", other=story.case.number, side="1", reason="同一个砖厂。")
    with pytest.raises(Invalid, match="李丙已经单独成案了"):
        divide(story, "李丙")
    divide(story, "王甲", "赵丁")
    act(story, story.case_id, "finish_divided", reason="都分了。")
    assert story.case.status is CaseStatus.DIVIDED
    late = Story()
    late.register(parties=(PartyIntake(side=1, name="孙己"), PartyIntake(side=2, name="白塔砖厂")))
    act(story, late.case_id, "put_into_series", other=story.case.number, side="1", reason="后来才说的。")
    assert len(households_of(story.case_id)) == 4


def test_a_series_is_not_voided_under_its_households(app: Flask) -> None:
    story = Story().register(parties=VILLAGERS, shared="none")
    divide(story, "李丙")
    with pytest.raises(NotNow, match="这件下面还有各户的案"):
        act(story, story.case_id, "void_registration", why="mistake", reason="登错了。")


@pytest.mark.only("postgresql")
def test_two_who_put_each_under_the_other_do_not_wait_for_one_another(app: Flask) -> None:
    first, second = Story(), Story()
    first.register()
    second.register(parties=(PartyIntake(side=1, name="孙己"), PartyIntake(side=2, name="李庚")))
    ways = [(first, "孙己 李庚"), (second, "王甲 王乙")]

    def put(story: Story, other: str) -> bool:
        try:
            act(story, story.case_id, "put_into_series", other=other, side="1", reason="同一件。")
        except (Invalid, NotNow):
            return False
        return True

    assert sorted(at_once(app, [partial(put, story, other) for story, other in ways])) == [False, True]
    db.session.rollback()
    assert db.session.query(HouseholdCase).count() == 1
