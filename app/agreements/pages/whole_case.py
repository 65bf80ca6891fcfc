"""整件补录: a case that was mediated already, by word of mouth or on paper, entered on one page."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from app.accounts.queries import find_draft
from app.agreements.actions.enter_whole_case import enter_whole_case
from app.agreements.pages import blueprint
from app.agreements.pages.whole_case_fields import fields_of
from app.agreements.pages.whole_case_form import WholeCaseForm
from app.cases.models import Case
from app.cases.queries.alike import disputes_like
from app.core import clock
from app.core.errors import Invalid, NotAllowed
from app.core.guard import requires, signed_in
from app.core.pages import render
from app.core.permissions import Permission, may
from app.core.submit_once import answer, is_post, submit_leading
from app.core.terms import Level
from app.core.uploads import reads_files_first, sent
from app.matters.pages.attach_upload import attach_upload
from app.mediators.queries import members_signing_for
from app.organisations.queries import get_body, villages

NO_PHOTOGRAPH = "请先拍下签了字的原件，选好照片。"
FORM_KEY = "whole-case"


def _whole_case_form() -> WholeCaseForm:
    form, actor = WholeCaseForm(), signed_in()
    if actor.committee_id is None:
        raise NotAllowed("您的身份不登记案件；请找村里或者镇里的调解员。")
    own = get_body(actor.committee_id)
    form.village_id.chosen = own.village_id
    form.village_id.offer((one, one.full_name) for one in villages() if own.village_id in (None, one.id))
    levels = (Level.TOWN,) if own.level is Level.TOWN else (Level.CLAN, Level.GROUP, Level.VILLAGE)
    form.offer(members_signing_for(actor.committee_id, clock.today()), levels)
    if not is_post():
        form.begin()
    return form


def _page(form: WholeCaseForm) -> str:
    draft = None if is_post() else find_draft(signed_in().id, FORM_KEY)
    may_seal = may(signed_in(), Permission.AGREEMENT_SEAL)
    return render("agreements/whole_case.html", form=form, form_key=FORM_KEY, draft=draft, may_seal=may_seal)


@blueprint.get("/whole-case")
@requires(Permission.CASE_REGISTER)
def whole_case_page() -> ResponseReturnValue:
    """The empty page."""
    return _page(_whole_case_form())


@blueprint.post("/whole-case")
@requires(Permission.CASE_REGISTER)
@reads_files_first("original")
def whole_case() -> ResponseReturnValue:
    """Enter it; a second tap leads to the case of the first."""
    form = _whole_case_form()

    def is_whole() -> bool:
        return form.validate() and not form.asks_about(disputes_like(form.people(), signed_in()))

    outcome = submit_leading(form, lambda: _enter(form), judge=is_whole)
    said = "没有再登记一件，下面就是原来的那一件。" if form.repeats.key is not None else "整件补录好了，已存好。"
    return answer(outcome, said, lambda: _page(form))


def _enter(form: WholeCaseForm) -> str:
    if form.repeats.key is not None:
        return url_for("cases.detail", case_id=form.repeats.key)
    entered = form.entered()
    try:
        case = enter_whole_case(
            entered,
            photograph=(lambda case: _file_photographs(case, form)) if entered.is_original else None,
            is_so=bool(form.is_so.data),
            actor=signed_in(),
            now=clock.now(),
        )
    except Invalid as refused:
        raise Invalid(refused.sentence, fields_of(refused.fields)) from refused
    return url_for("cases.detail", case_id=case.id)


def _file_photographs(case: Case, form: WholeCaseForm) -> int:
    """Keep every photograph; the id of the first.  Raises `Invalid` with a sentence when there is none."""
    actor, now = signed_in(), clock.now()
    kept = [attach_upload(case, one, form, kind="original", actor=actor, now=now) for one in sent("original")]
    if not kept:
        raise Invalid(NO_PHOTOGRAPH, {"original": NO_PHOTOGRAPH})
    return kept[0].id
