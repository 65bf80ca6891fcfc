"""The page that sorts a claim: the questions, what the table proposes and why, and what the person decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask import request
from flask.typing import ResponseReturnValue
from wtforms import Field, Form, FormField

from app.core import clock, pages
from app.core.fields import CHOOSE, open_choice, person_name, text_block, text_line
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Actor, Permission
from app.core.submit_once import FRESH, UNANSWERED, Outcome, answer, carry_out, is_post, second_tap
from app.petitions.actions.register_petition import LONGEST_STORY
from app.petitions.actions.seal_claim import seal_claim
from app.petitions.actions.sort import QUESTIONS, propose_route
from app.petitions.models import Claim, Petition
from app.petitions.pages import blueprint
from app.petitions.pages.detail import elsewhere, place_of
from app.petitions.pages.forms import said_after
from app.petitions.queries import earlier_petitions, get_claim
from app.petitions.terms import CLASS_NAMES, ROUTE_NAMES, STATUS_NAMES, MatterClass
from app.processes.actions.answer import answer_task
from app.processes.models import Task
from app.processes.pages.forms import StepForm
from app.processes.queries import open_task_named

ACCUSATION = "accusation"
YES_NO = {"yes": "是", "no": "否"}
WHY_OTHERWISE = "跟上面的建议不一样，请写明为什么。"
WHY = "请写明为什么这样定；也可以先答上面的问题，看看该走哪条路。"
CLASS_WORDS: dict[str, str] = {**{str(one): name for one, name in CLASS_NAMES.items()}, ACCUSATION: "检举控告"}
ROUTE_WORDS: dict[str, str] = {str(one): name for one, name in ROUTE_NAMES.items()}
SORTED = "定好了，已存好。"


class SortForm(StepForm):
    """The plain questions, and what the person decides."""

    questions: FormField[Form] = FormField(
        type("Questions", (Form,), {name: open_choice(text, YES_NO) for name, text in QUESTIONS.items()})
    )
    outcome = open_choice("是不是已经在办的同一件", {"new": "不是，单独办", "joined": "是，并入原来的一项"}, "new")
    joined_to = text_line("并入哪一项", 30, "填原来那一项的编号，例如 2026-483920-1。")
    matter_class = open_choice("性质", {**CLASS_NAMES, ACCUSATION: "检举控告"})
    route = open_choice("走哪条路", ROUTE_NAMES)
    accused = person_name("检举控告的是谁", "不知道姓名的，写单位和职务。")
    accused_unit = text_line("在哪个单位、任什么职务", 100)
    story_left = text_block(
        "别的诉求还要用到的事实和理由", LONGEST_STORY, "检举控告的内容一个字也不要写；不写的，这里就只留别的诉求本身。"
    )
    reason = text_block("为什么这样定", 1000, "跟建议一样的可以空着，就用建议的理由。")

    def question(self, name: str) -> Field:
        """The radios of one plain question."""
        field: Field = self.questions.form[name]
        return field

    def answers(self) -> dict[str, bool]:
        """What was answered so far."""
        said = {name: self.question(name).data for name in QUESTIONS}
        return {name: value == "yes" for name, value in said.items() if value in YES_NO}

    def is_answered(self) -> bool:
        """Whether the table can be asked: a first yes decides, else every question needs its answer.

        What is missing is said at its question.
        """
        told = self.answers()
        for name in QUESTIONS:
            if told.get(name):
                return True
            if name not in told:
                self.question(name).errors = ["请选是或者否。"]
        return len(told) == len(QUESTIONS)

    @property
    def is_accusation(self) -> bool:
        """Whether the person decided that it belongs to the closed domain."""
        return bool(self.outcome.data != "joined" and self.matter_class.data == ACCUSATION)

    @property
    def is_joined(self) -> bool:
        """Whether it is the same matter as one that runs."""
        return bool(self.outcome.data == "joined")

    def chosen(self) -> dict[str, object]:
        """Class and route as the person decided, in the table's words."""
        is_appeal = self.matter_class.data == MatterClass.APPEAL
        return {"matter_class": self.matter_class.data, "route": self.route.data if is_appeal else "none"}

    def values(self) -> dict[str, object]:
        """The answer as the step's handler reads it."""
        reason = (self.reason.data or "").strip()
        if self.is_joined:
            number = (self.joined_to.data or "").strip()
            return {"outcome": "joined", "joined_to": number, "reason": reason or f"跟{number}是同一件事，并案办理。"}
        return {"outcome": "new", "reason": reason, **self.chosen()}

    def decides(self, proposed: Mapping[str, object] | None, why: str) -> bool:
        """Whether the decision is whole: a class, a route for an appeal, and a reason of its own where it differs.

        An empty reason becomes the proposal's when the person follows it.
        """
        if self.is_joined:
            return True
        if self.matter_class.data not in (*CLASS_NAMES, ACCUSATION):
            self.matter_class.errors = [CHOOSE]
        elif self.matter_class.data == MatterClass.APPEAL and self.route.data not in ROUTE_NAMES:
            self.route.errors = [CHOOSE]
        reason = (self.reason.data or "").strip()
        follows = proposed is not None and self.chosen() == dict(proposed)
        if follows and not reason:
            self.reason.data = why
        if not follows and not self.is_accusation and reason in ("", why):
            self.reason.errors = [WHY if proposed is None else WHY_OTHERWISE]
        return not self.errors


