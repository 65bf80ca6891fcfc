"""Every kind of letter has a step, a light and a holder, says what it needs, and is entered once (H2)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from app.core.db import db
from app.core.transaction import transaction
from app.deadlines.models import Deadline
from app.letters.registry import Letters, LettersEnteredTwice, all_letters, enter, letters_named
from app.letters.terms import PROCESS, STEPS
from app.organisations.models import Office, OfficeKind
from app.petitions.actions.letters import draft_letter
from app.petitions.actions.petition_letters import LETTERS, MESSAGES, RULES
from app.petitions.actions.supervise import register_supervision
from app.petitions.models import Claim
from app.petitions.models.records import Letter, Supervision
from app.petitions.rules.letters import CONTENT_NAMES
from app.petitions.terms import LETTER_TITLES, REPORTS, Ending, LetterKind
from app.processes.queries.definitions import current
from app.processes.registry import registry
from tests.letters.letter_way import DESK, LetterWay
from tests.petitions.way import Way, told_by
from workflows.diagrams.drawing import find_process

REMEDIES = {
    LetterKind.OPINION: "三十日内可以向区政府请求复查。",
    LetterKind.STATUTORY_RESULT: "可以申请行政复议，也可以提起行政诉讼。",
}


def content_of(kind: LetterKind) -> dict[str, str]:
    """What it needs, in a few words each."""
    return {name: REMEDIES[kind] if name == "remedy" else "照规定。" for name in RULES[kind].needed}


def about(kind: LetterKind) -> Claim | Supervision:
    """A claim or a supervision about which such a letter may be written, with its clocks."""
    if kind is LetterKind.SUPERVISION_REPLY:
        way = Way().register()
        told = told_by(way, received_on=way.today, from_body="博山区信访局", text="抓紧办。")
        with transaction():
            return register_supervision(told)
    way = Way().transferred().sort()
    return way.claim if kind is LetterKind.OBJECTION else way.decide("accepted").claim


def drafted(kind: LetterKind) -> LetterWay:
    """A letter of this kind that waits."""
    way, matter = Way(), about(kind)
    with transaction():
        letter = draft_letter(kind, content_of(kind), about=matter, actor=way.account(DESK), now=way.now)
    return LetterWay(way.now, letter.id)


@pytest.mark.parametrize("kind", LetterKind)
def test_every_letter_has_a_step_a_light_and_a_holder(app: Flask, kind: LetterKind) -> None:
    way = drafted(kind)
    (task,) = way.steps()
    assert (task.name, task.role, task.title.partition("　")[0]) == ("sign_off", "signer", f"《{LETTER_TITLES[kind]}》")
    assert task.office_id == db.session.query(Office).filter_by(kind=OfficeKind.GOVERNMENT).one().id
    assert (task.matter_kind, task.matter_id) == (way.letter.about.subject_kind, way.letter.about.id)
    period = db.session.get(Deadline, task.deadline_id)
    assert period is not None
    assert period.code in RULES[kind].periods
    assert (period.subject_kind, period.subject_id) == (task.matter_kind, task.matter_id)
    desk = db.session.query(Office).filter_by(kind=OfficeKind.DESK).one().id
    way.signed_off()
    assert [(one.name, one.office_id) for one in way.steps()] == [("seal_letter", desk)]


@pytest.mark.parametrize("kind", LetterKind)
def test_a_letter_lacks_what_was_not_written(kind: LetterKind) -> None:
    rules = RULES[kind]
    assert set(rules.needed) <= set(CONTENT_NAMES)
    assert rules.content_fault(content_of(kind)) is None
    assert not set(rules.needed) & set(rules.optional)
    assert rules.title == LETTER_TITLES[kind]


def test_the_work_waits_for_the_letters_the_diagram_says_and_for_no_other(app: Flask) -> None:
    drawn = find_process(current("petition").files(), "petition").nodes.values()
    awaited = {node.message.removeprefix("message_") for node in drawn if node.message.endswith("_served")}
    assert set(MESSAGES.values()) == awaited
    assert LetterKind.ACCEPTANCE not in MESSAGES, "the office begins the same day"
    assert not {LetterKind.EXTENSION, LetterKind.HEARING_NOTICE, LetterKind.OBJECTION, *REPORTS} & set(MESSAGES)


def test_every_step_of_the_diagram_is_answered_by_the_room(app: Flask) -> None:
    assert {name for process, name in registry.steps() if process == PROCESS} == set(STEPS)


def test_two_trades_with_letters_of_one_name_do_not_start(app: Flask) -> None:
    assert LETTERS in all_letters()
    assert letters_named(Letter.subject_kind) is LETTERS
    enter(LETTERS)
    other: Letters[Letter] = Letters(**{**vars(LETTERS), "called": lambda _letter: ""})
    with pytest.raises(LettersEnteredTwice, match="登记了两次"):
        enter(other)


@pytest.mark.both
@pytest.mark.parametrize(
    ("end", "ending"),
    [
        (lambda way: way.withdraw(), Ending.WITHDRAWN),
        (lambda way: way.investigate().opinion().letter_out(), None),
    ],
    ids=["withdrawn", "opinion served"],
)
def test_an_acceptance_goes_on_by_itself_however_the_claim_goes(
    app: Flask, end: Callable[[Way], Way], ending: Ending | None
) -> None:
    way = Way().register().sort().decide("accepted").signed_off().sealed()
    letter = LetterWay(way.now, way.task("deliver").subject_id)
    end(way.assigned())
    assert way.claim.ending is ending
    assert [one.name for one in letter.steps()] == ["deliver"]
    letter.delivered()
    assert letter.steps() == []
