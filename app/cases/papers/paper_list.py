"""The papers of a case as the list on its page: what is there, what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.cases.models import Case
from app.cases.models.letters import CaseLetter
from app.cases.models.records import Move
from app.cases.papers.fill_notices import ending_of
from app.cases.papers.letters import receiver_of
from app.cases.papers.marked import paper_of
from app.cases.papers.notices import TITLES, LeavingNotice
from app.cases.papers.print_papers import told_here, transfers_of
from app.cases.queries import termination_of
from app.cases.queries.letters import case_letters_of, letter_of_move
from app.cases.terms import CaseLetterKind
from app.core import pages

FOLLOWS = {"follows": "corrections"}
"""Papers that say what is registered today; what was told or sent says what it said that day."""
ANSWERS = {None: "等答复", True: "对方已接收", False: "对方已退回"}


def _paper(
    case: Case, title: str, name: str, state: str, note: str = "", about: Move | CaseLetter | None = None
) -> dict[str, str]:
    named = {} if about is None else {"move" if isinstance(about, Move) else "letter": about.public_id}
    href = pages.address("cases.paper", case_id=case.public_id, name=name, **named)
    paper = paper_of(case, name, about.id if about else 0).name
    return {"title": title, "state": state, "href": href, "action": "打印", "note": note, "paper": paper}


def case_papers(case: Case) -> list[dict[str, str]]:
    """Acceptance register, rights notice, transfer letters and notices of the end, in the order of the file."""
    found = [FOLLOWS | _paper(case, "受理登记表", "acceptance_register", "已受理" if case.handling else "草稿")]
    told = bool(told_here(case))
    notice = _paper(case, "权利义务告知书", "rights_notice", "已告知" if told else "可以先打印")
    found.append(notice if told else FOLLOWS | notice)
    for move in transfers_of(case):
        found.append(_paper(case, "移交函", "transfer_letter", _sent(move), note=move.to_body.name, about=move))
    return [*found, *_notices(case, case_letters_of(case.id))]


def _sent(move: Move) -> str:
    written = letter_of_move(move.id)
    unsealed = "等盖章，" if written and written.sealed_on is None and written.left_at is None else ""
    return unsealed + ANSWERS[move.accepted]


def _notices(case: Case, letters: Sequence[CaseLetter]) -> Iterator[dict[str, str]]:
    """To those who left while the others went on, and to everybody when it was over."""
    for one in letters:
        if one.kind is CaseLetterKind.LEAVING:
            yield _paper(case, LeavingNotice.title, "leaving_notice", _told(one), note=receiver_of(one), about=one)
    ended = termination_of(case.id)
    if ended is not None:
        title, state = TITLES[ending_of(case, ended)], "已告知" if ended.told_at else "要告知各方"
        yield _paper(case, title, "termination_notice", state, note=_in_the_post(letters))


def _told(notice: CaseLetter) -> str:
    if notice.served_on is not None:
        return "已告知"
    return "等送达" if notice.sealed_on else "等盖章"


def _in_the_post(letters: Sequence[CaseLetter]) -> str:
    """Whose notice of the end is on its way."""
    notices = [one for one in letters if one.kind is CaseLetterKind.ENDING]
    waiting = [receiver_of(one) for one in notices if one.served_on is None and one.left_at is None]
    return f"寄给{'、'.join(waiting)}的还没有送到" if waiting else ""
