"""The papers of a case as the list on its page: what is there, what is missing."""

from __future__ import annotations

from app.cases.models import Case
from app.cases.models.records import Move
from app.cases.papers.letters import receiver_of
from app.cases.papers.marked import paper_of
from app.cases.papers.print_papers import ending_of, told_here, transfers_of
from app.cases.papers.values import ENDING_TITLES
from app.cases.queries import termination_of
from app.cases.queries.letters import case_letters_of, letter_of_move
from app.cases.terms import CaseLetterKind
from app.core import pages

FOLLOWS = {"follows": "corrections"}
"""Papers that say what is registered today; what was told or sent says what it said that day."""


def _paper(case: Case, title: str, name: str, state: str, note: str = "", letter: Move | None = None) -> dict[str, str]:
    href = pages.address("cases.paper", case_id=case.id, name=name, move=letter.public_id if letter else None)
    paper = paper_of(case, name, letter.id if letter else 0).name
    return {"title": title, "state": state, "href": href, "action": "打印", "note": note, "paper": paper}


def _letter_state(move: Move) -> str:
    written = letter_of_move(move.id)
    unsealed = "等盖章，" if written and written.sealed_on is None and written.left_at is None else ""
    return unsealed + {None: "等答复", True: "对方已接收", False: "对方已退回"}[move.accepted]


def _in_the_post(case: Case) -> str:
    """Whose notice is on its way."""
    notices = [one for one in case_letters_of(case.id) if one.kind is CaseLetterKind.ENDING]
    waiting = [receiver_of(one) for one in notices if one.served_on is None and one.left_at is None]
    return f"寄给{'、'.join(waiting)}的还没有送到" if waiting else ""


def case_papers(case: Case) -> list[dict[str, str]]:
    """Acceptance register, rights notice, transfer letters and end notice, in the order of the file."""
    found = [FOLLOWS | _paper(case, "受理登记表", "acceptance_register", "已受理" if case.handling else "草稿")]
    told = bool(told_here(case))
    notice = _paper(case, "权利义务告知书", "rights_notice", "已告知" if told else "可以先打印")
    found.append(notice if told else FOLLOWS | notice)
    for letter in transfers_of(case):
        state = _letter_state(letter)
        found.append(_paper(case, "移交函", "transfer_letter", state, note=letter.to_body.name, letter=letter))
    ended = termination_of(case.id)
    if ended is not None:
        title = ENDING_TITLES[ending_of(ended)]
        state = "已告知" if ended.told_at else "要告知各方"
        found.append(_paper(case, title, "termination_notice", state, note=_in_the_post(case)))
    return found
