"""The example's disputes stand at every level, step and light; whoever signs in first finds what waits for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from lxml import html
from sqlalchemy import select

from app.accounts.models import Account
from app.agreements.models import Agreement, AgreementForm, AgreementState, Duty
from app.agreements.queries import left_out, signers_of, text_of
from app.agreements.rules import text_warnings
from app.cases.models import Case, CaseNumber, CourtFile, Party
from app.cases.models.records import HelpInvitation, Move, MoveKind, RightsTold, Termination, TerminationKind
from app.cases.queries import sessions_of, termination_of
from app.cases.rules.standing import WITHOUT_END
from app.cases.terms import CaseStatus
from app.cli.town import load_example_if_empty
from app.core import clock, files
from app.core.clock import local
from app.core.db import db
from app.core.terms import DisputeType, Level
from app.deadlines.actions.sweep import sweep_deadlines
from app.deadlines.queries import running_named
from app.example.town.sign_ins import FILE_NAME
from app.legal_review.models import Review, Verdict
from app.matters.models.participants import Agent
from app.matters.queries.attachments import attachments_of
from app.matters.terms import AgentKind, PartyKind
from app.processes.actions.sweep import sweep_timers
from app.processes.models import Task
from tests import town
from tests.cli.test_town import filled_tables, make_app
from tests.example import example_in
from tests.signed_in import signed_in

VILLAGE, TOWN = "小海眼社区调解委员会", "白塔镇调解中心"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The example town a minute after its first start: the clockwork beside the server has run once."""
    app = example_in(tmp_path_factory.mktemp("disputes"), tmp_path_factory)
    with app.app_context():
        sweep_timers(town.NOW)
        sweep_deadlines(town.NOW)
    return app


@pytest.fixture
def example(loaded: Flask) -> Iterator[Flask]:
    """The application with the example town, for reading only."""
    clock.clock.source = lambda: town.NOW
    with loaded.app_context():
        yield loaded
        db.session.remove()
        db.engine.dispose()


def rows_of(app: Flask, login_name: str) -> list[str]:
    """The words of each big row of 今天要办的事."""
    tree = html.fromstring(signed_in(app, login_name).get("/").text)
    return [" ".join(row.text_content().split()) for row in tree.xpath("//ol[@class='task-list']/li")]


def todos_of(app: Flask, login_name: str) -> set[str]:
    """What is to be done in those rows."""
    return {row.split("该做： ")[1].split(" ")[0] for row in rows_of(app, login_name)}


def standing_at(step: str) -> list[Case]:
    """The disputes at which this step is open."""
    found = select(Case).join(Task, Task.subject_id == Case.id)
    return list(
        db.session.scalars(found.where(Task.subject_kind == "case", Task.name == step, Task.closed_at.is_(None)))
    )


def every_case() -> list[Case]:
    return list(db.session.scalars(select(Case).order_by(Case.id)))


def test_disputes_stand_at_every_status_and_every_level(example: Flask) -> None:
    cases = every_case()
    assert {case.status for case in cases} == set(CaseStatus) - WITHOUT_END
    going_on = [case for case in cases if case.status not in (CaseStatus.CLOSED, CaseStatus.ENDED)]
    assert {case.level for case in going_on} == set(Level)
    assert len({case.village_id for case in cases}) >= 12
    assert len({case.dispute_type for case in cases}) >= 10


@pytest.mark.parametrize(
    ("step", "committee"),
    [
        ("choose_start", VILLAGE),
        ("record_consents", "白塔社区调解委员会"),
        ("mediate", TOWN),
        ("mediate", VILLAGE),
        ("next_step", "赵庄村调解委员会"),
        ("answer_transfer", VILLAGE),
        ("draft", VILLAGE),
        ("legal_review", VILLAGE),
        ("sign", "因阜村调解委员会"),
        ("seal", VILLAGE),
        ("tell_rest", "白塔社区调解委员会"),
        ("tell_routes", "饮马社区调解委员会"),
        ("fulfil", "罗圈村调解委员会"),
    ],
)
def test_a_dispute_waits_at_this_step(example: Flask, step: str, committee: str) -> None:
    assert committee in {case.committee.name for case in standing_at(step)}


def test_letters_wait_were_answered_and_were_returned(example: Flask) -> None:
    moves = list(db.session.scalars(select(Move)))
    letters = [move for move in moves if move.kind is MoveKind.TRANSFER]
    assert Counter(move.accepted for move in letters) == {None: 1, True: 1, False: 1}
    assert [move.kind for move in moves if move not in letters] == [MoveKind.INTERNAL]
    given = next(move for move in letters if move.accepted)
    case = db.session.get_one(Case, given.case_id)
    assert [one.committee.name for one in case.handlings] == [VILLAGE, TOWN], (
        "whoever gave it away has its number still"
    )
    assert [one.committee.name for one in db.session.get_one(Case, moves[0].case_id).handlings]


