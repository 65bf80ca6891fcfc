"""Supervisions (督办) from above: those not answered, a new one, and one with its period and letters."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import names_of
from app.core import clock
from app.core.guard import requires, signed_in
from app.core.pages import chinese_date
from app.core.permissions import Permission
from app.core.submit_once import is_post
from app.deadlines.queries import running_of
from app.deadlines.queries.explained import Explained, rows_of
from app.papers.queries.prints import printed_of, with_prints
from app.petitions.actions.handling import must_may
from app.petitions.actions.supervise import answer_supervision, register_supervision
from app.petitions.models.records import Letter, Supervision
from app.petitions.pages import blueprint
from app.petitions.papers.paper_list import letter_shown
from app.petitions.queries import get_supervision, letters_about
from app.petitions.terms import PROCESS
from app.processes.pages.forms import form_for
from app.processes.pages.submissions import submission_page
from app.processes.queries.definitions import newest_pinned
from app.processes.registry import Submission


@dataclass(frozen=True)
class SupervisionPage:
    """What the page of a supervision shows; ``may_draft`` while it waits for an answer nobody has begun."""

    supervision: Supervision
    standing: str
    deadlines: list[Explained]
    facts: list[tuple[str, str]]
    letters: list[dict[str, str]]
    may_draft: bool


def supervision_page(supervision: Supervision) -> SupervisionPage:
    """The page of a supervision, its letters with the way to each."""
    answered = f"{chinese_date(supervision.answered_on)}书面回复了" if supervision.answered_on else "还没有回复"
    letters = letters_about(supervision)
    typed_by = names_of({supervision.typed_by_id}).get(supervision.typed_by_id, "")
    return SupervisionPage(
        supervision=supervision,
        standing=f"{chinese_date(supervision.received_on)}收到，{answered}。",
        deadlines=rows_of(running_of("supervision", supervision.id), now=clock.now()),
        facts=[
            ("哪个机关发来的", supervision.from_body),
            ("文号", supervision.number),
            ("关于哪一项", supervision.claim.number if supervision.claim else "不关具体一件"),
            ("督办什么、提了什么建议", supervision.text),
            ("谁录的", typed_by),
        ],
        letters=[_opened(one) for one in letters],
        may_draft=supervision.answered_on is None and not any(one.served_on is None for one in letters),
    )


def _opened(letter: Letter) -> dict[str, str]:
    """A letter of a list, with the way to its page: its words, where it stands, its next action, and the print."""
    (shown,) = with_prints([letter_shown(letter)], printed_of("letter", letter.id))
    return {**shown, "href": shown["page"], "action": "打开"}


@blueprint.route("/supervisions/register", methods=["GET", "POST"])
@requires(Permission.PETITION_REGISTER)
def supervision_new() -> ResponseReturnValue:
    """Register a supervision (督办) that came from above."""
    spec = newest_pinned(PROCESS).actions.get("supervision")

    def enter(submission: Submission) -> str:
        return url_for("petitions.supervision", supervision_id=register_supervision(submission).id)

    said = "登记好了，三十日内书面反馈。"
    return submission_page("petitions/supervision_new.html", spec, form_for(spec, None, []), enter, said)


@blueprint.route("/supervisions/<row(supervision):supervision_id>", methods=["GET", "POST"])
@requires(Permission.PETITION_SEE)
def supervision(supervision_id: int) -> ResponseReturnValue:
    """A supervision with its period and letters; the desk drafts the answer."""
    found = get_supervision(supervision_id, for_=signed_in())
    spec = newest_pinned(PROCESS).actions.get("letter_supervision_reply")
    if is_post():
        must_may(signed_in(), Permission.PETITION_REGISTER)

    def draft(submission: Submission) -> str:
        return url_for("petitions.letter", letter_id=answer_supervision(found, submission).id)

    form, shown = form_for(spec, None, []), supervision_page(found)
    return submission_page("petitions/supervision.html", spec, form, draft, "拟好了，等签发。", **vars(shown))
