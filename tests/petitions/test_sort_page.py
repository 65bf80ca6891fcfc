"""Sorting a claim and giving it to an office, as the desk reads and types it."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.accusations.models import Accusation
from app.core.db import db
from app.organisations.models import OfficeKind
from app.petitions.models import Claim, Petition, Petitioner
from app.processes.models import Task
from tests import public
from tests.petitions.screen import ClientOf, fault_at, hidden, words
from tests.petitions.way import Way

SEALED = "已密封，交给有权的人办理。这里不再显示。"
NOW_TYPED = "2026-11-23T09:00"


@pytest.fixture
def desk(client_of: ClientOf) -> FlaskClient:
    return client_of("petition")


def at(way: Way) -> str:
    """The address of the way's petition."""
    return f"/petitions/{way.petition.public_id}"


def step(client: FlaskClient, way: Way, name: str) -> TestResponse:
    """The page to which the big row of 今天要办的事 leads."""
    return client.get(f"/tasks/{way.task(name).public_id}", follow_redirects=True)


def sorting(client: FlaskClient, way: Way, **typed: str) -> dict[str, str]:
    """The sorting page as the browser sends it back."""
    page = step(client, way, "sort_claim")
    return {**hidden(page), "occurred_at": NOW_TYPED, "spoken_by": "", "outcome": "new", **typed}


def sort_address(way: Way) -> str:
    return f"/petitions/claims/{way.claim.public_id}/sort"


NOT_ONE = {f"questions-{name}": "no" for name in ("misconduct", "proposal", "in_court", "contract_arbitration")} | {
    f"questions-{name}": "no" for name in ("party_matter", "administrative_act", "wants_enforcement")
}


def test_the_questions_lead_to_a_proposal_that_saves_nothing(app: Flask, desk: FlaskClient) -> None:
    way = Way().register()
    page = desk.post(sort_address(way), data={**sorting(desk, way), **NOT_ONE, "propose": "1"})
    assert page.status_code == 200
    assert "建议：申诉求决，信访程序（第六项）。" in words(page)
    assert "第三十一条第六项" in words(page)
    assert "由您来定" in words(page)
    assert way.open == ["sort_claim"]
    assert way.claim.matter_class is None
    first_yes = {"questions-misconduct": "no", "questions-proposal": "yes"}
    assert "建议：建议意见" in words(
        desk.post(sort_address(way), data={**sorting(desk, way), **first_yes, "propose": "1"})
    )


def test_unanswered_questions_are_named_before_anything_is_proposed(app: Flask, desk: FlaskClient) -> None:
    way = Way().register()
    page = desk.post(sort_address(way), data={**sorting(desk, way), "questions-misconduct": "no", "propose": "1"})
    assert page.status_code == 422
    assert "请选是或者否" in fault_at(page, "questions-proposal")
    assert "建议：" not in words(page)


def test_whoever_follows_the_proposal_needs_no_reason_of_their_own(app: Flask, desk: FlaskClient) -> None:
    way = Way().register()
    chosen = {"matter_class": "appeal", "route": "petition", "reason": ""}
    answer = desk.post(sort_address(way), data={**sorting(desk, way), **NOT_ONE, **chosen})
    assert answer.status_code == 302
    assert answer.location == f"{at(way)}#claim-1"
    assert way.open == ["decide_claim"]
    assert "第三十一条" in way.claim.sorting_reason


def test_whoever_decides_otherwise_says_why(app: Flask, desk: FlaskClient) -> None:
    way = Way().register()
    other = {"matter_class": "appeal", "route": "duty", "reason": ""}
    page = desk.post(sort_address(way), data={**sorting(desk, way), **NOT_ONE, **other})
    assert page.status_code == 422
    assert "跟上面的建议不一样，请写明为什么。" in fault_at(page, "reason")
    with_reason = {**sorting(desk, way), **NOT_ONE, **other, "reason": "要镇里查处违法翻建。"}
    assert desk.post(sort_address(way), data=with_reason).status_code == 302
    assert (way.claim.route, way.claim.sorting_reason) == ("duty", "要镇里查处违法翻建。")


