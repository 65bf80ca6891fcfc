"""A whole case typed in afterwards: one submission, the number and the periods of the days on which it happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.agreements.actions.enter_whole_case import WholeCase, enter_whole_case
from app.agreements.actions.record_signature import SignatureEntry
from app.agreements.models import AgreementForm, AgreementState, SigningMethod
from app.agreements.queries import duties_of, the_agreement
from app.agreements.rules import AgreementText, ClauseText
from app.agreements.rules.whole_case import ONE_EACH_SIDE, agreed_fault, day_faults, unusual_order
from app.cases.models import Case
from app.cases.models.records import Consent
from app.cases.queries.to_explain import to_explain
from app.cases.rules.order import Event
from app.cases.terms import CaseStatus, ConsentState
from app.core.clock import SHANGHAI
from app.core.db import db
from app.core.errors import Invalid
from app.core.files import Prepared
from app.core.terms import DisputeType, Level
from app.core.transaction import transaction
from app.deadlines.actions.sweep import sweep_deadlines
from app.deadlines.models import Deadline
from app.deadlines.terms import DeadlineState
from app.matters.actions.attach import attach_file
from app.mediators.models import PoolMember
from app.organisations.models import Person, Village
from app.processes.models import Task
from tests.agreements.test_pages import photograph
from tests.filing import prepared
from tests.petitions.refusing import refused
from tests.petitions.screen import ClientOf, hidden, words
from tests.story import SITTING, Story, homestead
from tests.town import NOW

TODAY = NOW.date()
APPLIED, ACCEPTED, AGREED = date(2026, 9, 14), date(2026, 9, 15), date(2026, 9, 22)
CLAUSES = (
    ClauseText("王甲", "补偿王乙墙面修补费", date(2026, 10, 31), amount=Decimal(1000)),
    ClauseText("王甲", "补偿王乙墙面修补费", date(2027, 1, 31), amount=Decimal(2000)),
)


def member(name: str = "周有福") -> int:
    return db.session.query(PoolMember).join(Person).filter(Person.name == name).one().id


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)


def whole(form: AgreementForm = AgreementForm.ORAL, **changes: Any) -> WholeCase:
    """The neighbours' dispute, agreed two months ago."""
    village = db.session.query(Village).filter_by(name="小海眼").one()
    plain = WholeCase(
        intake=replace(homestead(village.id), applied_at=noon(APPLIED), dispute_type=DisputeType.NEIGHBOURS),
        level=Level.VILLAGE,
        accepted_on=ACCEPTED,
        told_on=ACCEPTED,
        told="oral",
        panel={member(): "presiding"},
        chosen_by="committee",
        sitting=replace(SITTING, result="谈成了。"),
        sat_on=AGREED,
        form=form,
        agreed_on=AGREED,
        agreed=frozenset({0, 1}),
        text=AgreementText(facts="双方系前后邻居，因墙面起争执。", clauses=CLAUSES, bound=frozenset()),
        signed={place: SignatureEntry("", SigningMethod.BY_HAND, AGREED) for place in (0, 1)},
        mediators_signed_on=AGREED,
        sealed_on=AGREED,
    )
    return replace(plain, **changes)


def enter(story: Story, entered: WholeCase, by: str = "head", **more: Any) -> Case:
    taken = prepared()
    photo = {"photograph": lambda case: filed(story, case, taken)} if entered.is_original else {}
    with transaction():
        case = enter_whole_case(entered, actor=story.account(by), now=story.now, **photo, **more)
        story.subject_id = case.id
    return story.case


def filed(story: Story, case: Case, taken: Prepared) -> int:
    row = attach_file(
        case,
        name="原件.jpg",
        file=taken,
        kind="original",
        occurred_at=story.now,
        spoken_by="",
        actor=story.account("head"),
        now=story.now,
    )
    return row.id


def period(case: Case, code: str) -> Deadline:
    return db.session.query(Deadline).filter_by(subject_kind="case", subject_id=case.id, code=code).one()


@pytest.mark.both
@pytest.mark.usefixtures("app")
def test_a_hand_written_agreement_of_two_months_ago_is_one_submission() -> None:
    story = Story()
    case = enter(story, whole(AgreementForm.HANDWRITTEN))
    assert case.status is CaseStatus.IN_FORCE
    assert case.number.startswith("（2026）小海眼人调字")
    assert case.handling is not None
    assert case.handling.accepted_on == ACCEPTED
    agreement = the_agreement(case.id)
    assert (agreement.state, agreement.in_force_on) == (AgreementState.IN_FORCE, AGREED)
    month = period(case, "M2")
    assert month.unrolled_on == date(2026, 10, 15), "one calendar month from the acceptance"
    assert (month.state, month.done_on) == (DeadlineState.MET, AGREED)
    assert period(case, "M5").unrolled_on == AGREED + timedelta(days=30)
    assert [one.starts_on for one in db.session.query(Deadline).filter_by(subject_id=case.id, code="M9b")] == [
        date(2026, 10, 31),
        date(2027, 1, 31),
    ]
    sweep_deadlines(story.now)
    asked = db.session.query(Task).filter_by(subject_id=case.id, name="promise_due", closed_at=None).all()
    assert len(asked) == 1, "the first promise was due in October: M7 stands in 今天"
    assert to_explain(case) == []


