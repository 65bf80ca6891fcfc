"""Deeds that no step asks for: stopping from any state, police, risk, corrections, voided numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from flask import Flask

from app.audit.models import AuditEntry
from app.cases.actions.at_any_step import ACTIONS
from app.cases.actions.correct_party import correct_party
from app.cases.actions.intake import AgentIntake, PartyIntake
from app.cases.models import Risk
from app.cases.models.records import PoliceReport, TerminationKind
from app.cases.queries import numbers_of, termination_of
from app.cases.terms import CaseStatus
from app.core.db import db
from app.core.errors import Invalid, NotAllowed, NotNow
from app.core.transaction import transaction
from app.matters.queries.corrections import corrections_of
from app.matters.terms import AgentKind
from app.processes.queries.definitions import folder_of
from app.processes.registry import Submission
from tests import public
from tests.petitions.screen import ClientOf, chosen, value_of
from tests.story import Story

WANGS = (PartyIntake(side=1, name="王甲"), PartyIntake(side=2, name="王乙"))
REACH: dict[str, Callable[[], Story]] = {
    "choose_start": lambda: Story().register(),
    "accept_case": lambda: Story().register().start_at("group"),
    "record_consents": lambda: Story().register().start_at("clan").accept(),
    "choose_mediators": lambda: Story().register().start_at("village").accept().consent().tell_rights(),
    "mediate": lambda: Story().mediating_at("village"),
    "next_step": lambda: Story().mediating_at("village").not_reached(),
    "answer_transfer": lambda: Story().mediating_at("village").not_reached().next("up"),
    "draft": lambda: Story().mediating_at("village").sit().answer("mediate", outcome="agreed", form="written"),
}


LETTERS_BESIDE = {"answer_transfer": ["seal_letter"]}


def do(story: Story, name: str, values: Mapping[str, object], by: str = "mediator") -> None:
    with transaction():
        ACTIONS[name].carry_out(story.case, Submission(values, story.now, "", story.account(by), story.now))


def test_every_form_of_an_action_has_its_action(app: Flask) -> None:
    forms = {path.name.removesuffix(".form.json") for path in (folder_of("mediation") / "deeds").glob("*.form.json")}
    assert len(forms) >= 10
    assert forms == set(ACTIONS)


@pytest.mark.parametrize("step", sorted(REACH))
def test_mediation_can_be_stopped_from_any_state_before_effect(app: Flask, step: str) -> None:
    story = REACH[step]()
    assert story.open == [step, *LETTERS_BESIDE.get(step, [])]
    first = str(story.case.parties[0].id)
    do(story, "stop", {"asks": {first: "yes"}, "reason": "不想再调了。"})
    assert story.open == ["tell_routes"]
    assert story.case.status is CaseStatus.ENDING
    ended = termination_of(story.case_id)
    assert ended is not None
    assert (ended.kind, ended.party_id) == (TerminationKind.STOPPED, int(first))


def test_stopping_twice_is_a_sentence(app: Flask) -> None:
    story = Story().mediating_at("village")
    values = {"asks": story.everyone("yes"), "reason": "都不想调了。"}
    do(story, "stop", values)
    with pytest.raises(NotNow, match="已经终止"):
        do(story, "stop", values)


def test_somebody_must_demand_the_stop(app: Flask) -> None:
    story = Story().mediating_at("village")
    with pytest.raises(Invalid, match="谁要求终止"):
        do(story, "stop", {"asks": story.everyone("no"), "reason": "不明。"})
    assert story.open == ["mediate"]


def test_withdrawing_keeps_its_own_kind_when_the_parties_are_told(app: Flask) -> None:
    story = Story().mediating_at("group")
    do(story, "withdraw", {"reason": "自己和好了。"})
    ended = termination_of(story.case_id)
    assert ended is not None
    assert ended.kind is TerminationKind.WITHDRAWN


@pytest.mark.both
def test_a_report_to_the_police_leaves_the_case_where_it_is(app: Flask) -> None:
    story = Story().mediating_at("clan")
    do(story, "report_police", {"receiver": "白塔派出所", "reason": "扬言动手。"})
    do(story, "set_risk", {"risk": "urgent", "reason": "扬言动手。"})
    assert story.open == ["mediate"]
    assert [one.receiver for one in db.session.query(PoliceReport)] == ["白塔派出所"]
    assert story.case.risk is Risk.URGENT


def test_a_moment_to_come_is_refused(app: Flask) -> None:
    story = Story().mediating_at("clan")
    told = Submission(
        {"receiver": "所", "reason": "事"}, story.now + timedelta(hours=1), "", story.account("mediator"), story.now
    )
    with pytest.raises(Invalid, match="时间还没有到"), transaction():
        ACTIONS["report_police"].carry_out(story.case, told)
    assert db.session.query(PoliceReport).count() == 0


@pytest.mark.both
def test_a_voided_number_is_kept_and_never_given_again(app: Flask) -> None:
    story = Story().mediating_at("village")
    do(story, "void_number", {"reason": "登记重了。"}, by="head")
    assert story.case.number == "（2026）小海眼人调字第0002号"
    assert [(one.text[-6:-1], bool(one.voided_at)) for one in numbers_of(story.case_id)] == [
        ("第0001", True),
        ("第0002", False),
    ]
    other = Story().register().start_at("village").accept()
    assert other.case.number == "（2026）小海眼人调字第0003号"


def test_an_id_number_given_later_is_sealed_and_found_in_no_trace(app: Flask) -> None:
    story = Story().mediating_at("village")
    party = story.case.parties[0]
    with transaction():
        correct_party(
            story.case,
            story.case.parties[0],
            {"id_number": "11010519491231002X"},
            reason="补证件",
            actor=story.account("mediator"),
            now=story.now,
        )
    party = story.case.parties[0]
    assert party.id_number == "11010519491231002X"
    assert party.identity_check == "checked"
    assert "11010519491231002X" not in corrections_of("case", story.case_id)[-1].new
    assert all("11010519491231002X" not in entry.detail for entry in db.session.query(AuditEntry))


def test_a_wrong_id_number_is_refused_with_its_reason(app: Flask) -> None:
    story = Story().mediating_at("village")
    with pytest.raises(Invalid) as refused, transaction():
        correct_party(
            story.case,
            story.case.parties[0],
            {"id_number": "110105194912310021"},
            reason="补证件",
            actor=story.account("mediator"),
            now=story.now,
        )
    assert "id_number" in refused.value.fields
    assert story.case.parties[0].id_number == ""


@pytest.mark.both
def test_a_party_is_put_on_its_right_side_and_the_title_follows(app: Flask) -> None:
    third = PartyIntake(side=1, name="方丙")
    story = Story().register(parties=(*WANGS, third))
    assert story.case.title.startswith("王甲 — 王乙　")
    with transaction():
        party = next(one for one in story.case.parties if one.name == "方丙")
        clerk = story.account("mediator")
        correct_party(story.case, party, {}, side=3, reason="听错了", actor=clerk, now=story.now)
    assert [(one.name, one.side) for one in story.case.parties] == [("王甲", 1), ("王乙", 2), ("方丙", 3)]
    kept = corrections_of("case", story.case_id)[-1]
    assert (kept.field, kept.old, kept.new) == ("方丙·side", "甲方", "丙方")
    assert story.case.title.startswith("王甲 — 王乙 — 方丙　")
    assert story.task("choose_start").title == story.case.title


@pytest.mark.parametrize("side", [1, 0, 11])
def test_nobody_is_left_without_another_side(app: Flask, side: int) -> None:
    story = Story().register()
    party = next(one for one in story.case.parties if one.side == 2)
    with pytest.raises(Invalid) as refused, transaction():
        correct_party(story.case, party, {}, side=side, reason="听错了", actor=story.account("mediator"), now=story.now)
    assert "side" in refused.value.fields


def test_the_page_of_a_party_shows_and_changes_its_side(app: Flask, client_of: ClientOf) -> None:
    story = Story().register(parties=(*WANGS, PartyIntake(side=5, name="方丙")))
    party = next(one for one in story.case.parties if one.name == "方丙")
    client, address = (
        client_of("mediator"),
        f"/cases/{public.case(story.case_id)}/parties/{public.party(party.id)}/correct",
    )
    page = client.get(address)
    assert (chosen(page, "side"), value_of(page, "side_number")) == ("more", "5")
    typed = {"once": "side", "name": "方丙", "side": "2", "reason": "听错了。", "agent_kind": ""}
    assert client.post(address, data={**typed, "side": ""}).status_code == 422
    assert client.post(address, data=typed).status_code == 302
    assert [one.side for one in story.case.parties if one.name == "方丙"] == [2]


def test_an_agent_may_join_later_and_leaves_a_trace(app: Flask) -> None:
    story = Story().mediating_at("village")
    agent = AgentIntake(kind=AgentKind.SPECIAL_AGENT, name="王小甲", relation="父子")
    with transaction():
        correct_party(
            story.case,
            story.case.parties[0],
            {},
            agent=agent,
            reason="补授权委托书",
            actor=story.account("mediator"),
            now=story.now,
        )
    assert [one.name for one in story.case.parties[0].agents] == ["王小甲"]
    assert "王小甲" in corrections_of("case", story.case_id)[-1].new


def test_an_agent_without_a_name_is_refused(app: Flask) -> None:
    story = Story().mediating_at("village")
    with pytest.raises(Invalid) as refused, transaction():
        correct_party(
            story.case,
            story.case.parties[0],
            {},
            agent=AgentIntake(kind=AgentKind.AGENT, name=""),
            reason="补代理人",
            actor=story.account("mediator"),
            now=story.now,
        )
    assert "agent_name" in refused.value.fields


def test_a_former_committee_reads_and_changes_nothing(app: Flask) -> None:
    story = Story().mediating_at("village").not_reached().next("up")
    story.answer("answer_transfer", "clerk", outcome="accepted", consents=story.everyone("agreed"))
    stopping = {"asks": story.everyone("yes"), "reason": "不想调了。"}
    for name, values in (("void_number", {"reason": "想作废。"}), ("stop", stopping)):
        with pytest.raises(NotAllowed, match="现在由白塔镇调解中心办"):
            do(story, name, values, by="head")
    assert story.case.number == "（2026）白塔人调字第0001号"
    assert story.open == ["tell_rights", "seal_letter"]


def test_only_the_handling_committee_records_sittings(app: Flask) -> None:
    story = Story().register().start_at("town").accept("clerk").consent("clerk").tell_rights("clerk")
    story.choose_mediators("clerk", presiding="韩主任")
    with pytest.raises(NotAllowed):
        story.sit(by="mediator")
    story.sit(by="clerk")