def test_a_decision_lacks_neither_class_nor_route(app: Flask, desk: FlaskClient) -> None:
    way = Way().register()
    assert "请选一项" in fault_at(desk.post(sort_address(way), data=sorting(desk, way, reason="x")), "matter_class")
    page = desk.post(sort_address(way), data=sorting(desk, way, matter_class="appeal", reason="照第三十一条。"))
    assert "请选一项" in fault_at(page, "route")
    assert "照第三十一条。" in words(page)
    assert way.open == ["sort_claim"]


def test_the_same_matter_is_joined_to_the_one_that_runs(app: Flask, desk: FlaskClient) -> None:
    first = Way().register().sort()
    second = Way().register()
    page = step(desk, second, "sort_claim")
    assert f"还在办的：{first.claim.number}（等决定怎么办理）" in words(page)
    wrong = desk.post(sort_address(second), data=sorting(desk, second, outcome="joined", joined_to="2026-1-1"))
    assert "没有这个编号" in fault_at(wrong, "joined_to")
    typed = sorting(desk, second, outcome="joined", joined_to=first.claim.number)
    assert desk.post(sort_address(second), data=typed).status_code == 302
    shown = words(desk.get(at(second)))
    assert "已办结：并案" in shown
    assert first.claim.number in shown


@pytest.mark.both
def test_an_accusation_is_sealed_and_gone_from_this_room(app: Flask, desk: FlaskClient) -> None:
    way = Way().register(story="村主任钱四收了钱。", claims=("请查钱四。",))
    address, claim = at(way), sort_address(way)
    chosen = sorting(desk, way, matter_class="accusation", accused="钱四", accused_unit="赵庄村民委员会")
    page = desk.post(claim, data=chosen, follow_redirects=True)
    assert SEALED in words(page)
    assert "钱四" not in words(page)
    assert desk.get(address).status_code == 404
    assert db.session.query(Accusation).count() == 1
    for kind in (Petition, Petitioner, Claim, Task):
        assert db.session.query(kind).count() == 0
    again = desk.post(claim, data=chosen, follow_redirects=True)
    assert again.status_code == 200
    assert db.session.query(Accusation).count() == 1


def test_of_a_petition_with_other_claims_only_what_belongs_to_them_stays(app: Flask, desk: FlaskClient) -> None:
    way = Way().register(story="村主任钱四收了钱。路灯也坏了。", claims=("请查钱四。", "请把路灯修好。"))
    address = at(way)
    assert "别的诉求还要用到的事实和理由" in words(step(desk, way, "sort_claim"))
    chosen = {"matter_class": "accusation", "accused": "钱四", "story_left": "路灯坏了。"}
    assert desk.post(sort_address(way), data=sorting(desk, way, **chosen)).status_code == 302
    shown = words(desk.get(address))
    assert "请把路灯修好。" in shown
    assert "路灯坏了。" in shown
    assert "钱四" not in shown
    assert "别的诉求还要用到" not in words(step(desk, Way().register(), "sort_claim"))


def test_an_accusation_without_an_accused_stays(app: Flask, desk: FlaskClient) -> None:
    way = Way().register()
    page = desk.post(sort_address(way), data=sorting(desk, way, matter_class="accusation", accused=""))
    assert page.status_code == 422
    assert "请写检举的是谁" in fault_at(page, "accused")
    assert way.open == ["sort_claim"]


def test_a_claim_is_sorted_once_and_only_by_the_desk(app: Flask, desk: FlaskClient, client_of: ClientOf) -> None:
    way = Way().register()
    typed = sorting(desk, way, matter_class="suggestion", reason="提的是建议。")
    assert [desk.post(sort_address(way), data=typed).status_code for _ in range(2)] == [302, 302]
    assert "已经办过了" in words(desk.get(sort_address(way), follow_redirects=True))
    assert way.claim.matter_class == "suggestion"
    assert client_of("leader").get(sort_address(way)).status_code == 403