@pytest.mark.usefixtures("app")
def test_an_oral_case_needs_no_head_and_one_by_hand_leaves_the_seal_to_him() -> None:
    story = Story()
    case = enter(story, whole(), by="mediator")
    assert (case.status, story.open) == (CaseStatus.IN_FORCE, ["fulfil"])
    assert the_agreement(case.id).in_force_on == AGREED
    other = Story()
    enter(other, whole(AgreementForm.HANDWRITTEN), by="mediator")
    assert other.open == ["seal"]


@pytest.mark.usefixtures("app")
def test_every_step_stands_in_the_history_on_its_own_day() -> None:
    story = Story()
    case = enter(story, whole(told_on=AGREED))
    days = {task.name: task.occurred_at.astimezone(SHANGHAI).date() for task in db.session.query(Task) if task.answers}
    assert days == {
        "choose_start": APPLIED,
        "accept_case": ACCEPTED,
        "record_consents": ACCEPTED,
        "tell_rights": AGREED,
        "choose_mediators": AGREED,
        "mediate": AGREED,
        "register_oral": AGREED,
    }
    assert case.applied_at == noon(APPLIED)


@pytest.mark.parametrize("level", [Level.CLAN, Level.GROUP, Level.VILLAGE])
@pytest.mark.usefixtures("app")
def test_on_whatever_rung_it_was_mediated_and_who_spoke_at_the_application_spoke_at_nothing_else(level: Level) -> None:
    story = Story()
    case = enter(story, whole(level=level), by="mediator")
    assert (case.status, case.level) == (CaseStatus.IN_FORCE, level)
    typist = story.account("mediator").display_name
    assert case.spoken_by == "王甲"
    assert {task.spoken_by for task in db.session.query(Task) if task.answers} == {typist}


@pytest.mark.usefixtures("app")
def test_the_town_enters_its_own() -> None:
    story = Story()
    panel = {member("韩主任"): "presiding"}
    case = enter(story, whole(level=Level.TOWN, panel=panel), by="town-head")
    assert (case.status, case.level) == (CaseStatus.IN_FORCE, Level.TOWN)


@pytest.mark.usefixtures("app")
def test_who_did_not_agree_is_not_recorded_as_willing_and_is_told() -> None:
    story = Story()
    intake = whole().intake
    three = replace(intake, parties=(*intake.parties, replace(intake.parties[1], name="王丙")))
    enter(story, whole(intake=three))
    states = {one.party_id: one.state for one in db.session.query(Consent)}
    last = story.case.parties[2].id
    assert states[last] is ConsentState.PENDING
    assert {state for party, state in states.items() if party != last} == {ConsentState.AGREED}
    assert story.open == ["tell_rest"]
    assert last not in {one.party_id for one in the_agreement(story.case_id).bound}


@pytest.mark.usefixtures("app")
def test_rights_that_were_not_told_then_are_named_for_the_file() -> None:
    case = enter(Story(), whole(told="not_yet", told_on=None))
    assert to_explain(case) == ["还没告知权利义务的：王甲、王乙。"]


@pytest.mark.both
@pytest.mark.usefixtures("app")
def test_days_out_of_order_are_asked_once_all_together_and_kept_when_they_are_so() -> None:
    story = Story()
    odd = whole(accepted_on=date(2026, 9, 25), told_on=date(2026, 9, 10))
    with refused(Invalid, "先后和平常不一样", field="is_so"):
        enter(story, odd)
    assert db.session.query(Case).count() == 0
    case = enter(story, odd, is_so=True)
    said = "".join(to_explain(case))
    assert "告知权利义务写的是2026年9月10日" in said
    assert "2026年9月25日" in said
    assert duties_of(the_agreement(case.id).id)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"agreed_on": TODAY + timedelta(days=1)}, "agreed_on", "不能是以后的日子"),
        ({"sat_on": None}, "sat_on", "请填是哪一天"),
        ({"agreed": frozenset({0})}, "parties", "每一方都要有一位谈成的人"),
    ],
)
@pytest.mark.usefixtures("app")
def test_what_cannot_be_is_refused_and_nothing_is_registered(
    changes: dict[str, Any], field: str, sentence: str
) -> None:
    with refused(Invalid, sentence, field=field):
        enter(Story(), whole(**changes))
    assert db.session.query(Case).count() == 0