def test_a_helper_was_asked_and_the_case_stayed(example: Flask) -> None:
    asked = db.session.query(HelpInvitation).one()
    case = db.session.get_one(Case, asked.case_id)
    assert (case.status, case.committee.name) == (CaseStatus.MEDIATING, "石佛村调解委员会")


def test_the_adviser_returned_one_and_reads_another(example: Flask) -> None:
    verdicts = Counter(review.verdict for review in db.session.scalars(select(Review)))
    assert verdicts == {None: 1, Verdict.RETURNED: 1, Verdict.PASSED: 2}


def test_agreements_are_spoken_partial_kept_and_broken(example: Flask) -> None:
    in_force = db.session.scalars(select(Agreement).where(Agreement.state == AgreementState.IN_FORCE)).all()
    assert {one.form for one in in_force} == {AgreementForm.ORAL, AgreementForm.WRITTEN}
    partial = [one for one in in_force if one.is_partial]
    assert [len(left_out(one)) for one in partial] == [1]
    today = local(town.NOW).date()
    overdue = db.session.scalars(select(Duty).where(Duty.not_done_on.is_not(None))).all()
    assert [duty.due_on < today for duty in overdue if duty.due_on] == [True]
    ahead = select(Duty).where(Duty.done_on.is_(None), Duty.due_on > today)
    assert db.session.scalars(ahead).all()


def test_some_ended_otherwise(example: Flask) -> None:
    kinds = {one.kind for one in db.session.scalars(select(Termination))}
    assert kinds == {TerminationKind.STOPPED, TerminationKind.NOT_ACCEPTED}
    (from_court,) = [case for case in every_case() if case.court_file]
    assert from_court.court_file is CourtFile.DELEGATED
    assert running_named("case", from_court.id, "M3a") is not None


def test_parties_are_of_every_kind(example: Flask) -> None:
    parties = db.session.scalars(select(Party)).all()
    assert {party.kind for party in parties} == set(PartyKind)
    assert any(not party.id_number for party in parties if party.kind is PartyKind.NATURAL)
    kinds = {agent.kind for agent in db.session.scalars(select(Agent))}
    assert {AgentKind.GUARDIAN, AgentKind.SPECIAL_AGENT} <= kinds
    assert max(party.side for party in parties) == 3
    for party in parties:
        assert party.phone[:3] == "154", "phones of nobody"
        assert party.id_number[:6] in ("", "370398"), "numbers of nobody"
        if party.kind is PartyKind.LEGAL:
            assert "（示例）" in party.name


def test_a_photograph_lies_with_one(example: Flask) -> None:
    kept = [one for case in every_case() for one in attachments_of(case)]
    assert [one.media_type for one in kept] == ["image/jpeg"]
    assert files.read(kept[0]).startswith(b"\xff\xd8")


def test_the_first_sign_in_meets_every_light_and_one_without(example: Flask) -> None:
    """`mediator08` is the name that README gives first."""
    rows = rows_of(example, "mediator08")
    page = signed_in(example, "mediator08").get("/").text
    for light in ("light-overdue", "light-soon", "light-ok"):
        assert light in page
    assert rows[0].startswith("●")
    assert rows[-1].startswith("没有在算的期限"), "without a light: nothing says that there is time"
    assert len(rows) == 5
    assert "5件" in page
    assert "先看" not in page, "all of them on the first page"
    listed = signed_in(example, "mediator08").get("/cases/").text
    assert "共 11 件" in listed


@pytest.mark.parametrize(
    ("login_name", "todo"),
    [
        ("head08", "盖章"),
        ("clerk", "答复移交"),
        ("town-head", "答复移交"),
        ("town-mediator", "督促履行"),
        ("adviser08", "法律顾问看协议"),
        ("mediator01", "问各方愿不愿意调"),
        ("mediator05", "下一步谁接"),
        ("mediator06", "调解"),
        ("mediator11", "签字按手印"),
        ("mediator16", "督促履行"),
    ],
)
def test_others_find_what_is_theirs(example: Flask, login_name: str, todo: str) -> None:
    client = signed_in(example, login_name)
    assert todo in client.get("/?all=1").text
    assert client.get("/cases/").status_code == 200


def test_the_adviser_has_a_queue_and_the_justice_office_sees_all(example: Flask) -> None:
    reviewed = standing_at("legal_review")[0].public_id
    assert "监护人" in signed_in(example, "adviser08").get(f"/reviews/cases/{reviewed}").text
    assert "现在没有等您看的协议" not in signed_in(example, "adviser08").get("/reviews/").text
    assert f"共 {len(every_case())} 件" in signed_in(example, "justice").get("/cases/").text


def test_every_case_page_opens_for_whoever_handles_it(example: Flask) -> None:
    for case in every_case():
        head = select(Account.login_name).where(
            Account.committee_id == case.committee_id, Account.role == "committee_head"
        )
        login_name = db.session.scalars(head).one()
        address = f"/cases/{case.public_id}"
        assert signed_in(example, login_name).get(address).status_code == 200, case.title
        db.session.expire_all()