def test_a_stale_sorting_page_is_refused_and_keeps_what_was_typed(app: Flask, desk: FlaskClient) -> None:
    way = Way().register()
    typed = {**sorting(desk, way, matter_class="suggestion", reason="提的是建议。"), "page_version": "99"}
    page = desk.post(sort_address(way), data=typed)
    assert page.status_code == 409
    assert "这一页打开以后案件有了变化" in words(page)
    assert "提的是建议。" in words(page)


def assign_address(way: Way) -> str:
    return f"/petitions/claims/{way.claim.public_id}/assign"


def slip(page: TestResponse, way: Way, kind: OfficeKind = OfficeKind.STATION, **typed: str) -> dict[str, str]:
    office = public.office(int(way.office(kind)))
    due = {"office": office, "inner_due_on": "2026-12-15", "note": "当面听取意见。"}
    return {**hidden(page), "occurred_at": NOW_TYPED, **due, **typed}


def test_a_claim_goes_to_an_office_with_an_inner_date(app: Flask, desk: FlaskClient, client_of: ClientOf) -> None:
    way = Way().accepted()
    page = step(desk, way, "assign_unit")
    assert "这件事就在小海眼社区居民委员会的地面上" in words(page)
    typed = slip(page, way)
    answers = [desk.post(assign_address(way), data=typed) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert way.open == ["investigate"]
    assert "调查核实" in words(client_of("handler").get("/"))
    assert "2026年12月15日" in words(desk.get(at(way)))


def test_another_office_takes_over_with_the_open_step(app: Flask, desk: FlaskClient, client_of: ClientOf) -> None:
    way = Way().investigating()
    assert "改派承办单位" in words(desk.get(at(way)))
    page = desk.get(assign_address(way))
    assert "现在由白塔镇规划建设办公室办" in words(page)
    answer = desk.post(assign_address(way), data=slip(page, way, OfficeKind.VILLAGE))
    assert answer.status_code == 302
    assert "调查核实" in words(client_of("village-handler").get("/"))
    assert "调查核实" not in words(client_of("handler").get("/"))
    assert client_of("handler").get(at(way)).status_code == 404
    assert words(desk.get(at(way))).count("分给") == 2


def test_a_slip_lacks_neither_office_nor_date(app: Flask, desk: FlaskClient) -> None:
    way = Way().accepted()
    page = desk.post(assign_address(way), data={"occurred_at": NOW_TYPED, "note": "当面听取意见。"})
    assert page.status_code == 422
    assert "请选一项" in fault_at(page, "office")
    assert "这一项要填" in fault_at(page, "inner_due_on")
    past = slip(desk.get(assign_address(way)), way, inner_due_on="2026-11-01")
    assert "今天以后的日子" in fault_at(desk.post(assign_address(way), data=past), "inner_due_on")
    assert "当面听取意见。" in words(page)


def test_what_nobody_handles_yet_cannot_be_handed_on(app: Flask, desk: FlaskClient) -> None:
    way = Way().register()
    assert desk.get(assign_address(way)).status_code == 409
    page = desk.post(assign_address(way), data=slip(step(desk, way, "sort_claim"), way))
    assert page.status_code == 409
    assert "现在没有单位在办" in words(page)


def test_what_is_joined_on_a_day_nobody_can_read_is_asked_again(app: Flask, desk: FlaskClient) -> None:
    first, second = Way().register(), Way().register()
    typed = sorting(desk, second, outcome="joined", joined_to=first.claim.number, occurred_at="前天上午")
    page = desk.post(sort_address(second), data=typed)
    assert page.status_code == 422
    assert "看不出是什么时候" in fault_at(page, "occurred_at")
    assert second.open == ["sort_claim"]