@pytest.mark.usefixtures("app")
def test_a_land_contract_by_word_of_mouth_is_refused_with_the_article() -> None:
    oral = whole()
    land = replace(oral.intake, is_land_contract=True)
    with refused(Invalid, "书面", field="form"):
        enter(Story(), whole(intake=land))
    assert db.session.query(Case).count() == 0


@pytest.mark.usefixtures("app")
def test_an_original_without_its_picture_is_refused_whole() -> None:
    story = Story()
    with refused(Invalid, "拍下签了字的原件", field="original"), transaction():
        enter_whole_case(whole(AgreementForm.HANDWRITTEN), actor=story.account("head"), now=story.now)
    db.session.rollback()
    assert db.session.query(Case).count() == 0


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(st.dictionaries(st.sampled_from(Event), days))
def test_what_stands_in_order_is_never_asked_and_what_does_not_always_is(known: dict[Event, date]) -> None:
    in_order = [known[event] for event in Event if event in known]
    assert (unusual_order(known) == []) == (in_order == sorted(in_order))


@given(days, days)
def test_a_day_to_come_is_refused_and_one_that_has_come_never_is(day: date, today: date) -> None:
    assert bool(day_faults({"agreed_on": day}, today=today)) == (day > today)
    assert day_faults({"agreed_on": None}, today=today)


def test_somebody_on_every_side_agrees() -> None:
    assert agreed_fault([1, 2, 3], {0, 1}) == ONE_EACH_SIDE, "of the third nobody did"
    assert agreed_fault([1, 1], {0, 1}) == ONE_EACH_SIDE
    assert agreed_fault([1, 2, 2], {0, 2}) is None
    assert agreed_fault([1, 2, 2], {1, 2}) == ONE_EACH_SIDE
    assert agreed_fault([1, 2], set()) == ONE_EACH_SIDE


def typed(client: FlaskClient, **changes: str) -> dict[str, Any]:
    """The page filled in as the browser sends it."""
    page = client.get("/agreements/whole-case")
    people = {}
    for place, name in enumerate(("王甲", "王乙")):
        row = {"side": str(place + 1), "kind": "natural", "name": name, "document": "id_card", "standing": "principal"}
        row |= {"agreed": "yes", "method": "by_hand"}
        people |= {f"parties-{place}-{key}": value for key, value in row.items()}
    village = db.session.query(Village).filter_by(name="小海眼").one().public_id
    presiding = db.session.get_one(PoolMember, member()).public_id
    said = {
        "agreement_form": "handwritten",
        "source": "application",
        "village_id": village,
        "dispute_type": "neighbours",
        "facts": "双方系前后邻居，因墙面起争执。",
        "claims": "修墙",
        "shared": "none",
        "level": "village",
        "presiding": presiding,
        "chosen_by": "parties",
        "applied_on": "2026-09-14",
        "told": "oral",
        "place": "村调解室",
        "present": "双方、周有福",
        "statements": "甲愿意修。",
        "agreed_on": "2026-09-22",
        "clauses-0-who": "王甲",
        "clauses-0-does": "修好墙面",
        "clauses-0-due_on": "2026-10-31",
        "performed": "no",
        "sealed_on": "2026-09-22",
    }
    return {**hidden(page, "once"), **people, **said, **changes}


def test_the_page_enters_it_and_what_is_wrong_loses_nothing(client_of: ClientOf) -> None:
    head = client_of("head")
    wrong = typed(head, **{"parties-1-method": ""})
    answer = head.post("/agreements/whole-case", data={**wrong, "original": (photograph(), "paper.jpg")})
    assert answer.status_code == 422
    assert "请选怎么签的，照原件" in words(answer)
    assert "甲愿意修" in answer.text
    answer = head.post("/agreements/whole-case", data=typed(head))
    assert "请先拍下签了字的原件" in words(answer)
    right = typed(head)
    answer = head.post("/agreements/whole-case", data={**right, "original": (photograph(), "paper.jpg")})
    assert answer.status_code == 302, words(answer)
    case = db.session.query(Case).one()
    assert case.status is CaseStatus.IN_FORCE
    again = head.post("/agreements/whole-case", data={**right, "original": (photograph(), "paper.jpg")})
    assert again.status_code == 302
    assert db.session.query(Case).count() == 1


def test_a_second_one_of_the_same_people_is_asked_about(client_of: ClientOf) -> None:
    Story().register()
    mediator = client_of("mediator")
    answer = mediator.post("/agreements/whole-case", data=typed(mediator, agreement_form="oral"))
    assert "这几个人之间已经有一件没办完" in words(answer)


def test_who_registers_no_dispute_does_not_open_it(client_of: ClientOf) -> None:
    for who in ("adviser", "petition", "justice"):
        assert client_of(who).get("/agreements/whole-case").status_code in (403, 404), who
