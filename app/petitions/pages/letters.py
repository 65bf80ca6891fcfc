"""The page of a letter: its words, where it stands, and the form of the step that waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import redirect
from flask.typing import ResponseReturnValue

from app.core import clock, pages
from app.core.access_log import looked
from app.core.guard import requires, signed_in
from app.core.pages import chinese_date, chinese_moment, render
from app.core.permissions import Actor, Permission
from app.letters.actions.flow import beforehand_of
from app.letters.pages.letter_shown import StepShown, attempts_shown, diagram_of, step_shown
from app.letters.terms import SERVICE_NAMES, STEPS
from app.matters.pages.files_shown import FilesShown, files_shown
from app.papers.pages.hand_out import hand_out_marked
from app.petitions.actions.correct_service import may_correct_service
from app.petitions.actions.older_letters import waiting_letter
from app.petitions.models import Claim
from app.petitions.models.records import Letter
from app.petitions.pages import blueprint
from app.petitions.pages.detail import elsewhere
from app.petitions.papers.compose import compose
from app.petitions.papers.letter_paper import letter_for
from app.petitions.papers.letter_text import LetterText
from app.petitions.papers.letter_words import title_of
from app.petitions.papers.marked import paper_of
from app.petitions.queries import claim_by_id, get_claim, get_letter, letter_by_id
from app.petitions.rules.letters import needed_content, optional_content
from app.petitions.terms import PROCESS, Ending, LetterKind
from app.processes.models import Task
from app.processes.pages.forms import StepForm, form_for
from app.processes.queries import asked_of, get_task, open_tasks_of
from app.processes.queries.definitions import newest_pinned, pinned_of
from app.processes.registry import StepPage
from workflows.diagrams.forms import FormSpec

FORM_OF_KIND = {
    LetterKind.HEARING_NOTICE: "letter_hearing_notice",
    LetterKind.SUPERVISION_REPLY: "letter_supervision_reply",
    LetterKind.CLOSING_REPORT: "letter_closing_report",
}
"""Letters that were drafted with a form of their own, by which they are also changed."""


@dataclass(frozen=True)
class LetterPage:
    """Values of templates/pages/petitions/letter.html; ``step`` is None where nothing waits."""

    letter: Letter
    title: str
    text: LetterText
    state: str
    attempts: Sequence[str]
    files: FilesShown
    may_correct_service: bool
    step: StepShown | None
    diagram: str
    """Where its way is drawn; empty for one that an older claim goes on with."""


def text_of(letter: Letter) -> LetterText:
    """The words that are printed: those that were sealed, else as they would be sealed now."""
    return LetterText.from_json(letter.frozen_json) if letter.frozen_json else compose(letter)


def state_of(letter: Letter) -> str:
    """Where a letter stands, as a whole sentence."""
    if letter.served_on is not None:
        how = SERVICE_NAMES[letter.method] if letter.method else ""
        return f"{letter.number}，{chinese_date(letter.served_on)}送达（{how}）。"
    if letter.left_at is not None:
        is_withdrawn = letter.claim is not None and letter.claim.ending is Ending.WITHDRAWN
        return f"草稿：{'信访人已经撤回' if is_withdrawn else '后来用不着了'}，没有发出。"
    if letter.sealed_on is not None:
        return f"{letter.number}，{chinese_date(letter.sealed_on)}盖了章，还没有送达。"
    if letter.signed_off_at is not None:
        return f"{letter.signed_off_name}{chinese_moment(letter.signed_off_at)}签发，还没有编号、盖章。"
    if letter.returned_reason:
        return f"退回要改：{letter.returned_reason}"
    return "拟好了，等镇政府负责人签发。"


def step_of(letter: Letter) -> Task | None:
    """The open step about a letter: of its own flow, or of its claim's where that is of an older version."""
    own = open_tasks_of(letter.subject_kind, letter.id)
    if own or letter.claim is None or waiting_letter(letter.claim) is not letter:
        return own[0] if own else None
    older = open_tasks_of(Claim.subject_kind, letter.claim.id)
    return next((one for one in older if one.name in STEPS), None)


