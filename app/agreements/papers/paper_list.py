"""The agreement on the case page: its paper in the list, and a panel of where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.agreements.models import (
    AGREEMENT_FORM_NAMES,
    CONFIRMATION_NAMES,
    SIGNING_METHOD_NAMES,
    Agreement,
    AgreementForm,
    AgreementState,
    Confirmation,
    ConfirmationResult,
    ReturnVisit,
    SigningMethod,
)
from app.agreements.papers.print_agreement import paper_of
from app.agreements.queries import (
    Signer,
    confirmation_of,
    current_agreement,
    left_out,
    signers_of,
    visits_of,
)
from app.agreements.queries.promises import Promise, promises_of
from app.agreements.queries.spot_checks import check_words
from app.cases.models import Case, Party
from app.cases.terms import CaseStatus
from app.core import clock, pages
from app.core.pages import chinese_date

STATE_NAMES = {
    AgreementState.DRAFT: "草稿",
    AgreementState.FROZEN: "已定稿，等签字",
    AgreementState.SIGNED: "已签字，等盖章",
    AgreementState.IN_FORCE: "已生效",
    AgreementState.ABANDONED: "没有签成",
}
TITLES = {
    AgreementForm.WRITTEN: "人民调解协议书",
    AgreementForm.ORAL: "口头协议登记表",
    AgreementForm.HANDWRITTEN: "人民调解协议书（原件的打印誊录）",
}


@dataclass(frozen=True)
class AgreementSummary:
    """What the case page shows of an agreement; no signers for one by word of mouth, which nobody signs."""

    agreement: Agreement
    form_name: str
    state_name: str
    signers: list[Signer]
    method_names: Mapping[SigningMethod, str]
    left_out: list[Party]
    promises: Sequence[Promise]
    visits: Sequence[ReturnVisit]
    confirmation: Confirmation | None
    confirmation_names: Mapping[ConfirmationResult, str]
    checked: str
    """Whether both sides were asked about it by telephone, in words."""
    is_in_force: bool
    is_draft: bool


def state_words(case: Case, agreement: Agreement) -> str:
    """How far the paper is; what was not in force when mediation ended never will be."""
    is_over = case.status in (CaseStatus.ENDING, CaseStatus.ENDED)
    if is_over and agreement.state is not AgreementState.IN_FORCE:
        return "没有生效，调解已经终止"
    return STATE_NAMES[agreement.state]


def agreement_papers(case: Case) -> list[dict[str, str]]:
    """The agreement among the papers of a case: there, or missing while the case is at its agreement."""
    agreement = current_agreement(case.id)
    if agreement is None:
        if case.status is not CaseStatus.AGREEING:
            return []
        return [{"title": "协议", "state": "还没有写", "href": "", "action": "", "note": ""}]
    href = pages.address("agreements.paper", case_id=case.id)
    note = f"{chinese_date(agreement.in_force_on)}起生效" if agreement.in_force_on else f"第{agreement.version}版"
    title, state = TITLES[agreement.form], state_words(case, agreement)
    name = paper_of(agreement).name
    found = [{"title": title, "state": state, "href": href, "action": "打印", "note": note, "paper": name}]
    if agreement.original_attachment_id:
        found.append(_original(agreement))
    return found


def _original(agreement: Agreement) -> dict[str, str]:
    href = pages.address("matters.attachment", attachment_id=agreement.original_attachment_id)
    return {"title": "手写协议原件", "state": "照片", "href": href, "action": "下载", "note": ""}


def agreement_summary(case: Case) -> AgreementSummary | None:
    """Values of templates/pages/agreements/panel.html; None before anything is written."""
    agreement = current_agreement(case.id)
    if agreement is None:
        return None
    return AgreementSummary(
        agreement=agreement,
        form_name=AGREEMENT_FORM_NAMES[agreement.form],
        state_name=state_words(case, agreement),
        signers=[] if agreement.form is AgreementForm.ORAL else signers_of(agreement),
        method_names=SIGNING_METHOD_NAMES,
        left_out=left_out(agreement),
        promises=promises_of(agreement, clock.today()) if agreement.state is AgreementState.IN_FORCE else [],
        visits=visits_of(agreement.id),
        confirmation=confirmation_of(agreement.id),
        confirmation_names=CONFIRMATION_NAMES,
        checked=check_words(agreement),
        is_in_force=agreement.state is AgreementState.IN_FORCE,
        is_draft=agreement.state is AgreementState.DRAFT,
    )
