"""A dispute of many people is divided among its households: each is asked anew, nothing of the common one is lost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from app.cases.actions.intake import AgentIntake, PartyIntake
from app.cases.actions.split_by_household import Wanted, split
from app.cases.models import Case
from app.cases.models.records import Consent, RightsTold
from app.cases.models.series import HouseholdCase
from app.cases.queries.series import apart_in, households_of
from app.cases.terms import CaseStatus
from app.core.clock import local
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, NotNow
from app.core.terms import DisputeType
from app.core.transaction import transaction
from app.deadlines.queries import running_of
from app.matters.actions.erase import erase_matter
from app.matters.actions.rebuild import differences
from app.matters.models import Matter
from app.matters.models.joins import Join
from app.matters.terms import AgentKind, Participation
from app.processes.registry import Submission
from tests import public
from tests.agreements.paths import Path
from tests.cases.series import LI_ID, VILLAGERS, ClientOf, act, divide, many, names_of, party, submitted
from tests.filing import filed
from tests.rights.matters import moved
from tests.story import Story
from tests.trail import trail_fault


@pytest.mark.both
def test_each_household_gets_a_dispute_of_its_own_with_all_that_was_said_of_it(app: Flask) -> None:
    story = many(dispute_type=DisputeType.LABOUR)
    made = divide(story, "李丙", "赵丁")
    assert names_of(made) == [["李丙", "白塔砖厂"], ["赵丁", "白塔砖厂"]]
    first, second = made
    assert (first.facts, first.claims, first.applied_at) == (story.case.facts, story.case.claims, story.case.applied_at)
    assert (first.parties[0].id_number, first.parties[0].safe_contact) == (LI_ID, "打女儿的电话")
    (agent,) = second.parties[0].agents
    assert (agent.name, agent.all_powers) == ("赵小丁", frozenset()), "its authority names the common dispute"
    assert {one.uid for one in first.parties}.isdisjoint(one.uid for one in story.case.parties)
    rows = {row.subject_id: row for row in db.session.query(Matter)}
    assert {rows[one.id].parent_id for one in made} == {rows[story.case_id].id}
    assert [one.case.id for one in households_of(story.case_id)] == [one.id for one in made]
    assert list(differences()) == []
    assert trail_fault(db.session.connection()) is None


def test_nobody_has_said_in_it_what_they_said_in_the_common_one(app: Flask) -> None:
    story = many()
    (made,) = divide(story, "李丙")
    assert made.status is CaseStatus.REGISTERED
    assert {one.participation for one in made.parties} == {Participation.UNANSWERED}
    for table in (Consent, RightsTold):
        assert db.session.query(table).filter_by(case_id=made.id).count() == 0
    assert {one.participation for one in story.case.parties} == {Participation.WILLING}
    assert story.case.status is CaseStatus.MEDIATING


def test_it_waits_to_be_accepted_from_today_and_counts_labour_from_the_first_application(app: Flask) -> None:
    story = many(dispute_type=DisputeType.LABOUR)
    applied = story.case.applied_at
    story.now += timedelta(days=9)
    (made,) = divide(story, "李丙")
    starts = {one.code: one.starts_on for one in running_of("case", made.id)}
    assert starts["M1"] == story.today
    assert starts["W1"] == local(applied).date()
    assert "M2" not in starts


def test_one_family_may_be_one_household_and_the_same_person_is_known_again(app: Flask) -> None:
    story = many()
    (made,) = divide(story, "王甲", "李丙", together=True)
    assert names_of([made]) == [["王甲", "李丙", "白塔砖厂"]]
    apart = apart_in(story.case, households_of(story.case_id))
    assert {key: case.id for key, case in apart.items()} == {
        party(story.case, name).id: made.id for name in ("王甲", "李丙")
    }
    assert db.session.query(Join).count() == 3
    with pytest.raises(Invalid, match="李丙已经单独成案了"):
        divide(story, "李丙")


def test_thirty_five_households_that_are_not_registered_yet_come_from_a_list(client_of: ClientOf) -> None:
    story, client = many(), client_of("mediator")
    place = f"/cases/{public.case(story.case_id)}/split"
    page = client.get(place).text
    assert "李丙" in page
    assert 'value="1" checked' in page.replace("checked required", "checked")
    names = "\n".join(f"{one}{other}" for one in "赵钱孙李周" for other in "大伟国芳秀英兰"[:7])
    typed = {"side": "1", "together": "each", "names": names, "occurred_at": "2026-11-23T09:00"}
    answer = client.post(place, data=typed)
    assert answer.status_code == 302, answer.text[answer.text.find("error") :][:900]
    households = households_of(story.case_id)
    assert len(households) == 35
    assert households[0].case.applied_at == households[0].case.registered_at.replace(hour=1, minute=0)
    shown = client.get(answer.headers["Location"]).text
    assert "共35户：35户已登记，等受理。" in shown
    assert shown.count("还没编号") == 35
    child = client.get(f"/cases/{public.case(households[34].case.id)}").text
    assert "这件是其中一户" in child
    assert f'/cases/{public.case(story.case_id)}"' in child
    again = client.post(place, data=typed)
    assert again.status_code == 422
    assert "在这一方已经有了" in again.text
    assert len(households_of(story.case_id)) == 35


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"parties": ()}, "请勾选要单独成案的当事人"),
        ({"side": 3, "parties": ("王甲",)}, "请选是哪一方的户"),
        ({"side": 2, "parties": ("王甲",)}, "一次只能分同一方的"),
        ({"parties": (), "names": ["王甲"]}, "王甲在这一方已经有了"),
        ({"parties": (), "names": ["张三", "张三"]}, "张三在这一方已经有了"),
        ({"parties": (), "names": ["白塔砖厂"]}, "白塔砖厂在两方都出现了"),
        (
            {"parties": (), "names": [f"{one}{other}" for one in "赵钱孙李周吴" for other in "大伟国芳秀英兰"][:41]},
            "一次最多分40户，现在有41户",
        ),
    ],
)
def test_what_cannot_be_divided_is_refused_with_a_sentence_and_nothing_is_made(
    app: Flask, wanted: dict[str, Any], sentence: str
) -> None:
    story = many()
    with pytest.raises(Invalid) as refused:
        divide(story, *wanted.pop("parties"), **wanted)
    assert sentence in " ".join([refused.value.sentence, *refused.value.fields.values()])
    assert db.session.query(Case).count() == 1


def test_a_household_is_not_divided_and_bears_no_others(app: Flask) -> None:
    story = many()
    (made,) = divide(story, "李丙")
    with transaction():
        made.parties[0].name = "李丙丙"
    other = Story(story.now)
    other.register()
    with pytest.raises(NotNow, match="这件自己是系列案里的一户"), transaction():
        split(made, Wanted(1, [made.parties[0].id]), submitted(story))
    with pytest.raises(Invalid, match="那一件是别的系列案里的一户"):
        act(
            story,
            other.case_id,
            "put_into_series",
            other=f"{made.parties[0].name} 白塔砖厂",
            side="1",
            reason="同一件事。",
        )
    with pytest.raises(NotNow, match="这件自己就带着几户"):
        act(story, story.case_id, "put_into_series", other="王甲 王乙", side="1", reason="同一件事。")


def test_another_committee_neither_divides_it_nor_takes_it_to_itself(client_of: ClientOf) -> None:
    story = many()
    place = f"/cases/{public.case(story.case_id)}/split"
    stopped = {name: client_of(name).get(place).status_code for name in ("justice", "adviser", "clerk")}
    assert stopped == {"justice": 403, "adviser": 403, "clerk": 404}
    gone = moved()
    with pytest.raises(NotAllowed, match="这件现在由"):
        divide(gone, gone.case.parties[0].name)


def test_what_would_be_the_same_dispute_again_or_too_early_is_not_divided_off(app: Flask) -> None:
    story = many()
    with pytest.raises(Invalid, match="这一方只有这一户"):
        divide(story, "白塔砖厂", side=2)
    with pytest.raises(Invalid, match="这一方只有这一户"):
        divide(story, "王甲", "李丙", "赵丁", together=True)
    early = Submission({}, story.case.applied_at - timedelta(days=40), "", story.account("mediator"), story.now)
    with pytest.raises(Invalid, match="不能早于当事人来申请的时间"), transaction():
        split(story.case, Wanted(1, [party(story.case, "李丙").id]), early)


def test_whose_particulars_are_missing_is_named(app: Flask) -> None:
    works = PartyIntake(
        side=2, name="孙小", born_on=date(2015, 5, 1), agents=(AgentIntake(AgentKind.GUARDIAN, "孙大"),)
    )
    story = many(parties=(*VILLAGERS[:3], works))
    with transaction():
        child = party(story.case, "孙小")
        child.agents.clear()
    with pytest.raises(Invalid, match="还不能单独成案。孙小：未满十八周岁"):
        divide(story, "李丙")


def test_an_adviser_reads_only_how_many_there_are_besides(client_of: ClientOf) -> None:
    path = Path().drafted().sent()
    other = Story(path.now)
    other.register(parties=(PartyIntake(side=1, name="孙己"), PartyIntake(side=2, name="白塔砖厂")))
    act(other, other.case_id, "put_into_series", other=path.case.number, side="1", reason="没有写进来的一户。")
    page = client_of("adviser").get(f"/cases/{public.case(path.case_id)}").text
    assert "另有1户不归您看，请问司法所。" in page
    assert "孙己" not in page
    assert "已登记，等受理" not in page


def test_files_of_the_common_one_are_read_from_each_household(client_of: ClientOf) -> None:
    story = many()
    filed(story.case, story.account("mediator"), story.now, kind="evidence", name="砖厂的地.jpg", taken_on=story.today)
    (made,) = divide(story, "李丙")
    page = client_of("mediator").get(f"/cases/{public.case(made.id)}").text
    assert "各户共用的材料" in page
    assert "砖厂的地.jpg" in page


def test_either_is_erased_without_the_other(app: Flask) -> None:
    story = many()
    made = divide(story, "王甲", "李丙", "赵丁")
    act(story, story.case_id, "finish_divided", reason="都分了。")
    with transaction():
        erase_matter("case", story.case_id, reason="保管期限满了。", now=story.now)
    assert db.session.query(Case).count() == 3
    assert db.session.query(HouseholdCase).count() == 0
    assert list(differences()) == []
    assert all(not one.ended_at for one in db.session.query(Case))
    assert names_of(made) == [[name, "白塔砖厂"] for name in ("王甲", "李丙", "赵丁")]