def spec_of_letter(letter: Letter, task: Task) -> FormSpec:
    """What a step asks about its letter: a change, the fields it has and those it may have, and no others."""
    if task.name != "redraft":
        return pinned_of(task.process).forms.get(task.name)
    if letter.kind in FORM_OF_KIND:
        claim = letter.claim
        asked = newest_pinned(PROCESS) if claim is None else asked_of(PROCESS, Claim.subject_kind, claim.id)
        drafting = asked.actions.get(FORM_OF_KIND[letter.kind])
        return replace(drafting, lead="照退回的意见改好，再送签发。", action="改好了")
    spec = pinned_of(task.process).forms.get("redraft")
    own, needed = {*letter.content, *optional_content(letter.kind)}, needed_content(letter.kind)
    shown = (replace(field, required=field.name in needed) for field in spec.fields if field.name in own)
    return replace(spec, fields=tuple(shown))


def fresh_step(letter: Letter, actor: Actor) -> StepShown | None:
    """The step that waits, with its form as it begins; None when nothing is to be done."""
    task = step_of(letter)
    if task is None:
        return None
    spec = spec_of_letter(letter, task)
    return step_shown(task, spec, form_for(spec, task, [], beforehand_of(letter, task.name)), actor)


def letter_page(letter: Letter, step: StepShown | None, actor: Actor) -> LetterPage:
    """Values of the page of a letter."""
    return LetterPage(
        letter=letter,
        title=f"《{title_of(letter)}》",
        text=text_of(letter),
        state=state_of(letter),
        attempts=attempts_shown(letter),
        files=files_shown(letter, actor),
        may_correct_service=may_correct_service(letter, actor, now=clock.now()),
        step=step,
        diagram=diagram_of(letter),
    )


def _page(letter: Letter, step: StepShown | None) -> str:
    looked("letter", letter.id)
    return render("petitions/letter.html", **vars(letter_page(letter, step, signed_in())))


@blueprint.get("/letters/<row(petition_letter):letter_id>")
@requires(Permission.PETITION_SEE)
def letter(letter_id: int) -> ResponseReturnValue:
    """A letter in full, where it stands, and the step that waits."""
    found = get_letter(letter_id, for_=signed_in())
    return _page(found, fresh_step(found, signed_in()))


@blueprint.get("/letters/<row(petition_letter):letter_id>.pdf")
@requires(Permission.PETITION_SEE)
def letter_pdf(letter_id: int) -> ResponseReturnValue:
    """A letter as PDF; a draft until it is sealed, for others than the desk a copy to read."""
    found = get_letter(letter_id, for_=signed_in())
    filled = letter_for(signed_in(), found, now=clock.now())
    return hand_out_marked(filled, paper_of(found), f"letter-{found.public_id}.pdf")


@blueprint.get("/claims/<row(claim):claim_id>/letter/<row(task):task_id>")
@requires(Permission.PETITION_SEE)
def older_letter_step(claim_id: int, task_id: int) -> ResponseReturnValue:
    """The letter that a step of an older claim is about."""
    claim, task = get_claim(claim_id, for_=signed_in()), get_task(task_id, for_=signed_in())
    is_there = task.closed_at is None and task.name in STEPS and task.subject_id == claim.id
    waiting = waiting_letter(claim) if is_there else None
    if waiting is None:
        return elsewhere(claim)
    return redirect(pages.address("petitions.letter", letter_id=waiting.id))


def _own_letter(task: Task) -> Letter:
    return letter_by_id(task.subject_id)


def _older_letter(task: Task) -> Letter | None:
    return waiting_letter(claim_by_id(task.subject_id)) if task.closed_at is None else None


def _again(task: Task, form: StepForm) -> str | None:
    """A refused step with the letter and what was typed; None when the letter went on meanwhile."""
    found = _own_letter(task)
    if task.closed_at is not None:
        return None
    return _page(found, step_shown(task, spec_of_letter(found, task), form, signed_in()))


def _older_again(task: Task, form: StepForm) -> str | None:
    found = _older_letter(task)
    if found is None:
        return None
    return _page(found, step_shown(task, spec_of_letter(found, task), form, signed_in()))


def _older_asks(task: Task) -> FormSpec:
    found = _older_letter(task)
    return spec_of_letter(found, task) if found else pinned_of(task.process).forms.get(task.name)


STEP_PAGE = StepPage(
    "petitions.letter", "letter_id", again=_again, asks=lambda task: spec_of_letter(_own_letter(task), task)
)
"""Of every step of a letter."""
OLDER_STEP_PAGE = StepPage("petitions.older_letter_step", "claim_id", "task_id", _older_again, _older_asks)
"""Of those steps in claims that began before letters were flows."""