@dataclass(frozen=True)
class Proposal:
    """What the table says, in words and for comparing; a proposal, never a decision."""

    results: Mapping[str, object]
    why: str

    @property
    def words(self) -> str:
        """Class and route as a person reads them."""
        route = ROUTE_WORDS.get(str(self.results["route"]), "")
        return CLASS_WORDS[str(self.results["matter_class"])] + (f"，{route}" if route else "")


def proposal_for(claim: Claim, form: SortForm) -> Proposal | None:
    """What the table proposes for what was answered; None while too little was."""
    answers = form.answers()
    if not any(answers.values()) and len(answers) < len(QUESTIONS):
        return None
    decided = propose_route(claim, answers)
    return Proposal(decided.results, decided.why)


def is_whole(claim: Claim, form: SortForm) -> bool:
    """Whether everything was said that the decision needs; what is missing is said at its field."""
    is_readable = form.validate()
    proposal = proposal_for(claim, form)
    return form.decides(proposal.results if proposal else None, proposal.why if proposal else "") and is_readable


def settle(claim: Claim, task: Task, form: SortForm, *, actor: Actor, now: datetime) -> str:
    """Carry out the person's decision; an accusation leaves this room and leads to the list.

    Raises what `seal_claim` and the step refuse.
    """
    if form.is_accusation:
        accused, unit = form.accused.data or "", form.accused_unit.data or ""
        left = (form.story_left.data or "").strip()
        seal_claim(claim, accused=accused, accused_unit=unit, story=left, actor=actor, now=now)
        return pages.address("petitions.index")
    where = place_of(claim)
    answer_task(
        task.id,
        page_version=form.version,
        values=form.values(),
        occurred_at=form.happened_at,
        spoken_by=form.spoken_by.data or "",
        actor=actor,
        now=now,
    )
    return where


def running_claims(petition: Petition) -> list[tuple[str, str]]:
    """Number and state of the claims of an earlier petition into which the same matter can be joined."""
    return [(one.number, STATUS_NAMES[one.status]) for one in petition.claims if one.ending is None]


def _sort(claim: Claim, task: Task, form: SortForm) -> Outcome:
    if "propose" in request.form:
        return FRESH if form.is_answered() else UNANSWERED
    if not is_whole(claim, form):
        return UNANSWERED
    return carry_out(form, lambda: settle(claim, task, form, actor=signed_in(), now=clock.now()))


def _sort_page(claim_id: int, form: SortForm) -> str:
    claim = get_claim(claim_id, for_=signed_in())
    return render(
        "petitions/sort.html",
        claim=claim,
        form=form,
        proposal=proposal_for(claim, form),
        questions=[form.question(name) for name in QUESTIONS],
        earlier=[(one, running_claims(one)) for one in earlier_petitions(claim.petition)],
    )


@blueprint.route("/claims/<row(claim):claim_id>/sort", methods=["GET", "POST"])
@requires(Permission.PETITION_REGISTER)
def sort_page(claim_id: int) -> ResponseReturnValue:
    """Plain questions, what the table proposes, and the person's decision on class and route."""
    form = SortForm()
    outcome = second_tap(form)
    if outcome is None:
        claim = get_claim(claim_id, for_=signed_in())
        task = open_task_named("claim", claim.id, "sort_claim")
        if task is None:
            return elsewhere(claim)
        if not is_post():
            form.page_version.data = str(task.row_version)
        outcome = _sort(claim, task, form) if is_post() else FRESH
    return answer(outcome, said_after(form, SORTED), lambda: _sort_page(claim_id, form))