def test_nothing_happened_that_the_law_forbids(example: Flask) -> None:
    for case in every_case():
        told = db.session.scalars(select(RightsTold).where(RightsTold.case_id == case.id)).all()
        sittings = sessions_of(case.id)
        if sittings:
            assert {party.id for party in case.parties} <= {one.party_id for one in told}, (
                "told before mediating (若干规定 30)"
            )
            assert min(one.occurred_at for one in told) < min(one.occurred_at for one in sittings)
        if case.is_grave or case.is_ownership or case.has_cadre_party:
            assert case.level is not Level.CLAN
        if case.is_ownership:
            ended = termination_of(case.id)
            assert ended is not None, "who owns the land is the government's to decide (土地管理法 14)"
            assert ended.kind is TerminationKind.NOT_ACCEPTED
    oral_barred = {DisputeType.LABOUR}
    for agreement in db.session.scalars(select(Agreement)):
        case = agreement.case
        assert agreement.form is AgreementForm.WRITTEN or case.dispute_type not in oral_barred
        names = [party.name for party in case.parties]
        red, _ = text_warnings(text_of(agreement), names, case.dispute_type, on=local(town.NOW).date())
        assert red == [], case.title
        for party in left_out(agreement):
            for clause in agreement.clauses:
                assert party.name not in clause.does + clause.who, "no clause names whoever did not agree (§29)"
                assert not {"双方", "各户", "共同", "连带"} & {clause.who}
        signed = [one.signature for one in signers_of(agreement) if one.signature]
        if agreement.frozen_at and signed:
            assert min(one.signed_on for one in signed) >= local(agreement.frozen_at).date()
        if agreement.sealed_on and agreement.in_force_on:
            assert max(one.signed_on for one in signed) <= agreement.sealed_on <= agreement.in_force_on


def shape() -> Counter[object]:
    """Everything of the disputes but the days, the numbers and the keys."""
    return Counter(
        (
            case.title,
            case.facts,
            case.claims,
            case.level,
            case.status,
            case.committee.name,
            tuple(sorted(steps_of(case))),
        )
        for case in every_case()
    )


def steps_of(case: Case) -> list[str]:
    found = select(Task.name).where(Task.subject_kind == "case", Task.subject_id == case.id, Task.closed_at.is_(None))
    return list(db.session.scalars(found))


def people() -> list[tuple[str, str, str, str]]:
    """Parties and agents with their numbers."""
    parties = db.session.scalars(select(Party).order_by(Party.id)).all()
    agents = db.session.scalars(select(Agent).order_by(Agent.id)).all()
    return [
        *((party.name, party.id_number, party.phone, party.address) for party in parties),
        *((agent.name, agent.id_number, agent.phone, agent.relation) for agent in agents),
    ]


def test_numbers_of_a_series_run_without_a_gap_in_the_order_in_which_they_were_given(example: Flask) -> None:
    """So that whoever loads the same disputes on the same day finds the same numbers."""
    series: dict[tuple[int, int], list[int]] = {}
    for one in db.session.scalars(select(CaseNumber).order_by(CaseNumber.given_at)):
        series.setdefault((one.committee_id, one.year), []).append(one.sequence)
    assert len(series) > 5
    assert all(sequences == list(range(1, len(sequences) + 1)) for sequences in series.values())
    given = set(db.session.scalars(select(CaseNumber.text)))
    assert {case.number for case in every_case()} - {""} <= given


@pytest.mark.campaign
def test_two_loads_on_one_day_tell_the_same(example: Flask, tmp_path: Path) -> None:
    """To the last number; on two days the disputes and all names are the same (`test_example_days`)."""
    first = (shape(), people(), [case.number for case in every_case()])
    db.session.remove()
    again = make_app(tmp_path)
    load_example_if_empty(again)
    with again.app_context():
        assert (shape(), people(), [case.number for case in every_case()]) == first
        db.session.remove()
        db.engine.dispose()


def test_clearing_leaves_no_byte(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    app = example_in(tmp_path, tmp_path_factory)
    with app.app_context():
        sweep_timers(town.NOW)
        words = [case.facts[:20] for case in every_case()] + [name for name, _, _, _ in people()]
        assert any((tmp_path / "files").iterdir())
        db.session.remove()
        assert app.test_cli_runner().invoke(args=["town", "clear-example", "--yes"]).exit_code == 0
        assert (
            not {
                "mediation_case",
                "participant",
                "agreement",
                "attachment",
                "matter",
                "matter_sight",
                "matter_piece",
                "task",
                "deadline",
            }
            & filled_tables()
        )
        db.session.remove()
        db.engine.dispose()
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert [one for one in words if one.encode() in kept] == []
    assert not (tmp_path / FILE_NAME).exists()
    assert not (tmp_path / "files").exists()
