"""The page of a letter: its words, where it stands, and, beside the flow, the form of its next action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access_log import looked
from app.core.clock import local
from app.core.errors import NotFound
from app.core.guard import requires, signed_in
from app.core.pages import chinese_date, chinese_moment, render
from app.core.permissions import Actor, Permission, may
from app.core.submit_once import answer
from app.matters.pages.files_shown import FilesShown, files_shown
from app.papers.pages.hand_out import hand_out_marked
from app.petitions.actions.correct_service import may_correct_service
from app.petitions.actions.handling import must_may
from app.petitions.actions.letter_steps import service_of
from app.petitions.actions.letters import redraft_letter, return_letter, seal_letter, sign_off_letter
from app.petitions.actions.standalone_letters import must_be_standalone, serve_standalone_letter
from app.petitions.models.records import Letter
from app.petitions.pages import blueprint
from app.petitions.papers.compose import compose
from app.petitions.papers.letter_paper import letter_for
from app.petitions.papers.letter_text import LetterText
from app.petitions.papers.letter_words import title_of
from app.petitions.papers.marked import paper_of
from app.petitions.queries import get_letter, is_left_as_draft
from app.petitions.rules.letters import needed_content, optional_content
from app.petitions.terms import IN_FLOW, PROCESS, SERVICE_NAMES, LetterKind
from app.processes.pages.answering import answer_once
from app.processes.pages.forms import StepForm, form_for
from app.processes.pages.step import hints_of
from app.processes.queries import asked_of
from app.processes.queries.definitions import newest_pinned
from app.processes.registry import Submission
from workflows.diagrams.forms import FormSpec
from workflows.pinned import Pinned

FORM_OF_KIND = {
    LetterKind.HEARING_NOTICE: "letter_hearing_notice",
    LetterKind.SUPERVISION_REPLY: "letter_supervision_reply",
    LetterKind.CLOSING_REPORT: "letter_closing_report",
}
"""Letters that were drafted with a form of their own, by which they are also changed."""


@dataclass(frozen=True)
class LetterPage:
    """What every page of a letter shows of it."""

    letter: Letter
    title: str
    text: LetterText
    state: str
    files: FilesShown
    may_correct_service: bool


@dataclass(frozen=True)
class ActionShown:
    """The next action on a letter beside the flow; no name, form nor questions when nothing is to be done."""

    name: str
    form: StepForm | None
    spec: FormSpec | None
    hints: dict[str, dict[str, str]]


def asked_about(letter: Letter) -> Pinned:
    """What steps and actions ask about a letter: by the version its claim began with, by the newest without a claim."""
    return newest_pinned(PROCESS) if letter.claim is None else asked_of(PROCESS, "claim", letter.claim.id)


def text_of(letter: Letter) -> LetterText:
    """The words that are printed: those that were sealed, else as they would be sealed now."""
    return LetterText.from_json(letter.frozen_json) if letter.frozen_json else compose(letter)


def state_of(letter: Letter) -> str:
    """Where a letter stands, as a whole sentence."""
    if letter.served_on is not None:
        how = SERVICE_NAMES[letter.method] if letter.method else ""
        return f"{letter.number}，{chinese_date(letter.served_on)}送达（{how}）。"
    if letter.sealed_on is not None:
        return f"{letter.number}，{chinese_date(letter.sealed_on)}盖了章，还没有送达。"
    if is_left_as_draft(letter):
        return "草稿：信访人已经撤回，没有发出。"
    if letter.signed_off_at is not None:
        return f"{letter.signed_off_name}{chinese_moment(letter.signed_off_at)}签发，还没有编号、盖章。"
    if letter.returned_reason:
        return f"退回要改：{letter.returned_reason}"
    return "拟好了，等镇政府负责人签发。"


def redraft_spec(letter: Letter) -> FormSpec:
    """The fields by which this letter can be changed: those it has, those it may have, and no others."""
    asked = asked_about(letter)
    if letter.kind in FORM_OF_KIND:
        drafting = asked.actions.get(FORM_OF_KIND[letter.kind])
        return replace(drafting, lead="照退回的意见改好，再送签发。", action="改好了")
    spec = asked.forms.get("redraft")
    own, needed = {*letter.content, *optional_content(letter.kind)}, needed_content(letter.kind)
    shown = (replace(field, required=field.name in needed) for field in spec.fields if field.name in own)
    return replace(spec, fields=tuple(shown))


@dataclass(frozen=True)
class LetterAction:
    """An action on a letter beside the flow: who may do it, how its form is called, what is said afterwards."""

    permission: Permission
    act: Callable[[Letter, Submission], None]
    done: str
    spec: Callable[[Letter], FormSpec]

    def carry_out(self, letter: Letter, submission: Submission) -> None:
        """Do it.  Raises `NotAllowed` without the right, `NotNow` for a letter of the flow, and what it refuses."""
        self.must_be_open_to(letter, submission.actor)
        self.act(letter, submission)

    def must_be_open_to(self, letter: Letter, actor: Actor) -> None:
        """Asked in this order, so that somebody without the right learns nothing of where the letter stands."""
        must_may(actor, self.permission, "您的身份办不了这件事；签发找镇政府负责人，盖章、送达找信访办。")
        must_be_standalone(letter)


def _sign_off(letter: Letter, submission: Submission) -> None:
    if submission.text("outcome") == "approved":
        sign_off_letter(letter, at=submission.occurred_at, actor=submission.actor, now=submission.now)
    else:
        return_letter(letter, reason=submission.text("reason"), actor=submission.actor, now=submission.now)


def _redraft(letter: Letter, submission: Submission) -> None:
    redraft_letter(
        letter, {name: submission.text(name) for name in submission.values}, actor=submission.actor, now=submission.now
    )


def _seal(letter: Letter, submission: Submission) -> None:
    copies = submission.values.get("copies")
    on = local(submission.occurred_at).date()
    seal_letter(
        letter, on=on, copies=copies if isinstance(copies, int) else 2, actor=submission.actor, now=submission.now
    )


def _serve(letter: Letter, submission: Submission) -> None:
    serve_standalone_letter(letter, service_of(submission), actor=submission.actor, now=submission.now)


def _spec(name: str) -> Callable[[Letter], FormSpec]:
    return lambda letter: asked_about(letter).forms.get(name)


LETTER_ACTIONS = {
    "sign_off": LetterAction(Permission.PETITION_SIGN_OFF, _sign_off, "记好了。", _spec("sign_off")),
    "redraft": LetterAction(Permission.PETITION_REGISTER, _redraft, "改好了，等签发。", redraft_spec),
    "seal": LetterAction(Permission.PETITION_SEAL, _seal, "编了号，盖了章。", _spec("seal_letter")),
    "serve": LetterAction(Permission.PETITION_SEAL, _serve, "送达记好了。", _spec("deliver")),
}
BEFOREHAND = {"seal": {"copies": 2}}


def next_action(letter: Letter, actor: Actor) -> str:
    """The action on this letter that the actor may do now; empty for none, and for a letter of the flow."""
    if letter.kind in IN_FLOW or letter.served_on is not None or is_left_as_draft(letter):
        return ""
    if letter.sealed_on is not None:
        name = "serve"
    elif letter.signed_off_at is not None:
        name = "seal"
    else:
        name = "redraft" if letter.returned_reason else "sign_off"
    return name if may(actor, LETTER_ACTIONS[name].permission) else ""


def action_on(letter: Letter, name: str, actor: Actor) -> LetterAction:
    """The action of this name.  Raises `NotFound`, `NotAllowed` without the right, `NotNow` for one of the flow."""
    action = LETTER_ACTIONS.get(name)
    if action is None:
        raise NotFound("没有这一页。请打开文书，从下面接着办。")
    action.must_be_open_to(letter, actor)
    return action


def beforehand_of(letter: Letter, name: str) -> dict[str, object]:
    """What the form of an action begins with."""
    return dict(letter.content) if name == "redraft" else dict(BEFOREHAND.get(name, {}))


def fresh_form(letter: Letter, actor: Actor) -> tuple[str, StepForm | None]:
    """The next action on a letter beside the flow with its form; no name and no form when nothing is to be done."""
    name = next_action(letter, actor)
    if not name:
        return "", None
    return name, form_for(LETTER_ACTIONS[name].spec(letter), None, [], beforehand_of(letter, name))


def action_shown(letter: Letter, name: str, form: StepForm | None) -> ActionShown:
    """Values of templates/pages/petitions/letter.html besides those of `letter_page`."""
    spec = LETTER_ACTIONS[name].spec(letter) if name else None
    return ActionShown(name, form, spec, hints_of(spec) if spec else {})


def letter_page(letter: Letter, actor: Actor) -> LetterPage:
    """Values every page of a letter shows."""
    title, shown = f"《{title_of(letter)}》", files_shown(letter, actor)
    may_correct = may_correct_service(letter, actor, now=clock.now())
    return LetterPage(letter, title, text_of(letter), state_of(letter), shown, may_correct_service=may_correct)


def _shown(letter: Letter, name: str, form: StepForm | None) -> str:
    action = action_shown(letter, name, form)
    return render("petitions/letter.html", **vars(action), **vars(letter_page(letter, signed_in())))


@blueprint.get("/letters/<row(petition_letter):letter_id>")
@requires(Permission.PETITION_SEE)
def letter(letter_id: int) -> ResponseReturnValue:
    """A letter in full, where it stands, and its next action when it is issued beside the flow."""
    found = get_letter(letter_id, for_=signed_in())
    looked("letter", found.id)
    return _shown(found, *fresh_form(found, signed_in()))


@blueprint.post("/letters/<row(petition_letter):letter_id>/<name>")
@requires(Permission.PETITION_SEE)
def letter_action(letter_id: int, name: str) -> ResponseReturnValue:
    """Sign off or return, change, seal, or serve a letter beside the flow."""
    found = get_letter(letter_id, for_=signed_in())
    chosen = action_on(found, name, signed_in())
    spec = chosen.spec(found)
    form = form_for(spec, None, [])

    def act(submission: Submission) -> str:
        chosen.carry_out(found, submission)
        return url_for("petitions.letter", letter_id=letter_id)

    return answer(answer_once(form, spec, signed_in(), act), chosen.done, lambda: _shown(found, name, form))


@blueprint.get("/letters/<row(petition_letter):letter_id>.pdf")
@requires(Permission.PETITION_SEE)
def letter_pdf(letter_id: int) -> ResponseReturnValue:
    """A letter as PDF; a draft until it is sealed, for others than the desk a copy to read."""
    found = get_letter(letter_id, for_=signed_in())
    filled = letter_for(signed_in(), found, now=clock.now())
    return hand_out_marked(filled, paper_of(found), f"letter-{found.public_id}.pdf")
