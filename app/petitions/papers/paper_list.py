"""Letters and sheets of petitions as the lists on their pages: what is there, where it stands, what is missing."""

from __future__ import annotations

from app.core import pages
from app.core.pages import chinese_date
from app.core.permissions import Actor
from app.petitions.models import Claim, Petition
from app.petitions.models.records import Assignment, Hearing, Letter, Settlement, Withdrawal
from app.petitions.papers.copies import FROM_THE_DESK
from app.petitions.papers.fill_sheets import SHEETS, may_have_receipt
from app.petitions.papers.letter_words import title_of
from app.petitions.papers.marked import paper_of, sheet_paper
from app.petitions.queries import claims_of, letters_of, newest, rows_of

About = Assignment | Hearing | Settlement | Letter | Claim
"""What a sheet may be about, when not the petition itself."""
Shown = dict[str, str]
"""An entry of the macro ``paper_list``: title, state, href, action, note."""


def letters_list(claim: Claim) -> list[Shown]:
    """The letters of a claim, oldest first: a sealed one is printed, another opened to go on with it.

    Besides the macro's values each has ``page`` and ``pdf``, the addresses of the letter's page and its paper.
    """
    return [letter_shown(letter) for letter in letters_of(claim.id)]


def letter_shown(letter: Letter) -> Shown:
    """One letter, also an answer to a supervision."""
    page = pages.address("petitions.letter", letter_id=letter.id)
    pdf = pages.address("petitions.letter_pdf", letter_id=letter.id)
    is_sealed = letter.sealed_on is not None
    return {
        "title": title_of(letter),
        "state": _state(letter),
        "href": pdf if is_sealed else page,
        "action": "打印" if is_sealed else "打开",
        "note": letter.number or "",
        "paper": paper_of(letter).name,
        "page": page,
        "pdf": pdf,
    }


def _state(letter: Letter) -> str:
    if letter.served_on is not None:
        return f"{chinese_date(letter.served_on)}送达"
    if letter.left_at is not None:
        return "没有发出，留作草稿"
    if letter.sealed_on is not None:
        return "已盖章，等送达"
    if letter.signed_off_at is not None:
        return "已签发，等编号、盖章"
    return "退回要改" if letter.returned_reason else "等签发"


def sheets_list(petition: Petition, actor: Actor) -> list[Shown]:
    """The sheets of a petition that the account may print, the petition's own first, then claim by claim."""
    claims = claims_of(petition, actor)
    if not claims:
        return []
    shown = [_sheet(petition, "registration", None, "已登记")]
    if may_have_receipt(actor):
        shown.append(_sheet(petition, "receipt", None, "交给信访人"))
    for claim in claims:
        note = f"第{claim.position}项" if len(claims) > 1 else ""
        shown += _of_claim(claim, note)
    return shown


def _of_claim(claim: Claim, note: str) -> list[Shown]:
    petition = claim.petition
    shown = [
        _sheet(petition, "assignment", row, f"{chinese_date(row.inner_due_on)}以前回", note, row.office.name)
        for row in rows_of(Assignment, claim.id)
    ]
    for hearing in rows_of(Hearing, claim.id):
        held = f"{chinese_date(hearing.held_on)}听证"
        shown.append(_sheet(petition, "hearing_minutes", hearing, held, note))
        shown.append(_sheet(petition, "hearing_report", hearing, held, note))
    for settlement in rows_of(Settlement, claim.id):
        kind = "调解协议书" if settlement.is_mediated else "和解协议书"
        agreed = f"{chinese_date(settlement.agreed_on)}达成"
        shown.append(_sheet(petition, "settlement", settlement, agreed, note, title=kind))
    for letter in letters_of(claim.id):
        if letter.sealed_on is not None:
            state = f"{chinese_date(letter.served_on)}送达" if letter.served_on else "等送达"
            shown.append(_sheet(petition, "service", letter, state, note, f"《{title_of(letter)}》"))
    withdrawal = newest(Withdrawal, claim.id)
    if withdrawal is not None or claim.ending is None:
        state = f"{chinese_date(withdrawal.applied_on)}申请" if withdrawal else "空白，信访人要撤回时用"
        shown.append(_sheet(petition, "withdrawal", claim, state, note))
    shown.append(_sheet(petition, "satisfaction", claim, "空白，由信访人填", note))
    return shown


def _sheet(petition: Petition, name: str, row: About | None, state: str, *notes: str, title: str = "") -> Shown:
    href = pages.address(
        "petitions.sheet", petition_id=petition.id, name=name, row=None if row is None else row.public_id
    )
    note = "，".join(one for one in notes if one)
    logged = sheet_paper(petition, name, row.id if row else 0).name
    shown = {"title": title or SHEETS[name], "state": state, "href": href, "action": "打印", "note": note}
    return {**shown, "paper": logged} | ({"follows": "corrections"} if name in FROM_THE_DESK else {})
